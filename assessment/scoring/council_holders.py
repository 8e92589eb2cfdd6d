"""One role holder as a council's picture looks at them: released figures, as they are printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from assessment.scoring import gaps
from assessment.scoring.aggregate import printed
from assessment.scoring.disclosure import enough_indicators
from assessment.scoring.reading import Basis, Instrument, View
from assessment.scoring.values import Figure, Group, Measure, Position, Reason

_HolderPlace: TypeAlias = tuple[Measure, str | None, Group | None, str | None, str | None]


@dataclass(frozen=True)
class RoleHolder:
    """A participant: the roles held, in the framework's order, and the released figures.

    `person` is the same in every round of the council, `key` is of this round.
    """

    key: str
    roles: tuple[str, ...]
    figures: tuple[Figure, ...]
    person: str = ""

    @property
    def is_combined(self) -> bool:
        return len(self.roles) > 1

    def find(
        self,
        measure: Measure,
        dimension: str | None = None,
        *,
        group: Group | None = None,
        role: str | None = None,
        indicator: str | None = None,
    ) -> Figure | None:
        """The figure of exactly this place, withheld or not; None where there is none."""
        return self._places.get((measure, dimension, group, role, indicator))

    @cached_property
    def _places(self) -> Mapping[_HolderPlace, Figure]:
        """Of several figures in one place the first."""
        return {
            (each.measure, each.dimension, each.group, each.role, each.indicator): each
            for each in reversed(self.figures)
        }


@dataclass(frozen=True, slots=True)
class HolderFigure:
    """A figure with the holder that it is about: what a reading stands on."""

    holder: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class SeenScore:
    """How a holder is seen in a dimension, in levels as printed.

    `score` is None where it is withheld (`withheld` says why) or does not exist. `margin` is that
    of as many raters as are behind every statement. `figure` is the released score.
    """

    score: Fraction | None = None
    margin: Fraction | None = None
    basis: Basis = Basis.MANAGER
    withheld: Reason | None = None
    figure: Figure | None = None

    @property
    def concludes(self) -> bool:
        """Whether something may be concluded: several people are behind it."""
        return self.score is not None and self.basis is Basis.GROUPS

    def stands(self, target: Fraction) -> Position | None:
        """Below a target, within the margin of it, or above; None where nothing is concluded."""
        if self.score is None or self.margin is None or not self.concludes:
            return None
        return gaps.standing(target - self.score, self.margin)


class HolderSheet:
    """The figures of one holder by dimension."""

    def __init__(self, holder: RoleHolder, instrument: Instrument) -> None:
        self.holder, self.instrument = holder, instrument
        self._figures: defaultdict[str, list[Figure]] = defaultdict(list)
        for figure in holder.figures:
            if figure.dimension is not None:
                self._figures[figure.dimension].append(figure)
        self._views: dict[str, View] = {}

    def view(self, dimension: str) -> View:
        """What the released figures of a dimension say, and what follows from them."""
        if dimension not in self._views:
            self._views[dimension] = View(dimension, self._figures[dimension], self.instrument)
        return self._views[dimension]

    def find(
        self, measure: Measure, dimension: str, group: Group | None = None, role: str | None = None
    ) -> Figure | None:
        """The figure of a dimension in this place, withheld or not."""
        return self.holder.find(measure, dimension, group=group, role=role)

    def seen(self, dimension: str, group: Group = Group.OTHERS) -> SeenScore:
        """How others see a dimension, or one group of them."""
        figure = self.find(Measure.SCORE, dimension, group)
        if figure is None or figure.value is None:
            return SeenScore(withheld=figure.withheld if figure else None, figure=figure)
        sd = self.instrument.standard_deviation
        single = self.instrument.single_rater_reliability
        return SeenScore(
            printed(figure.value),
            gaps.margin(figure.n or 1, sd, single),
            self.view(dimension).basis if group is Group.OTHERS else Basis.MANAGER,
            figure=figure,
        )

    def apart(self, dimension: str, group: Group) -> Fraction | None:
        """A group's view − one's own, in levels, on the statements that both have; printed.

        None where those are fewer than a score needs.
        """
        theirs = self._items(dimension, group)
        own = self._items(dimension, Group.SELF)
        common = [key for key in theirs if key in own]
        if not enough_indicators(len(common), len(theirs)):
            return None
        return printed(sum((theirs[key] - own[key] for key in common), Fraction(0)) / len(common))

    def _items(self, dimension: str, group: Group) -> dict[str, Fraction]:
        return {
            each.indicator: each.value
            for each in self._figures[dimension]
            if each.measure is Measure.ITEM_MEAN
            and each.group is group
            and each.indicator is not None
            and each.value is not None
        }


def holder_sheets(holders: Sequence[RoleHolder], instrument: Instrument) -> tuple[HolderSheet, ...]:
    """The sheets of all holders, in their order."""
    return tuple(HolderSheet(holder, instrument) for holder in holders)
