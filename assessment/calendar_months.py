"""Months as people count them: the same day of the month, or its last."""

from __future__ import annotations

import calendar
import datetime


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month some months later (earlier if negative), or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return last_of(datetime.date(year, month + 1, 1), day.day)


def last_of(month: datetime.date, day: int = 31) -> datetime.date:
    """That day of the month, or its last one where it is shorter."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))
