"""Who is behind a score: how many raters, and how many ratings on each of its statements.

Made of released figures alone. A report that was released before raters were counted has no count
of them, and then nobody can work it out. docs/adr/0034.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessment.scoring.values import Figure, Group, Measure

Place = tuple[str, Group]
"""A dimension and the group that rated it."""


@dataclass(frozen=True, slots=True)
class RatersBehind:
    """`raters` gave at least one of the ratings; `fewest` and `most` are those on a statement.

    `mixed`: the view of others is not that of the same groups in every statement.
    """

    raters: int | None
    fewest: int
    most: int
    mixed: bool = False

    @property
    def alike(self) -> bool:
        """Whether every statement was rated by all of them."""
        return self.raters == self.fewest == self.most


def behind_scores(figures: Iterable[Figure]) -> Mapping[Place, RatersBehind]:
    """By dimension and group, wherever a score is shown."""
    raters: dict[Place, int] = {}
    scored: set[Place] = set()
    items: defaultdict[Place, dict[str, int]] = defaultdict(dict)
    for figure in figures:
        if figure.value is None or figure.dimension is None or figure.group is None:
            continue
        place = figure.dimension, figure.group
        if figure.measure is Measure.RATERS:
            raters[place] = int(figure.value)
        elif figure.measure is Measure.SCORE:
            scored.add(place)
        elif figure.measure is Measure.ITEM_MEAN and figure.indicator is not None:
            items[place][figure.indicator] = figure.n or 0
    return {
        place: RatersBehind(
            raters.get(place),
            min(found.values()),
            max(found.values()),
            place[1] is Group.OTHERS and _mixed(place[0], items),
        )
        for place, found in items.items()
        if place in scored
    }


def _mixed(dimension: str, items: Mapping[Place, Mapping[str, int]]) -> bool:
    """Whether some statement has a figure from other groups than another one has."""
    rating = [g for d, g in items if d == dimension and g not in (Group.SELF, Group.OTHERS)]
    shown = items[dimension, Group.OTHERS]
    return len({frozenset(g for g in rating if key in items[dimension, g]) for key in shown}) > 1
