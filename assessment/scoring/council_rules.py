"""The rules by which a council's picture is read: their names, and what each of them needs.

docs/adr/0039.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from assessment.scoring.council import CouncilPicture, HolderStanding
from assessment.scoring.council_holders import HolderFigure, RoleHolder
from assessment.scoring.values import Group, Kind, Measure, Position

SERVICES_FOCUS = ("focus",)
"""Keys of a focus from technology to the services that people need."""
CUSTOMER_SKILLS = ("customer-service", "understanding-users")
"""Keys of the skill of starting from what residents need."""
PLANNING_STATEMENTS = ("was-asked-about-plans", "say-in-service-plans")
"""Keys of the statement that one has a say in service plans before they are agreed."""
MANY_HOLDERS = Fraction(1, 4)
"""A rule about some holders needs this share of all: of 40, some two nearly always differ."""
LEVELS_APART = Fraction(1)
"""Levels by which what two roles ask of one skill lies too far apart for one person."""


class CouncilRule(StrEnum):
    """The readings, in the order in which they are shown."""

    ROLE_VACANT = "role_vacant"
    ALL_ON_ONE = "all_on_one"
    NO_SERVICES_CHAMPION = "no_services_champion"
    FOCUS_NARROWED = "focus_narrowed"
    OBSTACLE_NOT_PERSON = "obstacle_not_person"
    MANAGERS_SEE_MANDATE = "managers_see_mandate"
    HOLDERS_SEE_MANDATE = "holders_see_mandate"
    PLANNING_UNSETTLED = "planning_unsettled"
    CORE_SKILLS_SHORT = "core_skills_short"
    CUSTOMER_SERVICE_SHORT = "customer_service_short"
    TARGETS_PULL_APART = "targets_pull_apart"


@dataclass(frozen=True, slots=True)
class CouncilReading:
    """A rule that fired: about whom and what, and the very figures that it stands on.

    `against` are the holders on the other side, where holders differ.
    """

    rule: CouncilRule
    holders: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    evidence: tuple[HolderFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleNeeds:
    """What a rule stands on, and what must be there before it is asked.

    `measures` and `groups` are those of its evidence, `kinds` the dimensions looked at, `keys`
    the names that the framework must use. `holders` is how many must take part, `previous`
    whether an earlier picture is needed. `margin`: figures within their margin say nothing;
    `several`: the view of others must be that of several people; `share`: a quarter of all
    holders must be concerned.
    """

    measures: frozenset[Measure] = frozenset()
    groups: frozenset[Group] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    keys: tuple[str, ...] = ()
    holders: int = 1
    previous: bool = False
    margin: bool = False
    several: bool = False
    share: bool = False


_TARGETS = frozenset({Measure.SCORE, Measure.TARGET, Measure.IMPORTANCE, Measure.MARGIN})
_RANGES = frozenset({Measure.SCORE, Measure.RANGE_LOW, Measure.RANGE_HIGH})
_TWO_VIEWS = RuleNeeds(
    frozenset({Measure.SCORE}),
    frozenset({Group.SELF, Group.MANAGER}),
    frozenset({Kind.MANDATE}),
    margin=True,
    share=True,
)

NEEDS: Mapping[CouncilRule, RuleNeeds] = MappingProxyType(
    {
        CouncilRule.ROLE_VACANT: RuleNeeds(),
        CouncilRule.ALL_ON_ONE: RuleNeeds(
            _TARGETS | {Measure.ROLE_TARGET},
            frozenset({Group.OTHERS}),
            frozenset({Kind.SKILL}),
            margin=True,
            several=True,
        ),
        CouncilRule.NO_SERVICES_CHAMPION: RuleNeeds(
            _RANGES,
            frozenset({Group.OTHERS}),
            frozenset({Kind.FOCUS}),
            SERVICES_FOCUS,
            margin=True,
            several=True,
        ),
        CouncilRule.FOCUS_NARROWED: RuleNeeds(
            frozenset({Measure.SCORE, Measure.THEN, Measure.CHANGE}),
            frozenset({Group.OTHERS}),
            frozenset({Kind.FOCUS}),
            SERVICES_FOCUS,
            previous=True,
            margin=True,
            several=True,
            share=True,
        ),
        CouncilRule.OBSTACLE_NOT_PERSON: RuleNeeds(
            _TARGETS,
            frozenset({Group.OTHERS}),
            frozenset({Kind.SKILL, Kind.MANDATE}),
            margin=True,
            several=True,
            share=True,
        ),
        CouncilRule.MANAGERS_SEE_MANDATE: _TWO_VIEWS,
        CouncilRule.HOLDERS_SEE_MANDATE: _TWO_VIEWS,
        CouncilRule.PLANNING_UNSETTLED: RuleNeeds(
            frozenset({Measure.ITEM_MEAN}),
            frozenset({Group.SELF, Group.OTHERS}),
            frozenset({Kind.MANDATE}),
            PLANNING_STATEMENTS,
            holders=2,
            margin=True,
            several=True,
            share=True,
        ),
        CouncilRule.CORE_SKILLS_SHORT: RuleNeeds(
            _TARGETS, frozenset({Group.OTHERS}), frozenset({Kind.SKILL}), margin=True, several=True
        ),
        CouncilRule.CUSTOMER_SERVICE_SHORT: RuleNeeds(
            _TARGETS,
            frozenset({Group.OTHERS}),
            frozenset({Kind.SKILL}),
            CUSTOMER_SKILLS,
            margin=True,
            several=True,
        ),
        CouncilRule.TARGETS_PULL_APART: RuleNeeds(
            frozenset({Measure.ROLE_TARGET, Measure.RANGE_LOW, Measure.RANGE_HIGH}),
            frozenset(),
            frozenset({Kind.SKILL, Kind.FOCUS}),
        ),
    }
)
"""What each rule needs: read by whoever applies the rules and by whoever explains them."""


# --- what rules have in common --------------------------------------------------------------


def holders_with_role(picture: CouncilPicture) -> list[RoleHolder]:
    """Those who hold a role, in their order."""
    return [each for each in picture.holders if each.roles]


def are_many_holders(found: Sequence[object], picture: CouncilPicture) -> bool:
    """Whether these are a quarter of all holders, and one at least."""
    return bool(found) and len(found) >= MANY_HOLDERS * len(holders_with_role(picture))


def has_slug(picture: CouncilPicture, key: str, names: Sequence[str]) -> bool:
    """Whether the framework calls this by one of these names."""
    return picture.slugs.get(key, "") in names


def evidence_of(
    holders: Iterable[RoleHolder], *places: tuple[Measure, str, Group | None, str | None]
) -> Iterator[HolderFigure]:
    """The figures of these places that holders have."""
    for holder in holders:
        for measure, dimension, group, role in places:
            figure = holder.find(measure, dimension, group=group, role=role)
            if figure is not None and figure.withheld is None:
                yield HolderFigure(holder.key, figure)


def standing_evidence(
    picture: CouncilPicture, standings: Iterable[tuple[str, HolderStanding]]
) -> Iterator[HolderFigure]:
    """What a standing to the own target is read from."""
    for dimension, each in standings:
        yield from evidence_of(
            [picture.holder(each.holder)],
            (Measure.SCORE, dimension, Group.OTHERS, None),
            (Measure.TARGET, dimension, None, None),
            (Measure.MARGIN, dimension, None, None),
        )


def all_seen_below(standings: Sequence[HolderStanding]) -> bool:
    """Whether each is clearly below target, and there is one."""
    return bool(standings) and all(each.stands is Position.BELOW for each in standings)
