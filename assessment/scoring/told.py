"""How a figure over several participants is told to somebody who may not open their reports.

Its reader may be one of them and hold the own report, or all of them but one may put theirs
together. Whatever they know, the score of each other participant stays open by half a level at
least: a mean is printed to a tenth, which for five people is half a level of their sum, and what
lies within half a level of an end of the scale counts as half a level from it. Whoever rated one of
them and reads such a figure is not told what the others gave. docs/adr/0041.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from assessment.scoring.aggregate import joint_bound, printed
from assessment.scoring.values import LOWEST, Bound, Released

FROM_AN_END = Fraction(1, 2)
"""Levels from either end of the scale that a participant's score counts as, at least."""

FLOOR_OF_A_COUNCIL = Fraction(1)
"""Levels above the lowest below which the mean of a council is not said."""

FEWEST_TOLD = 5
"""Participants in the smallest part that is told."""

FEWEST_RATERS = 3
"""Raters behind a score, at least: with more each of them knows less of it."""

HALF_A_TENTH = Fraction(1, 20)


def ceiling_of_a_council(highest: int) -> Fraction:
    """From here on the mean of a council is “or higher”, in levels: 4.3 of five.

    The highest tenth from which nobody’s score follows so closely that one of three raters, who
    gave the lowest level, is certain that the others gave the highest. Of a mean that is told the
    others may be at the top and be counted half a level from it; the rest is this score at least,
    and must not be more than it is where one of the others gave one level less.
    """
    one_less = Fraction(LOWEST + (FEWEST_RATERS - 1) * highest - 1, FEWEST_RATERS)
    others = (FEWEST_TOLD - 1) * (highest - FROM_AN_END)
    return Fraction(floor(10 * ((one_less + others) / FEWEST_TOLD + HALF_A_TENTH)), 10)


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
    lowest, ceiling = LOWEST + FLOOR_OF_A_COUNCIL, ceiling_of_a_council(highest)
    if mean < lowest:
        return Released(lowest, n, Bound.OR_LOWER)
    if mean >= ceiling:
        return Released(ceiling, n, Bound.OR_HIGHER)
    return Released(mean, n, bound)
