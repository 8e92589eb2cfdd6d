"""How long the rest takes: by an estimate, which the page's script mends by one's own pace.

When somebody answered is stored nowhere, for the moment would tell who answered. So the pace is
known in the open tab alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.frameworks.questionnaire import SECONDS_PER_QUESTION

SECONDS_PER_FURTHER_PERSON = 8
"""Beside the first person of a statement: it has been read, and the scale is at hand."""


@dataclass(frozen=True)
class TimeLeft:
    """What is still open, in answers; `statements` is how many of them have to be read."""

    answers: int
    statements: int

    @property
    def seconds(self) -> float:
        """Of one answer, on average."""
        if not self.answers:
            return SECONDS_PER_QUESTION
        further = (self.answers - self.statements) * SECONDS_PER_FURTHER_PERSON
        return (self.statements * SECONDS_PER_QUESTION + further) / self.answers

    @property
    def minutes(self) -> int:
        return _round_half_up(self.answers * self.seconds / 60)

    @property
    def said(self) -> str:
        return about_minutes(self.minutes) if self.answers else self.done

    @property
    def done(self) -> str:
        return _("Every statement is answered.")

    @property
    def words(self) -> str:
        """The sentence for every number of minutes that a slow pace may come to, for the script."""
        return json.dumps([about_minutes(minutes) for minutes in range(2 * self.minutes + 5)])


def about_minutes(minutes: int) -> str:
    """“About 6 minutes left”."""
    if not minutes:
        return _("Less than a minute left")
    sentence = ngettext("About %(count)s minute left", "About %(count)s minutes left", minutes)
    return sentence % {"count": minutes}


def _round_half_up(value: float) -> int:
    return int(value + 0.5)
