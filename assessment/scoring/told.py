"""How a figure over several participants is told to somebody who may not open their reports.

Its reader may be one of them and hold the own report, or all of them but one may put theirs
together. Whatever they know, the score of each other participant stays open by half a level at
least: a mean is printed to a tenth, which for five people is half a level of their sum, and what
lies within half a level of an end of the scale counts as half a level from it. docs/adr/0041.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from assessment.scoring.aggregate import joint_bound, printed
from assessment.scoring.values import LOWEST, Bound, Released

FROM_AN_END = Fraction(1, 2)
"""Levels from either end of the scale that a participant's score counts as, at least."""

FLOOR_OF_A_COUNCIL = Fraction(1)
"""Levels above the lowest below which the mean of a council is not said."""


def told_mean(scores: Sequence[Released], highest: int) -> Released:
    """The mean of participants' scores as it is printed; n is the participants.

    Raises ZeroDivisionError without a score.
    """
    lowest, top = LOWEST + FROM_AN_END, highest - FROM_AN_END
    counted = [min(max(score.value, lowest), top) for score in scores]
    return at_the_ends(printed(sum(counted, Fraction(0)) / len(counted)), len(scores), highest)


def together(parts: Sequence[Released], highest: int) -> Released:
    """Several parts without a person in common, made of what is told of each and of nothing else.

    Raises ZeroDivisionError without a part.
    """
    if len(parts) == 1:
        return parts[0]
    n = sum(part.n for part in parts)
    mean = printed(sum((part.value * part.n for part in parts), Fraction(0)) / n)
    return at_the_ends(mean, n, highest, joint_bound(part.bound for part in parts))


def at_the_ends(mean: Fraction, n: int, highest: int, bound: Bound = Bound.EXACT) -> Released:
    """A printed mean, with “or lower” and “or higher” where nearly everybody is at one end."""
    floor, ceiling = LOWEST + FLOOR_OF_A_COUNCIL, highest - FROM_AN_END
    if mean < floor:
        return Released(floor, n, Bound.OR_LOWER)
    if mean >= ceiling:
        return Released(ceiling, n, Bound.OR_HIGHER)
    return Released(mean, n, bound)
