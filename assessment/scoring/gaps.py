"""Targets, gaps, the quadrants of self and others, priorities, and the focus against its range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from assessment.scoring.aggregate import difference, equal_mean
from assessment.scoring.change import spearman_brown
from assessment.scoring.disclosure import enough_indicators, only_asked
from assessment.scoring.values import (
    LOWEST,
    Agreement,
    Outcome,
    Position,
    Quadrant,
    Reason,
    Released,
    RoleSpec,
    RoleTarget,
    Withheld,
)

PERCEPTION_LIMIT = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class PriorityCandidate:
    """A dimension that competes for priority; `place` is its place in the framework."""

    place: int
    priority: Fraction
    gap: Fraction
    others: Fraction


def priority(weight: int, gap: Fraction) -> Fraction:
    """Weight × gap, 0 where the target is met."""
    return weight * max(Fraction(0), gap)


def role_targets(roles: Iterable[RoleSpec], dimension: str) -> dict[str, RoleTarget]:
    """What each role held asks of the dimension, by role key; roles that ask nothing are absent."""
    return {role.key: role.targets[dimension] for role in roles if dimension in role.targets}


def joint_target(targets: Mapping[str, RoleTarget]) -> RoleTarget:
    """The target of whoever holds these roles: the highest level and the highest importance."""
    levels = [target.level for target in targets.values() if target.level is not None]
    weights = [target.importance for target in targets.values() if target.importance is not None]
    return RoleTarget(max(levels, default=None), max(weights, default=None))


def gap(target: Fraction, rated: Released) -> Released:
    """Target − rated, in levels; positive is below the target."""
    return difference(Released(target, rated.n), rated)


def perception_gap(own: Sequence[Outcome], others: Sequence[Outcome]) -> Outcome:
    """Self − others, in levels, on the indicators that both have; item by item, same order.

    Withheld when those are fewer than a score needs. Like with like: what nobody but the
    participant is asked is left out on both sides.
    """
    common = [
        difference(left, right)
        for left, right in zip(own, others, strict=True)
        if isinstance(left, Released) and isinstance(right, Released)
    ]
    if not enough_indicators(len(common), len(only_asked(others))):
        return Withheld(Reason.COMMON_TOO_FEW)
    return equal_mean(common)


def agreement(d: Fraction) -> Agreement:
    """Self-other agreement: half a level either way is over- or under-rating."""
    if d >= PERCEPTION_LIMIT:
        return Agreement.OVER
    if d <= -PERCEPTION_LIMIT:
        return Agreement.UNDER
    return Agreement.IN_AGREEMENT


def margin(raters: int, sd: Fraction, single: Fraction) -> Fraction:
    """How far a mean of so many raters may lie from the target and count as at it, in tenths.

    The standard error of measurement, SEM = SD·√(1 − r) (Gulliksen 1950), of the mean of n raters:
    r by Spearman–Brown from the reliability of one (Conway & Huffcutt 1997). Printed to a tenth,
    halves up; exact, for the square of a float may miss a half.
    """
    squared = sd**2 * (1 - spearman_brown(single, raters))
    twice = isqrt(400 * squared.numerator // squared.denominator)  # of twenty times the margin
    return Fraction((twice + 1) // 2, 10)


def standing(gap: Fraction, margin: Fraction) -> Position:
    """Where others see a skill: below the target, within the margin of it, or above."""
    return position(-gap, -margin, margin)


def middle_of(highest: int) -> Fraction:
    """The middle of a scale, in levels: 3 of five."""
    return Fraction(LOWEST + highest, 2)


def mandate_standing(score: Fraction, margin: Fraction, highest: int) -> Position:
    """How a mandate is seen, which has no target: against the middle of the scale.

    Below it by more than the margin is low. `score` is as printed, both in levels.
    """
    return standing(middle_of(highest) - score, margin)


def quadrant(own_reaches: bool, others: Position, d: Fraction) -> Quadrant:
    """Where self and others stand to the target, and which way they differ.

    `own_reaches` says that one sees oneself at the target or above, `others` where they do.
    """
    if abs(d) < PERCEPTION_LIMIT:
        if others is Position.WITHIN or own_reaches is not (others is Position.ABOVE):
            return Quadrant.ALIGNED
        return Quadrant.OPEN_STRENGTH if own_reaches else Quadrant.KNOWN_NEED
    if d > 0:
        blind = own_reaches and others is Position.BELOW
        return Quadrant.BLIND_SPOT if blind else Quadrant.SELF_HIGHER
    hidden = not own_reaches and others is Position.ABOVE
    return Quadrant.HIDDEN_STRENGTH if hidden else Quadrant.SELF_LOWER


def nearest_level(score: Fraction, highest: int) -> int:
    """The level that a printed score is nearest to; exactly between two it is the upper one."""
    return max(LOWEST, min(highest, int(score + Fraction(1, 2))))


def ranked(standings: Iterable[PriorityCandidate]) -> list[PriorityCandidate]:
    """Highest priority first; ties: larger gap, then lower others, then framework order."""
    return sorted(standings, key=lambda s: (-s.priority, -s.gap, s.others, s.place))


def position(value: Fraction, low: Fraction, high: Fraction) -> Position:
    """A focus against the range that a role expects, both ends included."""
    if value < low:
        return Position.BELOW
    return Position.ABOVE if value > high else Position.WITHIN
