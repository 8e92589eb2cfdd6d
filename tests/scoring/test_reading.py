"""Words, order and differences follow from the tenths that are printed, and from several people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.scoring import gaps, reading
from assessment.scoring.aggregate import one_decimal
from assessment.scoring.values import Figure, Group, Kind, Measure, Position, Reason, RoleTarget
from tests.scoring.builders import SKILL, carol, champion, find, only, scored, target

SD, SINGLE = Fraction(60, 100), Fraction(37, 100)
SHIPPED = reading.Instrument(SD, SINGLE, frozenset({SKILL}))


def of_a_skill(
    others: str, n: int = 8, *, own: str = "", asked: str = "4", d: str = "", weight: int = 2
) -> list[Figure]:
    """What is released of a skill that peers rated."""
    found = [
        Figure(Measure.SCORE, SKILL, group=Group.OTHERS, value=Fraction(others), n=n),
        Figure(Measure.TARGET, SKILL, value=Fraction(asked)),
        Figure(Measure.IMPORTANCE, SKILL, value=Fraction(weight)),
        Figure(Measure.GAP, SKILL, value=Fraction(asked) - Fraction(others), n=n),
        *(
            Figure(Measure.ITEM_MEAN, SKILL, "a", group, value=Fraction(others), n=n)
            for group in (Group.PEER, Group.OTHERS)
        ),
    ]
    if own:
        apart = Fraction(d or Fraction(own) - Fraction(others))
        found += [
            Figure(Measure.SCORE, SKILL, group=Group.SELF, value=Fraction(own), n=1),
            Figure(Measure.PERCEPTION_GAP, SKILL, value=apart, n=1),
        ]
    return found


def read(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    return reading.as_printed(figures, SHIPPED)


class TestTheMargin:
    @pytest.mark.parametrize(
        ("raters", "tenths"),
        [(1, "0.5"), (3, "0.4"), (5, "0.3"), (7, "0.3"), (8, "0.3"), (30, "0.1")],
    )
    def test_is_the_standard_error_of_so_many_raters(self, raters: int, tenths: str) -> None:
        assert gaps.margin(raters, SD, SINGLE) == Fraction(tenths)

    @pytest.mark.parametrize("raters", range(1, 60))
    def test_is_that_of_the_formula_to_a_tenth(self, raters: int) -> None:
        r = raters * 0.37 / (1 + (raters - 1) * 0.37)
        exact = 0.6 * (1 - r) ** 0.5
        assert abs(float(gaps.margin(raters, SD, SINGLE)) - exact) <= 0.05 + 1e-12

    def test_rounds_an_exact_half_up(self) -> None:
        assert gaps.margin(1, Fraction(1, 4), Fraction(0)) == Fraction(3, 10)

    @pytest.mark.parametrize(
        ("others", "n", "where"),
        [
            ("4.0", 8, Position.WITHIN),
            ("3.8", 8, Position.WITHIN),
            ("3.6", 8, Position.BELOW),
            ("3.6", 1, Position.WITHIN),
            ("4.4", 8, Position.ABOVE),
        ],
    )
    def test_decides_what_is_at_the_target(self, others: str, n: int, where: Position) -> None:
        assert gaps.standing(4 - Fraction(others), gaps.margin(n, SD, SINGLE)) is where

    def test_is_released_beside_the_gap(self) -> None:
        margin = only(scored(carol({Group.PEER: [3, 3, 4]})), Measure.MARGIN)
        assert (margin.value, margin.n) == (Fraction(2, 5), 3)


class TestPriorities:
    def test_have_none_within_the_margin(self) -> None:
        figures = read(of_a_skill("3.7"))
        assert only(figures, Measure.PRIORITY).value == 0
        assert find(figures, Measure.RANK) == []

    def test_are_of_the_printed_gap(self) -> None:
        figures = read(of_a_skill("3.249"))
        assert only(figures, Measure.GAP).value == Fraction("0.8")
        assert only(figures, Measure.PRIORITY).value == Fraction("1.6")
        assert only(figures, Measure.RANK).value == 1


class TestDifferences:
    def test_are_those_of_the_printed_figures(self) -> None:
        """4 − 3.25 is 0.75; 3.3 is printed, so the gap is 0.7 and not 0.8."""
        gap = only(read(of_a_skill("3.25")), Measure.GAP)
        assert str(one_decimal(gap.value or Fraction(0))) == "0.7"

    def test_between_self_and_others_are_too(self) -> None:
        figures = read(of_a_skill("3.24", own="3.65"))
        assert only(figures, Measure.PERCEPTION_GAP).value == Fraction("0.5")
        assert only(figures, Measure.AGREEMENT).code == "over"

    def test_are_of_the_common_statements_where_these_are_fewer(self) -> None:
        figures = read(of_a_skill("3.2", own="3.6", d="0.46"))
        assert only(figures, Measure.PERCEPTION_GAP).value == Fraction("0.5")
        assert only(figures, Measure.AGREEMENT).code == "over"

    def test_stay_exact_in_what_is_stored(self) -> None:
        figures = scored(carol({Group.PEER: [3, 3, 3, 4]}))
        assert only(figures, Measure.GAP).value == Fraction(3, 4)


class TestTheView:
    @pytest.mark.parametrize("measure", [Measure.PRIORITY, Measure.RANK, Measure.QUADRANT])
    def test_of_a_manager_alone_is_no_conclusion(self, measure: Measure) -> None:
        alone = scored(carol({Group.SELF: [5], Group.MANAGER: [2], Group.PEER: [3, 3]}))
        assert find(alone, measure) == []
        assert only(alone, Measure.GAP).value == 2
        together = scored(carol({Group.SELF: [5], Group.MANAGER: [2], Group.PEER: [3, 3, 3]}))
        assert len(find(together, measure)) == 1

    def test_rests_on_a_group_for_most_of_its_statements(self) -> None:
        peers = [[3, None, None], [3, None, None], [3, None, None]]
        some = carol({Group.MANAGER: [[2, 2, 2]], Group.PEER: peers}, indicators=3)
        assert reading.basis(scored(some)) is reading.Basis.FEW
        peers = [[3, 3, None]] * 3
        most = carol({Group.MANAGER: [[2, 2, 2]], Group.PEER: peers}, indicators=3)
        assert reading.basis(scored(most)) is reading.Basis.GROUPS

    def test_is_no_conclusion_where_nothing_of_others_is_shown(self) -> None:
        withheld = Figure(
            Measure.SCORE, SKILL, group=Group.OTHERS, withheld=Reason.DIMENSION_TOO_FEW
        )
        figures = [each for each in of_a_skill("3") if each.measure is Measure.ITEM_MEAN]
        assert [f.measure for f in read([withheld, *figures])] == [
            Measure.SCORE,
            *[Measure.ITEM_MEAN] * 2,
        ]


class TestAPosition:
    def test_is_that_of_the_printed_score(self) -> None:
        ranged = champion(asked=RoleTarget(range_low=Fraction(3), range_high=Fraction(4)))
        peers = [[3] * 20, [3] * 20, [3] * 19 + [2]]
        figures = scored(carol({Group.PEER: peers}, indicators=20, kind=Kind.FOCUS, roles=[ranged]))
        assert only(figures, Measure.SCORE, Group.PEER).value == Fraction(179, 60)
        assert only(figures, Measure.POSITION, Group.OTHERS).code == "within"


class TestWhatAnEarlierEditionReleased:
    def test_is_read_by_the_rules_of_this_one(self) -> None:
        stored = [
            *of_a_skill("3.8", own="4.2"),
            Figure(Measure.PRIORITY, SKILL, value=Fraction("0.4"), n=8),
            Figure(Measure.RANK, SKILL, value=Fraction(1)),
            Figure(Measure.AGREEMENT, SKILL, code="in_agreement"),
            Figure(Measure.QUADRANT, SKILL, code="blind_spot"),
        ]
        figures = read(stored)
        assert find(figures, Measure.RANK) == []
        assert only(figures, Measure.QUADRANT).code == "aligned"
        assert read(figures) == figures

    def test_keeps_its_figures(self) -> None:
        stored = of_a_skill("3.249", own="4.2")
        kept = [f for f in reading.concluded(stored, SHIPPED) if f.measure not in reading.DECIDED]
        assert kept == stored

    def test_says_of_a_change_what_its_printed_size_says(self) -> None:
        change = Figure(Measure.CHANGE, SKILL, group=Group.OTHERS, value=Fraction("0.749"), n=7)
        exact, larger = (
            only(read([replace(change, value=Fraction(value))]), Measure.CHANGE).code
            for value in ("0.74", "0.75")
        )
        assert (exact, larger) == ("no_clear_change", "up")


class TestTheNearestLevel:
    @pytest.mark.parametrize(
        ("score", "level"), [("3.4", 3), ("3.5", 4), ("4.0", 4), ("1.0", 1), ("5.0", 5)]
    )
    def test_is_reached_halves_up(self, score: str, level: int) -> None:
        assert gaps.nearest_level(Fraction(score), 5) == level


def test_a_framework_with_other_constants_has_other_margins() -> None:
    assert gaps.margin(3, Fraction(9, 10), Fraction(1, 2)) == Fraction("0.5")


def test_targets_between_two_tenths_are_read_as_printed() -> None:
    asked = champion(asked=target("3.75"))
    figures = scored(carol({Group.PEER: [4, 4, 4]}, roles=[asked]))
    assert only(reading.as_printed(figures, SHIPPED), Measure.GAP).value == Fraction("-0.2")
