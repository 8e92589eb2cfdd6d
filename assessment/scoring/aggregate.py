"""Counts and means, exact. Nothing here decides what may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessment.scoring.values import LOWEST, Bound, RaterResponse, Released

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Tally:
    """Ratings of one group on one indicator: how many gave each level, how many did not observe.

    `counts[0]` is the lowest level. Only levels count towards n; unanswered ones are nowhere.
    """

    counts: tuple[int, ...]
    not_observed: int

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def total(self) -> int:
        return sum(level * count for level, count in enumerate(self.counts, LOWEST))


def tallies(
    responses: Iterable[RaterResponse], indicators: Sequence[str], highest: int
) -> dict[str, Tally]:
    """Count the ratings of one group's responses, per indicator."""
    columns = {key: [0] * (highest + 1) for key in indicators}
    for response in responses:
        for key, level in response.ratings.items():
            columns[key][level or 0] += 1  # levels start at 1, so 0 is free for not observed
    return {key: Tally(tuple(column[1:]), column[0]) for key, column in columns.items()}


def equal_mean(parts: Sequence[Released]) -> Released:
    """Mean of figures with equal weight; n is the fewest ratings behind any of them."""
    value = sum((part.value for part in parts), Fraction(0)) / len(parts)
    return Released(value, min(part.n for part in parts), joint_bound(p.bound for p in parts))


def mean_per_rating(parts: Sequence[Released]) -> Released:
    """Mean of figures in which every rating weighs the same; n is all of the ratings."""
    n = sum(part.n for part in parts)
    value = sum((part.value * part.n for part in parts), Fraction(0)) / n
    return Released(value, n, joint_bound(part.bound for part in parts))


def joint_bound(bounds: Iterable[Bound]) -> Bound:
    """What to say beside a sum of values with these bounds."""
    found = set(bounds) - {Bound.EXACT}
    if len(found) > 1:
        return Bound.ABOUT
    return found.pop() if found else Bound.EXACT


def opposite(bound: Bound) -> Bound:
    """What to say beside a value that is subtracted."""
    swapped = {Bound.OR_LOWER: Bound.OR_HIGHER, Bound.OR_HIGHER: Bound.OR_LOWER}
    return swapped.get(bound, bound)


def difference(left: Released, right: Released) -> Released:
    """left − right, with the smaller n."""
    bound = joint_bound((left.bound, opposite(right.bound)))
    return Released(left.value - right.value, min(left.n, right.n), bound)


def one_decimal(value: Fraction) -> Decimal:
    """Round for display: one decimal, halves away from zero (4.25 → 4.3, −0.25 → −0.3)."""
    size, parts = abs(value.numerator), value.denominator
    tenths = (20 * size + parts) // (2 * parts)  # by integers: a quotient rounds twice
    return Decimal(-tenths if value < 0 else tenths) * TENTH


def printed(value: Fraction) -> Fraction:
    """A value as its reader sees it: words and thresholds are decided on this one."""
    return Fraction(one_decimal(value))
