"""Owners of actions are written to: once a week before the day, and once when it has passed."""

from __future__ import annotations

import datetime

from django.db import models, transaction
from django.utils import timezone
from django_tasks import task

from assessment import audit
from assessment.later import run_later
from assessment.models import Action, CouncilAction, Person, QueuedEmail, User
from assessment.rounds.services import outbox

Kind = QueuedEmail.Kind

AHEAD = datetime.timedelta(days=7)
"""How long before its day the owner of an action is reminded."""

MORNING = datetime.time(8)


@task()
def remind_owners() -> None:
    """Queue what is due. A worker starts this, on the days of the actions, and reads the clock."""
    queue_reminders(at=timezone.now())


def schedule(action: CouncilAction, at: datetime.datetime) -> None:
    """Let a worker look when the owner of this action is to be reminded, and when it is overdue."""
    if not action.is_open:
        return
    tomorrow = timezone.localdate(at) + datetime.timedelta(days=1)
    for day in {action.due_on - AHEAD, action.due_on + datetime.timedelta(days=1)}:
        moment = datetime.datetime.combine(max(day, tomorrow), MORNING)
        run_later(remind_owners, timezone.make_aware(moment))


@transaction.atomic
def queue_reminders(*, at: datetime.datetime) -> int:
    """Queue an email to the owner of each action that is due soon or overdue; how many.

    At most one of each kind for an action and its day, however often this runs; none once an
    action is done, dropped, carried over or without an owner. A few queries, but one row of the
    outbox and one event for each email.
    """
    today = timezone.localdate(at)
    rows = CouncilAction.objects.open().exclude(owner_email="").select_related("council")
    rows = rows.select_for_update(of=("self",)).select_related("changed_by")
    soon = rows.filter(due_on__gte=today, due_on__lte=today + AHEAD)
    past = rows.filter(due_on__lt=today)
    queued = _queue(soon, Kind.ACTION_DUE, "reminded_for", at)
    return queued + _queue(past, Kind.ACTION_OVERDUE, "chased_for", at)


def _queue(
    actions: models.QuerySet[CouncilAction], kind: str, told: str, at: datetime.datetime
) -> int:
    same = models.Q(**{told: models.F("due_on")})
    wanted = list(actions.exclude(same & models.Q(**{f"{told}__isnull": False})).order_by("pk"))
    if not wanted:
        return 0
    spoken = _languages(wanted)
    rows = [
        QueuedEmail(
            action=each,
            address=each.owner_email.lower(),
            language=spoken.get((each.council_id, each.owner_email.lower()))
            or each.changed_by.language,
            kind=kind,
            queued_at=at,
        )
        for each in wanted
    ]
    QueuedEmail.objects.bulk_create(rows, ignore_conflicts=True)
    keys = [each.pk for each in wanted]
    CouncilAction.objects.filter(pk__in=keys).update(**{told: models.F("due_on")})
    for each in wanted:
        audit.record(
            action=Action.COUNCIL_ACTIONS_REMINDED,
            subject=each,
            council=each.council,
            by=None,
            at=at,
            kind=str(kind),
        )
    outbox.start(at)
    return len(wanted)


def _languages(actions: list[CouncilAction]) -> dict[tuple[object, str], str]:
    """Of owners whom the council knows; anybody else reads the language of who wrote the action."""
    councils = {each.council_id for each in actions}
    emails = {each.owner_email.lower() for each in actions}
    found: dict[tuple[object, str], str] = {}
    for model in (User, Person):  # a person's own choice goes before an account's
        rows = model._default_manager.filter(council__in=councils, email__in=emails)
        for council, email, language in rows.values_list("council", "email", "language"):
            found[council, email.lower()] = language
    return found
