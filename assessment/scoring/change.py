"""Change since a comparable round: an arrow only where chance is an unlikely explanation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.scoring.aggregate import difference, equal_mean, printed
from assessment.scoring.disclosure import enough_indicators, only_asked
from assessment.scoring.values import (
    Group,
    Measure,
    Outcome,
    PreviousRound,
    Reason,
    Released,
    Trend,
    Withheld,
)

CRITICAL = Fraction(196, 100)
KEPT = 8
"""Decimal places in which the sum of two stored values is that of the exact ones."""


def spearman_brown(single: Fraction, n: int) -> Fraction:
    """Reliability of the mean of n raters from that of one (Spearman 1910, Brown 1910)."""
    return n * single / (1 + (n - 1) * single)


def trend(shift: Fraction, n: int, sd: Fraction, single: Fraction) -> Trend:
    """Reliable change (Jacobson & Truax 1991): |RC| > 1.96, RC = shift/(√2·SD·√(1 − r)).

    Compared as squares, which are exact. `shift` is now − then, in levels like `sd`.
    """
    error_squared = 2 * sd**2 * (1 - spearman_brown(single, n))
    if shift**2 <= CRITICAL**2 * error_squared:
        return Trend.UNCLEAR
    return Trend.UP if shift > 0 else Trend.DOWN


def mean_trend(shift: Fraction, ns: Collection[int], sd: Fraction, single: Fraction) -> Trend:
    """The same of the mean of several people's changes, each of so many ratings.

    The squared error of a mean of m independent differences is the sum of theirs over m². What is
    judged is the change of these people, not of others like them.
    """
    errors = sum((2 * sd**2 * (1 - spearman_brown(single, n)) for n in ns), Fraction(0))
    if shift**2 <= CRITICAL**2 * errors / len(ns) ** 2:
        return Trend.UNCLEAR
    return Trend.UP if shift > 0 else Trend.DOWN


@dataclass(frozen=True, slots=True)
class SameWords:
    """How many statements of a dimension are the same as in an earlier version, of so many.

    `dimension` is the framework's own name of it, the same in every version; `before` is how
    many statements the earlier one has.
    """

    dimension: str
    name: str
    same: int
    statements: int
    before: int

    @property
    def is_whole(self) -> bool:
        """Whether scores of both stand on the same statements."""
        return self.same == self.statements == self.before

    @property
    def is_comparable(self) -> bool:
        """Whether a change can be said at all: of as many statements as a score needs."""
        return enough_indicators(self.same, self.statements)


def shift_as_printed(then: Fraction, shift: Fraction) -> Fraction:
    """A shift as that of the tenths printed of then and now.

    Both are stored with ten places, so that their sum is now but for the last ones.
    """
    return printed(round(then + shift, KEPT)) - printed(then)


@dataclass(frozen=True, slots=True)
class Shift:
    """What the statements that two rounds have in common said then, and how that moved.

    `then` is withheld with `change`, never alone.
    """

    then: Outcome
    change: Outcome


def means_then(previous: PreviousRound | None, group: Group) -> dict[str, Released]:
    """The released item means of a group in the previous round, by the indicator's key then."""
    return {
        figure.indicator: Released(figure.value, figure.n, figure.bound)
        for figure in (previous.figures if previous else ())
        if figure.measure is Measure.ITEM_MEAN
        and figure.group is group
        and figure.indicator is not None
        and figure.value is not None
        and figure.n is not None
    }


def change(
    now: Mapping[str, Outcome], then: Mapping[str, Released], same: Mapping[str, str], k: int
) -> Shift:
    """Now − then, in levels, on the indicators with k ratings in both rounds.

    Withheld when those are fewer than a score needs. Made of released means of both alone.
    """
    pairs = [pair for pair in _pairs(now, then, same) if min(each.n for each in pair) >= k]
    if not enough_indicators(len(pairs), len(only_asked(tuple(now.values())))):
        return Shift(Withheld(Reason.NOT_COMPARABLE), Withheld(Reason.NOT_COMPARABLE))
    return Shift(
        equal_mean([before for _item, before in pairs]),
        equal_mean([difference(item, before) for item, before in pairs]),
    )


def _pairs(
    now: Mapping[str, Outcome], then: Mapping[str, Released], same: Mapping[str, str]
) -> Iterator[tuple[Released, Released]]:
    """Each indicator's mean now and then, where both are released."""
    for key, item in now.items():
        before = then.get(same.get(key, ""))
        if isinstance(item, Released) and before is not None:
            yield item, before
