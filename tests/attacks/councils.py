"""Councils for Hypothesis: every size, mood and oddity that a release must survive."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from assessment.scoring.profile import score_participant
from assessment.scoring.values import (
    ANONYMOUS,
    CLOSING,
    JOINED,
    Assessment,
    DimensionSpec,
    FrameworkSpec,
    Group,
    Kind,
    PreviousRound,
    RaterResponse,
    RoleSpec,
    RoleTarget,
)

# How many councils each property is tried on; CI keeps it small.
COUNCILS = int(os.environ.get("ATTACK_COUNCILS", "150"))
council_settings = settings(
    max_examples=COUNCILS,
    deadline=None,
    print_blob=True,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MOODS = ("lowest", "highest", "nearly lowest", "nearly highest", "alike", "close", "any")
MARKING = ("any", "any", "all", "none", "nearly all", "nearly none")
MOST_IDENTIFIED, MOST_ANONYMOUS = (1, 2), (8, 7, 4)
# A council that asks more groups is rare: what must be hidden is few people's.
MOST_OF_MORE = (0, 0, 0, 0, 4)
PEOPLE = [f"person-{n}" for n in range(sum(MOST_ANONYMOUS) + 4 * len(ANONYMOUS) + 9)]


class Council:
    """Assessments of one round; people rate several participants under one id.

    Not a dataclass: Hypothesis would print every field of every answer.
    """

    def __init__(
        self, framework: FrameworkSpec, k: int, assessments: Mapping[str, Assessment]
    ) -> None:
        self.framework, self.k, self.assessments = framework, k, assessments

    def __repr__(self) -> str:
        """Who gave what, short enough to read when a council fails."""
        lines = [f"k={self.k}, 1 to {self.framework.highest}"]
        for name, assessment in self.assessments.items():
            lines += [
                f"{name}: {response.group} {list(response.ratings.values())}"
                for response in assessment.responses
            ]
        return "\n".join(lines)


@st.composite
def frameworks(draw: st.DrawFn, *, apart: bool) -> FrameworkSpec:
    """With `apart` groups are asked different statements."""
    kinds = draw(st.lists(st.sampled_from(Kind), min_size=1, max_size=4))
    dimensions = tuple(
        DimensionSpec(f"d{n}", kind, tuple(f"d{n}i{m}" for m in range(draw(st.integers(1, 4)))))
        for n, kind in enumerate(kinds)
    )
    if apart:
        dimensions = tuple(replace(each, seen_by=draw(_seen_by(each))) for each in dimensions)
    return FrameworkSpec(dimensions, draw(st.integers(3, 7)))


def _seen_by(dimension: DimensionSpec) -> st.SearchStrategy[dict[str, frozenset[Group]]]:
    """Some statements are asked of some groups; answers of people who were moved are there too."""
    groups = st.frozensets(st.sampled_from(JOINED), min_size=1)
    return st.dictionaries(st.sampled_from(dimension.indicators), groups)


@st.composite
def councils(draw: st.DrawFn, *, apart: bool = False) -> Council:
    """One to three participants, groups of 0 to 8, people who decline, two roles at once."""
    framework = draw(frameworks(apart=apart))
    k = draw(st.sampled_from((3, 3, 3, 4, 5)))
    assessments = {}
    for name in ("carol", "bob", "erin")[: draw(st.integers(1, 3))]:
        usual = MOST_IDENTIFIED + MOST_ANONYMOUS
        sizes = {
            group: draw(st.integers(0, most)) for group, most in zip(JOINED, usual, strict=False)
        }
        more = draw(st.sampled_from(MOST_OF_MORE))
        sizes |= {group: draw(st.integers(0, more)) for group in JOINED[len(usual) :]}
        declined = {group: draw(st.integers(0, 2)) for group in JOINED}
        chance = Random(draw(st.integers(0, 2**32)))
        roles = tuple(_role(framework, chance, n) for n in range(draw(st.integers(0, 2))))
        first = _round(framework, chance, k, sizes, declined, roles)
        previous = _released(first, framework) if draw(st.booleans()) else None
        second = _round(framework, chance, k, sizes, declined, roles, previous)
        assessments[name] = second
        if previous:
            assessments[f"{name} a year ago"] = first
    return Council(framework, k, assessments)


def _released(assessment: Assessment, framework: FrameworkSpec) -> PreviousRound:
    keys = [key for dimension in framework.dimensions for key in dimension.indicators]
    figures = score_participant(assessment, rng=Random(0))
    return PreviousRound(figures, dict(zip(keys, keys, strict=True)), framework.highest)


def _role(framework: FrameworkSpec, chance: Random, n: int) -> RoleSpec:
    def asked(kind: Kind) -> RoleTarget:
        level = Fraction(chance.randint(2, 2 * framework.highest), 2)
        if kind is Kind.FOCUS:
            return RoleTarget(range_low=min(level, Fraction(2)), range_high=level)
        return RoleTarget(level, chance.choice((1, 2, None)))

    chosen = [d for d in framework.dimensions if chance.random() < 0.9]
    return RoleSpec(f"role-{n}", {d.key: asked(d.kind) for d in chosen})


def _round(
    framework: FrameworkSpec,
    chance: Random,
    k: int,
    sizes: Mapping[Group, int],
    declined: Mapping[Group, int],
    roles: tuple[RoleSpec, ...],
    previous: PreviousRound | None = None,
) -> Assessment:
    people = iter(chance.sample(PEOPLE, sum(sizes.values())))
    ratings = {group: _columns(framework, chance, size) for group, size in sizes.items()}
    marking = _Marking(chance.choice(MARKING), Random(chance.random()))
    responses = tuple(
        RaterResponse(
            rater=next(people),
            group=group,
            ratings={key: column[n] for key, column in ratings[group].items() if column[n] != 0},
            comments=dict(_comments(framework, chance, group, n)),
            marks=_marks(marking, framework),
        )
        for group, size in sizes.items()
        for n in range(size)
    )
    invited = {group: size + declined[group] for group, size in sizes.items()}
    return Assessment(framework, roles, responses, invited, k, previous)


def _columns(framework: FrameworkSpec, chance: Random, size: int) -> dict[str, list[int | None]]:
    """A column of levels for each indicator; None is not observed, 0 unanswered."""
    missing = chance.choice((0, 0, 0.1, 0.4))
    columns: dict[str, list[int | None]] = {}
    for dimension in framework.dimensions:
        for key in dimension.indicators:
            column: list[int | None] = list(_levels(framework.highest, chance, size))
            for n in range(size):
                if chance.random() < missing:
                    column[n] = chance.choice((None, None, 0))
            columns[key] = column
    return columns


def _levels(highest: int, chance: Random, size: int) -> list[int]:
    mood, one = chance.choice(MOODS), chance.randint(1, highest)
    if mood in ("lowest", "nearly lowest"):
        levels = [1] * size
    elif mood in ("highest", "nearly highest"):
        levels = [highest] * size
    elif mood == "alike":
        levels = [one] * size
    elif mood == "close":
        levels = [chance.choice((one, min(one + 1, highest))) for _ in range(size)]
    else:
        levels = [chance.randint(1, highest) for _ in range(size)]
    if mood.startswith("nearly") and size:
        levels[chance.randrange(size)] = one
    return levels


def _comments(
    framework: FrameworkSpec, chance: Random, group: Group, n: int
) -> Iterator[tuple[str, str]]:
    for dimension in framework.dimensions:
        if chance.random() < 0.5:
            yield dimension.key, f"{group} {n} on {dimension.key}"
    for question in CLOSING:
        if chance.random() < 0.5:
            yield question, f"{group} {n} on {question}"


class _Marking(NamedTuple):
    mood: str
    chance: Random


def _marks(marking: _Marking, framework: FrameworkSpec) -> frozenset[str]:
    """None, one or two skills; by mood all alike, nearly all alike, or as it comes."""
    skills = [each.key for each in framework.dimensions if each.kind is Kind.SKILL]
    mood, chance = marking
    usual = frozenset(skills[:2]) if mood.endswith("all") else frozenset[str]()
    if mood == "any" or (mood.startswith("nearly") and chance.random() < 0.2):
        return frozenset(chance.sample(skills, min(len(skills), chance.randint(0, 2))))
    return usual
