"""How check-ins end: reminded once, closed after their last day and released, by the worker alone.

Nobody looks at a page before this release, so what that page would advise is done: groups in
which too few are the same people as at the opening are withheld.
"""

from __future__ import annotations

import datetime
import logging
import uuid

from django.db import models
from django.utils import timezone
from django_tasks import task

from assessment.later import run_later
from assessment.models import QueuedEmail, Round, User
from assessment.refused import Refused
from assessment.release.selectors.changed_groups import changed_groups
from assessment.release.services import release
from assessment.rounds.services import invitations, rounds

log = logging.getLogger(__name__)

REMIND_DAYS = 4
"""So long before the last day whoever has not answered is reminded, once."""

AGAIN = datetime.timedelta(hours=1)
"""When the watch looks again while something is left to do, should a worker have been killed."""


def plan_ending(round: Round) -> None:
    """Have a worker remind, close and release the round, each in its time."""
    run_later(look_after, _next_step(round), str(round.pk))


def _next_step(round: Round) -> datetime.datetime:
    """The beginning of the day on which a reminder is due, or of the day after the last one."""
    day = round.closes_on + datetime.timedelta(days=1)
    if not _is_reminded(round):
        day = round.closes_on - datetime.timedelta(days=REMIND_DAYS)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _is_reminded(round: Round) -> bool:
    return QueuedEmail.objects.filter(round=round, kind=QueuedEmail.Kind.REMINDER).exists()


@task()
def look_after(round_id: str) -> None:
    """Take the step that is due. A worker starts this, so it reads the clock."""
    at = timezone.now()
    round = Round.objects.check_ins().filter(pk=uuid.UUID(round_id)).first()
    if round is None or round.is_released:
        return
    run_later(look_after, max(at + AGAIN, _after(round, at)), round_id)
    end(round=round, at=at)


def _after(round: Round, at: datetime.datetime) -> datetime.datetime:
    """When there is something to do again, if what is due now is done."""
    last = timezone.make_aware(
        datetime.datetime.combine(round.closes_on + datetime.timedelta(days=1), datetime.time.min)
    )
    return last if at < last else at


def end(*, round: Round, at: datetime.datetime) -> None:
    """Do what is due of one check-in: remind, or close and have it released. Twice does nothing."""
    today = timezone.localdate(at)
    if round.is_open and today <= round.closes_on:
        _remind(round, today, at)
        return
    if round.is_open:
        round = rounds.close(round=round, by=_whose(round), at=at)
    if round.is_closed:
        _have_released(round, at)


def _have_released(round: Round, at: datetime.datetime) -> None:
    withheld = [each.key for each in changed_groups(round)]
    try:
        release.ask(round=round, by=_whose(round), at=at, withheld=withheld)
    except release.CannotRelease as refusal:
        # Another worker was quicker, or somebody was corrected just now: the watch comes again.
        log.info("Check-in %s: no release (%s).", round.pk, refusal)


def _remind(round: Round, today: datetime.date, at: datetime.datetime) -> None:
    due = round.closes_on - datetime.timedelta(days=REMIND_DAYS)
    if today < due or _is_reminded(round):
        return
    try:
        invitations.remind(round=round, by=None, at=at)
    except Refused as refusal:  # everybody was written to within the day
        log.info("Check-in %s: no reminder (%s).", round.pk, type(refusal).__name__)


def _whose(round: Round) -> User:
    """In whose name it ends: the participant asked for all of it when they started it."""
    assert round.opened_by is not None  # noqa: S101 - the database sees to it
    return round.opened_by


def end_all_due(*, at: datetime.datetime) -> int:
    """Close and release every check-in whose last day has passed; how many.

    For the worker that begins after others were killed, and for the daily job.
    """
    today = timezone.localdate(at)
    due = Round.objects.check_ins().filter(closes_on__lt=today)
    open_or_closed = due.filter(
        models.Q(state=Round.State.OPEN) | models.Q(state=Round.State.CLOSED, release=None)
    )
    found = list(open_or_closed.order_by("pk"))
    for round in found:
        end(round=round, at=at)
    return len(found)
