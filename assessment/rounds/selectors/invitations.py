"""From a link to the invitation behind it, and what its emails must say."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Max, Q, QuerySet

from assessment.languages import TaggedText
from assessment.models import (
    EarlierLink,
    Invitation,
    QueuedEmail,
    Rater,
    RaterGroup,
    Report,
    Round,
)
from assessment.name_order import ByName

Pair = tuple[uuid.UUID, uuid.UUID]
"""A round and a person."""


def hash_token(token: str) -> str:
    """What is kept of a token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def find_invitation(token: str, *, at: datetime.datetime | None = None) -> Invitation | None:
    """The live invitation of a token; None when it is wrong, replaced or revoked, all alike.

    A link that a newer email replaces still works until its end; without a moment only as long
    as no end is set. The look-up compares hashes, so its time tells nothing about any token.
    """
    return _by(hash_token(token), at)


def current(
    invitation_id: str, token_hash: str, *, at: datetime.datetime | None = None
) -> Invitation | None:
    """The invitation that a visitor came with, while its link is neither replaced nor revoked."""
    return _by(token_hash, at, pk=invitation_id)


def _by(token_hash: str, at: datetime.datetime | None, **which: str) -> Invitation | None:
    """One query, whichever link it is: by two indexes, where an OR would read the whole table."""
    ended = Q(ends_at__isnull=False) if at is None else Q(ends_at__lte=at)
    newest = Invitation.objects.filter(token_hash=token_hash).values("pk")
    earlier = EarlierLink.objects.filter(token_hash=token_hash).exclude(ended)
    live = Invitation.objects.live().exclude(round__state=Round.State.DRAFT)
    either = live.filter(pk__in=newest.union(earlier.values("invitation"), all=True), **which)
    found = either.select_related("person", "round__council").first()
    if found is not None:
        found.came_by = token_hash
    return found


def of_pairs(pairs: Iterable[Pair]) -> dict[Pair, Invitation]:
    """The invitations of these people in these rounds, in one query."""
    wanted = set(pairs)
    found = Invitation.objects.filter(
        round__in={round for round, _ in wanted}, person__in={person for _, person in wanted}
    )
    return {(each.round_id, each.person_id): each for each in found}


def asked_of(pairs: Iterable[Pair]) -> dict[Pair, list[Rater]]:
    """Whom these people were asked to rate and did not decline, themselves first; in one query."""
    wanted = set(pairs)
    raters = (
        Rater.objects.filter(
            participant__round__in={round for round, _ in wanted},
            person__in={person for _, person in wanted},
            declined_on__isnull=True,
        )
        .select_related("participant__person", "response")
        .prefetch_related("participant__roles")
        .order_by(ByName("participant__person__name"), "pk")
    )
    asked: dict[Pair, list[Rater]] = {pair: [] for pair in wanted}
    for rater in sorted(raters, key=lambda each: each.group != RaterGroup.SELF):
        asked.setdefault((rater.participant.round_id, rater.person_id), []).append(rater)
    return asked


def still_awaited(raters: Iterable[Rater]) -> list[Rater]:
    """Those of these raters, read with their responses, whose answers are still awaited."""
    return [
        rater
        for rater in raters
        if not hasattr(rater, "response") or rater.response.submitted_on is None
    ]


def participants_of(pairs: Iterable[Pair]) -> set[Pair]:
    """Those of these people who are assessed in the round themselves."""
    wanted = set(pairs)
    found = Rater.objects.filter(
        group=RaterGroup.SELF,
        participant__round__in={round for round, _ in wanted},
        person__in={person for _, person in wanted},
    )
    return set(found.values_list("participant__round", "person"))


def reports_of(pairs: Iterable[Pair]) -> dict[Pair, Report]:
    """The released reports about these people in these rounds, in one query."""
    return _by_pair(Report.objects.all(), pairs)


def _by_pair(reports: QuerySet[Report], pairs: Iterable[Pair]) -> dict[Pair, Report]:
    wanted = set(pairs)
    found = reports.filter(
        participant__round__in={round for round, _ in wanted},
        participant__person__in={person for _, person in wanted},
    ).select_related("participant")
    return {(each.participant.round_id, each.participant.person_id): each for each in found}


def check_ins_of(pairs: Iterable[Pair]) -> dict[Pair, Report]:
    """The released check-ins about these people, in one query."""
    return _by_pair(Report.check_ins.all(), pairs)


def people_without_invitation(round: Round) -> list[uuid.UUID]:
    """Everybody who is asked something in a round and was never invited to it."""
    invited = Invitation.objects.filter(round=round).values("person")
    raters = Rater.objects.filter(participant__round=round).exclude(person__in=invited)
    return list(raters.order_by().values_list("person", flat=True).distinct())


def people_to_remind(round: Round) -> list[uuid.UUID]:
    """Everybody whose answers in a round are still awaited and whom a link would let in."""
    raters = Rater.objects.filter(participant__round=round, declined_on__isnull=True).exclude(
        Q(response__submitted_on__isnull=False)
        | Q(person__user__is_active=False)
        | Q(
            person__in=Invitation.objects.filter(round=round, revoked_at__isnull=False).values(
                "person"
            )
        )
    )
    return list(raters.order_by().values_list("person", flat=True).distinct())


REST_HOURS = 24
REST = datetime.timedelta(hours=REST_HOURS)
"""How long a person is not reminded after an invitation or a reminder."""


@dataclass(frozen=True)
class Reminding:
    """What reminders would do now: who gets one, and how many are left alone and why.

    `resting` were sent an email within REST; the email of the `waiting` has not left yet.
    """

    rest_hours: ClassVar = REST_HOURS

    people: list[uuid.UUID]
    resting: int
    waiting: int
    last: datetime.datetime | None

    @property
    def left_alone(self) -> int:
        return self.resting + self.waiting


def get_reminding(round: Round, *, at: datetime.datetime) -> Reminding:
    """Whose answers are awaited, without those who were sent an email about it within REST.

    Whose email still waits to leave gets no second one; whose email was given up gets one.
    `last` is the moment when the last reminder left; None when none has.
    """
    awaited = people_to_remind(round)
    emails = QueuedEmail.objects.filter(round=round)
    coming = set(emails.waiting().asking().values_list("person", flat=True))
    told = emails.filter(
        kind__in=[QueuedEmail.Kind.INVITATION, QueuedEmail.Kind.REMINDER], sent_at__gt=at - REST
    )
    rested = set(told.values_list("person", flat=True)) - coming
    people = [person for person in awaited if person not in coming | rested]
    reminders = emails.filter(kind=QueuedEmail.Kind.REMINDER)
    return Reminding(
        people,
        resting=sum(person in rested for person in awaited),
        waiting=sum(person in coming for person in awaited),
        last=reminders.aggregate(last=Max("sent_at"))["last"],
    )


def roles_of(rater: Rater, language: str) -> list[TaggedText]:
    """The names of the roles that the participant holds, of raters that `asked_of` gave."""
    held = sorted(rater.participant.roles.all(), key=lambda role: (role.position, role.key))
    return [TaggedText.of(role, "name", language) for role in held]
