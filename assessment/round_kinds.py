"""What each kind of round has, declared once.

An assessment is HR's: they open, close and release it and read its reports. A check-in is a
participant's: it asks the same people again, closes and is released by itself, and HR learns how
many took part. Every list, step and email that differs between the two asks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy

from assessment.scoring.check_ins import DAYS_OPEN


@dataclass(frozen=True, slots=True)
class KindFacts:
    """`run_by_hr`: it is in HR's lists, files, trail and doors, and HR takes its steps.

    `one_page`: the questions stand on one page, which submits them; without closing questions.
    `letters` is how the names of its emails begin, `days` how long it is open where nobody sets
    that.
    """

    run_by_hr: bool
    one_page: bool
    letters: str
    days: int | None


class RoundKind(models.TextChoices):
    """The kinds of round."""

    facts: KindFacts

    if not TYPE_CHECKING:

        def __new__(cls, value: str, facts: KindFacts) -> RoundKind:
            member = str.__new__(cls, value)
            member._value_ = value
            member.facts = facts
            return member

    ASSESSMENT = (
        "assessment",
        KindFacts(
            run_by_hr=True,
            one_page=False,
            letters="",
            days=None,
        ),
        gettext_lazy("assessment"),
    )
    CHECK_IN = (
        "check_in",
        KindFacts(
            run_by_hr=False,
            one_page=True,
            letters="check_in_",
            days=DAYS_OPEN,
        ),
        gettext_lazy("check-in"),
    )
