"""Hundreds of councils that are compared, and readers who put together what they hold.

BENCHMARKS=500 tries so many sets of councils.
"""

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random

import pytest

from assessment.scoring.benchmark import (
    BENCHMARK_COUNCILS,
    OWN,
    QUARTILE_COUNCILS,
    ComparedPlace,
    year_figures,
)
from assessment.scoring.told import told_mean
from assessment.scoring.values import Reason, Released
from tests.attacks.comparisons import Comparison, World, councils_of, is_told, left_open

BENCHMARKS = int(os.environ.get("BENCHMARKS", "40"))
FEWEST, QUARTILES = BENCHMARK_COUNCILS + OWN, QUARTILE_COUNCILS + OWN
Say = Callable[[str], None]
SIZES = (6, 6, 7, 8, 9, 11, 12, 13, 16)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """What a run found, whether it passes or not."""

    def aloud(sentence: str) -> None:
        with capsys.disabled():
            print(f"\n{sentence}")  # noqa: T201

    return aloud


def sets_of_councils(seed: int) -> Iterator[tuple[dict[str, Fraction], Random]]:
    chance = Random(seed)
    for _each in range(BENCHMARKS):
        yield councils_of(chance.choice(SIZES), chance), chance


class TestCouncilsWhoPutTheirFiguresTogether:
    @pytest.mark.parametrize("together", [1, 2, 4])
    def test_do_not_learn_what_another_one_has(self, together: int) -> None:
        for world, chance in sets_of_councils(together):
            known = frozenset(chance.sample(list(world), together))
            self.learn_nothing(world, known)

    def test_do_not_learn_it_as_long_as_two_others_stand_aside(self) -> None:
        """Three where quartiles are shown."""
        for world, chance in sets_of_councils(2026):
            aside = 2 if len(world) < QUARTILES else 3
            self.learn_nothing(world, self.all_but(aside, world, chance))

    def test_seldom_learn_it_by_quartiles_when_all_but_two_do(self, say: Say) -> None:
        wide = [each for each in sets_of_councils(5) if len(each[0]) >= QUARTILES]
        told = [self.is_told(world, self.all_but(2, world, chance)) for world, chance in wide]
        say(f"quartiles, all but two councils together: {sum(told)} of {len(told)} told")
        assert sum(told) <= max(1, len(told) // 50)

    def test_may_learn_it_when_all_but_one_do(self, say: Say) -> None:
        # The limit that is said where councils join; it shows that the attacker can bite.
        told = [
            self.is_told(world, self.all_but(1, world, chance))
            for world, chance in sets_of_councils(7)
        ]
        say(f"all but one council together: {sum(told)} of {len(told)} told")
        assert 0 < sum(told) <= len(told) // 4

    @staticmethod
    def all_but(number: int, world: World, chance: Random) -> frozenset[str]:
        return frozenset(chance.sample(list(world), len(world) - number))

    @staticmethod
    def is_told(world: World, known: frozenset[str]) -> bool:
        read = [Comparison(tuple(world))]
        return any(is_told(left_open(each, world, known, read)) for each in world.keys() - known)

    @staticmethod
    def learn_nothing(world: World, known: frozenset[str]) -> None:
        read = [Comparison(tuple(world))]
        for name in world.keys() - known:
            assert not is_told(left_open(name, world, known, read)), (name, world, known)


class TestAReaderOfTwoYears:
    @pytest.mark.parametrize("together", [1, 2, 4])
    def test_learns_no_more_than_of_one(self, together: int) -> None:
        # A year is made of rounds that no other year is made of.
        for first, chance in sets_of_councils(3):
            now = councils_of(len(first) + 1, chance)
            second = {f"{name} now": score for name, score in now.items()}
            known = frozenset(chance.sample(list(first), together))
            both = known | {f"{name} now" for name in known}
            world, read = {**first, **second}, [Comparison(tuple(first)), Comparison(tuple(second))]
            for name in (*first, *second):
                if name not in both:
                    assert not is_told(left_open(name, world, both, read)), (name, world, both)

    @pytest.mark.parametrize("together", [1, 2, 4])
    def test_seldom_learns_what_joined_even_by_taking_all_others_as_unchanged(
        self, together: int, say: Say
    ) -> None:
        """The most to be got, and more than is known; not every other world is looked for."""
        told = [
            any(is_told(left_open(name, world, known, read)) for name in world.keys() - known)
            for world, known, read in self.years(together)
        ]
        say(f"two years alike but for one, {together} together: {sum(told)} of {len(told)} at most")
        assert sum(told) <= max(1, len(told) // 50)

    @staticmethod
    def years(together: int) -> Iterator[tuple[World, frozenset[str], list[Comparison]]]:
        for world, chance in sets_of_councils(3):
            first = tuple(world)[:-1]
            if len(first) >= FEWEST:
                known = frozenset(chance.sample(first, together))
                yield world, known, [Comparison(first), Comparison(tuple(world))]


class TestARoleBesideEverybody:
    def test_of_other_councils_would_tell_what_two_that_stand_aside_have(self) -> None:
        # Of a council in which everybody holds the role the two figures are one.
        world = {f"council {n}": Fraction(f"3.{n}") for n in range(7)}
        role = tuple(world)[:-1]
        known = world.keys() - {"council 2", "council 6"}
        both = [Comparison(role), Comparison(tuple(world))]
        assert is_told(left_open("council 2", world, frozenset(known), both))

    def test_is_not_told(self) -> None:
        world = {f"council {n}": Fraction(f"3.{n}") for n in range(7)}
        role = dict(list(world.items())[:-1])
        places = {ComparedPlace("skill"): world, ComparedPlace("skill", "champion"): role}
        figures = list(year_figures(places, highest={"skill": 5}))
        of_role = [figure for figure in figures if figure.role]
        assert [f.withheld for f in of_role] == [Reason.BENCHMARK_OTHER_COUNCILS]


class TestPeopleOfACouncil:
    def test_learn_nothing_of_each_other_from_all_councils_but_theirs(self) -> None:
        """A participant with the own report, four of five with theirs, and every other council.

        That many may learn the figure of the council; what it leaves open of the fifth is half a
        level, as for whoever reads that figure itself.
        """
        chance = Random(11)
        for _each in range(5 * BENCHMARKS):
            scores = [Fraction(chance.randint(20, 100), 20) for _person in range(5)]
            said = self.figure_of(scores)
            for together in (1, 4):
                fifth, others = scores[-1], scores[:together]
                rest = scores[together:-1]
                possible = [s for s in self.levels() if self.figure_of([*others, *rest, s]) == said]
                assert fifth in possible
                assert possible[-1] - possible[0] >= Fraction(45, 100)

    @staticmethod
    def figure_of(scores: list[Fraction]) -> Fraction:
        return told_mean([Released(score, 5) for score in scores], 5).value

    @staticmethod
    def levels() -> list[Fraction]:
        return [Fraction(twentieths, 20) for twentieths in range(20, 101)]
