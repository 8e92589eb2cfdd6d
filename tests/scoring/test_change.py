"""Reliable change between two rounds, exact to the last digit of the boundary."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import sqrt
from random import Random

import pytest

from assessment.scoring.aggregate import printed
from assessment.scoring.change import spearman_brown, trend
from assessment.scoring.profile import instrument_of
from assessment.scoring.reading import as_printed
from assessment.scoring.values import (
    Bound,
    Figure,
    Group,
    Measure,
    PreviousRound,
    Reason,
    Trend,
)
from tests.scoring.builders import Answer, carol, find, only, scored

SD, SINGLE = Fraction(60, 100), Fraction(37, 100)


def first_round(answers: dict[Group, list[Answer]], indicators: int = 1) -> PreviousRound:
    figures = scored(carol(answers, indicators=indicators))
    keys = [f"communication{n}" for n in range(1, indicators + 1)]
    return PreviousRound(figures, dict(zip(keys, keys, strict=True)))


def second_round(
    answers: dict[Group, list[Answer]], previous: PreviousRound, indicators: int = 1, k: int = 3
) -> tuple[Figure, ...]:
    return scored(carol(answers, indicators=indicators, previous=previous, k=k))


class TestReliability:
    def test_of_four_and_seven_peers_is_seven_and_eight_tenths(self) -> None:
        assert round(float(spearman_brown(SINGLE, 4)), 2) == 0.70
        assert round(float(spearman_brown(SINGLE, 7)), 2) == 0.80
        assert spearman_brown(SINGLE, 1) == SINGLE


class TestTheArrow:
    @pytest.mark.parametrize("n", [3, 8, 20])
    def test_appears_above_196_hundredths_of_the_error(self, n: int) -> None:
        r = float(spearman_brown(SINGLE, n))
        critical = Fraction(1.96 * sqrt(2) * 0.6 * sqrt(1 - r))
        sliver = Fraction(1, 10**9)
        assert trend(critical - sliver, n, SD, SINGLE) is Trend.UNCLEAR
        assert trend(critical + sliver, n, SD, SINGLE) is Trend.UP
        assert trend(-critical - sliver, n, SD, SINGLE) is Trend.DOWN

    def test_does_not_appear_at_exactly_196_hundredths(self) -> None:
        # single-rater reliability 1/2 and one rater: error² = 2·(1/4)·(1/2) = 1/4
        half = Fraction(1, 2)
        assert trend(Fraction(98, 100), 1, half, half) is Trend.UNCLEAR
        assert trend(Fraction("0.9800001"), 1, half, half) is Trend.UP

    def test_points_up_for_carol_who_gained_two_levels(self) -> None:
        before = first_round({Group.PEER: [2, 2, 2, 2]})
        figures = second_round({Group.PEER: [4, 4, 4, 4]}, before)
        change = only(figures, Measure.CHANGE)
        assert (change.value, change.n, change.code) == (2, 4, Trend.UP)

    def test_counts_the_smaller_of_the_two_groups(self) -> None:
        before = first_round({Group.PEER: [2, 2, 3]})
        change = only(second_round({Group.PEER: [3, 3, 3, 3, 4, 4]}, before), Measure.CHANGE)
        assert (change.value, change.n, change.code) == (1, 3, Trend.UNCLEAR)


class TestComparability:
    peers: Sequence[Answer] = ([3, 4, 4], [3, 4, 3], [2, 3, 4])

    def test_takes_only_indicators_with_the_same_words(self) -> None:
        before = first_round({Group.PEER: list(self.peers)}, 3)
        same = {"communication1": "communication1", "communication3": "communication2"}
        figures = second_round({Group.PEER: list(self.peers)}, replace(before, same=same), 3)
        # first against first is 0, third against second is 0 as well: 11/3 both
        assert only(figures, Measure.CHANGE).value == 0

    def test_needs_sixty_per_cent_of_the_indicators(self) -> None:
        before = first_round({Group.PEER: list(self.peers)}, 3)
        one = replace(before, same={"communication1": "communication1"})
        change = only(second_round({Group.PEER: list(self.peers)}, one, 3), Measure.CHANGE)
        assert (change.withheld, change.code) == (Reason.NOT_COMPARABLE, "")

    def test_needs_k_ratings_in_both_rounds(self) -> None:
        before = first_round({Group.MANAGER: [3]})
        change = only(second_round({Group.PEER: [4, 4, 3]}, before), Measure.CHANGE)
        assert change.withheld == Reason.NOT_COMPARABLE

    def test_needs_the_same_scale(self) -> None:
        before = replace(first_round({Group.PEER: [3, 3, 3]}), highest=7)
        change = only(second_round({Group.PEER: [4, 4, 3]}, before), Measure.CHANGE)
        assert change.withheld == Reason.SCALE_CHANGED

    def test_does_not_arise_when_others_are_withheld_now_or_in_a_first_round(self) -> None:
        before = first_round({Group.PEER: [3, 3, 3]})
        assert find(second_round({Group.PEER: [4, 4]}, before), Measure.CHANGE) == []
        assert find(before.figures, Measure.CHANGE) == []

    def test_says_so_when_a_mean_was_blurred(self) -> None:
        before = first_round({Group.PEER: [1, 1, 1]})
        change = only(second_round({Group.PEER: [4, 4, 4]}, before), Measure.CHANGE)
        assert (change.value, change.bound) == (Fraction(5, 2), Bound.OR_HIGHER)


Given = dict[Group, list[Answer]]
THREE = [f"communication{n}" for n in (1, 2, 3)]


def drawn(chance: Random) -> Given:
    """Oneself, a manager and up to six peers on three statements; no mean is at an end."""
    sizes = {Group.SELF: 1, Group.MANAGER: chance.randint(0, 1), Group.PEER: chance.randint(2, 6)}
    return {
        group: [[chance.choice((2, 3, 4, None)) for _statement in THREE] for _person in range(size)]
        for group, size in sizes.items()
    }


def means(given: Given, groups: tuple[Group, ...]) -> dict[int, Fraction]:
    """By number of the statement, from the answers alone: what both rounds can be compared on."""
    own = groups == (Group.SELF,)
    found = {}
    for place in range(len(THREE)):
        levels: list[int] = []
        for group in groups:
            theirs = [
                level
                for answer in given[group]
                if isinstance(answer, Sequence) and (level := answer[place]) is not None
            ]
            shown = len(given[group]) >= 3 and len(theirs) >= 3
            levels += theirs if group is not Group.PEER or shown else []
        if len(levels) >= (1 if own else 3):
            found[place] = Fraction(sum(levels), len(levels))
    return found


def compared(before: Given, after: Given, groups: tuple[Group, ...]) -> list[Fraction]:
    then, now = means(before, groups), means(after, groups)
    both = sorted(then.keys() & now.keys())
    if len(both) < 2:
        return []
    start, end = (Fraction(sum(each[n] for n in both), len(both)) for each in (then, now))
    return [start, end - start]


class TestThenAndChange:
    @pytest.mark.parametrize("group", [Group.OTHERS, Group.SELF])
    def test_are_what_the_answers_of_both_rounds_make(self, group: Group) -> None:
        chance, counts = Random(14), {True: 0, False: 0}
        groups = (Group.SELF,) if group is Group.SELF else (Group.MANAGER, Group.PEER)
        for _round in range(300):
            before, after = drawn(chance), drawn(chance)
            figures = second_round(after, first_round(before, 3), 3)
            found = [
                figure.value
                for measure in (Measure.THEN, Measure.CHANGE)
                for figure in find(figures, measure, group)
                if figure.value is not None
            ]
            shown = [f for f in find(figures, Measure.SCORE, Group.OTHERS) if f.value is not None]
            expected = compared(before, after, groups) if shown else []
            assert found == expected
            counts[bool(expected)] += 1
        assert min(counts.values()) > 20

    def test_print_a_change_between_two_printed_levels(self) -> None:
        chance, told = Random(15), 0
        for _round in range(100):
            assessment = carol(drawn(chance), indicators=3, previous=first_round(drawn(chance), 3))
            exact = scored(assessment)
            shown = as_printed(exact, instrument_of(assessment.framework))
            for then in find(exact, Measure.THEN):
                [by], [seen] = (find(each, Measure.CHANGE, then.group) for each in (exact, shown))
                assert then.value is not None
                assert by.value is not None
                now = printed(then.value + by.value)
                assert seen.value == now - printed(then.value)
                told += seen.value != printed(by.value)
        assert told > 10  # or the difference of the exact ones would do

    def test_say_nothing_of_what_is_withheld_in_either_round(self) -> None:
        """Two peers are too few for the third statement, whatever they gave."""
        found = set()
        for before in (2, 4):
            for after in (2, 4):
                then, now = (
                    Given({Group.PEER: [[3, 2, last], [3, 4, last], [2, 4, None]]})
                    for last in (before, after)
                )
                figures = second_round(now, first_round(then, 3), 3)
                told = [*find(figures, Measure.THEN), *find(figures, Measure.CHANGE)]
                assert all(figure.value is not None for figure in told)
                found.add(tuple(told))
        assert [len(each) for each in found] == [2]

    def test_of_oneself_have_no_word_and_hide_with_nothing(self) -> None:
        given: dict[Group, list[Answer]] = {Group.SELF: [2], Group.PEER: [3, 3, 3]}
        figures = second_round({**given, Group.SELF: [4]}, first_round(given))
        [own] = find(figures, Measure.CHANGE, Group.SELF)
        assert (own.value, own.n, own.code, own.withheld) == (2, 1, "", None)
        none = second_round({Group.PEER: [3, 3, 3]}, first_round(given))
        assert find(none, Measure.CHANGE, Group.SELF) == []

    def test_are_withheld_together(self) -> None:
        before = first_round({Group.MANAGER: [3]})
        figures = second_round({Group.PEER: [4, 4, 3]}, before)
        assert find(figures, Measure.THEN) == []
        assert only(figures, Measure.CHANGE).withheld == Reason.NOT_COMPARABLE
