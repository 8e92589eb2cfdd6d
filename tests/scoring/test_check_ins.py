"""Means in steps, their ends and their words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assessment.scoring.aggregate import Tally
from assessment.scoring.check_ins import Direction, release_steps, step_direction, would_tell
from assessment.scoring.values import Bound, Group, Reason, Released, Withheld


def tally(*steps: int) -> Tally:
    return Tally(tuple(steps.count(step) for step in range(-2, 3)), 0)


@pytest.mark.parametrize(
    ("steps", "released"),
    [
        ((1, 1, 0), Released(Fraction(2, 3), 3)),
        ((2, 2, 2), Released(Fraction(3, 2), 3, Bound.OR_HIGHER)),
        ((2, 2, 1), Released(Fraction(3, 2), 3, Bound.OR_HIGHER)),
        ((2, 2, 1, 1), Released(Fraction(3, 2), 4)),
        ((-2, -2, -2), Released(Fraction(-3, 2), 3, Bound.OR_LOWER)),
        ((-2, -2, -1, -1), Released(Fraction(-3, 2), 4)),
        ((0, 0), Withheld(Reason.INDICATOR_TOO_FEW)),
    ],
)
def test_a_group_has_a_mean_with_both_ends_blurred(
    steps: tuple[int, ...], released: Released | Withheld
) -> None:
    assert release_steps(tally(*steps), Group.PEER, k=3) == released


def test_the_managers_step_is_exact() -> None:
    assert release_steps(tally(2), Group.MANAGER, k=3) == Released(Fraction(2), 1)


@pytest.mark.parametrize(
    ("mean", "word"),
    [
        (Fraction(1, 2), Direction.UNCLEAR),
        (Fraction(-1, 2), Direction.UNCLEAR),
        (Fraction(54, 100), Direction.UNCLEAR),  # printed as 0.5
        (Fraction(55, 100), Direction.MORE),  # printed as 0.6
        (Fraction(-55, 100), Direction.LESS),
        (Fraction(0), Direction.UNCLEAR),
    ],
)
def test_the_word_is_that_of_the_printed_figure(mean: Fraction, word: Direction) -> None:
    assert step_direction(mean) is word


@pytest.mark.parametrize(
    ("before", "now", "tells"),
    [
        (["abcde"], "abcde", False),
        (["abcde"], "abcd", True),
        (["abcde"], "abcdefgh", True),  # three more of whom all may have given the highest
        (["abcde"], "fgh", False),
        (["abc", "def"], "abcdef", True),  # one of the two may be blurred
        (["abc", "def"], "def", False),
        ([], "abc", False),
    ],
)
def test_a_second_figure_is_of_the_same_people_or_of_none_of_them(
    before: list[str], now: str, tells: bool
) -> None:
    assert would_tell([set(each) for each in before], set(now)) is tells
