"""Short ways to write down who gave what. Carol is assessed, Bob is her manager."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from random import Random

from assessment.scoring.profile import score_participant
from assessment.scoring.values import (
    Assessment,
    DimensionSpec,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    PreviousRound,
    RaterResponse,
    RoleSpec,
    RoleTarget,
)

Level = int | None
Answer = Level | Sequence[Level]
Rows = list[list[Level]]
SKILL, DIMENSION = "communication", ("communication",)


def skill(indicators: int = 1, key: str = SKILL, kind: Kind = Kind.SKILL) -> DimensionSpec:
    """A dimension whose indicators are called communication1, communication2, …"""
    return DimensionSpec(key, kind, tuple(f"{key}{n}" for n in range(1, indicators + 1)))


def responses(
    dimension: DimensionSpec,
    answers: Mapping[Group, Iterable[Answer]],
    comments: Mapping[Group, Sequence[str]] | None = None,
) -> tuple[RaterResponse, ...]:
    """One response per answer: a level for every indicator, or a level each."""
    written = comments or {}
    return tuple(
        RaterResponse(
            rater=f"{group}-{n}",
            group=group,
            ratings=_ratings(dimension, answer),
            comments=_comment(dimension.key, written.get(group, ()), n),
        )
        for group, given in answers.items()
        for n, answer in enumerate(given)
    )


def _ratings(dimension: DimensionSpec, answer: Answer) -> dict[str, Level]:
    if isinstance(answer, Sequence):
        return dict(zip(dimension.indicators, answer, strict=True))
    return dict.fromkeys(dimension.indicators, answer)


def _comment(dimension: str, comments: Sequence[str], n: int) -> dict[str, str]:
    return {dimension: comments[n]} if n < len(comments) else {}


def target(level: float | str, importance: int | None = 2) -> RoleTarget:
    return RoleTarget(Fraction(str(level)), importance)


def champion(dimension: str = SKILL, asked: RoleTarget | None = None) -> RoleSpec:
    return RoleSpec("e-champion", {dimension: asked or target(4)})


def carol(
    answers: Mapping[Group, Iterable[Answer]],
    *,
    indicators: int = 1,
    kind: Kind = Kind.SKILL,
    k: int = 3,
    highest: int = 5,
    roles: Iterable[RoleSpec] | None = None,
    comments: Mapping[Group, Sequence[str]] | None = None,
    invited: Mapping[Group, int] | None = None,
    previous: PreviousRound | None = None,
) -> Assessment:
    """Carol's assessment in one dimension."""
    dimension = skill(indicators, kind=kind)
    given = responses(dimension, answers, comments)
    return Assessment(
        framework=FrameworkSpec((dimension,), highest),
        roles=tuple([champion()] if roles is None else roles),
        responses=given,
        invited=invited or {},
        k=k,
        previous=previous,
    )


def scored(assessment: Assessment, seed: int = 1) -> tuple[Figure, ...]:
    return score_participant(assessment, rng=Random(seed))


def find(
    figures: Iterable[Figure],
    measure: Measure,
    group: Group | None = None,
    indicator: str | None = None,
    dimension: str | None = None,
) -> list[Figure]:
    """The figures of a measure, narrowed by whatever is given."""
    return [
        figure
        for figure in figures
        if figure.measure is measure
        and group in (None, figure.group)
        and indicator in (None, figure.indicator)
        and dimension in (None, figure.dimension)
    ]


def only(
    figures: Iterable[Figure],
    measure: Measure,
    group: Group | None = None,
    indicator: str | None = None,
    dimension: str | None = None,
) -> Figure:
    """The one figure there is; fails when there are none or several."""
    found = find(figures, measure, group, indicator, dimension)
    assert len(found) == 1, f"{len(found)} figures for {measure} of {group}"
    return found[0]


def groups_shown(figures: Iterable[Figure]) -> dict[Group, Fraction | None]:
    """The score of every group that has one, withheld as None."""
    return {f.group: f.value for f in figures if f.measure is Measure.SCORE and f.group is not None}
