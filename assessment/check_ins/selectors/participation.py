"""What HR learns of the check-ins after a round: how many, and never who or what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from assessment.models import Participant, Rater, Response, Round
from assessment.separation import Viewer, takes_part


@dataclass(frozen=True, slots=True)
class CheckInCounts:
    """`participants` have started one; `asked` and `answered` are requests of those whose answers
    are still kept.
    """

    participants: int
    check_ins: int
    asked: int
    answered: int


def count_check_ins(round: Round, viewer: Viewer) -> CheckInCounts | None:
    """The counts over all check-ins after a round; None for HR who takes part in it, whom they
    would tell how many answered about them. Four queries.
    """
    if takes_part(viewer, round):
        return None
    started = Participant.objects.filter(round__follows=round)
    answers = Response.objects.filter(participant__in=started)
    kept = started.filter(
        ~Q(round__state=Round.State.RELEASED) | Q(pk__in=answers.values("participant"))
    )
    return CheckInCounts(
        participants=started.values("person").distinct().count(),
        check_ins=started.count(),
        asked=Rater.objects.filter(participant__in=kept).count(),
        answered=answers.completed().count(),
    )
