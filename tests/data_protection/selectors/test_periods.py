"""A period ends on the same day of a later month, or on that month's last."""

from __future__ import annotations

import datetime

import pytest

from assessment.calendar_months import months_after
from assessment.data_protection.selectors.periods import began_by

DAYS = [datetime.date(2023, 1, 1) + datetime.timedelta(days=n) for n in range(1100)]


class TestAPeriod:
    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            ("2026-03-31", -1, "2026-02-28"),
            ("2024-03-31", -1, "2024-02-29"),
            ("2026-01-15", -1, "2025-12-15"),
            ("2026-12-15", 1, "2027-01-15"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2026-05-31", -24, "2024-05-31"),
        ],
    )
    def test_ends_on_the_same_day_of_the_month_or_its_last(
        self, day: str, months: int, expected: str
    ) -> None:
        found = months_after(datetime.date.fromisoformat(day), months)
        assert found == datetime.date.fromisoformat(expected)

    @pytest.mark.parametrize("months", [1, 3, 12])
    def test_is_over_for_the_job_on_the_day_that_the_page_names(self, months: int) -> None:
        for today in DAYS:
            limit = began_by(today, months)
            assert months_after(limit, months) <= today
            assert months_after(limit + datetime.timedelta(days=1), months) > today
