"""Every rule of disclosure control, at its boundary."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise, permutations
from random import Random

import pytest

from assessment.scoring import disclosure
from assessment.scoring.values import ANONYMOUS, IDENTIFIED, Bound, Group, Measure, Reason
from tests.scoring.builders import Rows, carol, find, groups_shown, only, scored

SIX = ("one", "two", "three", "four", "five", "six")


class TestTheThreshold:
    def test_is_three_and_never_lower(self) -> None:
        with pytest.raises(ValueError, match="never below 3"):
            scored(carol({Group.PEER: [4, 4, 4]}, k=2))

    def test_shows_a_group_of_k(self) -> None:
        figures = scored(carol({Group.PEER: [4, 4, 3]}))
        assert only(figures, Measure.SCORE, Group.PEER).value == Fraction(11, 3)

    def test_hides_a_group_of_one_fewer(self) -> None:
        figures = scored(carol({Group.PEER: [4, 4]}))
        assert groups_shown(figures) == {
            Group.SELF: None,
            Group.COLLEAGUES: None,
            Group.OTHERS: None,
        }
        assert {f.withheld for f in find(figures, Measure.SCORE, Group.COLLEAGUES)} == {
            Reason.GROUP_TOO_SMALL
        }

    def test_follows_the_round(self) -> None:
        peers = {Group.PEER: [4, 4, 3, 5]}
        assert only(scored(carol(peers, k=4)), Measure.SCORE, Group.PEER).value == 4
        assert groups_shown(scored(carol(peers, k=5)))[Group.COLLEAGUES] is None

    def test_counts_completed_responses_and_not_invitations(self) -> None:
        # A23: three were invited and one declined
        figures = scored(carol({Group.PEER: [4, 4]}, invited={Group.PEER: 3}))
        assert only(figures, Measure.SCORE, Group.COLLEAGUES).withheld

    def test_does_not_hold_for_the_manager_who_is_named(self) -> None:
        figures = scored(carol({Group.MANAGER: [1]}))
        mean = only(figures, Measure.ITEM_MEAN, Group.MANAGER)
        assert (mean.value, mean.bound) == (1, Bound.EXACT)

    def test_does_not_hold_for_two_managers_either(self) -> None:
        figures = scored(carol({Group.MANAGER: [5, 4]}))
        assert only(figures, Measure.SCORE, Group.MANAGER).value == Fraction(9, 2)


class TestMerging:
    def arranged(self, k: int = 3, **completed: int) -> tuple[dict[str, tuple[Group, ...]], bool]:
        counts = {Group(name): n for name, n in completed.items()}
        arrangement = disclosure.arrange(counts, k)
        parts = {str(part.group): part.members for part in arrangement.parts}
        return parts, arrangement.hidden is not None

    def test_leaves_groups_apart_that_are_large_enough(self) -> None:
        assert self.arranged(peer=3, report=3, partner=4) == (
            {"peer": ("peer",), "report": ("report",), "partner": ("partner",)},
            False,
        )

    def test_puts_two_small_groups_together_when_that_is_enough(self) -> None:
        # and leaves the large one alone
        assert self.arranged(peer=4, report=2, partner=1) == (
            {"peer": ("peer",), "colleagues": ("report", "partner")},
            False,
        )

    def test_takes_in_the_smallest_shown_group_when_it_is_not(self) -> None:
        assert self.arranged(peer=5, report=1, partner=4) == (
            {"peer": ("peer",), "colleagues": ("report", "partner")},
            False,
        )

    def test_takes_the_first_of_two_equal_groups(self) -> None:
        assert self.arranged(peer=4, report=4, partner=2) == (
            {"report": ("report",), "colleagues": ("peer", "partner")},
            False,
        )

    def test_withholds_colleagues_when_nothing_reaches_k(self) -> None:
        assert self.arranged(peer=1, report=1) == ({"colleagues": ("peer", "report")}, True)

    def test_ignores_groups_without_answers(self) -> None:
        assert self.arranged(peer=3, report=0) == ({"peer": ("peer",)}, False)

    def test_never_takes_in_the_manager(self) -> None:
        assert self.arranged(manager=5, peer=2) == (
            {"manager": ("manager",), "colleagues": ("peer",)},
            True,
        )

    def test_never_shows_a_merged_group_apart_as_well(self) -> None:
        figures = scored(carol({Group.PEER: [4, 4, 3, 5], Group.REPORT: [2]}))
        assert groups_shown(figures).keys() == {Group.SELF, Group.COLLEAGUES, Group.OTHERS}
        assert find(figures, Measure.ITEM_MEAN, Group.PEER) == []

    @pytest.mark.parametrize("group", ANONYMOUS)
    def test_treats_every_anonymous_group_alike(self, group: Group) -> None:
        large = next(each for each in ANONYMOUS if each is not group)
        parts, hidden = self.arranged(**{large: 4, group: 2})
        assert {name: set(members) for name, members in parts.items()} == {
            "colleagues": {large, group}
        }
        assert not hidden
        assert self.arranged(**{group: 2}) == ({"colleagues": (group,)}, True)

    def test_puts_any_number_of_small_groups_together(self) -> None:
        counts = {group.value: 2 for group in ANONYMOUS}
        assert self.arranged(**counts) == ({"colleagues": ANONYMOUS}, False)

    def test_says_which_groups_were_merged_and_how_many_answered(self) -> None:
        figures = scored(carol({Group.PEER: [4, 4, 3, 5], Group.REPORT: [2]}))
        merged = {f.group: f.code for f in find(figures, Measure.MERGED)}
        assert merged == {Group.PEER: "colleagues", Group.REPORT: "colleagues"}
        completed = {f.group: f.value for f in find(figures, Measure.COMPLETED)}
        assert completed == {**dict.fromkeys(IDENTIFIED, 0), Group.COLLEAGUES: 5}

    def test_says_nothing_of_how_many_answered_in_a_hidden_group(self) -> None:
        figures = scored(carol({Group.PEER: [4, 4], Group.REPORT: []}, invited={Group.PEER: 3}))
        hidden = only(figures, Measure.COMPLETED, Group.COLLEAGUES)
        assert (hidden.value, hidden.withheld) == (None, Reason.GROUP_TOO_SMALL)
        assert find(figures, Measure.COMPLETED, Group.PEER) == []


class TestAnIndicator:
    def test_is_withheld_when_too_few_observed_it_and_left_out_of_everything(self) -> None:
        peers: Rows = [[5, 2], [4, 2], [4, None]]
        figures = scored(carol({Group.MANAGER: [[3, 3]], Group.PEER: peers}, indicators=2))
        mean = only(figures, Measure.ITEM_MEAN, Group.PEER, "communication2")
        assert (mean.value, mean.n, mean.withheld) == (None, None, Reason.INDICATOR_TOO_FEW)
        others = only(figures, Measure.ITEM_MEAN, Group.OTHERS, "communication2")
        assert (others.value, others.n) == (3, 1)
        assert only(figures, Measure.SCORE, Group.PEER).withheld == Reason.DIMENSION_TOO_FEW

    def test_keeps_its_count_of_not_observed_to_itself_when_withheld(self) -> None:
        peers: Rows = [[5, 2], [4, None], [4, None]]
        figures = scored(carol({Group.PEER: peers}, indicators=2))
        counts = {f.indicator: f.value for f in find(figures, Measure.NOT_OBSERVED, Group.PEER)}
        assert counts == {"communication1": 0, "communication2": None}

    def test_gives_the_same_reason_for_no_rating_as_for_two(self) -> None:
        nobody = scored(carol({Group.PEER: [[5, None], [4, None], [4, None]]}, indicators=2))
        two = scored(carol({Group.PEER: [[5, 3], [4, 3], [4, None]]}, indicators=2))
        assert nobody == two


class TestTheFloor:
    @pytest.mark.parametrize(
        ("levels", "value", "bound"),
        [
            ([1, 1, 1], "1.5", Bound.OR_LOWER),
            ([1, 1, 2], "1.5", Bound.OR_LOWER),
            ([1, 2, 2], "5/3", Bound.EXACT),
            ([1, 1, 2, 2], "1.5", Bound.EXACT),
            ([1, 1, 1, 2], "1.5", Bound.OR_LOWER),
        ],
    )
    def test_is_one_and_a_half_or_lower(self, levels: list[int], value: str, bound: Bound) -> None:
        mean = only(scored(carol({Group.PEER: levels})), Measure.ITEM_MEAN, Group.PEER)
        assert (mean.value, mean.bound) == (Fraction(value), bound)

    def test_stays_when_everything_else_is_made_of_it(self) -> None:
        figures = scored(carol({Group.MANAGER: [1], Group.PEER: [1, 1, 1]}))
        others = only(figures, Measure.SCORE, Group.OTHERS)
        assert (others.value, others.bound) == (Fraction("11/8"), Bound.OR_LOWER)
        gap = only(figures, Measure.GAP)
        assert (gap.value, gap.bound) == (Fraction("21/8"), Bound.OR_HIGHER)
        priority = only(figures, Measure.PRIORITY)
        assert (priority.value, priority.bound) == (Fraction("5.2"), Bound.OR_HIGHER)


class TestTheCeiling:
    @pytest.mark.parametrize(
        ("levels", "value", "bound"),
        [
            ([5, 5, 5], "14/3", Bound.OR_HIGHER),
            ([5, 5, 4], "14/3", Bound.OR_HIGHER),
            ([5, 4, 4], "13/3", Bound.EXACT),
            ([5, 5, 3], "13/3", Bound.EXACT),
        ],
    )
    def test_makes_all_highest_and_all_but_one_alike(
        self, levels: list[int], value: str, bound: Bound
    ) -> None:
        mean = only(scored(carol({Group.PEER: levels})), Measure.ITEM_MEAN, Group.PEER)
        assert (mean.value, mean.bound) == (Fraction(value), bound)

    def test_follows_the_scale(self) -> None:
        figures = scored(carol({Group.PEER: [7, 7, 7]}, highest=7))
        assert only(figures, Measure.ITEM_MEAN, Group.PEER).value == Fraction(20, 3)

    def test_leaves_a_priority_of_nought_certain(self) -> None:
        figures = scored(carol({Group.PEER: [5, 5, 5]}))
        assert only(figures, Measure.GAP).bound is Bound.OR_LOWER
        priority = only(figures, Measure.PRIORITY)
        assert (priority.value, priority.bound) == (0, Bound.EXACT)

    def test_beside_a_floor_leaves_a_score_that_is_about_right(self) -> None:
        figures = scored(carol({Group.PEER: [[1, 5], [1, 5], [1, 5]]}, indicators=2))
        score = only(figures, Measure.SCORE, Group.PEER)
        assert (score.value, score.bound) == (Fraction("37/12"), Bound.ABOUT)


class TestADistribution:
    peers = ([4, 3], [5, 3], [4, 4], [3, 3], [5, 5])

    def test_pools_the_levels_of_five_raters(self) -> None:
        figures = scored(carol({Group.PEER: self.peers}, indicators=2))
        counts = find(figures, Measure.DISTRIBUTION, Group.PEER)
        assert [(f.level, f.value) for f in counts] == [(1, 0), (2, 0), (3, 4), (4, 3), (5, 3)]
        assert {f.n for f in counts} == {10}

    def test_is_withheld_from_four(self) -> None:
        figures = scored(carol({Group.PEER: self.peers[:4]}, indicators=2))
        only_one = only(figures, Measure.DISTRIBUTION, Group.PEER)
        assert only_one.withheld == Reason.DISTRIBUTION_TOO_FEW

    def test_leaves_out_an_indicator_that_four_of_them_rated(self) -> None:
        peers: Rows = [[4, 3, 2], [5, 3, 2], [4, 4, 2], [3, 3, 3], [5, 5, None]]
        figures = scored(carol({Group.PEER: peers}, indicators=3))
        assert {f.n for f in find(figures, Measure.DISTRIBUTION, Group.PEER)} == {10}

    def test_leaves_out_indicators_with_a_whole_or_a_blurred_mean(self) -> None:
        peers = [
            [4, 3, 4, 5, 1],
            [5, 3, 4, 5, 1],
            [4, 4, 4, 5, 1],
            [3, 3, 4, 5, 1],
            [5, 5, 4, 5, 1],
        ]
        figures = scored(carol({Group.PEER: peers}, indicators=5))
        counts = find(figures, Measure.DISTRIBUTION, Group.PEER)
        assert [f.value for f in counts] == [0, 0, 4, 3, 3]

    def test_is_withheld_when_fewer_than_two_are_left(self) -> None:
        peers = [[4, 4], [5, 4], [4, 4], [3, 4], [5, 4]]
        figures = scored(carol({Group.PEER: peers}, indicators=2))
        withheld = only(figures, Measure.DISTRIBUTION, Group.PEER)
        assert withheld.withheld == Reason.DISTRIBUTION_TOO_NARROW

    def test_is_never_made_of_identified_people_or_of_others(self) -> None:
        figures = scored(carol({Group.MANAGER: self.peers, Group.SELF: [[4, 4]]}, indicators=2))
        assert find(figures, Measure.DISTRIBUTION) == find(figures, Measure.SPREAD) == []


class TestAgreementWords:
    peers = ([4, 3], [5, 3], [4, 4], [4, 3], [5, 4], [4, 4])

    def test_need_six_ratings(self) -> None:
        # 4 5 4 4 5 4 and 3 3 4 3 4 4: variances .27 and .3
        figures = scored(carol({Group.PEER: self.peers}, indicators=2))
        assert only(figures, Measure.SPREAD, Group.PEER).code == "similar_views"

    def test_are_withheld_from_five(self) -> None:
        figures = scored(carol({Group.PEER: self.peers[:5]}, indicators=2))
        assert only(figures, Measure.SPREAD, Group.PEER).withheld == Reason.SPREAD_TOO_FEW

    def test_need_six_on_every_indicator_that_is_shown(self) -> None:
        peers = [[*row, 4 if n else None] for n, row in enumerate(self.peers)]
        figures = scored(carol({Group.PEER: peers}, indicators=3))
        assert only(figures, Measure.ITEM_MEAN, Group.PEER, "communication3").n == 5
        assert only(figures, Measure.SPREAD, Group.PEER).withheld == Reason.SPREAD_TOO_FEW

    def test_leave_out_indicators_with_a_whole_mean(self) -> None:
        peers = [[*row, level] for row, level in zip(self.peers, (1, 1, 1, 5, 5, 5), strict=True)]
        figures = scored(carol({Group.PEER: peers}, indicators=3))
        assert only(figures, Measure.ITEM_MEAN, Group.PEER, "communication3").value == 3
        assert only(figures, Measure.SPREAD, Group.PEER).code == "similar_views"

    def test_are_withheld_when_fewer_than_two_are_left(self) -> None:
        figures = scored(carol({Group.PEER: [4, 5, 4, 4, 5, 4]}))
        assert only(figures, Measure.SPREAD, Group.PEER).withheld == Reason.SPREAD_TOO_NARROW


class TestComments:
    five = {Group.PEER: [4, 4, 4, 3, 3]}

    def test_need_three_authors_among_five_raters(self) -> None:
        figures = scored(carol(self.five, comments={Group.PEER: ["one", "two", "three"]}))
        texts = [f.text for f in find(figures, Measure.COMMENT, Group.COLLEAGUES)]
        assert Counter(texts) == Counter(["one", "two", "three"])

    def test_are_withheld_from_two_authors(self) -> None:
        figures = scored(carol(self.five, comments={Group.PEER: ["one", "two", "  "]}))
        comment = only(figures, Measure.COMMENT, Group.COLLEAGUES)
        assert (comment.text, comment.withheld) == ("", Reason.COMMENTS_FEW_WROTE)

    def test_of_one_author_among_five_ratings_are_withheld(self) -> None:
        # A20
        figures = scored(carol(self.five, comments={Group.PEER: ["mine"]}))
        assert only(figures, Measure.COMMENT).withheld == Reason.COMMENTS_FEW_WROTE

    def test_are_withheld_from_four_raters(self) -> None:
        four = {Group.PEER: [4, 4, 4, 3]}
        figures = scored(carol(four, comments={Group.PEER: SIX[:4]}))
        assert only(figures, Measure.COMMENT).withheld == Reason.COMMENTS_FEW_ANSWERED

    def test_give_the_same_reason_when_there_are_none(self) -> None:
        nobody = scored(carol(self.five))
        assert nobody == scored(carol(self.five, comments={Group.PEER: ["one", "two"]}))

    def test_count_all_anonymous_groups_together(self) -> None:
        both = {Group.PEER: [4, 4, 4], Group.REPORT: [3, 3, 3]}
        comments = {Group.PEER: ["one"], Group.REPORT: ["two", "three"]}
        figures = scored(carol(both, comments=comments))
        assert len(find(figures, Measure.COMMENT, Group.COLLEAGUES)) == 3

    def test_ask_for_more_where_the_round_does(self) -> None:
        four_of_six = {Group.PEER: [4, 4, 4, 3, 3, 3]}
        comments = {Group.PEER: SIX[:4]}
        assert only(scored(carol(four_of_six, k=5, comments=comments)), Measure.COMMENT).withheld
        shown = scored(carol(four_of_six, k=4, comments=comments))
        assert len(find(shown, Measure.COMMENT)) == 4

    def test_of_the_manager_and_self_stand_apart(self) -> None:
        answers = {Group.SELF: [4], Group.MANAGER: [4], **self.five}
        comments = {Group.SELF: ["me"], Group.MANAGER: ["boss"], Group.PEER: SIX[:5]}
        figures = scored(carol(answers, comments=comments))
        assert only(figures, Measure.COMMENT, Group.SELF).text == "me"
        assert only(figures, Measure.COMMENT, Group.MANAGER).text == "boss"
        assert len(find(figures, Measure.COMMENT, Group.COLLEAGUES)) == 5

    def test_do_not_follow_the_order_of_the_responses(self) -> None:
        assessment = carol(self.five, comments={Group.PEER: SIX[:5]})
        for order in permutations(assessment.responses):
            assert disclosure.shuffled(order, "communication", Random(1)) == disclosure.shuffled(
                assessment.responses, "communication", Random(1)
            )

    def test_are_shuffled_anew_for_every_question(self) -> None:
        # A21: one order in two questions would tell who wrote both
        assessment = carol(self.five, comments={Group.PEER: SIX[:5]})
        rng = Random(7)
        orders = [
            disclosure.shuffled(assessment.responses, "communication", rng) for _ in range(4000)
        ]
        assert len(set(orders)) == 120
        assert max(Counter(orders).values()) < 80
        same_twice = sum(first == second for first, second in pairwise(orders))
        assert same_twice < 80


class TestTheOrderOfFigures:
    def test_is_the_framework_order_whatever_the_values_are(self) -> None:
        def places(answers: dict[Group, list[int]]) -> list[tuple[object, ...]]:
            figures = scored(carol(answers))
            return [(f.measure, f.dimension, f.indicator, f.group) for f in figures]

        low = {Group.MANAGER: [4], Group.PEER: [2, 2, 3], Group.REPORT: [4, 4, 3]}
        high = {Group.REPORT: [2, 2, 3], Group.PEER: [4, 4, 3], Group.MANAGER: [4]}
        assert places(low) == places(high)
