"""Every write of the council room, played once on the stage of tests/writes.py."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assessment.council.actions.services import plan, reminders
from assessment.models import CouncilAction, Round
from tests.cast import NOW
from tests.council.actions.plans import DAY, terms

if TYPE_CHECKING:
    from tests.writes import Stage


def _action(s: Stage) -> CouncilAction:
    """Its own event is not of the write that is tried, so no service makes it."""
    said: dict[str, Any] = {
        "text": "Hugo",
        "owner_name": "Robert",
        "owner_email": "hugo@example.com",
    }
    days = {"due_on": NOW.date() + 3 * DAY, "made_at": NOW, "changed_at": NOW}
    return CouncilAction.objects.create(
        council=s.council,
        round=s.round,
        position=1,
        made_by=s.alice,
        changed_by=s.alice,
        **said,
        **days,
    )


def _add(s: Stage) -> None:
    Round.objects.filter(pk=s.round.pk).update(state="closed", closed_at=NOW, closed_by=s.alice)
    Round.objects.filter(pk=s.round.pk).update(
        state="released", released_at=NOW, released_by=s.alice
    )
    plan.add_action(round=s.round, key=uuid.uuid4(), terms=terms(), **s.by_alice)


WRITES_OF_COUNCIL: dict[str, tuple[Callable[[Stage], object], list[str]]] = {
    "council.actions.plan.add_action": (_add, ["council_action.added"]),
    "council.actions.plan.change_action": (
        lambda s: plan.change_action(action=_action(s), based_on=1, terms=terms(), **s.by_alice),
        ["council_action.changed"],
    ),
    "council.actions.plan.set_state": (
        lambda s: plan.set_state(action=_action(s), based_on=1, state="done", **s.by_alice),
        ["council_action.state_set"],
    ),
    "council.actions.plan.carry_over": (
        lambda s: plan.carry_over(action=_action(s), to=s.draft(), based_on=1, **s.by_alice),
        ["council_action.carried"],
    ),
    "council.actions.plan.remove_action": (
        lambda s: plan.remove_action(action=_action(s), based_on=1, **s.by_alice),
        ["council_action.removed"],
    ),
    "council.actions.reminders.queue_reminders": (
        lambda s: (_action(s), reminders.queue_reminders(at=NOW)),
        ["council_action.reminded"],
    ),
}

UNRECORDED_OF_COUNCIL = {
    "council.actions.reminders.schedule",  # a step of writes that are recorded
    "rounds.outbox.start",
}
