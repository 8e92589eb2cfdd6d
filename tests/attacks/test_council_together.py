"""Readers who hold two years of a council, reports, letters and a benchmark, all at once.

`COUNCILS_TOGETHER=500` tries as many councils of two years, and prints what it found.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from assessment.scoring import told
from assessment.scoring.benchmark import ComparedPlace, benchmark_figures
from assessment.scoring.conditions import Condition, ConditionSaid, agreed_conditions
from assessment.scoring.council_parts import council_picture
from assessment.scoring.values import LOWEST, Measure
from tests.attacks.told import LIMIT, NEAR, ToldCouncil, make_council, member_of, width
from tests.attacks.two_years import (
    Possible,
    TwoYears,
    open_if_unchanged,
    open_of_who_joined,
    possible_to,
    possible_to_all_others,
    raters_who_are_told,
    two_years,
    typical,
    with_one_more,
    with_ratings,
)

COUNCILS = int(os.environ.get("COUNCILS_TOGETHER", "10"))
SIZES = (5, 5, 5, 6, 7, 10, 12)
LOOKED_AT = 3
"""Participants of a year whose scores are asked for."""

Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """What a full run found, whether it passes or not."""

    def aloud(sentence: str) -> None:
        if COUNCILS >= 500:
            with capsys.disabled():
                print(f"\n{sentence}")  # noqa: T201

    return aloud


def councils_of_two_years() -> Iterator[TwoYears]:
    for n in range(COUNCILS):
        yield two_years(Random(f"two years {n}"), SIZES[n % len(SIZES)])


def told_of(council: ToldCouncil) -> list[str]:
    return [
        figure.dimension or ""
        for figure in council.told()
        if figure.measure is Measure.SCORE and figure.role is None and figure.value is not None
    ]


class Found:
    """How narrowly scores are known to a reader, and how many are known closer than the limit."""

    def __init__(self) -> None:
        self.asked, self.closer, self.narrowest = 0, 0, Fraction(9)

    def add(self, found: Fraction | None) -> None:
        if found is not None:
            self.asked += 1
            self.closer += found < LIMIT - 2 * NEAR
            self.narrowest = min(self.narrowest, found)

    def __str__(self) -> str:
        return f"{self.closer} of {self.asked} closer, narrowest {float(self.narrowest):.3f}"


class TestScoresOverTwoYears:
    def test_stay_open_to_sponsors_participants_and_all_others_together(self, say: Say) -> None:
        """Each year is solved apart: a score of one is no number of the other."""
        readers = {name: Found() for name in ("sponsor", "participant", "all others")}
        for years in councils_of_two_years():
            for council in (years.then, years.now):
                for dimension in told_of(council):
                    truth = council.counted(dimension)
                    own, top = max(truth), council.framework.highest
                    for other in sorted(truth)[:LOOKED_AT]:
                        held = {
                            "sponsor": possible_to(council, dimension, other),
                            "participant": possible_to(council, dimension, other, own),
                            "all others": possible_to_all_others(council, dimension, other),
                        }
                        for name, possible in held.items():
                            readers[name].add(width(possible, truth[other], top))
        for name, found in readers.items():
            say(f"scores to {name} of two years: {found}")
            assert found.asked > COUNCILS
            assert found.closer == 0, name

    def test_stay_open_of_who_joined_though_nobody_else_has_changed(self, say: Say) -> None:
        found = Found()
        for n in range(COUNCILS):
            chance = Random(f"joined {n}")
            then = make_council(chance, SIZES[n % len(SIZES)])
            now = with_one_more(chance, then)
            same = {place: place for place in range(len(then.members))}
            for dimension in told_of(then):
                found.add(open_of_who_joined(TwoYears(then, now, same), dimension))
        say(f"scores of who joined, all others unchanged: {found}")
        assert found.asked
        assert found.closer == 0

    def test_are_closer_to_all_others_who_rightly_take_one_as_unchanged(self, say: Say) -> None:
        """The limit that docs/adr/0041 says with its number; they cannot know that it is so."""
        readers = {"sponsor": Found(), "all others": Found()}
        for years in councils_of_two_years():
            both = set(told_of(years.then)) & set(told_of(years.now))
            for dimension in sorted(both):
                for other in sorted(years.then.counted(dimension))[:LOOKED_AT]:
                    for name, of in (
                        ("sponsor", possible_to),
                        ("all others", possible_to_all_others),
                    ):
                        readers[name].add(open_if_unchanged(years, dimension, other, of))
        for name, found in readers.items():
            say(f"scores that are the same in both years, to {name}: {found}")
        assert readers["sponsor"].closer == 0
        assert readers["all others"].closer


def possible_by_benchmark(
    council: ToldCouncil, dimension: str, other: int, others: list[Fraction]
) -> Possible:
    """Which scores of one a benchmark allows to who knows all other scores and councils."""

    def said(score: Fraction) -> object:
        figures = council.told({other: score}, dimension)
        own = [f.value for f in figures if f.measure is Measure.SCORE and not f.role]
        top = council.framework.highest
        return benchmark_figures(
            ComparedPlace(dimension), [*others, own[0] or Fraction(0)], highest=top
        )

    known = said(council.counted(dimension)[other])
    return lambda score: said(score) == known


class TestABenchmarkBesideReports:
    def test_tells_no_more_of_a_score_than_the_figure_of_the_council(self, say: Say) -> None:
        """To all other councils with all others' reports, who do not read that figure."""
        found = Found()
        for n in range(COUNCILS):
            chance = Random(f"benchmark {n}")
            council = typical(chance, 5, 3.8)
            others = [Fraction(chance.randint(33, 41), 10) for _council in range(5)]
            for dimension in told_of(council):
                truth = council.counted(dimension)
                other = min(truth)
                possible = possible_by_benchmark(council, dimension, other, others)
                found.add(width(possible, truth[other], council.framework.highest))
        say(f"scores by a benchmark to all other councils and all others: {found}")
        assert found.asked
        assert found.closer == 0


def with_one_apart(chance: Random, participants: int, statements: int) -> ToldCouncil:
    """Nearly everybody gives the highest level, and of one participant a single rater does not."""
    council = typical(chance, participants, 4.9, statements)
    one, level = council.assessments[0], chance.choice((1, 2, 3, 3, 3, 4))
    apart = one.responses[-1].rater
    changed = with_ratings(one, lambda rater, _level: level if rater.rater == apart else 5)
    assessments = (changed, *council.assessments[1:])
    members = tuple(map(member_of, assessments))
    return replace(council, assessments=assessments, members=members)


class TestASponsorWhoRates:
    def test_is_not_told_what_the_other_raters_gave(self, say: Say) -> None:
        seen = {"the figures": Counter[bool](), "all other reports": Counter[bool]()}
        for n in range(COUNCILS):
            chance = Random(f"apart {n}")
            size = SIZES[n % len(SIZES)]
            for council in (
                with_one_apart(chance, size, 1 + n % 5),
                typical(chance, size, 3.8),
                typical(chance, size, 4.6, 1),
                make_council(chance, size),
            ):
                for dimension in told_of(council):
                    for other in sorted(council.counted(dimension))[:LOOKED_AT]:
                        alone = possible_to(council, dimension, other)
                        most = possible_to_all_others(council, dimension, other)
                        seen["the figures"].update(
                            raters_who_are_told(council, dimension, other, alone)
                        )
                        seen["all other reports"].update(
                            raters_who_are_told(council, dimension, other, most)
                        )
        for name, found in seen.items():
            say(f"a rater with {name}: {found[True]} of {found.total()} told what others gave")
        assert seen["the figures"][True] == 0
        assert seen["all other reports"][True] <= seen["all other reports"].total() // 100

    def test_would_be_if_means_were_said_up_to_half_a_level_from_the_top(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(told, "ceiling_of_a_council", lambda highest: highest - LIMIT)
        assert any(self.told_alone())

    def test_is_not_though_all_but_one_rating_are_the_highest(self) -> None:
        assert not any(self.told_alone())

    @staticmethod
    def told_alone() -> Iterator[bool]:
        for n in range(40):
            council = with_one_apart(Random(f"sponsor {n}"), 5, 2 + n % 2)
            for dimension in told_of(council):
                if 0 in council.counted(dimension):
                    possible = possible_to(council, dimension, 0)
                    yield from raters_who_are_told(council, dimension, 0, possible)


def letter_of(council: ToldCouncil, agreed: frozenset[str]) -> tuple[ConditionSaid, ...]:
    picture = council_picture(council.framework, council.roles, council.holders, k=3, slugs={})
    return agreed_conditions(picture, agreed)


def words_of_consent(council: ToldCouncil) -> Iterator[frozenset[str]]:
    keys = [holder.key for holder in council.holders]
    for number in range(len(keys) + 1):
        yield from map(frozenset, combinations(keys, number))


ON_HOLDING = {Condition.VACANT, Condition.ONE, Condition.SHARED, Condition.COMBINED}


class TestLettersOfTwoYears:
    def test_say_nothing_of_who_agreed_in_the_other_year_alone(self) -> None:
        """What somebody agreed to once is no word for the next year, nor for the last."""
        spoken = 0
        for n in range(COUNCILS):
            years = two_years(Random(f"letters {n}"), 1 + n % 4)
            if len(years.now.members) > 4:
                continue
            for agreed in words_of_consent(years.then):
                later = {years.stayed[int(k)] for k in agreed if int(k) in years.stayed}
                silent = [m for m in range(len(years.now.members)) if m in later]
                changed = self.with_others(years.now, silent)
                first, second = (
                    letter_of(years.then, agreed),
                    letter_of(years.now, frozenset()),
                )
                assert letter_of(changed, frozenset()) == second == ()
                spoken += bool(first)
        assert spoken

    @staticmethod
    def with_others(council: ToldCouncil, changed: list[int]) -> ToldCouncil:
        top = council.framework.highest
        assessments = tuple(
            with_ratings(each, lambda _r, level: top + LOWEST - level) if n in changed else each
            for n, each in enumerate(council.assessments)
        )
        return replace(council, assessments=assessments, members=tuple(map(member_of, assessments)))

    def test_tell_a_no_to_whoever_knows_who_holds_which_role(self, say: Say) -> None:
        """The limit that is said where people agree: of a letter, mostly; of two, of both."""
        noes, told_noes = 0, 0
        for n in range(COUNCILS):
            council = make_council(Random(f"no {n}"), 1 + n % 4)
            letters = {each: letter_of(council, each) for each in words_of_consent(council)}
            on_roles = {
                agreed: tuple(said for said in letter if said.condition in ON_HOLDING)
                for agreed, letter in letters.items()
            }
            everybody = {holder.key for holder in council.holders}
            for agreed, letter in on_roles.items():
                like = [each for each, other in on_roles.items() if other == letter]
                for key in everybody - agreed:
                    noes += 1
                    told_noes += all(key not in each for each in like)
        say(f"letters: of {noes} who did not agree {told_noes} are certain to who knows the roles")
        assert told_noes
