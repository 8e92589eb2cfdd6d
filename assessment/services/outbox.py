"""Emails leave from here: queued with the change that causes them, sent once it is certain.

Each is sent at least once: claimed, sent, then marked. A sender that crashes in between leaves a
claim that runs out, and an address that fails is tried again a few times.
"""

from __future__ import annotations

import datetime
import logging
import smtplib
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django_tasks import task

from assessment import emails
from assessment.models import Invitation, QueuedEmail, Rater, RaterGroup, Report, Round
from assessment.selectors import answering, invitations
from assessment.selectors.invitations import Pair
from assessment.services import links

log = logging.getLogger(__name__)

Kind = QueuedEmail.Kind
BATCH = 50

# The letter is at fault, not the connection: the next one may well be sent.
LETTER_FAILED = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
    ValueError,
)


@dataclass(frozen=True)
class Sent:
    """What became of the emails that were taken; `stopped` when the mail server went away."""

    taken: int = 0
    sent: int = 0
    failed: int = 0
    stopped: bool = False

    def __add__(self, other: Sent) -> Sent:
        return Sent(
            self.taken + other.taken,
            self.sent + other.sent,
            self.failed + other.failed,
            self.stopped or other.stopped,
        )


def queue(*, round: Round, people: Collection[uuid.UUID], kind: str, at: datetime.datetime) -> None:
    """Let the people with these ids have an email about the round once this change is certain.

    Whoever already waits for the same email gets it once.
    """
    QueuedEmail.objects.bulk_create(
        [QueuedEmail(round=round, person_id=person, kind=kind, queued_at=at) for person in people],
        ignore_conflicts=True,
        batch_size=500,
    )
    if people:
        transaction.on_commit(deliver.enqueue, robust=True)


@task()
def deliver() -> None:
    """Send everything that waits. A worker starts this, so it reads the clock itself."""
    while True:
        batch = send_batch(at=timezone.now())
        if batch.stopped or not batch.taken:
            return


def send_batch(*, at: datetime.datetime, round: Round | None = None) -> Sent:
    """Send up to 50 emails that wait, of one round or of all, over one connection.

    `taken` is 0 when nothing waits. Never raises for a mail server or an address that fails.
    """
    rows = _claim(at, round)
    if not rows:
        return Sent()
    letters = _letters(rows, at)
    connection = mail.get_connection()
    done: list[bool] = []
    try:
        connection.open()
        for letter in letters:
            done.append(_send(letter, connection, at))
    except OSError as error:
        log.warning("The mail server is out of reach (%s); emails wait.", _reason(error))
        _let_go(letters[len(done) :])
        return Sent(len(rows), done.count(True), done.count(False), stopped=True)
    finally:
        connection.close()
    return Sent(len(rows), done.count(True), done.count(False))


@dataclass
class _Letter:
    """A queued email with what its words need."""

    row: QueuedEmail
    template: str
    invitation: Invitation | None = None
    link: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def _claim(at: datetime.datetime, round: Round | None) -> list[QueuedEmail]:
    """Take the next rows, so that no other sender does."""
    rows = QueuedEmail.objects.free(at).select_for_update(of=("self",), skip_locked=True)
    if round is not None:
        rows = rows.filter(round=round)
    taken = list(
        rows.select_related("person__user", "round__council", "round__framework").order_by(
            "failures", "queued_at", "pk"
        )[:BATCH]
    )
    QueuedEmail.objects.filter(pk__in=[row.pk for row in taken]).update(claimed_at=at)
    return taken


def _letters(rows: list[QueuedEmail], at: datetime.datetime) -> list[_Letter]:
    """What to send; rows that have lost their reason meanwhile are deleted."""
    telling = [row for row in rows if row.kind == Kind.RELEASED]
    asking = [row for row in rows if row.kind != Kind.RELEASED]
    found = _of_reports(telling) | _of_requests(asking, at)
    QueuedEmail.objects.filter(pk__in=[pk for pk, letter in found.items() if not letter]).delete()
    return [letter for row in rows if (letter := found[row.pk])]


def _of_reports(rows: list[QueuedEmail]) -> dict[uuid.UUID, _Letter | None]:
    """Made, like everything after a release, without a look at raters and answers."""
    reports = invitations.reports_of((row.round_id, row.person_id) for row in rows)
    return {row.pk: _released(row, reports.get((row.round_id, row.person_id))) for row in rows}


def _of_requests(rows: list[QueuedEmail], at: datetime.datetime) -> dict[uuid.UUID, _Letter | None]:
    pairs: list[Pair] = [(row.round_id, row.person_id) for row in rows]
    invited = invitations.of_pairs(pairs)
    asked = invitations.asked_of(pairs)
    own = invitations.participants_of(pairs)
    found: dict[uuid.UUID, _Letter | None] = {}
    for row, pair in zip(rows, pairs, strict=True):
        people = _to_name(row, asked[pair])
        if not people or not row.round.accepts_answers_on(timezone.localdate(at)):
            found[row.pk] = None
        elif pair in own:
            found[row.pk] = _to_participant(row, invited.get(pair), people)
        else:
            found[row.pk] = _to_rater(row, invited.get(pair), people)
    return found


def _to_name(row: QueuedEmail, asked: list[Rater]) -> list[Rater]:
    """Whoever is not rated yet; who has rated all is not reminded, but may ask for a new link."""
    waiting = invitations.unfinished(asked)
    return waiting if waiting or row.kind == Kind.REMINDER else asked


def _released(row: QueuedEmail, report: Report | None) -> _Letter | None:
    if report is None:
        return None
    link = reverse("report_page", args=[report.pk])
    return _Letter(row, "released", link=link, context={"round": emails.one_line(row.round.name)})


def _to_participant(
    row: QueuedEmail, invitation: Invitation | None, asked: list[Rater]
) -> _Letter | None:
    user = row.person.user
    if user is None:
        return None
    first_time = not user.has_usable_password()
    return _Letter(
        row,
        f"participant_{row.kind}",
        invitation,
        reverse("account_reset_password" if first_time else "home"),
        {**_about(row, asked), "first_time": first_time, "email": user.email},
    )


def _to_rater(
    row: QueuedEmail, invitation: Invitation | None, asked: list[Rater]
) -> _Letter | None:
    if invitation is None or invitation.revoked_at is not None:
        return None
    return _Letter(row, f"rater_{row.kind}", invitation, context=_about(row, asked))


def _about(row: QueuedEmail, asked: list[Rater]) -> dict[str, Any]:
    others = [rater for rater in asked if rater.group != RaterGroup.SELF]
    roles = {each: invitations.roles_of(each, row.person.language) for each in others}
    return {
        "others": [
            {
                "name": emails.one_line(rater.participant.person.name),
                "roles": get_text_list([emails.one_line(role) for role in roles[rater]], _("and")),
                "group": rater.get_group_display(),
            }
            for rater in others
        ],
        "voices": {str(role): role.language for held in roles.values() for role in held},
        "asked_for_self": len(others) < len(asked),
        "closes_on": row.round.closes_on,
        "minutes": answering.minutes(row.round.framework),
        "threshold": row.round.min_group_size,
    }


def _send(letter: _Letter, connection: BaseEmailBackend, at: datetime.datetime) -> bool:
    """Whether the letter left. Raises OSError when the connection broke."""
    row = letter.row
    try:
        connection.send_messages([_message(letter)])
    except LETTER_FAILED as error:
        log.warning("Email %s was not sent (%s).", row.pk, _reason(error))
        _count_failure(row)
        return False
    except OSError:
        _count_failure(row)
        raise
    QueuedEmail.objects.filter(pk=row.pk).update(sent_at=at)
    if letter.invitation is not None:
        Invitation.objects.filter(pk=letter.invitation.pk).update(sent_at=at)
    return True


def _message(letter: _Letter) -> mail.EmailMultiAlternatives:
    row, link = letter.row, letter.link
    if not link and letter.invitation is not None:
        link = links.renew(invitation=letter.invitation)
    return emails.compose(
        template=letter.template,
        to=row.person,
        council=row.round.council,
        link=link,
        **letter.context,
    )


def _count_failure(row: QueuedEmail) -> None:
    """The claim stays, so that the next attempt waits until it has run out."""
    QueuedEmail.objects.filter(pk=row.pk).update(failures=F("failures") + 1)


def _let_go(letters: list[_Letter]) -> None:
    QueuedEmail.objects.filter(pk__in=[letter.row.pk for letter in letters]).update(claimed_at=None)


def _reason(error: Exception) -> str:
    """What went wrong without an address: servers repeat it in their answers."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()
