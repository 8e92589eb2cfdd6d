"""Councils of every size, and what their readers can work out of one participant's score.

A reader knows the rules, who holds which role and who counts in a figure. One holds the own
report; several put theirs together, up to all but one. Nothing is solved by arithmetic: a score is
possible where the rules, played again with it, say what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from assessment.scoring.audiences import Member, council_figures, counted_ratings
from assessment.scoring.council_holders import RoleHolder
from assessment.scoring.profile import score_participant
from assessment.scoring.values import (
    Assessment,
    DimensionSpec,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    RaterResponse,
    RoleSpec,
    RoleTarget,
)

LIMIT = Fraction(1, 2)
"""Levels by which the score of anybody else stays open, at least: scoring.told says so."""

NEAR = Fraction(1, 4096)
"""How exactly the ends of what is possible are looked for."""

MOODS = ("lowest", "highest", "nearly highest", "alike", "any", "any")
ROLES = ("champion", "head", "data")
Told = tuple[Figure, ...]
Scores = Mapping[int, Fraction]


@dataclass(frozen=True)
class ToldCouncil:
    """A round: its participants as scoring takes them, and what is told of them."""

    framework: FrameworkSpec
    roles: tuple[RoleSpec, ...]
    assessments: tuple[Assessment, ...]
    members: tuple[Member, ...]

    def told(self, scores: Scores | None = None, dimension: str = "") -> Told:
        """What is said, or would be with these scores of some of them in a dimension."""
        members = [
            _with(member, dimension, scores[n]) if scores and n in scores else member
            for n, member in enumerate(self.members)
        ]
        return council_figures(self.framework, members, opens_reports=False)

    @property
    def holders(self) -> tuple[RoleHolder, ...]:
        return tuple(
            RoleHolder(str(n), tuple(role.key for role in each.roles), self.members[n].figures)
            for n, each in enumerate(self.assessments)
        )

    def counted(self, dimension: str) -> dict[int, Fraction]:
        """The scores of those who count in a dimension."""
        return {
            n: figure.value
            for n, member in enumerate(self.members)
            if dimension in member.ratings
            for figure in member.figures
            if _is_score(figure, dimension) and figure.value is not None
        }


def _is_score(figure: Figure, dimension: str) -> bool:
    place = (figure.measure, figure.dimension, figure.group)
    return place == (Measure.SCORE, dimension, Group.OTHERS)


def _with(member: Member, dimension: str, score: Fraction) -> Member:
    figures = (
        replace(each, value=score) if _is_score(each, dimension) else each
        for each in member.figures
    )
    return replace(member, figures=tuple(figures))


# --- what can be worked out -----------------------------------------------------------------


def open_to_one(council: ToldCouncil, dimension: str, own: int, other: int) -> Fraction:
    """The width of what a participant holds possible of another's score."""
    truth = council.counted(dimension)
    rest = [n for n in truth if n not in (own, other)]
    known = council.told()

    def possible(score: Fraction) -> bool:
        # What the rest may have given runs without a gap from all of the lowest to all of the top.
        low = dict.fromkeys(rest, Fraction(1)) | {other: score}
        high = dict.fromkeys(rest, Fraction(council.framework.highest)) | {other: score}
        least, most = (council.told(each, dimension) for each in (low, high))
        return all(
            at_most(a, b) and at_most(b, c) for a, b, c in zip(least, known, most, strict=True)
        )

    return width(possible, truth[other], council.framework.highest)


def at_most(one: Figure, other: Figure) -> bool:
    """Of two figures in one place; gaps run the other way."""
    if one.value is None or other.value is None:
        return one.withheld == other.withheld
    if one.measure is Measure.GAP:
        return one.value >= other.value
    return one.value <= other.value


def open_to_all_others(council: ToldCouncil, dimension: str, other: int) -> Fraction:
    """The same for everybody else who counts, together."""
    truth, known = council.counted(dimension), council.told()
    return width(
        lambda score: council.told({other: score}, dimension) == known,
        truth[other],
        council.framework.highest,
    )


def width(possible: Callable[[Fraction], bool], truth: Fraction, highest: int) -> Fraction:
    """Of an interval that holds the truth, looked for from there to both ends of the scale."""
    assert possible(truth)
    return _end(possible, truth, Fraction(highest)) - _end(possible, truth, Fraction(1))


def _end(possible: Callable[[Fraction], bool], inside: Fraction, outside: Fraction) -> Fraction:
    if possible(outside):
        return outside
    while abs(outside - inside) > NEAR:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if possible(middle) else (inside, middle)
    return inside


# --- councils -------------------------------------------------------------------------------


def make_council(chance: Random, participants: int) -> ToldCouncil:
    """A council of so many, in every mood; some people rate several."""
    framework = FrameworkSpec(
        (
            DimensionSpec("skill", Kind.SKILL, _items("skill", chance.randint(1, 4))),
            DimensionSpec("mandate", Kind.MANDATE, _items("mandate", chance.randint(1, 4))),
        ),
        chance.choice((3, 5, 5, 5, 7)),
    )
    roles = tuple(
        RoleSpec(key, {"skill": RoleTarget(Fraction(chance.randint(2, framework.highest)), 2)})
        for key in ROLES[: chance.randint(1, 3)]
    )
    combined = chance.choice((0, 0, 0.2, 0.5))
    common = [f"shared-{n}" for n in range(6)] if chance.random() < 0.3 else []
    assessments = tuple(
        _assessment(chance, framework, _held(chance, roles, combined), n, common)
        for n in range(participants)
    )
    return ToldCouncil(framework, roles, assessments, tuple(map(member_of, assessments)))


def _items(key: str, number: int) -> tuple[str, ...]:
    return tuple(f"{key}-{n}" for n in range(number))


def _held(chance: Random, roles: Sequence[RoleSpec], combined: float) -> tuple[RoleSpec, ...]:
    number = 2 if len(roles) > 1 and chance.random() < combined else 1
    chosen = chance.sample(range(len(roles)), number)
    return tuple(roles[n] for n in sorted(chosen))


def _assessment(
    chance: Random,
    framework: FrameworkSpec,
    held: tuple[RoleSpec, ...],
    number: int,
    common: Sequence[str],
) -> Assessment:
    sizes = {Group.MANAGER: chance.choice((0, 1, 1)), Group.PEER: chance.choice((2, 3, 3, 4, 6))}
    mood = chance.choice(MOODS)
    responses = [
        RaterResponse(
            _rater(chance, number, group, n, common),
            group,
            {
                key: _level(chance, mood, framework.highest)
                for each in framework.dimensions
                for key in each.indicators
            },
        )
        for group, size in sizes.items()
        for n in range(size)
    ]
    unique = {each.rater: each for each in responses}
    return Assessment(framework, held, tuple(unique.values()), sizes, 3)


def _rater(chance: Random, number: int, group: Group, n: int, common: Sequence[str]) -> str:
    if common and group is Group.PEER and chance.random() < 0.7:
        return chance.choice(common)
    return f"{group}-{n} of {number}"


def _level(chance: Random, mood: str, highest: int) -> int:
    if mood == "lowest":
        return 1
    if mood == "highest" or (mood == "nearly highest" and chance.random() < 0.9):
        return highest
    return (highest + 1) // 2 if mood == "alike" else chance.randint(1, highest)


def member_of(assessment: Assessment) -> Member:
    """A participant as council figures take them."""
    figures = score_participant(assessment, rng=Random(1))
    roles = frozenset(role.key for role in assessment.roles)
    return Member(figures, counted_ratings(assessment, figures), roles)


def councils_of(sizes: Iterable[int], seed: int) -> Iterable[ToldCouncil]:
    for number, size in enumerate(sizes):
        yield make_council(Random(f"{seed} {number}"), size)
