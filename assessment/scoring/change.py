"""Change since a comparable round: an arrow only where chance is an unlikely explanation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from assessment.scoring.aggregate import difference, equal_mean
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


def others_then(previous: PreviousRound | None) -> dict[str, Released]:
    """The released item means of others in the previous round, by the indicator's key then."""
    return {
        figure.indicator: Released(figure.value, figure.n, figure.bound)
        for figure in (previous.figures if previous else ())
        if figure.measure is Measure.ITEM_MEAN
        and figure.group is Group.OTHERS
        and figure.indicator is not None
        and figure.value is not None
        and figure.n is not None
    }


def change(
    now: Mapping[str, Outcome], then: Mapping[str, Released], same: Mapping[str, str], k: int
) -> Outcome:
    """Others now − others then, in levels, on the indicators with k ratings in both rounds.

    Withheld when those are fewer than a score needs.
    """
    shifts = [shift for shift in _shifts(now, then, same) if shift.n >= k]
    if not enough_indicators(len(shifts), len(only_asked(tuple(now.values())))):
        return Withheld(Reason.NOT_COMPARABLE)
    return equal_mean(shifts)


def _shifts(
    now: Mapping[str, Outcome], then: Mapping[str, Released], same: Mapping[str, str]
) -> Iterator[Released]:
    for key, item in now.items():
        before = then.get(same.get(key, ""))
        if isinstance(item, Released) and before is not None:
            yield difference(item, before)
