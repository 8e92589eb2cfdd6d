"""The worked examples of the measures, exact, and what lies on their boundaries."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessment.scoring import gaps
from assessment.scoring.aggregate import Tally, one_decimal
from assessment.scoring.agreement import spread, within_group_agreement
from assessment.scoring.values import Agreement, Group, Kind, Measure, Quadrant, Spread
from tests.scoring.builders import Rows, carol, find, only, scored


def tally(*levels: int, highest: int = 5) -> Tally:
    return Tally(tuple(levels.count(level) for level in range(1, highest + 1)), 0)


class TestRounding:
    @pytest.mark.parametrize(
        ("exact", "shown"),
        [
            ("4.25", "4.3"),
            ("4.24", "4.2"),
            ("-0.25", "-0.3"),
            ("-0.04", "0.0"),
            ("2.95", "3.0"),
            ("0", "0.0"),
            ("37/9", "4.1"),
            ("4.2499999999999999999999999999999999", "4.2"),
        ],
    )
    def test_is_half_away_from_zero_at_one_decimal(self, exact: str, shown: str) -> None:
        assert str(one_decimal(Fraction(exact))) == shown
        assert one_decimal(Fraction(exact)) == Decimal(shown)


class TestSelfAndOthers:
    @pytest.mark.parametrize(
        ("own", "others", "asked", "d", "agreement", "quadrant", "gap"),
        [
            ("4.6", "3.6", 4, "1.0", Agreement.OVER, Quadrant.BLIND_SPOT, ".4"),
            ("3.4", "4.2", 4, "-.8", Agreement.UNDER, Quadrant.SELF_LOWER, "-.2"),
            ("3.4", "4.4", 4, "-1.0", Agreement.UNDER, Quadrant.HIDDEN_STRENGTH, "-.4"),
            ("4.4", "4.2", 4, ".2", Agreement.IN_AGREEMENT, Quadrant.ALIGNED, "-.2"),
            ("4.6", "4.4", 4, ".2", Agreement.IN_AGREEMENT, Quadrant.OPEN_STRENGTH, "-.4"),
            ("5.0", "4.4", 4, ".6", Agreement.OVER, Quadrant.SELF_HIGHER, "-.4"),
            ("4.1", "3.9", 4, ".2", Agreement.IN_AGREEMENT, Quadrant.ALIGNED, ".1"),
            ("4.0", "3.6", 4, ".4", Agreement.IN_AGREEMENT, Quadrant.ALIGNED, ".4"),
            ("4.2", "3.7", 4, ".5", Agreement.OVER, Quadrant.SELF_HIGHER, ".3"),
            ("3.2", "3.0", 4, ".2", Agreement.IN_AGREEMENT, Quadrant.KNOWN_NEED, "1"),
            ("3.5", "3.0", 4, ".5", Agreement.OVER, Quadrant.SELF_HIGHER, "1"),
            ("3.5", "4.0", 4, "-.5", Agreement.UNDER, Quadrant.SELF_LOWER, "0"),
            ("4.0", "4.0", 4, "0", Agreement.IN_AGREEMENT, Quadrant.ALIGNED, "0"),
        ],
    )
    def test_stand_to_the_target_as_in_the_worked_examples(
        self, own: str, others: str, asked: int, d: str, agreement: str, quadrant: str, gap: str
    ) -> None:
        """With eight raters, whose margin is 0.3."""
        s, o, t = Fraction(own), Fraction(others), Fraction(asked)
        assert s - o == Fraction(d)
        assert gaps.agreement(s - o) is agreement
        where = gaps.standing(t - o, Fraction("0.3"))
        assert gaps.quadrant(s >= t, where, s - o) is quadrant
        assert t - o == Fraction(gap)

    def test_come_out_of_ten_indicators_with_the_same_figures(self) -> None:
        figures = scored(
            carol(
                {
                    Group.SELF: [[5, 5, 5, 5, 5, 5, 4, 4, 4, 4]],
                    Group.PEER: [[4, 4, 4, 4, 4, 4, 3, 3, 3, 3]] * 5,
                },
                indicators=10,
            )
        )
        assert only(figures, Measure.PERCEPTION_GAP).value == 1
        assert only(figures, Measure.AGREEMENT).code == Agreement.OVER
        assert only(figures, Measure.QUADRANT).code == Quadrant.BLIND_SPOT
        assert only(figures, Measure.GAP).value == Fraction(".4")
        assert only(figures, Measure.GAP_SELF).value == Fraction("-.6")

    def test_tell_nothing_when_others_are_withheld(self) -> None:
        figures = scored(carol({Group.SELF: [5], Group.PEER: [3, 4]}))
        derived = (
            Measure.GAP,
            Measure.PERCEPTION_GAP,
            Measure.AGREEMENT,
            Measure.QUADRANT,
            Measure.PRIORITY,
            Measure.RANK,
            Measure.ROLE_GAP,
        )
        assert [f for f in figures if f.measure in derived] == []
        assert only(figures, Measure.GAP_SELF).value == -1

    def test_are_compared_on_the_indicators_that_both_have(self) -> None:
        figures = scored(
            carol(
                {Group.SELF: [[5, 5, 1, None]], Group.MANAGER: [[4, 4, None, 5]]},
                indicators=4,
            )
        )
        # Two of four are common: too few for a gap, though either has three.
        assert only(figures, Measure.PERCEPTION_GAP).withheld == "common_too_few"
        assert find(figures, Measure.AGREEMENT) == []

    def test_leave_out_what_only_one_of_them_rated(self) -> None:
        figures = scored(
            carol(
                {Group.SELF: [[5, 5, 5, None]], Group.MANAGER: [[4, 4, 3, 1]]},
                indicators=4,
            )
        )
        assert only(figures, Measure.PERCEPTION_GAP).value == Fraction(4, 3)


class TestPriority:
    @pytest.mark.parametrize(
        ("weight", "asked", "others", "expected"),
        [(3, "4", "3.2", "2.4"), (2, "4", "2.6", "2.8"), (1, "3", "3.4", "0")],
    )
    def test_is_weight_times_the_gap_below_target(
        self, weight: int, asked: str, others: str, expected: str
    ) -> None:
        gap = Fraction(asked) - Fraction(others)
        assert gaps.priority(weight, gap) == Fraction(expected)

    def test_puts_the_largest_first_and_a_met_target_last(self) -> None:
        rows = [(3, "4", "3.2"), (2, "4", "2.6"), (1, "3", "3.4")]
        standings = [
            gaps.PriorityCandidate(n, gaps.priority(w, gap), gap, Fraction(o))
            for n, (w, t, o) in enumerate(rows)
            for gap in [Fraction(t) - Fraction(o)]
        ]
        assert [s.place for s in gaps.ranked(standings)] == [1, 0, 2]

    def test_breaks_ties_by_gap_then_lower_others_then_framework_order(self) -> None:
        half, one = Fraction(1, 2), Fraction(1)
        standings = [
            gaps.PriorityCandidate(0, one, half, Fraction(3)),
            gaps.PriorityCandidate(1, one, one, Fraction(4)),
            gaps.PriorityCandidate(2, one, one, Fraction(3)),
            gaps.PriorityCandidate(3, one, one, Fraction(3)),
        ]
        assert [s.place for s in gaps.ranked(standings)] == [2, 3, 1, 0]


class TestOthers:
    def test_count_every_rater_the_same(self) -> None:
        answers = {Group.MANAGER: [3], Group.PEER: [4, 4, 5, 4, 3], Group.REPORT: [5, 5, 4]}
        figures = scored(carol(answers))
        others = only(figures, Measure.SCORE, Group.OTHERS)
        assert others.value == Fraction(37, 9)
        assert one_decimal(Fraction(37, 9)) == Decimal("4.1")
        per_group = (Fraction(3) + Fraction(20, 5) + Fraction(14, 3)) / 3
        assert round(float(per_group), 3) == 3.889
        assert others.value != per_group

    def test_are_the_mean_over_indicators_of_the_mean_over_raters(self) -> None:
        manager: Rows = [[2, None]]
        peers: Rows = [[4, 3], [4, 4], [4, 4]]
        figures = scored(carol({Group.MANAGER: manager, Group.PEER: peers}, indicators=2))
        others = only(figures, Measure.SCORE, Group.OTHERS)
        assert others.value == (Fraction(14, 4) + Fraction(11, 3)) / 2
        assert others.n == 3


class TestMissingRatings:
    def test_are_never_nought_and_never_the_middle(self) -> None:
        figures = scored(carol({Group.PEER: [5, None, 4, 4]}))
        mean = only(figures, Measure.ITEM_MEAN, Group.PEER)
        assert (mean.value, mean.n) == (Fraction(13, 3), 3)
        assert only(figures, Measure.NOT_OBSERVED, Group.PEER).value == 1

    def test_are_missing_too_when_a_question_was_left_unanswered(self) -> None:
        assessment = carol({Group.MANAGER: [[4, None]]}, indicators=2)
        figures = scored(assessment)
        assert only(figures, Measure.ITEM_MEAN, Group.MANAGER, "communication1").value == 4
        assert only(figures, Measure.NOT_OBSERVED, Group.MANAGER, "communication2").value == 1


class TestADimensionScore:
    def test_needs_sixty_per_cent_of_its_indicators(self) -> None:
        three_of_five = scored(carol({Group.MANAGER: [[4, 4, 3, None, None]]}, indicators=5))
        two_of_five = scored(carol({Group.MANAGER: [[4, 4, None, None, None]]}, indicators=5))
        assert only(three_of_five, Measure.SCORE, Group.MANAGER).value == Fraction(11, 3)
        assert only(two_of_five, Measure.SCORE, Group.MANAGER).withheld == "dimension_too_few"

    def test_is_the_mean_of_item_means_whatever_their_n(self) -> None:
        peers: Rows = [[5, 1], [5, 3], [5, None], [4, 4]]
        figures = scored(carol({Group.PEER: peers}, indicators=2))
        score = only(figures, Measure.SCORE, Group.PEER)
        assert score.value == (Fraction(19, 4) + Fraction(8, 3)) / 2
        assert score.n == 3


class TestAgreementWithinAGroup:
    @pytest.mark.parametrize(
        ("levels", "r"),
        [
            ((4, 4, 5, 4, 3), ".75"),
            ((3, 4, 5), ".50"),
            ((4, 4, 4, 4, 4), "1"),
            ((1, 1, 5, 5, 5), "0"),
        ],
    )
    def test_of_one_item_is_as_in_the_worked_examples(
        self, levels: tuple[int, ...], r: str
    ) -> None:
        assert within_group_agreement([tally(*levels)], 5) == Fraction(r)

    def test_takes_the_mean_of_the_item_variances(self) -> None:
        both = [tally(4, 4, 5, 4, 3), tally(3, 4, 5)]
        assert within_group_agreement(both, 5) == Fraction("0.625")

    @pytest.mark.parametrize(
        ("levels", "word"),
        [
            ((4, 4, 4, 4, 5), Spread.SIMILAR),
            ((3, 4, 5), Spread.SOME),
            ((1, 1, 5, 5, 5), Spread.SPLIT),
        ],
    )
    def test_becomes_words(self, levels: tuple[int, ...], word: Spread) -> None:
        assert spread([tally(*levels)], 5) is word

    def test_says_similar_at_exactly_seventy_hundredths(self) -> None:
        below = [tally(3, 4, 5), tally(3, 4, 4, 4, 5), tally(3, 4, 4, 4, 5), tally(4, 4, 5, 4, 3)]
        assert within_group_agreement(below, 5) == Fraction(11, 16)
        assert spread(below, 5) is Spread.SOME
        on_the_line = [tally(2, 3, 3, 3, 4, 3), tally(2, 2, 3, 4, 4, 3)]
        assert within_group_agreement(on_the_line, 5) == Fraction(7, 10)
        assert spread(on_the_line, 5) is Spread.SIMILAR

    def test_divides_by_the_variance_of_a_uniform_answer_on_any_scale(self) -> None:
        assert within_group_agreement([tally(1, 2, 3, highest=3)], 3) == 0
        assert within_group_agreement([tally(3, 4, 5, highest=7)], 7) == Fraction(3, 4)


class TestFocus:
    @pytest.mark.parametrize(
        ("value", "where"),
        [("1.9", "below"), ("2", "within"), ("3.1", "within"), ("4", "within"), ("4.1", "above")],
    )
    def test_stands_below_within_or_above_the_range(self, value: str, where: str) -> None:
        assert gaps.position(Fraction(value), Fraction(2), Fraction(4)) == where

    @pytest.mark.parametrize("kind", [Kind.FOCUS, Kind.MANDATE])
    def test_and_mandate_have_no_target_gap_quadrant_or_priority(self, kind: Kind) -> None:
        figures = scored(carol({Group.SELF: [4], Group.MANAGER: [3]}, kind=kind))
        judged = {
            Measure.TARGET,
            Measure.IMPORTANCE,
            Measure.GAP,
            Measure.GAP_SELF,
            Measure.AGREEMENT,
            Measure.QUADRANT,
            Measure.PRIORITY,
            Measure.RANK,
        }
        assert judged.isdisjoint(f.measure for f in figures)
        assert only(figures, Measure.PERCEPTION_GAP).value == 1
