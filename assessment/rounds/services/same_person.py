"""Two who look like one person: HR says that they are two, or they become one."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import audit
from assessment.models import (
    Action,
    AuditEvent,
    Correction,
    DifferentPeople,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    Round,
    User,
)
from assessment.refused import Refused
from assessment.rounds.selectors.one_person import Joining, get_joining
from assessment.rounds.selectors.same_person import Alike
from assessment.rounds.services import accounts, identity, invitations
from assessment.rounds.services.rounds import lock
from assessment.rows import prepare


class SamePersonAsked(Refused):
    """Nothing was done yet: HR is to say first whether these are one person or two."""

    def __init__(self, alike: Collection[Alike]) -> None:
        sentences = " ".join(each.sentence for each in alike)
        question = _("Are they one person or two?")
        super().__init__(f"{sentences} {question}")


class JoinRefused(Refused):
    """Both stay as they are."""


def require_answer(alike: Collection[Alike], *, apart: bool) -> None:
    """Raise SamePersonAsked unless nobody looks alike or HR has said that they are two."""
    if alike and not apart:
        raise SamePersonAsked(alike)


@transaction.atomic
def tell_apart(*, one: Person, other: Person, by: User, at: datetime.datetime) -> None:
    """Keep that these are two different people, so that nobody asks again."""
    keep_apart([(one.pk, other.pk)])
    audit.record(
        action=Action.PEOPLE_TOLD_APART,
        subject=one,
        council=one.council,
        by=by,
        at=at,
        other=str(other.pk),
    )


def keep_apart(pairs: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """Write down whom HR has told apart; the caller records it."""
    ordered = {(min(pair), max(pair)) for pair in pairs}
    rows = (DifferentPeople(first_id=first, second_id=second) for first, second in sorted(ordered))
    prepare(rows, ignore_conflicts=True).write()


@transaction.atomic
def join_people(*, one: Person, other: Person, by: User, at: datetime.datetime) -> Person:
    """Make one person of two and return them; selectors.one_person says which address stays.

    Requests and participations move to that address. Links to the other stop and its account is
    closed; where anything ended, both addresses are told. An open round sends one new link, which
    leads to everything that is left to answer. Raises JoinRefused where answers forbid it.
    """
    for round in _unreleased(one, other):
        lock(round)
    rows = Person.objects.select_for_update(of=("self",)).select_related("user", "council")
    people = {row.pk: row for row in rows.filter(pk__in=[one.pk, other.pk]).order_by("pk")}
    joining = get_joining(people[one.pk], people[other.pk])
    if joining.refusals:
        raise JoinRefused(" ".join(joining.refusals))
    kept, gone = joining.kept, joining.gone
    event = audit.record(
        action=Action.PEOPLE_JOINED,
        subject=kept,
        council=kept.council,
        by=by,
        at=at,
        other=str(gone.pk),
        requests=len(joining.requests),
        ended=len(joining.doubled),
        participations=len(joining.participations),
    )
    was_written_to = Invitation.objects.filter(person=gone, sent_at__isnull=False).exists()
    _move(joining, event)
    identity.end_address(person=kept, was=gone, written_to=was_written_to, at=at)
    gone.delete()
    _invite_anew(joining, by=by, at=at)
    return kept


def _unreleased(*people: Person) -> list[Round]:
    """In one order for everybody who locks them."""
    rounds = Round.objects.exclude(state=Round.State.RELEASED)
    return list(rounds.filter(participants__raters__person__in=people).distinct().order_by("pk"))


def _move(joining: Joining, event: AuditEvent) -> None:
    kept, gone = joining.kept, joining.gone
    Rater.objects.filter(pk__in=[each.pk for each in joining.doubled]).delete()
    Rater.objects.filter(person=gone).update(person=kept)
    Participant.objects.filter(person=gone).update(person=kept)
    Invitation.objects.filter(person=gone).delete()
    Correction.objects.filter(person=gone).update(person=kept)
    QueuedEmail.objects.about_accounts().filter(person=gone).update(person=kept)
    Correction.objects.create(
        event=event, person=kept, field=Correction.Field.EMAIL, before=gone.email, after=kept.email
    )


def _invite_anew(joining: Joining, *, by: User, at: datetime.datetime) -> None:
    moved = [each.participant.round_id for each in joining.requests]
    moved += [each.round_id for each in joining.participations]
    for round in Round.objects.open().filter(pk__in=moved).select_related("council").order_by("pk"):
        accounts.ensure_for_participants(round=round, by=by, at=at)
        invitations.invite_for_new(round=round, people=[joining.kept.pk], by=by, at=at)
