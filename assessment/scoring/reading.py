"""What may be said of released figures: words, order and differences, from the tenths printed.

The one owner of these rules. Release stores what it says; whatever reads results asks again, so
that a report which an earlier edition released is read by the same rules. docs/adr/0032.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from assessment.scoring import change, gaps
from assessment.scoring.aggregate import joint_bound, opposite, printed
from assessment.scoring.disclosure import enough_indicators
from assessment.scoring.values import (
    ANONYMOUS,
    Bound,
    Figure,
    Group,
    Measure,
    Position,
)

DECIDED = frozenset(
    {
        Measure.MARGIN,
        Measure.POSITION,
        Measure.AGREEMENT,
        Measure.QUADRANT,
        Measure.PRIORITY,
        Measure.RANK,
    }
)
"""What is made here of other figures; whatever stands there already gives way."""

_BASIS = frozenset(
    {
        Measure.SCORE,
        Measure.TARGET,
        Measure.IMPORTANCE,
        Measure.ROLE_TARGET,
        Measure.ROLE_IMPORTANCE,
        Measure.ROLE_GAP,
        Measure.RANGE_LOW,
        Measure.RANGE_HIGH,
        Measure.GAP,
        Measure.GAP_SELF,
        Measure.PERCEPTION_GAP,
    }
)
_ALIKE = Fraction(1, 10**6)
"""Two stored values that differ by less are the same: ten places of each are kept."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """What words depend on in a framework: its constants, and which dimensions are skills."""

    standard_deviation: Fraction
    single_rater_reliability: Fraction
    skills: frozenset[str]


class Basis(StrEnum):
    """Whose ratings the view of others rests on in a dimension."""

    GROUPS = "groups"
    FEW = "few"
    MANAGER = "manager"


def basis(figures: Iterable[Figure]) -> Basis:
    """Whose ratings are behind others, from the released figures of one dimension.

    An anonymous group must have a figure on as many of their statements as a score needs: a
    conclusion is never one person's. Looks only at what is released, never at a value.
    """
    behind: dict[bool, set[str | None]] = {True: set(), False: set()}
    for figure in figures:
        if figure.measure is not Measure.ITEM_MEAN or figure.value is None:
            continue
        if figure.group is Group.OTHERS:
            behind[False].add(figure.indicator)
        elif figure.group in (*ANONYMOUS, Group.COLLEAGUES):
            behind[True].add(figure.indicator)
    shared = behind[True] & behind[False]
    if enough_indicators(len(shared), len(behind[False])):
        return Basis.GROUPS
    return Basis.FEW if shared else Basis.MANAGER


def concluded(figures: Iterable[Figure], instrument: Instrument) -> tuple[Figure, ...]:
    """The figures with their margins, words and ranks; these stand after what they are made of."""
    found, _views = _read(figures, instrument)
    return found


def as_printed(figures: Iterable[Figure], instrument: Instrument) -> tuple[Figure, ...]:
    """The same, with every difference made of the figures that are printed beside it."""
    found, views = _read(figures, instrument)
    return tuple(
        views[figure.dimension].as_printed(figure) if figure.dimension is not None else figure
        for figure in found
    )


def _read(
    figures: Iterable[Figure], instrument: Instrument
) -> tuple[tuple[Figure, ...], Mapping[str, View]]:
    """The figures with what is concluded of them, and each dimension as it was looked at for it."""
    every = [figure for figure in figures if figure.measure not in DECIDED]
    then = {
        figure.dimension: figure.value
        for figure in every
        if figure.measure is Measure.THEN and figure.group is Group.OTHERS
    }
    kept = [_reread(figure, then.get(figure.dimension), instrument) for figure in every]
    views = {key: View(key, found, instrument) for key, found in _by_dimension(kept).items()}
    ranks = _ranks(views)
    last = {f.dimension: place for place, f in enumerate(kept) if f.measure in _BASIS}
    found: list[Figure] = []
    for place, figure in enumerate(kept):
        found.append(figure)
        if figure.dimension is not None and last.get(figure.dimension) == place:
            found += views[figure.dimension].conclusions(ranks.get(figure.dimension))
    return tuple(found), views


def _by_dimension(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.dimension is not None:
            found.setdefault(figure.dimension, []).append(figure)
    return found


def _reread(figure: Figure, then: Fraction | None, instrument: Instrument) -> Figure:
    """A change of others says what its printed size says; one's own is no matter of chance."""
    if figure.measure is not Measure.CHANGE or figure.value is None or figure.n is None:
        return figure
    if figure.group is not Group.OTHERS:
        return figure
    sd, single = instrument.standard_deviation, instrument.single_rater_reliability
    shift = _shift(then, figure.value)
    return replace(figure, code=change.trend(shift, figure.n, sd, single))


def _shift(then: Fraction | None, shift: Fraction) -> Fraction:
    """A change as printed; an earlier edition kept no “then” to print beside it."""
    return printed(shift) if then is None else change.shift_as_printed(then, shift)


class View:
    """The released figures of one dimension, and what follows from them."""

    def __init__(self, key: str, figures: Sequence[Figure], instrument: Instrument) -> None:
        self.key, self.instrument = key, instrument
        self.is_skill = key in instrument.skills
        self.basis = basis(figures)
        self._found: dict[tuple[Measure, Group | None, str | None], Figure] = {}
        for figure in figures:
            if figure.indicator is None and figure.value is not None:
                self._found.setdefault((figure.measure, figure.group, figure.role), figure)

    def _get(
        self, measure: Measure, group: Group | None = None, role: str | None = None
    ) -> Figure | None:
        return self._found.get((measure, group, role))

    def _value(
        self, measure: Measure, group: Group | None = None, role: str | None = None
    ) -> Fraction | None:
        """A value as it is printed."""
        figure = self._get(measure, group, role)
        return None if figure is None or figure.value is None else printed(figure.value)

    @cached_property
    def others(self) -> Fraction | None:
        return self._value(Measure.SCORE, Group.OTHERS)

    @cached_property
    def own(self) -> Fraction | None:
        return self._value(Measure.SCORE, Group.SELF)

    @cached_property
    def target(self) -> Fraction | None:
        return self._value(Measure.TARGET) if self.is_skill else None

    @cached_property
    def is_of_several(self) -> bool:
        """Whether others are several people, one of them never alone."""
        return self.others is not None and self.basis is Basis.GROUPS

    @cached_property
    def concludes(self) -> bool:
        """Whether anything is concluded of a skill."""
        return self.is_skill and self.is_of_several

    @cached_property
    def margin(self) -> Fraction:
        """Of as many ratings as are on each of the statements at least."""
        score = self._get(Measure.SCORE, Group.OTHERS)
        fewest = score.n if score is not None and score.n else 1
        sd, single = self.instrument.standard_deviation, self.instrument.single_rater_reliability
        return gaps.margin(fewest, sd, single)

    @cached_property
    def gap(self) -> Fraction | None:
        if self.target is None or self.others is None:
            return None
        return self.target - self.others

    @cached_property
    def difference(self) -> Fraction | None:
        """Self − others as printed: of the printed scores where both are of the same statements."""
        own, others = self._get(Measure.SCORE, Group.SELF), self._get(Measure.SCORE, Group.OTHERS)
        d = self._get(Measure.PERCEPTION_GAP)
        if d is None or d.value is None:
            return None
        if own is None or others is None or own.value is None or others.value is None:
            return printed(d.value)
        if abs(d.value - (own.value - others.value)) < _ALIKE:
            return printed(own.value) - printed(others.value)
        return printed(d.value)

    @cached_property
    def priority(self) -> Fraction | None:
        """Importance × gap outside the margin, as printed; None where there is none to have."""
        weight = self._value(Measure.IMPORTANCE)
        if not self.concludes or self.gap is None or weight is None:
            return None
        below = gaps.standing(self.gap, self.margin) is Position.BELOW
        return gaps.priority(int(weight), self.gap) if below else Fraction(0)

    def conclusions(self, rank: int | None) -> Iterator[Figure]:
        """The words and numbers that follow, in the order of release."""
        score = self._get(Measure.SCORE, Group.OTHERS)
        if score is not None and self.gap is not None:
            yield Figure(Measure.MARGIN, self.key, value=self.margin, n=score.n)
        if self.priority is not None and score is not None:
            yield self._priority_figure(self.priority, score)
        yield from self._positions()
        if rank is not None:
            yield Figure(Measure.RANK, self.key, value=Fraction(rank))
        if self.concludes and self.difference is not None:
            yield Figure(Measure.AGREEMENT, self.key, code=gaps.agreement(self.difference))
            yield from self._quadrant(self.difference)

    def _priority_figure(self, priority: Fraction, score: Figure) -> Figure:
        bound = opposite(joint_bound([score.bound]))
        if not priority and bound in (Bound.EXACT, Bound.OR_LOWER):
            bound = Bound.EXACT  # a priority is never under 0
        return Figure(Measure.PRIORITY, self.key, value=priority, n=score.n, bound=bound)

    def _quadrant(self, d: Fraction) -> Iterator[Figure]:
        if self.own is not None and self.target is not None and self.gap is not None:
            stands = gaps.standing(self.gap, self.margin)
            code = gaps.quadrant(self.own >= self.target, stands, d)
            yield Figure(Measure.QUADRANT, self.key, code=code)

    def _positions(self) -> Iterator[Figure]:
        roles = [role for measure, _group, role in self._found if measure is Measure.RANGE_LOW]
        for role in roles:
            low = self._value(Measure.RANGE_LOW, role=role)
            high = self._value(Measure.RANGE_HIGH, role=role)
            for group, score in ((Group.SELF, self.own), (Group.OTHERS, self.others)):
                if low is not None and high is not None and score is not None:
                    code = gaps.position(score, low, high)
                    yield Figure(Measure.POSITION, self.key, group=group, role=role, code=code)

    def _change(self, figure: Figure) -> Fraction | None:
        """Now − then as printed; None where then is not known."""
        then = self._get(Measure.THEN, figure.group)
        if then is None or then.value is None or figure.value is None:
            return None
        return change.shift_as_printed(then.value, figure.value)

    def as_printed(self, figure: Figure) -> Figure:
        """A difference as that of the printed figures; anything else as it is."""
        if figure.value is None:
            return figure
        value = {
            Measure.GAP: lambda: _less(self._value(Measure.TARGET), self.others),
            Measure.GAP_SELF: lambda: _less(self._value(Measure.TARGET), self.own),
            Measure.ROLE_GAP: lambda: _less(
                self._value(Measure.ROLE_TARGET, role=figure.role), self.others
            ),
            Measure.PERCEPTION_GAP: lambda: self.difference,
            Measure.CHANGE: lambda: self._change(figure),
        }.get(figure.measure, lambda: None)()
        return figure if value is None else replace(figure, value=value)


def _less(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left - right


def _ranks(views: Mapping[str, View]) -> dict[str, int]:
    """The place of each skill that has a priority, 1 first; the framework's order is theirs."""
    standings = [
        gaps.PriorityCandidate(place, view.priority, view.gap, view.others)
        for place, view in enumerate(views.values())
        if view.priority and view.gap is not None and view.others is not None
    ]
    keys = list(views)
    return {keys[each.place]: rank for rank, each in enumerate(gaps.ranked(standings), 1)}
