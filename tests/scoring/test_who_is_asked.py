"""A group is asked only what it can see: the rest is neither missing nor withheld."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

import pytest

from assessment.scoring.sheet import make_sheet
from assessment.scoring.values import (
    Assessment,
    Figure,
    FrameworkSpec,
    Group,
    Measure,
    Reason,
)
from tests.attacks.attacker import attack
from tests.attacks.seen import look
from tests.scoring.builders import Answer, carol, find, only, scored

SELF, MANAGER, PEER = Group.SELF, Group.MANAGER, Group.PEER
REPORT, PARTNER = Group.REPORT, Group.PARTNER
INSIDE = frozenset({SELF, MANAGER, PEER, REPORT})
Levels = list[int | None]
Answers = dict[Group, list[Answer]]
ITEMS = [f"communication{n}" for n in range(1, 9)]
EIGHT: Levels = [4] * 8
FOUR: Levels = [3, 4, 3, 4, None, None, None, None]


def asked_apart(
    answers: Mapping[Group, Iterable[Answer]],
    seen_by: Mapping[str, frozenset[Group]] | None = None,
    comments: Mapping[Group, Sequence[str]] | None = None,
) -> Assessment:
    """Carol's assessment in eight statements, of which partners are asked the first four."""
    whole = carol(answers, indicators=8, comments=comments)
    (dimension,) = whole.framework.dimensions
    narrow = dict.fromkeys(ITEMS[4:], INSIDE) if seen_by is None else seen_by
    return replace(whole, framework=FrameworkSpec((replace(dimension, seen_by=dict(narrow)),)))


def item(figures: Iterable[Figure], group: Group, number: int) -> Figure:
    return only(figures, Measure.ITEM_MEAN, group, ITEMS[number - 1])


class TestWhatAGroupIsNotAsked:
    answers: ClassVar[Answers] = {
        SELF: [EIGHT],
        MANAGER: [EIGHT],
        PEER: [EIGHT] * 4,
        PARTNER: [FOUR] * 3,
    }

    def test_is_said_to_be_not_asked(self) -> None:
        figures = scored(asked_apart(self.answers))
        assert item(figures, PARTNER, 1).value == 3
        assert item(figures, PARTNER, 5).withheld is Reason.NOT_ASKED
        seen = only(figures, Measure.NOT_OBSERVED, PARTNER, ITEMS[4])
        assert (seen.value, seen.withheld) == (None, Reason.NOT_ASKED)

    def test_counts_in_no_share_of_its_score(self) -> None:
        assert only(scored(asked_apart(self.answers)), Measure.SCORE, PARTNER).value == Fraction(
            7, 2
        )

    def test_would_withhold_the_score_if_it_were_missing(self) -> None:
        figures = scored(asked_apart(self.answers, {}))
        assert only(figures, Measure.SCORE, PARTNER).withheld is Reason.DIMENSION_TOO_FEW

    def test_leaves_others_to_the_groups_that_are_asked(self) -> None:
        figures = scored(asked_apart(self.answers))
        assert item(figures, Group.OTHERS, 1).n == 8
        assert item(figures, Group.OTHERS, 5).n == 5
        assert only(figures, Measure.SCORE, Group.OTHERS).withheld is None

    def test_is_never_withheld_from_the_participant(self) -> None:
        figures = scored(asked_apart(self.answers, dict.fromkeys(ITEMS, frozenset({PEER}))))
        assert item(figures, SELF, 1).value == 4

    def test_tells_nothing_of_people_who_were_moved(self) -> None:
        moved = asked_apart(self.answers | {PARTNER: [[3, 4, 3, 4, 1, 1, 1, 1]] * 3})
        assert make_sheet(moved).groups[PARTNER].tallies[ITEMS[4]].n == 0
        assert scored(moved) == scored(asked_apart(self.answers))

    def test_does_not_count_when_it_was_answered_in_another_group(self) -> None:
        moved: Answers = self.answers | {PARTNER: [[1] * 8] * 3}
        assert (
            item(scored(asked_apart(moved)), Group.OTHERS, 5).value
            == item(scored(asked_apart(self.answers)), Group.OTHERS, 5).value
        )

    def test_withholds_every_figure_of_a_dimension_in_no_other_words(self) -> None:
        figures = scored(asked_apart(self.answers, dict.fromkeys(ITEMS, INSIDE)))
        mine = [f for f in figures if f.group is PARTNER and f.dimension]
        assert {f.withheld for f in mine} == {Reason.NOT_ASKED}
        assert {f.measure for f in mine} >= {
            Measure.SCORE,
            Measure.SPREAD,
            Measure.DISTRIBUTION,
        }


class TestSelfAndOthers:
    def test_are_compared_on_what_both_have(self) -> None:
        own: list[Answer] = [[5] * 4 + [1] * 4]
        answers: Answers = {SELF: own, MANAGER: [], PEER: [], PARTNER: [FOUR] * 3}
        figures = scored(asked_apart(answers))
        assert only(figures, Measure.SCORE, SELF).value == 3
        assert only(figures, Measure.PERCEPTION_GAP).value == Fraction(3, 2)

    def test_are_not_asked_of_others_where_no_group_is(self) -> None:
        figures = scored(asked_apart({SELF: [EIGHT], PARTNER: [FOUR] * 3}))
        assert item(figures, Group.OTHERS, 5).withheld is Reason.NOT_ASKED
        assert only(figures, Measure.SCORE, Group.OTHERS).value == Fraction(7, 2)

    def test_are_withheld_where_only_a_hidden_group_is_asked(self) -> None:
        peers_alone = dict.fromkeys(ITEMS[4:], frozenset({SELF, PEER}))
        figures = scored(asked_apart({MANAGER: [EIGHT], PEER: [EIGHT] * 2}, peers_alone))
        assert item(figures, Group.OTHERS, 5).withheld is Reason.GROUP_TOO_SMALL
        assert item(figures, MANAGER, 5).withheld is Reason.NOT_ASKED


class TestGroupsPutTogether:
    answers: ClassVar[Answers] = {PEER: [EIGHT] * 4, PARTNER: [FOUR] * 2}

    def test_show_only_what_all_of_them_are_asked(self) -> None:
        figures = scored(asked_apart(self.answers))
        assert item(figures, Group.COLLEAGUES, 1).n == 6
        assert item(figures, Group.COLLEAGUES, 5).withheld is Reason.PARTLY_ASKED
        assert item(figures, Group.OTHERS, 5).withheld is Reason.PARTLY_ASKED

    def test_say_nowhere_how_many_answered_in_one_of_them(self) -> None:
        figures = scored(asked_apart(self.answers))
        counts = {
            f.n for f in find(figures, Measure.NOT_OBSERVED, Group.COLLEAGUES) if not f.withheld
        }
        assert counts == {only(figures, Measure.COMPLETED, Group.COLLEAGUES).value} == {6}

    def test_have_a_score_from_sixty_percent_of_what_any_is_asked(self) -> None:
        narrow = dict.fromkeys(ITEMS[5:], INSIDE)
        rows: Answers = {PEER: [EIGHT] * 4, PARTNER: [[*FOUR[:4], 4, *FOUR[5:]]] * 2}
        assert only(scored(asked_apart(rows, narrow)), Measure.SCORE, Group.COLLEAGUES).value
        assert only(scored(asked_apart(self.answers)), Measure.SCORE, Group.COLLEAGUES).withheld

    def test_are_not_asked_what_none_of_them_is(self) -> None:
        answers: Answers = {MANAGER: [EIGHT], PARTNER: [FOUR] * 2, Group.COUNCILLOR: [FOUR]}
        figures = scored(asked_apart(answers))
        assert item(figures, Group.COLLEAGUES, 5).withheld is Reason.NOT_ASKED

    @pytest.mark.parametrize("decimals", [None, 1])
    def test_give_nobody_away(self, decimals: int | None) -> None:
        for partners in range(5):
            for reports in range(5):
                rows: Answers = {PEER: [EIGHT, [5, 3] * 4, [2] * 8, [3, 5] * 4]}
                rows |= {REPORT: [[1, 2] * 4] * reports, PARTNER: [FOUR] * partners}
                figures = scored(asked_apart(rows))
                assert attack(look(figures, decimals=decimals), k=3, highest=5) == []


class TestComments:
    said: ClassVar[dict[Group, list[str]]] = {PEER: ["one", "two", "three"]}

    def test_hide_behind_nobody_who_could_not_have_written(self) -> None:
        answers: Answers = {PEER: [EIGHT] * 3, PARTNER: [FOUR] * 3}
        figures = scored(asked_apart(answers, dict.fromkeys(ITEMS, INSIDE), self.said))
        assert only(figures, Measure.COMMENT).withheld is Reason.COMMENTS_FEW_ANSWERED

    def test_are_shown_where_enough_are_asked(self) -> None:
        answers: Answers = {PEER: [EIGHT] * 3, PARTNER: [FOUR] * 3}
        assert len(find(scored(asked_apart(answers, None, self.said)), Measure.COMMENT)) == 3

    def test_of_a_group_that_is_not_asked_are_left_out(self) -> None:
        answers: Answers = {PEER: [EIGHT] * 5, PARTNER: [FOUR] * 3}
        said = self.said | {PARTNER: ["elsewhere"]}
        figures = scored(asked_apart(answers, dict.fromkeys(ITEMS, INSIDE), said))
        assert {f.text for f in find(figures, Measure.COMMENT)} == {"one", "two", "three"}
