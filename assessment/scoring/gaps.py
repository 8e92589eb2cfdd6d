"""Targets, gaps, the quadrants of self and others, priorities, and the focus against its range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.scoring.aggregate import difference, equal_mean
from assessment.scoring.disclosure import enough_indicators, only_asked
from assessment.scoring.values import (
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
    weight: int
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


def quadrant(own: Fraction, others: Fraction, target: Fraction, d: Fraction) -> Quadrant:
    """Where self and others stand to the target; within half a level astride it: aligned."""
    if own >= target and others >= target:
        return Quadrant.OPEN_STRENGTH
    if own < target and others < target:
        return Quadrant.KNOWN_NEED
    if abs(d) < PERCEPTION_LIMIT:
        return Quadrant.ALIGNED
    return Quadrant.BLIND_SPOT if own >= target else Quadrant.HIDDEN_STRENGTH


def ranked(standings: Iterable[PriorityCandidate]) -> list[PriorityCandidate]:
    """Highest priority first; ties: larger gap, then lower others, then framework order."""
    return sorted(standings, key=lambda s: (-priority(s.weight, s.gap), -s.gap, s.others, s.place))


def position(value: Fraction, low: Fraction, high: Fraction) -> Position:
    """A focus against the range that a role expects, both ends included."""
    if value < low:
        return Position.BELOW
    return Position.ABOVE if value > high else Position.WITHIN
