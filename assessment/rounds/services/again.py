"""The next round from the people of one that was released, in one step."""

from __future__ import annotations

import contextlib
import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import separation
from assessment.audit import record
from assessment.models import Action, Framework, Participant, Rater, Round, User
from assessment.rounds.selectors.again import (
    Carried,
    draft_made_from,
    nobody_left_to_assess,
    people_carried,
    reason_for_none,
)
from assessment.rounds.services.rounds import RoundRefused, lock, save_named, set_terms
from assessment.rows import Prepared, prepare

TRIES = 3
"""So often it is prepared anew when others change the same people at that moment."""


class _PeopleChanged(Exception):
    """Who would be taken over is not who was read before the lock."""


@dataclass(frozen=True)
class _Plan:
    """A round that is not saved yet, and its people ready to be written."""

    earlier: Round
    made: Round
    carried: Carried
    rows: tuple[Prepared, ...]


def assess_again(
    *,
    round: Round,
    name: str,
    framework: Framework,
    opens_on: datetime.date,
    closes_on: datetime.date,
    by: User,
    at: datetime.datetime,
) -> Round:
    """Make a draft of a released round's people: the same participants, roles, raters and groups.

    Roles are those of the same key in `framework`, a published version of the round's own. Left
    out are people whose accounts are closed, groups that the version asks nothing, and addresses
    that are somebody else's by now. Pressed again the same it gives the draft that is there.
    Raises RoundRefused for a round that is not released or has no people any more, for somebody
    who takes part in it, for another framework, while another draft made from it is there, and as
    create does.
    """
    for _try in range(TRIES):
        plan = _plan(round, name, framework, opens_on, closes_on)
        with contextlib.suppress(_PeopleChanged):
            return _write(plan, by, at)
    raise RoundRefused(_("The people changed at that moment. Nothing was made. Try it again."))


def _plan(
    round: Round,
    name: str,
    framework: Framework,
    opens_on: datetime.date,
    closes_on: datetime.date,
) -> _Plan:
    """Read and prepared before anything is locked."""
    made = Round(council=round.council)
    set_terms(made, name, framework, opens_on, closes_on, round.min_group_size)
    if framework.key != round.framework.key:
        raise RoundRefused(_("Choose a version of the framework of that round."))
    carried = people_carried(round, framework)
    if round.is_released and not carried.participants:
        raise RoundRefused(reason_for_none(round) or nobody_left_to_assess())
    return _Plan(round, made, carried, _rows(made, carried))


def _rows(made: Round, carried: Carried) -> tuple[Prepared, ...]:
    people = [Participant(round=made, person_id=each.person) for each in carried.participants]
    keys: dict[uuid.UUID, uuid.UUID] = {each.person_id: each.pk for each in people}
    held = Participant.roles.through
    return (
        prepare(people),
        prepare(
            held(participant_id=keys[each.person], role_id=role)
            for each in carried.participants
            for role in each.roles
        ),
        prepare(
            Rater(participant_id=keys[each.about], person_id=each.person, group=each.group)
            for each in carried.raters
        ),
    )


@transaction.atomic
def _write(plan: _Plan, by: User, at: datetime.datetime) -> Round:
    earlier = lock(plan.earlier)
    _refuse(earlier, by)
    if there := draft_made_from(earlier):
        return _same_or_refuse(there, plan.made)
    if people_carried(earlier, plan.made.framework) != plan.carried:
        raise _PeopleChanged
    save_named(plan.made)
    for prepared in plan.rows:
        prepared.write()
    record(
        action=Action.ROUND_MADE_AGAIN,
        subject=plan.made,
        council=earlier.council,
        by=by,
        at=at,
        name=plan.made.name,
        earlier=str(earlier.pk),
        participants=len(plan.carried.participants),
        raters=len(plan.carried.raters),
    )
    return plan.made


def _refuse(earlier: Round, by: User) -> None:
    if separation.takes_part(by, earlier):
        raise RoundRefused(separation.not_your_round())
    if not earlier.is_released:
        raise RoundRefused(_("Only a round that has been released can be assessed again."))
    if reason := reason_for_none(earlier):
        raise RoundRefused(reason)


def _same_or_refuse(there: Round, wanted: Round) -> Round:
    """A second press gives what the first has made; for another round the draft must go first."""
    terms = ("name", "framework_id", "opens_on", "closes_on")
    if all(getattr(there, term) == getattr(wanted, term) for term in terms):
        return there
    raise RoundRefused(
        _(
            "The draft “%(name)s” has been made from this round already. "
            "Open it, change it or delete it first."
        )
        % {"name": there.name}
    )
