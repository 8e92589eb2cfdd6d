"""The plan of a round as HR reads it, what is left of the one before, and what is due anywhere."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from assessment import separation
from assessment.models import Council, CouncilAction, Round, User

SOON = datetime.timedelta(days=30)
"""How far ahead HR's home looks."""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action as it is shown; `later` is the round that it was carried over to, by name.

    `days_over` is how many days ago it was due, 0 while it is not overdue or at an end.
    """

    id: uuid.UUID
    round_id: uuid.UUID
    round: str
    version: int
    position: int
    reading: str
    text: str
    owner_name: str
    owner_email: str
    due_on: datetime.date
    state: str
    state_in_words: str
    outcome: str
    earlier: str
    later: str
    days_over: int
    changed_by: str
    changed_at: datetime.datetime

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done, in this round."""
        return self.state in CouncilAction.OPEN and not self.later


def lines_of_plan(round: Round, *, on: datetime.date) -> list[ActionLine]:
    """The actions of a round in their order, as they stand on a day; one query."""
    return _lines(CouncilAction.objects.filter(round=round).order_by("position"), on)


def find_action(rounds: Iterable[uuid.UUID], action_id: uuid.UUID) -> CouncilAction | None:
    """An action of one of these rounds; None for any other, and for one that was removed."""
    rows = CouncilAction.objects.filter(round__in=list(rounds), pk=action_id)
    return rows.select_related("round", "council", "changed_by").first()


def line_of(action: CouncilAction, *, on: datetime.date) -> ActionLine:
    """One action as it is shown."""
    return _lines(CouncilAction.objects.filter(pk=action.pk), on)[0]


def earlier_round_to_review(round: Round, viewer: User) -> Round | None:
    """The latest released round before this one whose plan has open actions; a few queries.

    None where its reports are for another HR account than the viewer's.
    """
    open_there = CouncilAction.objects.open().filter(round=OuterRef("pk"))
    rounds = Round.objects.filter(council=round.council_id).run_by_hr()
    released = rounds.filter(state=Round.State.RELEASED)
    before = released.filter(opens_on__lt=round.opens_on).exclude(pk=round.pk)
    found = before.filter(Exists(open_there)).order_by("-opens_on", "-released_at").first()
    if found is None or found.pk in separation.rounds_kept_from(viewer):
        return None
    return found


def open_lines(round: Round, *, on: datetime.date) -> list[ActionLine]:
    """What is still to be done of a plan, the first due first; one query."""
    rows = CouncilAction.objects.open().filter(round=round)
    return _lines(rows.order_by("due_on", "position"), on)


def due_lines(council: Council, viewer: User, *, on: datetime.date) -> list[ActionLine]:
    """What is overdue, or due within 30 days, in any plan that the viewer may read.

    The first due first; a few queries, however many rounds there are.
    """
    rows = CouncilAction.objects.open().of(council).filter(due_on__lte=on + SOON)
    kept = separation.rounds_kept_from(viewer)
    return _lines(rows.exclude(round__in=kept).order_by("due_on", "round", "position"), on)


def states_in_words() -> list[tuple[str, str]]:
    """Every state of an action and what it is called, in their order."""
    return [(value, str(label)) for value, label in CouncilAction.State.choices]


def _lines(rows: QuerySet[CouncilAction], on: datetime.date) -> list[ActionLine]:
    related = ("round", "changed_by", "carried_from__round", "carried_to__round")
    return [_line(each, on) for each in rows.select_related(*related)]


def _line(action: CouncilAction, on: datetime.date) -> ActionLine:
    later = getattr(action, "carried_to", None)
    earlier = action.carried_from
    over = action.is_overdue_on(on) and later is None
    return ActionLine(
        id=action.pk,
        round_id=action.round_id,
        round=action.round.name,
        version=action.version,
        position=action.position,
        reading=action.reading,
        text=action.text,
        owner_name=action.owner_name,
        owner_email=action.owner_email,
        due_on=action.due_on,
        state=action.state,
        state_in_words=str(CouncilAction.State(action.state).label),
        outcome=action.outcome,
        earlier=earlier.round.name if earlier else "",
        later=later.round.name if later else "",
        days_over=(on - action.due_on).days if over else 0,
        changed_by=action.changed_by.name,
        changed_at=action.changed_at,
    )
