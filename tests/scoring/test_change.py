"""Reliable change between two rounds, exact to the last digit of the boundary."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import sqrt

import pytest

from assessment.scoring.change import spearman_brown, trend
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
