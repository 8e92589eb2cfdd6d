"""A reader with a calculator holds two check-ins about one person, and knows who answered each.

The reader even takes it that nobody who answered both times has changed their mind, and knows by
name who answered and who could not say. Whose step is certain then? `CHECK_INS=500` tries more.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from assessment.scoring import check_ins
from assessment.scoring.check_ins import EDGE, MIDDLE, STEPS, EarlierCheckIn, score_check_in
from assessment.scoring.disclosure import arrange
from assessment.scoring.values import (
    ANONYMOUS,
    Assessment,
    Bound,
    DimensionSpec,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    RaterResponse,
)

COUNT = int(os.environ.get("CHECK_INS", "60"))
SKILL, OTHER = "communication", "leadership"


@dataclass(frozen=True)
class Known:
    """What a figure says: the sum of the steps of these people lies between two numbers."""

    people: frozenset[str]
    low: Fraction
    high: Fraction


def steps(rng: Random, mood: float) -> int | None:
    """Often all alike and near an end, where a mean tells most."""
    if rng.random() < 0.08:
        return None
    return rng.choice([1, 5]) if rng.random() < mood else rng.randint(1, 5)


def people(rng: Random) -> list[tuple[str, Group]]:
    found = []
    for group in ANONYMOUS[:3]:
        found += [(f"{group}-{n}", group) for n in range(rng.choice([0, 2, 3, 3, 4, 5, 6]))]
    return [*found, ("boss", Group.MANAGER)]


def first_answers(rng: Random) -> list[RaterResponse]:
    mood, extreme = rng.random(), rng.choice([1, 5])
    found = []
    for rater, group in people(rng):
        level = extreme if rng.random() < mood / 2 else steps(rng, mood)
        found.append(RaterResponse(rater, group, {SKILL: level, OTHER: steps(rng, mood)}))
    return found


def answers_later(rng: Random, before: Sequence[RaterResponse]) -> list[RaterResponse]:
    """Some have left, some have come, some could not say; nobody else has changed their mind."""
    leaving = rng.choice([0, 0, 1, 1, 2, 3])
    gone = set(rng.sample([each.rater for each in before], min(leaving, len(before))))
    stay = [each for each in before if each.rater not in gone]
    if stay and rng.random() < 0.3:
        place = rng.randrange(len(stay))
        stay[place] = RaterResponse(stay[place].rater, stay[place].group, {SKILL: None})
    new = [
        RaterResponse(f"new-{n}", rng.choice(ANONYMOUS[:3]), {SKILL: steps(rng, 0.7)})
        for n in range(rng.choice([0, 0, 1, 2, 3]))
    ]
    return stay + new


def assessment(answers: Sequence[RaterResponse], k: int, *skills: str) -> Assessment:
    spec = DimensionSpec("check-in", Kind.SKILL, skills)
    asked = [RaterResponse(r.rater, r.group, _of(r.ratings, skills)) for r in answers]
    invited = {group: sum(r.group is group for r in answers) + 1 for group in ANONYMOUS}
    return Assessment(FrameworkSpec((spec,), STEPS), (), tuple(asked), invited, k)


def _of(ratings: Mapping[str, int | None], skills: Sequence[str]) -> dict[str, int | None]:
    return {key: level for key, level in ratings.items() if key in skills}


# --- the reader -----------------------------------------------------------------------------


def known(answers: Sequence[RaterResponse], figures: Sequence[Figure], k: int) -> Iterator[Known]:
    """What the figures about SKILL say, with the people whom the reader puts behind each."""
    counts: dict[Group, int] = defaultdict(int)
    for each in answers:
        counts[each.group] += 1
    parts = {part.group: part.members for part in arrange(counts, k).shown}
    for shown in figures:
        if shown.indicator != SKILL or shown.value is None or shown.group not in parts:
            continue
        if shown.group is Group.MANAGER:
            continue
        members = parts[shown.group]
        behind = frozenset(
            r.rater for r in answers if r.group in members and r.ratings.get(SKILL) is not None
        )
        size = len(behind)
        assert shown.n == size
        low = high = (shown.value + MIDDLE) * size
        if shown.bound is Bound.OR_LOWER:
            low = Fraction(size)
            high = (MIDDLE - EDGE) * size
        if shown.bound is Bound.OR_HIGHER:
            low, high = (MIDDLE + EDGE) * size, Fraction(STEPS * size)
        yield Known(behind, low, high)


def certain(facts: Sequence[Known]) -> set[str]:
    """Whose step is the same in every world that fits; people in the same sets are exchangeable."""
    cells: dict[frozenset[int], set[str]] = defaultdict(set)
    for person in frozenset().union(*(fact.people for fact in facts)):
        cells[frozenset(n for n, f in enumerate(facts) if person in f.people)].add(person)
    places = list(cells)
    sizes = [len(cells[place]) for place in places]
    possible: list[set[int]] = [set() for _ in places]
    for sums in product(*(range(size, STEPS * size + 1) for size in sizes)):
        if all(_fits(fact, n, places, sums) for n, fact in enumerate(facts)):
            for found, total, size in zip(possible, sums, sizes, strict=True):
                lowest = max(1, total - STEPS * (size - 1))
                found |= set(range(lowest, min(STEPS, total - (size - 1)) + 1))
    told = (cells[place] for place, found in zip(places, possible, strict=True) if len(found) == 1)
    return set().union(*told)


def _fits(fact: Known, number: int, places: Sequence[frozenset[int]], sums: Sequence[int]) -> bool:
    total = sum(each for place, each in zip(places, sums, strict=True) if number in place)
    return fact.low <= total <= fact.high


def told(seed: int) -> set[str]:
    """Whose step two check-ins about one skill give away."""
    rng = Random(seed)
    k = rng.choice([3, 3, 3, 4])
    then = first_answers(rng)
    now = answers_later(rng, then)
    first = score_check_in(assessment(then, k, SKILL, OTHER), rng=rng)
    before = EarlierCheckIn(frozenset({SKILL}), tuple(then))
    second = score_check_in(assessment(now, k, SKILL), rng=rng, earlier=[before])
    return certain([*known(then, first, k), *known(now, second, k)])


def test_no_step_of_an_anonymous_rater_is_certain_from_one_check_in_or_two() -> None:
    assert [(seed, who) for seed in range(COUNT) if (who := told(seed))] == []


def test_the_reader_finds_somebody_where_nearly_the_same_people_are_shown_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(check_ins, "would_tell", lambda *_sets: False)
    assert any(told(seed) for seed in range(60))


def test_the_reader_finds_everybody_where_the_ends_are_not_blurred(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(check_ins, "EDGE", Fraction(2))
    assert any(told(seed) for seed in range(60))


def test_the_report_before_has_no_figure_in_common_with_a_check_in() -> None:
    """Its levels are of other statements: what is left is who was asked, which both say alike."""
    figures = score_check_in(assessment(first_answers(Random(1)), 3, SKILL), rng=Random(1))
    measures = {each.measure for each in figures}
    assert measures <= {Measure.COMPLETED, Measure.MERGED, Measure.CHECK_IN, Measure.COMMENT}
