"""What HR is told first: participation and plans, and nothing that a page behind does not say."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessment import separation
from assessment.check_ins.selectors.participation import RoundCheckIns, list_check_in_lines
from assessment.council.actions.selectors.plan import ActionLine, due_lines
from assessment.council.actions.suggestions import ActionSuggestion, suggestions
from assessment.models import Council, Release, Round, User
from assessment.rounds.selectors.rounds import (
    RoundLine,
    has_own_part,
    list_rounds,
    usable_frameworks,
)
from assessment.rounds.selectors.unsent_emails import rounds_with_failures

SHOWN = 8
"""How many rounds, and how many actions, the page lists; the rest is behind a link."""

READ_AT_ONCE = 12
"""With more participants than these the readings are on the page of the plan alone: they are worked
out of every report, which takes a second for forty."""

CLOSING_SOON = datetime.timedelta(days=7)


class ComesNext(StrEnum):
    """What a round waits for HR to do."""

    FILL = "fill"
    OPEN = "open"
    CLOSING_SOON = "closing_soon"
    CLOSE = "close"
    RELEASE = "release"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that waits, and the round that it is about."""

    what: ComesNext
    round: Round


@dataclass(frozen=True, slots=True)
class Overview:
    """HR's first page. `latest` is the released round that the readings are of."""

    may_begin: bool
    lines: list[RoundLine]
    more_rounds: int
    steps: list[NextStep]
    overdue: list[ActionLine]
    due: list[ActionLine]
    latest: Round | None
    readings: list[ActionSuggestion]
    readings_elsewhere: bool
    check_ins: list[RoundCheckIns]
    own_part: bool

    @property
    def is_new(self) -> bool:
        """Whether the council has no round yet."""
        return not self.lines

    @property
    def listed(self) -> list[ActionLine]:
        """The actions that the page shows, the longest overdue first."""
        return [*self.overdue, *self.due][: 2 * SHOWN]

    @property
    def more_actions(self) -> int:
        return len(self.overdue) + len(self.due) - len(self.listed)


def overview_of(council: Council, viewer: User, *, on: datetime.date, language: str) -> Overview:
    """How the rounds of a council stand on a day, for HR; a fixed number of queries.

    What concerns the viewer's own participation is left out, and so are the plans and readings of
    rounds whose reports are for another HR account.
    """
    lines = list_rounds(council, viewer)
    kept = separation.rounds_kept_from(viewer)
    own = set(separation.own_participants(viewer).values_list("round", flat=True))
    unsent = rounds_with_failures(council, viewer)
    releasing = set(Release.objects.filter(round__council=council).values_list("round", flat=True))
    mine = [line for line in lines if line.round.pk not in own | releasing]
    actions = due_lines(council, viewer, on=on)
    last = _latest(lines, kept)
    many = last is not None and last.participants > READ_AT_ONCE
    latest = last.round if last else None
    return Overview(
        may_begin=bool(usable_frameworks(council)),
        lines=lines[:SHOWN],
        more_rounds=max(0, len(lines) - SHOWN),
        steps=[*_steps(mine, on), *(NextStep(ComesNext.UNSENT, each) for each in unsent)],
        overdue=[each for each in actions if each.days_over],
        due=[each for each in actions if not each.days_over],
        latest=latest,
        readings=suggestions(latest, language) if latest and not many else [],
        readings_elsewhere=many,
        check_ins=list_check_in_lines([line.round for line in lines], viewer, on=on),
        own_part=has_own_part(viewer),
    )


def _latest(lines: Iterable[RoundLine], kept: set[uuid.UUID]) -> RoundLine | None:
    released = [each for each in lines if each.round.is_released]
    released.sort(key=lambda each: (each.round.released_at, each.round.pk), reverse=True)
    return released[0] if released and released[0].round.pk not in kept else None


def _steps(lines: Iterable[RoundLine], on: datetime.date) -> Iterator[NextStep]:
    for line in lines:
        if what := _next(line, on):
            yield NextStep(what, line.round)


def _next(line: RoundLine, on: datetime.date) -> ComesNext | None:
    round = line.round
    if round.is_draft:
        return ComesNext.OPEN if line.participants else ComesNext.FILL
    if round.is_closed:
        return ComesNext.RELEASE
    if not round.is_open or round.closes_on > on + CLOSING_SOON:
        return None
    return ComesNext.CLOSE if round.closes_on < on else ComesNext.CLOSING_SOON
