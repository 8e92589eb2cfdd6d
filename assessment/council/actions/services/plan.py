"""HR's plan of a round: actions are added, changed, ended, carried over and removed."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import audit, separation
from assessment.council.actions.services.reminders import schedule
from assessment.models import Action, CouncilAction, Round, User
from assessment.refused import Refused

State = CouncilAction.State


class ActionRefused(Refused):
    """The plan stays as it is."""


class ActionEditedSince(Refused):
    """Somebody else saved the action after it was read; nothing of theirs is written over."""


class ActionGone(Refused):
    """Somebody else removed the action after it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTerms:
    """What HR writes down of an action: a text of 500 characters at most, who, until when."""

    text: str
    owner_name: str
    owner_email: str
    due_on: datetime.date
    state: str = State.PLANNED
    outcome: str = ""


@transaction.atomic
def add_action(
    *,
    round: Round,
    key: uuid.UUID,
    terms: ActionTerms,
    reading: str = "",
    by: User,
    at: datetime.datetime,
) -> CouncilAction:
    """Add an action at the end of the plan of a released round; `key` becomes its id.

    The same key a second time adds nothing: a button was pressed twice. Raises ActionRefused
    before the release, for the twenty-first action, for a day that has passed and for somebody
    who takes part in the round.
    """
    locked = _lock_plan(round, by)
    if not locked.is_released:
        raise ActionRefused(_("The plan of a round begins with the release of its reports."))
    if there := locked.actions.filter(pk=key).first():
        return there
    _check_terms(terms, at)
    made = _make(locked, terms, by, at, pk=key, reading=reading)
    _record(Action.COUNCIL_ACTION_ADDED, made, by, at)
    return made


@transaction.atomic
def change_action(
    *, action: CouncilAction, based_on: int, terms: ActionTerms, by: User, at: datetime.datetime
) -> CouncilAction:
    """Change an action to these terms; `based_on` is the version that was read.

    Saving what stands there already changes nothing. Raises ActionEditedSince where somebody
    else saved since, ActionGone where it was removed, and ActionRefused for a new day that has
    passed, for an action that was carried over and for somebody who takes part in the round.
    """
    locked = _lock_action(action, by)
    changed = [name for name in _NAMES if getattr(locked, name) != getattr(terms, name)]
    if not changed:
        return locked
    _check_base(locked, based_on)
    if "due_on" in changed:
        _check_day(terms.due_on, at)
    if "text" in changed:
        _check_text(terms.text)
    _write(locked, terms)
    _save(locked, by, at)
    _record(Action.COUNCIL_ACTION_CHANGED, locked, by, at, fields=sorted(changed))
    return locked


@transaction.atomic
def set_state(
    *, action: CouncilAction, based_on: int, state: str, by: User, at: datetime.datetime
) -> CouncilAction:
    """Say how far an action is; `based_on` is the version that was read.

    The state that it has already changes nothing. Raises what `change_action` does.
    """
    locked = _lock_action(action, by)
    if locked.state == State(state):
        return locked
    _check_base(locked, based_on)
    locked.state = State(state)
    _save(locked, by, at)
    _record(Action.COUNCIL_ACTION_MOVED, locked, by, at, state=str(locked.state))
    return locked


@transaction.atomic
def carry_over(
    *, action: CouncilAction, to: Round, based_on: int, by: User, at: datetime.datetime
) -> CouncilAction:
    """Go on with an open action in the plan of a later round; in its own it stands as carried.

    A second time gives what the first made. Raises what `change_action` does, and ActionRefused
    where the plan of the later round is full, or the action is at an end.
    """
    # In one order for everybody who holds several rounds, the retention job among them.
    both = sorted([to, action.round], key=lambda each: each.pk)
    later = {each.pk: _lock_plan(each, by) for each in both}[to.pk]
    locked = _lock(action, by)
    if there := later.actions.filter(carried_from=locked).first():
        return there
    _refuse_carried(locked)
    _check_base(locked, based_on)
    if not locked.is_open or later.council_id != locked.council_id or later.pk == locked.round_id:
        raise ActionRefused(_("Only an open action of an earlier round can be carried over."))
    terms = ActionTerms(**{name: getattr(locked, name) for name in _NAMES})
    made = _make(later, terms, by, at, reading=locked.reading, carried_from=locked)
    _record(Action.COUNCIL_ACTION_CARRIED, made, by, at, other=str(locked.pk))
    return made


@transaction.atomic
def remove_action(*, action: CouncilAction, based_on: int, by: User, at: datetime.datetime) -> None:
    """Take an action out of the plan; those behind it move up. One that is gone stays gone.

    Raises ActionEditedSince where somebody else saved since, and ActionRefused for somebody who
    takes part in the round.
    """
    try:
        locked = _lock(action, by)
    except ActionGone:
        return
    _check_base(locked, based_on)
    round, position = locked.round, locked.position
    _record(Action.COUNCIL_ACTION_REMOVED, locked, by, at)
    locked.delete()
    for behind in round.actions.filter(position__gt=position).order_by("position"):
        behind.position -= 1
        behind.save(update_fields=["position"])


_NAMES = tuple(field.name for field in fields(ActionTerms))


def _make(
    round: Round, terms: ActionTerms, by: User, at: datetime.datetime, **rest: object
) -> CouncilAction:
    there = round.actions.count()
    if there >= CouncilAction.MOST:
        raise ActionRefused(
            _("The plan has %(most)d actions, which is as many as it holds. Remove one first.")
            % {"most": CouncilAction.MOST}
        )
    made = CouncilAction(council=round.council, round=round, position=there + 1, **rest)
    _write(made, terms)
    made.made_by = made.changed_by = by
    made.made_at = made.changed_at = at
    made.save(force_insert=True)
    schedule(made, at)
    return made


def _write(action: CouncilAction, terms: ActionTerms) -> None:
    action.text, action.due_on = terms.text, terms.due_on
    action.owner_name, action.owner_email = terms.owner_name, terms.owner_email
    action.state, action.outcome = terms.state, terms.outcome


def _save(action: CouncilAction, by: User, at: datetime.datetime) -> None:
    action.version += 1
    action.changed_by, action.changed_at = by, at
    action.save()
    schedule(action, at)


def _lock_plan(round: Round, by: User) -> Round:
    """Whoever adds waits for the other, so that both count the same actions."""
    rounds = Round.objects.select_for_update(of=("self",)).select_related("council")
    locked = rounds.get(pk=round.pk)
    if separation.takes_part(by, locked):
        raise ActionRefused(separation.not_your_round())
    return locked


def _lock_action(action: CouncilAction, by: User) -> CouncilAction:
    locked = _lock(action, by)
    _refuse_carried(locked)
    return locked


def _lock(action: CouncilAction, by: User) -> CouncilAction:
    _lock_plan(action.round, by)
    rows = CouncilAction.objects.select_for_update(of=("self",)).select_related("round", "council")
    found = rows.filter(pk=action.pk).first()
    if found is None:
        raise ActionGone(_("Somebody removed this action after you opened the page."))
    return found


def _refuse_carried(action: CouncilAction) -> None:
    later = CouncilAction.objects.filter(carried_from=action).select_related("round").first()
    if later is not None:
        raise ActionRefused(
            _("This action was carried over to “%(round)s”. Change it there.")
            % {"round": later.round.name}
        )


def _check_base(action: CouncilAction, based_on: int) -> None:
    if action.version != based_on:
        raise ActionEditedSince(
            _("%(who)s saved changes of this action after you opened the page.")
            % {"who": action.changed_by.name}
        )


def _check_terms(terms: ActionTerms, at: datetime.datetime) -> None:
    _check_text(terms.text)
    _check_day(terms.due_on, at)


def _check_text(text: str) -> None:
    if not text.strip():
        raise ActionRefused(_("Say what will be done."))


def _check_day(day: datetime.date, at: datetime.datetime) -> None:
    if day < timezone.localdate(at):
        raise ActionRefused(_("The day must be today or later."))


def _record(
    what: Action, action: CouncilAction, by: User, at: datetime.datetime, **detail: object
) -> None:
    """Never a text, a name or an address."""
    audit.record(
        action=what,
        subject=action,
        council=action.council,
        by=by,
        at=at,
        round=str(action.round_id),
        **detail,
    )
