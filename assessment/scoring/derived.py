"""Numbers of one dimension made of its released scores and item means, and of targets.

Words are decided in `reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.scoring import change, disclosure, gaps
from assessment.scoring.sheet import Items
from assessment.scoring.values import (
    Assessment,
    DimensionSpec,
    Figure,
    Group,
    Kind,
    Measure,
    Outcome,
    Reason,
    Released,
    RoleTarget,
    Withheld,
)


@dataclass(frozen=True, slots=True)
class DimensionView:
    """What derived figures of a dimension may look at: released outcomes and targets."""

    spec: DimensionSpec
    own: Items
    others: Items
    own_score: Outcome
    others_score: Outcome
    targets: Mapping[str, RoleTarget]
    target: RoleTarget


def figure(
    measure: Measure,
    outcome: Outcome,
    dimension: str | None,
    indicator: str | None = None,
    *,
    group: Group | None = None,
    role: str | None = None,
    level: int | None = None,
    code: str = "",
) -> Figure:
    """An outcome in its place; a withheld one keeps the place and the reason alone."""
    if isinstance(outcome, Withheld):
        return Figure(measure, dimension, indicator, group, role, withheld=outcome.reason)
    value, n, bound = outcome.value, outcome.n, outcome.bound
    return Figure(measure, dimension, indicator, group, role, level, value, n, bound, code)


def of_kind(view: DimensionView) -> Iterator[Figure]:
    """Target and gaps of a skill; the range of a focus; of a mandate nothing."""
    return _KINDS[view.spec.kind](view)


def _skill(view: DimensionView) -> Iterator[Figure]:
    key, target = view.spec.key, view.target
    if target.level is None:
        return
    yield Figure(Measure.TARGET, key, value=Fraction(target.level))
    if target.importance is not None:
        yield Figure(Measure.IMPORTANCE, key, value=Fraction(target.importance))
    if isinstance(view.others_score, Released):
        yield figure(Measure.GAP, gaps.gap(target.level, view.others_score), key)
    if isinstance(view.own_score, Released):
        yield figure(Measure.GAP_SELF, gaps.gap(target.level, view.own_score), key)
    if len(view.targets) > 1:
        for role, asked in view.targets.items():
            yield from _role(view, role, asked)


def _role(view: DimensionView, role: str, asked: RoleTarget) -> Iterator[Figure]:
    key = view.spec.key
    if asked.level is None:
        return
    yield Figure(Measure.ROLE_TARGET, key, role=role, value=Fraction(asked.level))
    if asked.importance is not None:
        yield Figure(Measure.ROLE_IMPORTANCE, key, role=role, value=Fraction(asked.importance))
    if isinstance(view.others_score, Released):
        yield figure(Measure.ROLE_GAP, gaps.gap(asked.level, view.others_score), key, role=role)


def _mandate(view: DimensionView) -> Iterator[Figure]:
    return iter(())


def _focus(view: DimensionView) -> Iterator[Figure]:
    key = view.spec.key
    for role, asked in view.targets.items():
        if asked.range_low is None or asked.range_high is None:
            continue
        yield Figure(Measure.RANGE_LOW, key, role=role, value=Fraction(asked.range_low))
        yield Figure(Measure.RANGE_HIGH, key, role=role, value=Fraction(asked.range_high))


_KINDS: Mapping[Kind, Callable[[DimensionView], Iterator[Figure]]] = {
    Kind.SKILL: _skill,
    Kind.MANDATE: _mandate,
    Kind.FOCUS: _focus,
}


def perception(view: DimensionView) -> Iterator[Figure]:
    """The perception gap; `reading` says what follows from it."""
    own, others = view.own_score, view.others_score
    if isinstance(own, Withheld) or isinstance(others, Withheld):
        return
    d = gaps.perception_gap(tuple(view.own.values()), tuple(view.others.values()))
    yield figure(Measure.PERCEPTION_GAP, d, view.spec.key)


def change_since(assessment: Assessment, view: DimensionView) -> Iterator[Figure]:
    """Then and change since the previous round, where one is given and others are shown now.

    Of others, and of oneself where enough statements are the same: what the participant gave is
    theirs, so that nothing of it is withheld.
    """
    previous, framework = assessment.previous, assessment.framework
    if previous is None or isinstance(view.others_score, Withheld):
        return
    if previous.highest != framework.highest:
        changed = Withheld(Reason.SCALE_CHANGED)
        yield figure(Measure.CHANGE, changed, view.spec.key, group=Group.OTHERS)
        return
    sides = ((Group.OTHERS, view.others, assessment.k), (Group.SELF, view.own, 1))
    for group, now, least in sides:
        then = change.means_then(previous, group)
        found = change.change(now, then, previous.same, least)
        if isinstance(found.then, Released):
            yield figure(Measure.THEN, found.then, view.spec.key, group=group)
        if group is Group.OTHERS or isinstance(found.change, Released):
            yield figure(Measure.CHANGE, found.change, view.spec.key, group=group)


def part_of(items: Items, spec: DimensionSpec) -> Items:
    """The items of one dimension, in its order."""
    return {key: items[key] for key in spec.indicators}


def score_of(items: Items) -> Outcome:
    """The score that the items of one dimension make."""
    return disclosure.release_score(tuple(items.values()))
