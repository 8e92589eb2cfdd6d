"""Emails leave from here: queued with the change that causes them, sent once it is certain.

Each is claimed, offered to the mail server, then marked as sent. What could not leave waits and
is tried again by itself: a task of the queue comes back for it as long as anything waits. A sender
that was killed leaves claims that run out; only the one email that it had in hand may then arrive
twice, with the same Message-ID.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
import time
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.core import mail
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from assessment.later import run_later
from assessment.models import Invitation, Person, QueuedEmail, Round, User
from assessment.models.emails import ACCOUNT_DAYS, ATTEMPTS
from assessment.rounds.services import letters, links
from assessment.rounds.services.letters import Letter
from assessment.rounds.services.mail_server import ServerReply, describe, judge
from assessment.rows import Prepared, prepare

log = logging.getLogger(__name__)

Kind = QueuedEmail.Kind
Reason = QueuedEmail.Reason
BATCH = 50

RESERVED = datetime.timedelta(minutes=2)
"""How long a sender may keep an email that it has not begun to send; then another may take it."""

IN_HAND = datetime.timedelta(minutes=10)
"""How long one email may take: five answers of a server, each within EMAIL_TIMEOUT."""

WATCH = datetime.timedelta(minutes=1)
"""When the queue is looked at again while a sender is at work: it may have been killed."""

WAITS = tuple(datetime.timedelta(minutes=each) for each in (1, 2, 5, 15, 30, 60))
"""Before the next try after one that cost no attempt; the last is kept to."""

WAITS_REFUSED = tuple(datetime.timedelta(minutes=each) for each in (5, 30, 120, 360))
"""Before the next attempt after a refusal: servers refuse for good by mistake, too."""

LOST_IN_A_ROW = 3
"""After so many broken connections the server counts as away."""


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


# Into the queue


@dataclass(frozen=True)
class Emails:
    """Rows that are ready for the queue, and whom they are for."""

    people: frozenset[uuid.UUID]
    rows: Prepared


def write_emails(
    *, round: Round, people: Collection[uuid.UUID], kind: str, at: datetime.datetime
) -> Emails:
    """Make the rows of emails about a round ready, before anything is locked; see `queue`."""
    emails = [
        QueuedEmail(round=round, person_id=person, kind=kind, queued_at=at) for person in people
    ]
    return Emails(frozenset(people), prepare(emails, ignore_conflicts=True))


def queue(
    *,
    round: Round,
    people: Collection[uuid.UUID],
    kind: str,
    at: datetime.datetime,
    written: Emails | None = None,
) -> None:
    """Let the people with these ids have an email about the round once this change is certain.

    Whoever already waits for the same email gets it once, and it is tried at once. A new email
    that asks for answers takes the place of an older one that still waits. `written` are the
    same emails made ready before; when they are for others than these, they are made anew.
    """
    wanted = frozenset(people)
    if not wanted:
        return
    waiting = QueuedEmail.objects.waiting().filter(round=round)
    others = waiting.asking().exclude(kind=kind).filter(claimed_until__isnull=True)
    if kind in QueuedEmail.ASKING and (replaced := _keys_of(others, wanted)):
        others.filter(pk__in=replaced).delete()
    same = waiting.filter(kind=kind)
    if again := _keys_of(same, wanted):
        same.filter(pk__in=again).update(next_try_at=None, failures=0, queued_at=at)
    if written is None or written.people != wanted:
        written = write_emails(round=round, people=people, kind=kind, at=at)
    written.rows.write()
    start(at)


def _keys_of(
    emails: models.QuerySet[QueuedEmail], people: Collection[uuid.UUID]
) -> list[uuid.UUID]:
    """To name the people in the statement would cost more than the few who mostly wait."""
    return [key for key, person in emails.values_list("pk", "person") if person in people]


@transaction.atomic
def queue_account_email(
    *,
    kind: str,
    at: datetime.datetime,
    user: User | None = None,
    person: Person | None = None,
    to: str = "",
    language: str = "",
) -> None:
    """Let an email about an account, or about an address, leave once this change is certain.

    PASSWORD goes to the user's own address as it is then, every other kind to the address `to`,
    which is kept no longer than the email waits. The user, or a person without an account, is
    whom it concerns, and in whose language it is; for nobody's address `language` says it. The
    same email to the same address waits once, as it was asked for first.
    """
    row = QueuedEmail(
        user=user,
        person=person,
        address=to.strip().lower(),
        language=language,
        kind=kind,
        queued_at=at,
    )
    QueuedEmail.objects.bulk_create([row], ignore_conflicts=True)
    start(at)


def start(at: datetime.datetime) -> None:
    """At once when the change is certain; and by a task that is certain together with it."""
    run_later(deliver, at + WATCH)
    transaction.on_commit(deliver.enqueue, robust=True)


# The watch


@task()
def deliver() -> None:
    """Send what is due, and come back for what waits. A worker starts this and it reads the clock.

    It puts its successor in place before it does anything else, for its worker may be killed.
    """
    if not _watch_on(at=timezone.now(), busy=True):
        return
    send_all(clock=timezone.now)
    _watch_on(at=timezone.now())


def wake() -> None:
    """Start the watch of whatever waits: for a worker that begins, after others were killed."""
    if QueuedEmail.objects.waiting().exists():
        deliver.enqueue()


@transaction.atomic
def _watch_on(*, at: datetime.datetime, busy: bool = False) -> bool:
    """Leave one task that comes back when the next email is due; whether any waits.

    In this order: an email that is queued meanwhile brings its own task or is seen here.
    """
    _drop_tasks()
    due = QueuedEmail.objects.next_due(at)
    if due is not None:
        run_later(deliver, at + WATCH if busy else max(due, at))
    return due is not None


def _drop_tasks() -> None:
    if deliver.get_backend().supports_defer:
        ahead = DBTaskResult.objects.filter(task_path=deliver.module_path)
        ahead.filter(status=TaskResultStatus.READY).delete()


# Out of the queue


def send_all(*, clock: Callable[[], datetime.datetime]) -> Sent:
    """Send everything that is due, until nothing is or the mail server is away."""
    forget_old(at=clock())
    total = Sent()
    while True:
        batch = send_batch(at=clock())
        total += batch
        if batch.stopped or not batch.taken:
            return total


def forget_old(*, at: datetime.datetime) -> None:
    """Drop emails about accounts that nobody needs any more, with the addresses in them."""
    old = QueuedEmail.objects.about_accounts()
    old.filter(queued_at__lt=at - datetime.timedelta(days=ACCOUNT_DAYS)).delete()


def send_batch(*, at: datetime.datetime, round: Round | None = None) -> Sent:
    """Send up to 50 emails that are due, of one round or of all, over one connection.

    `taken` is 0 when nothing is due. Never raises for a mail server or an address that fails.
    """
    rows = _claim(at, round)
    run = _Run(at)
    for letter in letters.write_letters(rows, at=at):
        if not run.away:
            run.send(letter)
    run.hang_up()
    if run.away:
        _put_off_all(rows, run.now)
    elif run.sent:
        _try_at_once()
    return Sent(len(rows), run.sent, run.failed, stopped=run.away)


@transaction.atomic
def _claim(at: datetime.datetime, round: Round | None) -> list[QueuedEmail]:
    """Take the next rows, so that no other sender does."""
    rows = QueuedEmail.objects.free(at).skip_locked()
    if round is not None:
        rows = rows.filter(round=round)
    taken = list(
        rows.select_related(
            *("person__user", "person__council", "user__council", "round__council"),
            *("round__framework", "action__round", "action__council", "action__carried_to"),
        ).order_by("failures", "delays", "queued_at", "pk")[:BATCH]
    )
    for row in taken:
        row.claimed_until = at + RESERVED
    QueuedEmail.objects.filter(pk__in=[row.pk for row in taken]).update(claimed_until=at + RESERVED)
    return taken


class _Run:
    """One batch on its way through a connection, which is opened again when it breaks."""

    def __init__(self, at: datetime.datetime) -> None:
        self.at = at
        self.began = time.monotonic()
        self.connection = mail.get_connection()
        self.sent = self.failed = self.lost = 0
        self.away = False

    @property
    def now(self) -> datetime.datetime:
        """A batch can take longer than a claim lasts."""
        return self.at + datetime.timedelta(seconds=time.monotonic() - self.began)

    def send(self, letter: Letter) -> None:
        if not self._connect() or not _take(letter, self.now):
            return
        try:
            self.connection.send_messages([letter.compose()])
        except (OSError, ValueError) as error:
            self._keep(letter, error)
        else:
            _mark_sent(letter, self.at)
            self.sent, self.lost = self.sent + 1, 0

    def _connect(self) -> bool:
        try:
            self.connection.open()
        except OSError as error:
            log.warning("The mail server is out of reach (%s); emails wait.", describe(error))
            self.away = True
        return not self.away

    def _keep(self, letter: Letter, error: Exception) -> None:
        answer, reason = judge(error)
        log.warning("Email %s was not sent (%s).", letter.row.pk, describe(error))
        if answer is not ServerReply.LOST:
            _take_back(letter)
        if answer is ServerReply.REFUSED:
            self.failed += 1
            _count_refusal(letter.row, self.now, reason)
        else:
            _put_off(letter.row, self.now, reason)
        if answer in {ServerReply.LOST, ServerReply.AWAY}:
            self.hang_up()
            self.lost += 1
            self.away = self.lost >= LOST_IN_A_ROW

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.close()


@transaction.atomic
def _take(letter: Letter, now: datetime.datetime) -> bool:
    """Take one email in hand, with its new link; not if it was dropped or taken meanwhile."""
    row, invitation = letter.row, _hold(letter)
    mine = QueuedEmail.objects.unsent().as_claimed(row)
    row.claimed_until = now + IN_HAND
    if not mine.update(claimed_until=row.claimed_until):
        return False
    if invitation is not None and not letter.link:
        letter.link = links.offer(invitation=invitation, at=now)
        letter.token_hash = invitation.token_hash
    return True


def _hold(letter: Letter) -> Invitation | None:
    """The invitation's row first, as whoever stops a link does: nobody waits for the other."""
    if letter.invitation is None:
        return None
    return Invitation.objects.select_for_update().filter(pk=letter.invitation.pk).first()


@transaction.atomic
def _take_back(letter: Letter) -> None:
    invitation = _hold(letter)
    if invitation is not None and letter.token_hash:
        links.take_back(invitation=invitation, token_hash=letter.token_hash)


@transaction.atomic
def _mark_sent(letter: Letter, at: datetime.datetime) -> None:
    invitation = _hold(letter)
    row = QueuedEmail.objects.filter(pk=letter.row.pk)
    if letter.row.round_id is None:
        row.delete()
    elif row.update(sent_at=at, claimed_until=None, next_try_at=None) and invitation is not None:
        Invitation.objects.filter(pk=invitation.pk).update(sent_at=at)
        links.has_left(invitation=invitation, at=at)


def _count_refusal(row: QueuedEmail, now: datetime.datetime, reason: str) -> None:
    mine = QueuedEmail.objects.filter(pk=row.pk)
    if row.failures + 1 >= ATTEMPTS and row.round_id is None:
        mine.delete()  # nobody looks at it, and it may hold an address
        return
    mine.update(
        failures=F("failures") + 1,
        next_try_at=now + _wait(WAITS_REFUSED, row.failures),
        claimed_until=None,
        reason=reason,
    )


def _put_off(row: QueuedEmail, now: datetime.datetime, reason: str) -> None:
    QueuedEmail.objects.filter(pk=row.pk).update(
        delays=F("delays") + 1,
        next_try_at=now + _wait(WAITS, row.delays),
        claimed_until=None,
        reason=reason,
    )


def _put_off_all(rows: list[QueuedEmail], now: datetime.datetime) -> None:
    """The server is away for everybody, so nobody's email is tried before the wait is over."""
    for row in rows:  # back into the queue, as far as they are still ours
        QueuedEmail.objects.as_claimed(row).update(claimed_until=None)
    for delays in range(len(WAITS)):
        last = delays == len(WAITS) - 1
        which = {"delays__gte" if last else "delays": delays}
        QueuedEmail.objects.free(now).filter(**which).update(
            delays=F("delays") + 1, next_try_at=now + WAITS[delays], reason=Reason.AWAY
        )


def _try_at_once() -> None:
    """The server is back."""
    QueuedEmail.objects.waiting().filter(reason=Reason.AWAY).update(next_try_at=None, reason="")


def _wait(waits: Sequence[datetime.timedelta], number: int) -> datetime.timedelta:
    return waits[min(number, len(waits) - 1)]
