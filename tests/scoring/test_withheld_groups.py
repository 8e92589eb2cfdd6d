"""A group that HR withholds is shown nowhere, and nothing shown is made of its answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.scoring.values import Assessment, Group, Measure, Reason
from tests.scoring.builders import carol, find, only, scored

PEERS, REPORTS = [1, 1, 5, 2, 2], [4, 4, 3, 5, 4]
COMMENTS = {
    Group.PEER: [f"peer {n}" for n in range(5)],
    Group.REPORT: [f"report {n}" for n in range(5)],
}
WITHHELD = frozenset({Group.PEER})


def both(peers: list[int]) -> Assessment:
    answers = {Group.SELF: [3], Group.PEER: peers, Group.REPORT: REPORTS}
    return carol(answers, indicators=2, comments=COMMENTS)


class TestAWithheldGroup:
    def test_has_no_figure_and_the_reason_at_each(self) -> None:
        figures = scored(replace(both(PEERS), withheld=WITHHELD))
        theirs = [
            figure
            for figure in figures
            if figure.group is Group.PEER
            and figure.measure not in {Measure.INVITED, Measure.COMPLETED}
        ]
        assert all(figure.value is None for figure in theirs)
        kinds = (Measure.SCORE, Measure.ITEM_MEAN, Measure.NOT_OBSERVED)
        for kind in kinds:
            assert {f.withheld for f in find(theirs, kind)} == {Reason.GROUP_CHANGED}

    def test_changes_no_other_figure_whatever_it_answered(self) -> None:
        """What it gave can be worked out from nothing: nothing depends on it."""
        one, other = (
            scored(replace(both(peers), withheld=WITHHELD)) for peers in (PEERS, [5, 5, 5, 5, 5])
        )
        assert one == other

    def test_leaves_the_others_as_if_it_had_not_been_asked(self) -> None:
        figures = scored(replace(both(PEERS), withheld=WITHHELD))
        without = scored(
            carol({Group.SELF: [3], Group.REPORT: REPORTS}, indicators=2, comments=COMMENTS)
        )
        assert [f for f in figures if f.group is not Group.PEER] == [
            f for f in without if f.group is not Group.PEER
        ]
        comments = find(figures, Measure.COMMENT)
        assert comments
        assert not any(figure.text.startswith("peer") for figure in comments)

    def test_joins_no_small_group_to_make_it_large_enough(self) -> None:
        answers = {Group.PEER: [4, 3, 5], Group.REPORT: [4, 4]}
        figures = scored(replace(carol(answers), withheld=WITHHELD))
        score = only(figures, Measure.SCORE, Group.COLLEAGUES)
        assert score.withheld == Reason.GROUP_TOO_SMALL

    @pytest.mark.parametrize("group", [Group.SELF, Group.MANAGER, Group.COLLEAGUES, Group.OTHERS])
    def test_is_an_anonymous_one(self, group: Group) -> None:
        with pytest.raises(ValueError, match="withheld"):
            scored(replace(carol({Group.PEER: [4, 4, 4]}), withheld=frozenset({group})))
