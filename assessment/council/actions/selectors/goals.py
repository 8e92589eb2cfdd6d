"""How many participants have goals, so blunt that it tells of nobody: their texts are theirs."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from enum import StrEnum

from assessment.models import Goal, Report, Round

FEWEST = 5
"""With fewer participants nothing is counted."""

EDGE = 3
"""A count nearer than this to none or to all is said in words: see docs/adr/0042."""


class Blunt(StrEnum):
    """How a count is told."""

    FEW = "few"
    NUMBER = "number"
    NEARLY_ALL = "nearly_all"


@dataclass(frozen=True, slots=True)
class BluntCount:
    """So many of so many people; `number` is 0 unless it is told as a number."""

    told: Blunt
    number: int


@dataclass(frozen=True, slots=True)
class GoalTally:
    """Participants with goals, and those of them with a review due by the end of a month.

    None where it is not told.
    """

    participants: int
    with_goals: BluntCount | None
    reviews_by: datetime.date
    with_reviews: BluntCount | None


def blunt(count: int, of: int) -> BluntCount:
    """A count of people, told as a number only when 3 or more are in it and 3 or more are not.

    Whoever knows of one person whether they are in it still learns of no second one. `of` must be
    5 at least, or the words would say more than the number.
    """
    if count < EDGE:
        return BluntCount(Blunt.FEW, 0)
    if count > of - EDGE:
        return BluntCount(Blunt.NEARLY_ALL, 0)
    return BluntCount(Blunt.NUMBER, count)


def tally_goals(round: Round, *, on: datetime.date) -> GoalTally:
    """How many participants of a released round have goals and reviews due, blunted; two queries.

    Reviews are those due by the end of the month of `on`, for a count that moves on a day would
    tell whose day it is.
    """
    month_end = on.replace(day=calendar.monthrange(on.year, on.month)[1])
    participants = Report.objects.filter(participant__round=round).count()
    if participants < FEWEST:
        return GoalTally(participants, None, month_end, None)
    goals = Goal.objects.filter(report__participant__round=round)
    with_goals: set[object] = set()
    due: set[object] = set()
    for report, review_on in goals.values_list("report", "review_on"):
        with_goals.add(report)
        if review_on is not None and review_on <= month_end:
            due.add(report)
    told = blunt(len(with_goals), participants)
    # Of so many at least, as the reader knows: whether reviews are told tells nothing more.
    known = {Blunt.FEW: 0, Blunt.NUMBER: told.number, Blunt.NEARLY_ALL: participants - EDGE + 1}
    of = known[told.told]
    return GoalTally(participants, told, month_end, blunt(len(due), of) if of >= FEWEST else None)
