"""Dates that come as text, as in a copy of somebody's data."""

from __future__ import annotations

import datetime

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def day(text: str | None) -> str:
    """2026-03-31 as people write it; nothing for nothing."""
    if not text:
        return ""
    return formats.date_format(datetime.date.fromisoformat(text), "DATE_FORMAT")
