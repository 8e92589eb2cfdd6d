"""How far a group's ratings differ, in words and as a distribution. Never as a statistic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from assessment.scoring.aggregate import Tally
from assessment.scoring.values import LOWEST, Spread

SIMILAR_FROM = Fraction(70, 100)
SOME_FROM = Fraction(50, 100)


def variance(tally: Tally) -> Fraction:
    """Variance of the ratings on one indicator, with n − 1. Needs two ratings."""
    squares = sum(level * level * count for level, count in enumerate(tally.counts, LOWEST))
    return (squares - Fraction(tally.total**2, tally.n)) / (tally.n - 1)


def within_group_agreement(tallies: Sequence[Tally], highest: int) -> Fraction:
    """r = 1 − mean item variance / variance of a uniform answer, 0 to 1 (James et al. 1984).

    The uniform answer's variance is (A² − 1)/12: 2 on five levels.
    """
    mean_variance = sum((variance(tally) for tally in tallies), Fraction(0)) / len(tallies)
    return max(Fraction(0), 1 - mean_variance / Fraction(highest**2 - 1, 12))


def spread(tallies: Sequence[Tally], highest: int) -> Spread:
    """The agreement words for the ratings on these indicators."""
    r = within_group_agreement(tallies, highest)
    if r >= SIMILAR_FROM:
        return Spread.SIMILAR
    return Spread.SOME if r >= SOME_FROM else Spread.SPLIT


def distribution(tallies: Sequence[Tally]) -> tuple[int, ...]:
    """Ratings per level, lowest first, pooled over these indicators."""
    return tuple(sum(column) for column in zip(*(t.counts for t in tallies), strict=True))
