"""Who is asked to answer, by which link, and the emails that say so."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessment import audit, separation
from assessment.models import Action, Invitation, QueuedEmail, Round, User
from assessment.refused import Refused
from assessment.rounds.selectors import invitations
from assessment.rounds.services import links, outbox
from assessment.rounds.services.outbox import Sent
from assessment.rows import Prepared, prepare, prepare_changes

Kind = QueuedEmail.Kind


class NotOpen(Refused):
    """The round takes no answers, so nobody needs a link to it."""


class AccountClosed(Refused):
    """No link lets in whoever has a closed account, so none is sent."""


class OwnPart(Refused):
    """Whoever takes part in a round does not chase those who rate them."""


class TooSoon(Refused):
    """Everybody who could be reminded was written to a moment ago."""


@dataclass(frozen=True)
class Written:
    """Invitations and their emails that are ready, before anything is locked."""

    people: frozenset[uuid.UUID]
    invitations: Prepared
    emails: outbox.Emails
    again: outbox.Emails | None = None


def write_invitations(
    *,
    round: Round,
    people: Collection[uuid.UUID],
    at: datetime.datetime,
    again: Collection[uuid.UUID] = (),
) -> Written:
    """Make first invitations ready with their emails, and emails to those invited `again`."""
    new = [Invitation(round=round, person_id=person) for person in people]
    emails = outbox.write_emails(round=round, people=people, kind=Kind.INVITATION, at=at)
    more = (
        outbox.write_emails(round=round, people=again, kind=Kind.INVITATION, at=at)
        if again
        else None
    )
    return Written(frozenset(people), prepare(new), emails, more)


def write_for_all(round: Round, at: datetime.datetime) -> Written:
    """Make ready what `issue` writes."""
    return write_invitations(
        round=round, people=invitations.people_without_invitation(round), at=at
    )


@transaction.atomic
def issue(*, round: Round, by: User, at: datetime.datetime, written: Written | None = None) -> int:
    """Invite everybody in a round who was not invited before; returns how many.

    One invitation for each person, whomever they rate. The emails leave once the change is
    certain; each link is made as its email is sent. `written` is what was made ready before; when
    others are to be invited by now, it is made anew.
    """
    people = invitations.people_without_invitation(round)
    if written is None or written.people != set(people):
        written = write_invitations(round=round, people=people, at=at)
    written.invitations.write()
    outbox.queue(round=round, people=people, kind=Kind.INVITATION, at=at, written=written.emails)
    audit.record(
        action=Action.INVITATIONS_ISSUED,
        subject=round,
        council=round.trail,
        by=by,
        at=at,
        people=len(people),
    )
    return len(people)


@transaction.atomic
def invite_for_new(
    *,
    round: Round,
    people: Collection[uuid.UUID],
    by: User,
    at: datetime.datetime,
    written: Written | None = None,
) -> int:
    """Tell people of an open round that they are asked for more; returns how many.

    Whoever was never invited gets a first link, everybody else a new one, whose email names all
    that is left to answer. `written` are first invitations that were made ready before. Raises
    NotOpen unless the round is open.
    """
    _require_open(round)
    there = Invitation.objects.filter(round=round).only("pk", "person_id", "sent_at", "revoked_at")
    known = [each for each in there if each.person_id in people]
    again = {each.person_id for each in known}
    if again:
        _forget_sending(known)
        ready = written.again if written else None
        outbox.queue(round=round, people=again, kind=Kind.INVITATION, at=at, written=ready)
        audit.record(
            action=Action.INVITATIONS_RESENT,
            subject=round,
            council=round.trail,
            by=by,
            at=at,
            people=len(again),
        )
    new = set(people) - again
    return len(again) + (issue(round=round, by=by, at=at, written=written) if new else 0)


def _forget_sending(known: Collection[Invitation]) -> None:
    told = [each for each in known if each.sent_at or each.revoked_at]
    for each in told:
        each.sent_at = each.revoked_at = None
    prepare_changes(told, ["sent_at", "revoked_at"]).write()


def send_pending(*, round: Round, at: datetime.datetime) -> Sent:
    """Send every email of a round that waits, now; what fails waits for another attempt."""
    total = Sent()
    while True:
        batch = outbox.send_batch(at=at, round=round)
        total += batch
        if batch.stopped or not batch.taken:
            return total


@transaction.atomic
def resend(*, invitation: Invitation, by: User, at: datetime.datetime) -> None:
    """Email one person a new link; the one before lives until it is used or for a day more.

    A revoked invitation is live again. Raises NotOpen unless the round is open, AccountClosed for
    somebody whose account is closed.
    """
    _require_open(invitation.round)
    if User.objects.filter(person=invitation.person_id, is_active=False).exists():
        raise AccountClosed(
            _("The account of this person is closed, so no link would let them in.")
        )
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=None, revoked_at=None)
    outbox.queue(round=invitation.round, people=[invitation.person_id], kind=Kind.INVITATION, at=at)
    _record(Action.INVITATION_RESENT, invitation, by, at)


def remind(*, round: Round, by: User | None, at: datetime.datetime) -> int:
    """Email a reminder with a new link to everybody whose answers are awaited; how many.

    Whoever was sent an email about the round within the last day, or whose email still waits, is
    left alone. A check-in reminds by itself, by nobody. Raises NotOpen unless the round is open,
    OwnPart for somebody who takes part in it, and TooSoon when that leaves nobody.
    """
    _require_open(round)
    if by is not None and separation.takes_part(by, round):
        raise OwnPart(separation.not_your_round())
    people = invitations.get_reminding(round, at=at).people
    written = outbox.write_emails(round=round, people=people, kind=Kind.REMINDER, at=at)
    return _remind(round, written, by, at)


@transaction.atomic
def _remind(round: Round, written: outbox.Emails, by: User | None, at: datetime.datetime) -> int:
    reminding = invitations.get_reminding(round, at=at)
    people = reminding.people
    if reminding.left_alone and not people:
        raise TooSoon(
            _(
                "Everybody whose answers are missing was sent an email within the last %(hours)d "
                "hours, or has one that still waits to be sent."
            )
            % {"hours": invitations.REST_HOURS}
        )
    outbox.queue(round=round, people=people, kind=Kind.REMINDER, at=at, written=written)
    audit.record(
        action=Action.INVITATIONS_REMINDED,
        subject=round,
        council=round.trail,
        by=by,
        at=at,
        people=len(people),
    )
    return len(people)


@transaction.atomic
def finish_later(*, invitation: Invitation, at: datetime.datetime) -> None:
    """Email somebody who stops half-way a new link to go on with. Raises NotOpen."""
    _require_open(invitation.round)
    outbox.queue(round=invitation.round, people=[invitation.person_id], kind=Kind.LATER, at=at)


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, at: datetime.datetime) -> None:
    """Make a link useless at once, also for whoever is using it. Answers given stay."""
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=at)
    links.stop(which=Q(pk=invitation.pk))
    emails = QueuedEmail.objects.unsent().asking()
    emails.filter(round=invitation.round_id, person=invitation.person_id).delete()
    _record(Action.INVITATION_REVOKED, invitation, by, at)


def use(*, invitation: Invitation) -> None:
    """Somebody begins a visit by their link: the links of earlier emails are dead from now on."""
    links.was_used(invitation=invitation)


def _require_open(round: Round) -> None:
    if not round.is_open:
        raise NotOpen(_("The round is not open, so no links are sent."))


def _record(action: Action, invitation: Invitation, by: User, at: datetime.datetime) -> None:
    audit.record(action=action, subject=invitation, council=invitation.round.trail, by=by, at=at)
