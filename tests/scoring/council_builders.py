"""Short ways to write down a council: who holds which role, and what people see of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random

from assessment.scoring.council import CouncilPicture
from assessment.scoring.council_holders import RoleHolder
from assessment.scoring.council_parts import council_picture
from assessment.scoring.profile import score_participant
from assessment.scoring.values import (
    Assessment,
    DimensionSpec,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    PreviousRound,
    RaterResponse,
    RoleSpec,
    RoleTarget,
)

CHAMPION, ICT = "e-champion", "head-of-ict"
RELATIONS, TALK, CUSTOMERS = "relationship-building", "communication", "customer-service"
MANDATE, FOCUS, PLANS = "mandate", "focus", "was-asked-about-plans"

KINDS = {
    RELATIONS: Kind.SKILL,
    TALK: Kind.SKILL,
    CUSTOMERS: Kind.SKILL,
    MANDATE: Kind.MANDATE,
    FOCUS: Kind.FOCUS,
}
STATEMENTS = {key: tuple(f"{key}-{n}" for n in (1, 2, 3, 4)) for key in KINDS}
STATEMENTS[MANDATE] = (PLANS, *STATEMENTS[MANDATE][1:])

FRAMEWORK = FrameworkSpec(
    tuple(DimensionSpec(key, kind, STATEMENTS[key]) for key, kind in KINDS.items())
)
SLUGS = {
    key: key for key in (CHAMPION, ICT, *KINDS, *(s for each in STATEMENTS.values() for s in each))
}


def level_of(level: float, importance: int) -> RoleTarget:
    return RoleTarget(Fraction(level), importance)


def range_of(low: float, high: float) -> RoleTarget:
    return RoleTarget(range_low=Fraction(low), range_high=Fraction(high))


ROLES = (
    RoleSpec(
        CHAMPION,
        {
            RELATIONS: level_of(3.5, 2),
            TALK: level_of(3.5, 2),
            CUSTOMERS: level_of(3.5, 1),
            FOCUS: range_of(2.5, 4.5),
        },
    ),
    RoleSpec(
        ICT,
        {
            RELATIONS: level_of(3.5, 2),
            TALK: level_of(3.5, 2),
            CUSTOMERS: level_of(3, 1),
            FOCUS: range_of(2, 3.5),
        },
    ),
)

FINE = {RELATIONS: 4, TALK: 4, CUSTOMERS: 4, MANDATE: 4, FOCUS: 3}


@dataclass(frozen=True)
class Seen:
    """A holder: what seven peers, the manager and they themselves give, by dimension.

    `others` is one level for all or levels in turn; without peers the manager is alone. In the
    dimensions in `few` one peer answers and nobody else.
    """

    name: str
    roles: Sequence[str] = (CHAMPION,)
    others: Mapping[str, int | Sequence[int]] = field(default_factory=dict)
    own: Mapping[str, int] = field(default_factory=dict)
    manager: Mapping[str, int] | None = field(default_factory=dict)
    peers: int = 7
    few: frozenset[str] = frozenset()
    previous: PreviousRound | None = None


def council(
    *people: Seen, roles: Sequence[RoleSpec] = ROLES, slugs: Mapping[str, str] = SLUGS
) -> CouncilPicture:
    """The picture of these people, in a framework like the shipped one."""
    made: dict[str, tuple[Figure, ...]] = {}
    for each in people:
        if (what := repr(replace(each, name=""))) not in made:
            made[what] = figures_of_seen(each, roles)
    holders = [
        RoleHolder(each.name, tuple(each.roles), made[repr(replace(each, name=""))], each.name)
        for each in people
    ]
    return council_picture(FRAMEWORK, roles, holders, k=3, slugs=slugs)


def figures_of_seen(seen: Seen, roles: Sequence[RoleSpec] = ROLES) -> tuple[Figure, ...]:
    held = tuple(role for role in roles if role.key in seen.roles)
    given = [_response("self", Group.SELF, {**FINE, **seen.own})]
    if seen.manager is not None:
        given.append(
            _response("bob", Group.MANAGER, {**FINE, **_first(seen.others), **seen.manager})
        )
    for number in range(seen.peers):
        levels = {**FINE, **{key: _of(each, number) for key, each in seen.others.items()}}
        given.append(_response(f"peer{number}", Group.PEER, levels, seen.few if number else set()))
    assessment = Assessment(FRAMEWORK, held, tuple(given), {}, 3, seen.previous)
    return score_participant(assessment, rng=Random(1))


def _first(levels: Mapping[str, int | Sequence[int]]) -> dict[str, int]:
    return {key: _of(each, 0) for key, each in levels.items()}


def _of(levels: int | Sequence[int], number: int) -> int:
    return levels if isinstance(levels, int) else levels[number % len(levels)]


def _response(
    rater: str,
    group: Group,
    levels: Mapping[str, int],
    few: frozenset[str] | set[str] = frozenset(),
) -> RaterResponse:
    ratings: dict[str, int | None] = {
        statement: levels.get(statement, levels[key])
        for key, statements in STATEMENTS.items()
        for statement in statements
        if key not in few
    }
    return RaterResponse(rater, group, ratings)
