"""What HR learns of the check-ins after a round: how many, and never who or what."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from assessment import separation
from assessment.check_ins.selectors.offers import window_of
from assessment.models import Participant, Rater, Response, Round
from assessment.scoring.check_ins import DAYS_OPEN
from assessment.separation import Viewer


@dataclass(frozen=True, slots=True)
class CheckInCounts:
    """`participants` have started one; `asked` and `answered` are requests of those whose answers
    are still kept.
    """

    participants: int
    check_ins: int
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class RoundCheckIns:
    """A released round after which check-ins can begin, now or later, or may be under way."""

    round: Round
    counts: CheckInCounts | None
    """None where they are for another HR account."""


def count_check_ins(round: Round, viewer: Viewer) -> CheckInCounts | None:
    """The counts over all check-ins after a round; None for HR who takes part in it, whom they
    would tell how many answered about them. Four queries.
    """
    return _counts([round.pk], viewer).get(round.pk)


def list_check_in_lines(
    rounds: Iterable[Round], viewer: Viewer, *, on: datetime.date
) -> list[RoundCheckIns]:
    """Those of the rounds about whose reports check-ins can begin on a day or later, or may be
    under way, in their order, with the counts of `count_check_ins`. Four queries for any number.
    """
    listed = [each for each in rounds if each.is_released and on <= _last_day(each)]
    counts = _counts([each.pk for each in listed], viewer)
    return [RoundCheckIns(each, counts.get(each.pk)) for each in listed]


def _last_day(round: Round) -> datetime.date:
    """On which a check-in of the last possible beginning closes."""
    return window_of(round).last + datetime.timedelta(days=DAYS_OPEN)


def _counts(rounds: Collection[uuid.UUID], viewer: Viewer) -> dict[uuid.UUID, CheckInCounts]:
    """By round, without those in which the viewer takes part."""
    own = set(separation.own_participants(viewer).values_list("round", flat=True))
    others = [each for each in rounds if each not in own]
    started = Participant.objects.filter(round__follows__in=others)
    by_round = started.order_by().values_list("round__follows")
    begun = {
        key: (people, check_ins)
        for key, people, check_ins in by_round.annotate(Count("person", distinct=True), Count("pk"))
    }
    answers = Response.objects.filter(participant__in=started)
    kept = started.filter(
        ~Q(round__state=Round.State.RELEASED) | Q(pk__in=answers.values("participant"))
    )
    follows = "participant__round__follows"
    asked = Rater.objects.filter(participant__in=kept).order_by().values_list(follows)
    answered = answers.completed().order_by().values_list(follows)
    all_asked = dict(asked.annotate(Count("pk")))
    all_answered = dict(answered.annotate(Count("pk")))
    return {
        each: CheckInCounts(
            *begun.get(each, (0, 0)), all_asked.get(each, 0), all_answered.get(each, 0)
        )
        for each in others
    }
