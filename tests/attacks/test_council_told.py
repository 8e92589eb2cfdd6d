"""What the sponsor reads, the letter, and reports put together: nobody's score follows.

`ATTACK_COUNCILS=500` tries as many councils of each kind, and prints what it found.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from assessment.scoring import gaps, told
from assessment.scoring.audiences import council_figures
from assessment.scoring.conditions import (
    Condition,
    ConditionSaid,
    agreed_conditions,
    counted_conditions,
)
from assessment.scoring.council import CouncilPicture
from assessment.scoring.council_parts import council_picture
from assessment.scoring.values import Figure, FrameworkSpec, Measure, Released
from tests.attacks.told import (
    LIMIT,
    NEAR,
    ToldCouncil,
    councils_of,
    make_council,
    open_to_all_others,
    open_to_one,
)

COUNCILS = int(os.environ.get("ATTACK_COUNCILS", "40"))
SIZES = (5, 5, 5, 6, 7, 10, 12, 16, 40)
LOOKED_AT = 4
"""Participants of a council whose scores are asked for; in a council of five nearly all."""


def large_councils() -> Iterator[ToldCouncil]:
    yield from councils_of((SIZES[n % len(SIZES)] for n in range(COUNCILS)), seed=1)


def told_dimensions(council: ToldCouncil) -> list[str]:
    return [
        figure.dimension or ""
        for figure in council.told()
        if figure.measure is Measure.SCORE and figure.role is None and figure.value is not None
    ]


class TestFiguresOfACouncil:
    def test_leave_everybodys_score_open_to_one_and_to_all_others_together(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        seen, narrowest = Counter[str](), {"one": Fraction(9), "all others": Fraction(9)}
        for council in large_councils():
            for dimension in told_dimensions(council):
                seen["figures"] += 1
                seen["by role"] += any(f.role for f in council.told() if f.dimension == dimension)
                counted = sorted(council.counted(dimension))
                for other in counted[:LOOKED_AT]:
                    found = {
                        "one": open_to_one(council, dimension, counted[-1], other),
                        "all others": open_to_all_others(council, dimension, other),
                    }
                    narrowest = {k: min(w, found[k]) for k, w in narrowest.items()}
                    seen["determined"] += sum(w < LIMIT - 2 * NEAR for w in found.values())
                    seen["asked"] += 1
        with capsys.disabled():
            if COUNCILS >= 500:
                print(dict(seen), {k: float(w) for k, w in narrowest.items()})  # noqa: T201
        assert seen["figures"] > COUNCILS // 2
        assert seen["by role"] > 0
        assert seen["determined"] == 0

    def test_would_tell_a_score_if_they_were_exact(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The attacker is no scarecrow: it finds what is told without a tenth or an end."""
        monkeypatch.setattr(told, "printed", lambda value: value)
        council = make_council(Random(7), 12)
        (dimension, *_rest) = told_dimensions(council)
        other = min(council.counted(dimension))
        assert open_to_all_others(council, dimension, other) < LIMIT

    def test_would_tell_a_score_at_the_end_if_it_counted_as_it_is(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(told, "FROM_AN_END", Fraction(0))
        found = [
            open_to_all_others(council, dimension, other)
            for council in large_councils()
            for dimension in told_dimensions(council)
            for other in sorted(council.counted(dimension))[:LOOKED_AT]
        ]
        assert min(found) < LIMIT - 2 * NEAR

    def test_have_nobody_in_common_when_they_differ_by_role(self) -> None:
        """Whatever the figures of roles say with that of all, it is said by parts of five."""
        for council in large_councils():
            for dimension in told_dimensions(council):
                if any(f.role for f in council.told() if f.dimension == dimension):
                    counted = council.counted(dimension)
                    sizes = Counter(council.members[n].roles for n in counted)
                    assert min(sizes.values()) >= 5


def small_councils() -> Iterator[ToldCouncil]:
    yield from councils_of((1 + n % 4 for n in range(COUNCILS)), seed=2)


def picture_of(council: ToldCouncil) -> CouncilPicture:
    return council_picture(council.framework, council.roles, council.holders, k=3, slugs={})


def letters(council: ToldCouncil) -> Iterator[tuple[frozenset[str], tuple[ConditionSaid, ...]]]:
    """The letter for every set of people who may have agreed."""
    keys = [holder.key for holder in council.holders]
    for number in range(len(keys) + 1):
        for agreed in map(frozenset, combinations(keys, number)):
            yield agreed, agreed_conditions(picture_of(council), agreed)


class TestTheLetterOfFew:
    def test_says_the_same_whatever_was_said_of_those_who_have_not_agreed(self) -> None:
        spoken = 0
        for number, council in enumerate(small_councils()):
            chance = Random(number)
            for agreed, letter in letters(council):
                spoken += bool(letter)
                silent = [n for n in range(len(council.members)) if str(n) not in agreed]
                for n in silent:
                    assert self.with_others_ratings(council, n, agreed, chance) == letter
        assert spoken > COUNCILS // 2

    @staticmethod
    def with_others_ratings(
        council: ToldCouncil, changed: int, agreed: frozenset[str], chance: Random
    ) -> tuple[ConditionSaid, ...]:
        """The letter in a world in which one who has not agreed was rated otherwise."""
        holders = list(council.holders)
        flipped = tuple(_flipped(f, council.framework, chance) for f in holders[changed].figures)
        holders[changed] = replace(holders[changed], figures=flipped)
        roles = council.roles
        picture = council_picture(council.framework, roles, holders, k=3, slugs={})
        return agreed_conditions(picture, agreed)

    def test_says_nothing_without_a_word_and_of_nobody_alone_without_theirs(self) -> None:
        for council in small_councils():
            for agreed, letter in letters(council):
                held = {h.key: set(h.roles) for h in council.holders}
                for said in letter:
                    concerned = {key for key, roles in held.items() if roles & set(said.roles)}
                    if said.condition is Condition.VACANT:
                        concerned = set(held)
                    if said.condition is Condition.COMBINED:
                        concerned = {k for k, roles in held.items() if roles == set(said.roles)}
                    assert concerned <= agreed
                assert agreed or letter == ()

    def test_holds_no_figure(self) -> None:
        for council in small_councils():
            for _agreed, letter in letters(council):
                for said in letter:
                    assert not any(isinstance(each, Fraction | Figure) for each in said.items)
                    assert said.holders in range(5)

    def test_leaves_a_mandate_open_by_more_than_the_limit(self) -> None:
        """Of one who agreed a word is said: it is true of a score anywhere on its side."""
        for highest in range(3, 8):
            spec = FrameworkSpec((), highest)
            for raters in (3, 5, 12, 100):
                margin = gaps.margin(raters, spec.standard_deviation, spec.single_rater_reliability)
                assert gaps.middle_of(highest) - margin - 1 > LIMIT


def _flipped(figure: Figure, framework: FrameworkSpec, chance: Random) -> Figure:
    if figure.value is None or figure.measure not in (Measure.SCORE, Measure.ITEM_MEAN):
        return figure
    return replace(figure, value=Fraction(chance.randint(10, 10 * framework.highest), 10))


class TestTheLetterOfMany:
    def test_is_made_of_roles_and_of_what_is_told_of_the_council(self) -> None:
        """So it tells nothing that the attacker above has not been given."""
        for council in large_councils():
            held = [holder.roles for holder in council.holders]
            keys = [role.key for role in council.roles]
            letter = counted_conditions(council.framework, keys, held, council.told())
            withheld = [replace(f, value=None) for f in council.told()]
            silent = counted_conditions(council.framework, keys, held, withheld)
            assert [said for said in letter if not said.dimension] == list(silent)


class TestWhatFourOfFiveKnow:
    def test_is_the_fifths_score_to_half_a_level(self) -> None:
        """The stated limit, reached: nothing is promised that is not so."""
        scores = [Released(Fraction(3), 4)] * 5
        assert told.told_mean(scores, 5).value == 3
        lower, upper = (
            told.told_mean([*scores[:4], Released(each, 4)], 5).value
            for each in (Fraction(275, 100), Fraction(324, 100))
        )
        assert lower == upper == 3
        assert told.told_mean([*scores[:4], Released(Fraction(325, 100), 4)], 5).value > 3


def test_every_kind_of_reader_is_given_the_public_figures() -> None:
    """Whoever opens the reports gets others: nothing here may be attacked in their place."""
    council = make_council(Random(3), 6)
    exact = council_figures(council.framework, council.members, opens_reports=True)
    assert exact != council.told()
