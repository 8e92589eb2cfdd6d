"""What a letter may say of a council: conditions of its roles, in words, never a person.

Of one to four participants only with their word: a statement stands where everybody whom it
concerns has agreed, and so does every statement from which it would follow. It is a word about a
released figure outside its margin, or about who holds what; no number is in it. Of more, roles are
counted and the mandate is that of the figures told of the council. docs/adr/0041.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from assessment.scoring import gaps
from assessment.scoring.aggregate import printed
from assessment.scoring.audiences import COUNCIL_PARTICIPANTS, COUNCIL_RATERS
from assessment.scoring.council import CouncilPicture, Holding, MandateView, RoleHeld
from assessment.scoring.council_holders import RoleHolder
from assessment.scoring.values import (
    ANONYMOUS,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    Position,
)


class Condition(StrEnum):
    """What may be said of a role."""

    VACANT = "vacant"
    ONE = "one"
    SHARED = "shared"
    COMBINED = "combined"
    MANDATE_LOW = "mandate_low"
    MANDATE_GIVEN = "mandate_given"


@dataclass(frozen=True, slots=True)
class ConditionSaid:
    """A condition and the roles that it is said of; none where it is of all who hold one.

    `holders` counts people, where the condition is one of how many. `items` are the statements
    about the mandate that are seldom so.
    """

    condition: Condition
    roles: tuple[str, ...] = ()
    dimension: str = ""
    holders: int = 0
    items: tuple[str, ...] = ()


_MANDATES: Mapping[Position, Condition | None] = {
    Position.BELOW: Condition.MANDATE_LOW,
    Position.WITHIN: None,
    Position.ABOVE: Condition.MANDATE_GIVEN,
}
_HELD: Mapping[Holding, Condition] = {
    Holding.VACANT: Condition.VACANT,
    Holding.ONE: Condition.ONE,
    Holding.SHARED: Condition.SHARED,
}


def needs_consent(participants: int) -> bool:
    """Whether a council has so few that each must agree before anything is said."""
    return participants < COUNCIL_PARTICIPANTS


# --- one to four --------------------------------------------------------------------------


def agreed_conditions(picture: CouncilPicture, agreed: frozenset[str]) -> tuple[ConditionSaid, ...]:
    """What may be said where each participant is asked; `agreed` are the keys of those who did.

    That a role is vacant follows from what everybody holds, so everybody must have agreed.
    """
    return (
        *_holdings(picture.roles, picture.holders, agreed),
        *_combinations(picture.holders, agreed),
        *_alike(said for role in picture.roles for said in _agreed_mandates(picture, role, agreed)),
    )


def _alike(found: Iterable[ConditionSaid]) -> Iterator[ConditionSaid]:
    """What is said of several roles in the same words, said once."""
    roles: dict[ConditionSaid, tuple[str, ...]] = {}
    for each in found:
        words = replace(each, roles=())
        roles[words] = (*roles.get(words, ()), *each.roles)
    for words, named in roles.items():
        yield replace(words, roles=named)


def _holdings(
    roles: Sequence[RoleHeld], holders: Sequence[RoleHolder], agreed: frozenset[str]
) -> Iterator[ConditionSaid]:
    for each in roles:
        concerned = each.holders or tuple(holder.key for holder in holders)
        if not concerned or not agreed.issuperset(concerned):
            continue
        yield ConditionSaid(_HELD[each.holding], (each.role,), holders=len(each.holders))


def _combinations(holders: Sequence[RoleHolder], agreed: frozenset[str]) -> Iterator[ConditionSaid]:
    """Roles in the same hands, once for each set of roles."""
    concerned: dict[tuple[str, ...], list[str]] = {}
    for each in holders:
        if each.is_combined:
            concerned.setdefault(each.roles, []).append(each.key)
    for roles, keys in concerned.items():
        if agreed.issuperset(keys):
            yield ConditionSaid(Condition.COMBINED, roles, holders=len(keys))


def _agreed_mandates(
    picture: CouncilPicture, role: RoleHeld, agreed: frozenset[str]
) -> Iterator[ConditionSaid]:
    """A mandate that is seen alike for everybody who holds the role."""
    if not role.holders or not agreed.issuperset(role.holders):
        return
    for spec in picture.framework.dimensions:
        views = [
            each
            for each in picture.mandates
            if each.dimension == spec.key and each.holder in role.holders
        ]
        if condition := _seen_alike(views):
            low = condition is Condition.MANDATE_LOW
            items = tuple(_seldom_so(picture, spec.indicators, views)) if low else ()
            yield ConditionSaid(condition, (role.role,), spec.key, items=items)


def _seen_alike(views: Sequence[MandateView]) -> Condition | None:
    stands = {each.stands for each in views}
    only = stands.pop() if len(stands) == 1 else None
    return _MANDATES[only] if only else None


def _seldom_so(
    picture: CouncilPicture, items: Sequence[str], views: Sequence[MandateView]
) -> Iterator[str]:
    holders = [picture.holder(each.holder) for each in views]
    for item in items:
        if all(_is_seldom(picture.framework, holder, item) for holder in holders):
            yield item


def _is_seldom(framework: FrameworkSpec, holder: RoleHolder, item: str) -> bool:
    """Below the middle of the scale by more than the margin, as several people see it."""
    means = {
        each.group: each
        for each in holder.figures
        if each.measure is Measure.ITEM_MEAN and each.indicator == item and each.value is not None
    }
    others = means.get(Group.OTHERS)
    if others is None or not means.keys() & {*ANONYMOUS, Group.COLLEAGUES}:
        return False
    return _standing(framework, others, others.n or 1) is Position.BELOW


# --- five and more ------------------------------------------------------------------------


def counted_conditions(
    framework: FrameworkSpec,
    roles: Sequence[str],
    held: Sequence[tuple[str, ...]],
    figures: Sequence[Figure],
) -> tuple[ConditionSaid, ...]:
    """What may be said of many: how many hold what, and the mandate as it is told of all.

    `held` has the roles of each participant, `figures` are those told of the council.
    """
    counts = Counter(role for each in held for role in each)
    combined = Counter(each for each in held if len(each) > 1)
    return (
        *(ConditionSaid(_of_count(counts[role]), (role,), holders=counts[role]) for role in roles),
        *(ConditionSaid(Condition.COMBINED, each, holders=n) for each, n in combined.items()),
        *_told_mandates(framework, roles, figures),
    )


def _of_count(holders: int) -> Condition:
    if not holders:
        return Condition.VACANT
    return Condition.ONE if holders == 1 else Condition.SHARED


def _told_mandates(
    framework: FrameworkSpec, roles: Sequence[str], figures: Sequence[Figure]
) -> Iterator[ConditionSaid]:
    """By role where there are figures of roles, else of all who take part."""
    scores: Mapping[tuple[str | None, str | None], Figure] = {
        (each.dimension, each.role): each
        for each in figures
        if each.measure is Measure.SCORE and each.value is not None
    }
    for spec in framework.dimensions:
        if spec.kind is not Kind.MANDATE:
            continue
        by_role: list[tuple[str, ...]] = [(r,) for r in roles if (spec.key, r) in scores]
        for named in by_role or [()]:
            score = scores.get((spec.key, *(named or (None,))))
            if score is None:
                continue
            if condition := _MANDATES[_standing(framework, score, COUNCIL_RATERS)]:
                yield ConditionSaid(condition, named, spec.key)


def _standing(framework: FrameworkSpec, figure: Figure, raters: int) -> Position:
    margin = gaps.margin(raters, framework.standard_deviation, framework.single_rater_reliability)
    score = printed(figure.value or Fraction(0))
    return gaps.mandate_standing(score, margin, framework.highest)
