"""Councils of two years, and readers who put together all that they hold of both.

A year is a round of its own. Who stays may be seen as before, somebody may have left or joined.
Beside scores, a reader who rated somebody looks for what the others gave: they are told where
everybody else at an end of the scale is the only thing that is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from assessment.scoring.profile import score_participant
from assessment.scoring.told import told_mean
from assessment.scoring.values import (
    LOWEST,
    Assessment,
    Bound,
    Group,
    Kind,
    Measure,
    RaterResponse,
    Released,
)
from tests.attacks.told import (
    ToldCouncil,
    at_most,
    make_council,
    member_of,
    width,
)

Possible = Callable[[Fraction], bool]

COUNTED_PLACES = {(Measure.SCORE, Group.OTHERS), (Measure.TARGET, None)}

STEP = Fraction(1, 400)
"""Of means that a reader tries for everybody else."""


@dataclass(frozen=True)
class TwoYears:
    """One council twice; `stayed` are the places of the same people, then and now."""

    then: ToldCouncil
    now: ToldCouncil
    stayed: Mapping[int, int]

    @property
    def joined(self) -> list[int]:
        return [n for n in range(len(self.now.members)) if n not in self.stayed.values()]


def two_years(chance: Random, participants: int) -> TwoYears:
    """A council, and what has become of it: often nearly all is as it was, which tells most."""
    then = make_council(chance, participants)
    leaving = (
        {chance.randrange(participants)} if participants > 1 and chance.random() < 0.3 else set()
    )
    kept = [n for n in range(participants) if n not in leaving]
    now = [_a_year_later(chance, then.assessments[n], then.framework.highest) for n in kept]
    newcomer = make_council(Random(chance.random()), 1).assessments[0]
    if chance.random() < 0.6:
        ratings = _as_asked(newcomer, then, chance)
        now.append(replace(ratings, roles=chance.choice(now).roles))
    members = tuple(map(member_of, now))
    later = ToldCouncil(then.framework, then.roles, tuple(now), members)
    return TwoYears(then, later, {n: place for place, n in enumerate(kept)})


def with_one_more(chance: Random, before: ToldCouncil) -> ToldCouncil:
    """The same people, seen as before, and somebody new who holds what one of them holds."""
    newcomer = _as_asked(before.assessments[0], before, chance)
    newcomer = replace(newcomer, roles=before.assessments[-1].roles)
    assessments = (*before.assessments, newcomer)
    members = tuple(map(member_of, assessments))
    return replace(before, assessments=assessments, members=members)


def _a_year_later(chance: Random, before: Assessment, highest: int) -> Assessment:
    if chance.random() < 0.6:
        return before
    step = chance.choice((-1, 1))
    return with_ratings(before, lambda _rater, level: min(max(level + step, LOWEST), highest))


def _as_asked(newcomer: Assessment, council: ToldCouncil, chance: Random) -> Assessment:
    keys = [key for each in council.framework.dimensions for key in each.indicators]
    top = council.framework.highest
    responses = tuple(
        replace(each, rater=f"new {each.rater}", ratings={k: chance.randint(1, top) for k in keys})
        for each in newcomer.responses
    )
    return replace(newcomer, framework=council.framework, responses=responses)


def with_ratings(
    assessment: Assessment, level_of: Callable[[RaterResponse, int], int]
) -> Assessment:
    """The same people with other ratings."""
    responses = tuple(
        replace(
            each,
            ratings={
                key: None if level is None else level_of(each, level)
                for key, level in each.ratings.items()
            },
        )
        for each in assessment.responses
    )
    return replace(assessment, responses=responses)


def about(council: ToldCouncil, dimension: str) -> ToldCouncil:
    """The same with nothing but what figures about one dimension are made of: it is quicker."""
    dimensions = tuple(each for each in council.framework.dimensions if each.key == dimension)
    members = tuple(
        replace(
            each,
            figures=tuple(
                figure
                for figure in each.figures
                if figure.dimension == dimension
                and (figure.measure, figure.group) in COUNTED_PLACES
            ),
        )
        for each in council.members
    )
    framework = replace(council.framework, dimensions=dimensions)
    return replace(council, framework=framework, members=members)


# --- scores ---------------------------------------------------------------------------------


def possible_to_all_others(council: ToldCouncil, dimension: str, other: int) -> Possible:
    """Which scores of one the figures allow to whoever holds all other reports."""
    council = about(council, dimension)
    known = council.told()
    return lambda score: council.told({other: score}, dimension) == known


def possible_to(council: ToldCouncil, dimension: str, other: int, *own: int) -> Possible:
    """The same to whoever holds these reports, or none."""
    council = about(council, dimension)
    truth, known = council.counted(dimension), council.told()
    rest = [n for n in truth if n not in (*own, other)]

    def possible(score: Fraction) -> bool:
        low = dict.fromkeys(rest, Fraction(LOWEST)) | {other: score}
        high = dict.fromkeys(rest, Fraction(council.framework.highest)) | {other: score}
        least, most = (council.told(each, dimension) for each in (low, high))
        return all(
            at_most(a, b) and at_most(b, c) for a, b, c in zip(least, known, most, strict=True)
        )

    return possible


def open_if_unchanged(
    years: TwoYears, dimension: str, other: int, of: Callable[..., Possible]
) -> Fraction | None:
    """What stays open of a score that a reader rightly takes as that of the year before.

    None where it is another one, or counts in one year alone.
    """
    before, after = years.then.counted(dimension), years.now.counted(dimension)
    later = years.stayed.get(other, -1)
    if other not in before or before[other] != after.get(later):
        return None
    first = of(years.then, dimension, other)
    second = of(years.now, dimension, later)
    return width(
        lambda score: first(score) and second(score), before[other], years.then.framework.highest
    )


def open_of_who_joined(years: TwoYears, dimension: str) -> Fraction | None:
    """What stays open of the one who joined to whoever rightly takes all others as unchanged."""
    before, after = years.then.counted(dimension), years.now.counted(dimension)
    stayed = {years.stayed[n]: score for n, score in before.items() if n in years.stayed}
    new = after.keys() - stayed.keys()
    if len(new) != 1 or len(stayed) != len(before) or len(before) < 5:
        return None
    (joined,) = new
    if any(after.get(n) != score for n, score in stayed.items()):
        return None
    top, n = years.now.framework.highest, len(before)
    said = _mean(list(before.values()), top), _mean(list(after.values()), top)
    means = [LOWEST + STEP * step for step in range(int((top - LOWEST) / STEP) + 1)]
    fitting = [each for each in means if _mean([each] * n, top) == said[0]]

    def possible(score: Fraction) -> bool:
        ends = (fitting[0] - STEP, fitting[-1] + STEP)
        least, most = (_mean([each] * n + [score], top) for each in ends)
        return least.value <= said[1].value <= most.value

    return width(possible, after[joined], top)


def _mean(scores: list[Fraction], highest: int) -> Released:
    found = told_mean([Released(each, 1) for each in scores], highest)
    return replace(found, bound=Bound.EXACT)


# --- ratings --------------------------------------------------------------------------------


def raters_who_are_told(
    council: ToldCouncil, dimension: str, other: int, possible: Possible
) -> Iterator[bool]:
    """For each who rated somebody: are the ratings of all the others certain to them?

    Only where these are all at one end of the scale can they be: of any other sum two of them can
    be exchanged. So the worlds next to that are tried, one rating one level nearer to the middle.
    """
    assessment, top = council.assessments[other], council.framework.highest
    keys = next(d.indicators for d in council.framework.dimensions if d.key == dimension)
    for reader in assessment.responses:
        others = [each for each in assessment.responses if each.rater != reader.rater]
        given = {each.ratings.get(key) for each in others for key in keys}
        told = len(others) > 1 and given in ({LOWEST}, {top})
        step = 1 if given == {LOWEST} else -1
        yield told and not any(
            possible(score_of(_changed(assessment, each.rater, key, step), dimension))
            for each in others
            for key in keys[:1]
        )


def _changed(assessment: Assessment, rater: str, key: str, step: int) -> Assessment:
    responses = tuple(
        replace(each, ratings={**each.ratings, key: (each.ratings[key] or 0) + step})
        if each.rater == rater
        else each
        for each in assessment.responses
    )
    return replace(assessment, responses=responses)


def score_of(assessment: Assessment, dimension: str) -> Fraction:
    """That of others, as the report has it."""
    for each in score_participant(assessment, rng=Random(1)):
        if (each.measure, each.dimension, each.group) == (Measure.SCORE, dimension, Group.OTHERS):
            assert each.value is not None
            return each.value
    raise LookupError(dimension)


def typical(chance: Random, participants: int, mean: float, statements: int = 3) -> ToldCouncil:
    """Five levels, raters of whom each gives about as much as the others: what councils have."""
    council = make_council(Random(chance.random()), participants)
    dimensions = tuple(
        replace(each, indicators=tuple(f"{each.key}-{n}" for n in range(statements)))
        for each in council.framework.dimensions
        if each.kind is Kind.SKILL
    )
    framework = replace(council.framework, dimensions=dimensions, highest=5)
    keys = [key for each in dimensions for key in each.indicators]
    assessments = []
    for each in council.assessments:
        seen = chance.gauss(mean, 0.4)
        responses = tuple(
            replace(r, ratings={k: _near(chance.gauss(seen, 0.7)) for k in keys})
            for r in each.responses
        )
        assessments.append(replace(each, framework=framework, responses=responses))
    members = tuple(map(member_of, assessments))
    return ToldCouncil(framework, council.roles, tuple(assessments), members)


def _near(level: float) -> int:
    return max(1, min(5, round(level)))
