"""What can be told before answers come in: who is asked by whom, and what that will not show.

Thresholds other than the round's own are advice that buyers of such assessments expect.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from assessment.models import RaterGroup
from assessment.rounds.advice import ADVISED_MINIMUMS, ADVISED_PEERS, MOST_REQUESTS
from assessment.rounds.selectors.same_person import Alike
from assessment.scoring.values import ANONYMOUS


class RaterTally(NamedTuple):
    """How many raters were asked, and what came of it. A tuple, because a page makes thousands."""

    asked: int = 0
    answered: int = 0
    declined: int = 0

    @property
    def waiting(self) -> int:
        return self.asked - self.answered - self.declined

    @property
    def percent(self) -> int:
        """Answered of asked, whole percent, rounded down so that 100 means all."""
        return self.answered * 100 // self.asked if self.asked else 0


NOBODY = RaterTally()


def add_up(tallies: Iterable[RaterTally]) -> RaterTally:
    """The tally of several groups or participants together."""
    return RaterTally(*map(sum, zip(NOBODY, *tallies, strict=True)))


@dataclass(frozen=True, slots=True)
class Standing:
    """A participant with the raters of each group; `id` is None before it is imported."""

    id: uuid.UUID | None
    name: str
    email: str
    groups: Mapping[str, RaterTally] = field(default_factory=dict)
    unit: str = ""

    def group(self, group: str) -> RaterTally:
        return self.groups.get(group, NOBODY)

    @property
    def total(self) -> RaterTally:
        return add_up(self.groups.values())

    @property
    def columns(self) -> list[RaterTally]:
        """The tally of every group in the order of RaterGroup, then that of all."""
        return [*(self.group(group) for group in RaterGroup), self.total]

    def short_groups(self, minimum: int, *, final: bool) -> list[str]:
        """Anonymous groups with raters that stay under the minimum size.

        While answers may still come in a group counts everybody who has not declined; with
        `final` it counts those who answered.
        """
        return [
            group
            for group in ANONYMOUS
            if self.group(group).asked and self._reach(group, final=final) < minimum
        ]

    def _reach(self, group: str, *, final: bool) -> int:
        tally = self.group(group)
        return tally.answered if final else tally.asked - tally.declined

    @property
    def has_few_peers(self) -> bool:
        peers = self.group(RaterGroup.PEER)
        return peers.asked - peers.declined < ADVISED_PEERS

    @property
    def has_no_manager(self) -> bool:
        managers = self.group(RaterGroup.MANAGER)
        return managers.asked - managers.declined < 1


@dataclass(frozen=True)
class Forecast:
    """Those whom each warning is about, in the order given."""

    advised_peers: ClassVar = ADVISED_PEERS
    most_requests: ClassVar = MOST_REQUESTS

    short_groups: list[str]
    few_peers: list[str]
    no_manager: list[str]
    busy_raters: list[str]
    alike: list[Alike]
    larger_minimum: int | None = None
    """A minimum group size that protects raters better and costs no group, while it can change."""

    @property
    def is_clear(self) -> bool:
        names = self.short_groups or self.few_peers or self.no_manager or self.busy_raters
        return not (names or self.alike or self.larger_minimum)


def forecast(
    *,
    standings: Iterable[Standing],
    busy_raters: Iterable[str],
    minimum: int,
    alike: Iterable[Alike] = (),
    final: bool = False,
    fixed: bool = True,
    asked: Collection[str] = tuple(RaterGroup),
) -> Forecast:
    """What HR should know about these participants; `minimum` is the round's group size.

    `alike` are those among the raters who look like one person. The minimum can be changed unless
    it is `fixed`. Nobody misses raters of a group that is not among those `asked` anything.
    """
    standings = list(standings)
    return Forecast(
        short_groups=[each.name for each in standings if each.short_groups(minimum, final=final)],
        few_peers=[
            each.name
            for each in standings
            if not final and RaterGroup.PEER in asked and each.has_few_peers
        ],
        no_manager=[
            each.name
            for each in standings
            if not final and RaterGroup.MANAGER in asked and each.has_no_manager
        ],
        busy_raters=list(busy_raters),
        alike=list(alike),
        larger_minimum=None if fixed else _larger_minimum(standings, minimum),
    )


def _larger_minimum(standings: Sequence[Standing], minimum: int) -> int | None:
    """The largest that every group reaches, even if one of it does not answer."""

    def short(size: int) -> list[list[str]]:
        return [each.short_groups(size, final=False) for each in standings]

    if not any(each.group(group).asked for each in standings for group in ANONYMOUS):
        return None
    sizes = [size for size in ADVISED_MINIMUMS if size > minimum]
    return next((size for size in sizes if short(size + 1) == short(minimum)), None)
