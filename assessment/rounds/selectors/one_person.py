"""What would move if two people of a council became one, and what forbids it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.models import (
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Release,
    Report,
    Response,
    Round,
)
from assessment.name_order import ByName


@dataclass(frozen=True)
class Joining:
    """`gone` becomes `kept`, whose address stays; `refusals` say why not, and what to do.

    `requests` and `participations` move; `doubled` requests are those of `gone` about somebody
    whom `kept` is asked about too, and end. `either` address could stay as well as the other.
    """

    kept: Person
    gone: Person
    requests: Sequence[Rater]
    doubled: Sequence[Rater]
    participations: Sequence[Participant]
    links: int
    either: bool
    refusals: Sequence[str]

    @property
    def told_requests(self) -> list[Rater]:
        """The requests that move, for HR, who does not learn who has checked in."""
        return [each for each in self.requests if each.participant.round.facts.run_by_hr]

    @property
    def told_doubled(self) -> list[Rater]:
        """The requests that end, for HR."""
        return [each for each in self.doubled if each.participant.round.facts.run_by_hr]

    @property
    def told_participations(self) -> list[Participant]:
        """What moves of being assessed, for HR."""
        return [each for each in self.participations if each.round.facts.run_by_hr]

    @property
    def closes_account(self) -> bool:
        """Whether the account of the address that ends is closed."""
        return self.gone.user_id is not None


def get_joining(one: Person, other: Person) -> Joining:
    """How two people of one council would become one.

    The address that is kept is that of whoever has answers, a report or an account: these open
    for nobody else. Else it is the second one's. The number of queries does not grow with rows.
    """
    gone, kept = sorted((one, other), key=_ties)
    mine, theirs = _requests(gone), _requests(kept)
    asked = {each.participant_id for each in theirs}
    moving = [each for each in mine if each.participant_id not in asked]
    doubled = [each for each in mine if each.participant_id in asked]
    participations = _participations(gone)
    return Joining(
        kept=kept,
        gone=gone,
        requests=[each for each in moving if each.group != RaterGroup.SELF],
        doubled=doubled,
        participations=participations,
        either=_ties(one) == _ties(other),
        links=_links(gone),
        refusals=list(_refusals(gone, kept, [*mine, *theirs], doubled, participations)),
    )


def _ties(person: Person) -> tuple[bool, ...]:
    """What binds somebody to their address, the strongest first."""
    user = person.user
    has_duties = user is not None and user.has_duty
    return _has_answers(person), _has_report(person), has_duties, user is not None


def _has_answers(person: Person) -> bool:
    return Response.objects.filter(rater__person=person).exists()


def _has_report(person: Person) -> bool:
    return Report.written.released().filter(participant__person=person).exists()


def _requests(person: Person) -> list[Rater]:
    rows = Rater.objects.filter(person=person).order_by(ByName("participant__person__name"), "pk")
    return list(rows.select_related("participant__round", "participant__person"))


def _links(person: Person) -> int:
    live = Invitation.objects.filter(person=person, revoked_at__isnull=True)
    return live.filter(round__in=Round.objects.run_by_hr()).count()


def _participations(person: Person) -> list[Participant]:
    rows = Participant.objects.filter(person=person).select_related("round")
    return list(rows.order_by("-round__opens_on", "round__name"))


def _refusals(
    gone: Person,
    kept: Person,
    requests: Sequence[Rater],
    doubled: Sequence[Rater],
    participations: Sequence[Participant],
) -> Iterator[str]:
    yield from _of_what_is_tied(gone)
    for each in requests:
        if each.participant.person_id in {gone.pk, kept.pk} and each.group != RaterGroup.SELF:
            yield _(
                "One of the two rates the other in %(round)s, and nobody rates themself as "
                "somebody else. Withdraw that request while the round is open."
            ) % {"round": each.participant.round.name}
    theirs = {each.round_id for each in _participations(kept)}
    for participation in participations:
        if participation.round_id in theirs:
            yield _(
                "Both are assessed in %(round)s. Take one of the two out while the round is open."
            ) % {"round": participation.round.name}
    for each in doubled:
        if each.participant.round.is_released:
            yield _(
                "Both were asked about %(name)s in %(round)s, which is released and stays as it "
                "is. Write only one of the two addresses from now on."
            ) % {"name": each.participant.person.name, "round": each.participant.round.name}
    rounds = Round.objects.filter(participants__raters__person__in=[gone, kept])
    if Release.objects.filter(round__in=rounds).exists():
        yield _("A round of theirs is being released. Wait until its reports are ready.")


def _of_what_is_tied(gone: Person) -> Iterator[str]:
    """What the one who goes has, and nobody else may get; the other has such a thing too."""
    values = {"who": f"{gone.name} ({gone.email})"}
    user = gone.user
    if _has_answers(gone):
        yield (
            _(
                "Both have begun to answer, and no other address opens the answers of %(who)s. "
                "While the round is open, withdraw one of the two: those answers are deleted. Once "
                "it is closed, withhold the group on the page before the release."
            )
            % values
        )
    if _has_report(gone):
        yield (
            _(
                "%(who)s has a released report, which stays with that address. Correct the name or "
                "the address of one of the two instead."
            )
            % values
        )
    if user is not None and user.has_duty:
        yield (
            _(
                "%(who)s signs in with an account that has further duties. Ask the operator to "
                "take them away first."
            )
            % values
        )
