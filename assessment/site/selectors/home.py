"""What a participant finds about themself. Nothing here says who has answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from assessment.models import Participant, Rater, RaterGroup, Report, Round, RoundKind, User
from assessment.name_order import ByName


@dataclass(frozen=True)
class OwnRound:
    """A round that somebody is assessed in, and who is asked about them."""

    round: Round
    raters: list[Rater]


def list_own_rounds(user: User) -> list[OwnRound]:
    """The open and closed rounds that the user is assessed in, the latest first; two queries.

    The raters come by group and name, whatever they have done.
    """
    states = [Round.State.OPEN, Round.State.CLOSED]
    raters: dict[Participant, list[Rater]] = defaultdict(list)
    found = (
        Rater.objects.others()
        .filter(participant__person__user=user, participant__round__state__in=states)
        .filter(participant__round__kind=RoundKind.ASSESSMENT)
        .select_related("person", "participant__round")
        .order_by("-participant__round__opens_on", ByName("person__name"), "pk")
    )
    for rater in found:
        raters[rater.participant].append(rater)
    order = RaterGroup.values
    return [
        OwnRound(participant.round, sorted(asked, key=lambda each: order.index(each.group)))
        for participant, asked in raters.items()
    ]


def list_own_reports(user: User) -> list[Report]:
    """The user's released reports, the latest first."""
    reports = Report.objects.filter(participant__person__user=user)
    return list(
        reports.select_related("participant__round").order_by("-released_on", "participant__round")
    )
