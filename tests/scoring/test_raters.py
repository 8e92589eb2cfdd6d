"""Raters behind a score: whoever gave a rating behind a figure of it that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from assessment.scoring.behind import behind_scores
from assessment.scoring.values import Assessment, Figure, Group, Measure
from tests.attacks.councils import Council, councils
from tests.scoring.builders import SKILL, Answer, carol, find, only, scored

MANY: list[Answer] = [[4, None], [3, 4], [None, 4], [4, 3], [2, 4]]
"""Five peers: four and four rated, three of them both."""


def raters(figures: tuple[Figure, ...], group: Group) -> int | None:
    found = find(figures, Measure.RATERS, group)
    return int(found[0].value or 0) if found else None


class TestRatersBehindAScore:
    def test_are_everybody_who_rated_a_statement_of_it(self) -> None:
        figures = scored(carol({Group.PEER: MANY}, indicators=2))
        assert raters(figures, Group.PEER) == 5
        assert only(figures, Measure.SCORE, Group.PEER).n == 4

    def test_leave_out_who_saw_nothing(self) -> None:
        figures = scored(carol({Group.PEER: [*MANY, [None, None]]}, indicators=2))
        assert raters(figures, Group.PEER) == 5

    def test_leave_out_who_rated_only_what_is_withheld(self) -> None:
        rows: list[Answer] = [[4, 3, None], [3, 4, None], [4, 4, None], [None, None, 5]]
        figures = scored(carol({Group.PEER: rows}, indicators=3))
        assert raters(figures, Group.PEER) == 3

    def test_of_others_are_those_of_the_groups_shown(self) -> None:
        groups: dict[Group, list[Answer]] = {
            Group.SELF: [[4, 4]],
            Group.MANAGER: [[3, 3]],
            Group.PEER: MANY,
        }
        groups[Group.REPORT] = [[1, 1]] * 3
        figures = scored(carol(groups, indicators=2))
        assert raters(figures, Group.OTHERS) == 9
        assert raters(figures, Group.SELF) is None
        hidden = scored(carol({Group.MANAGER: [[3, 3]], Group.PEER: [[4, 4]] * 2}, indicators=2))
        assert raters(hidden, Group.OTHERS) == 1
        assert raters(hidden, Group.COLLEAGUES) is None

    def test_stand_beside_no_score_that_is_withheld(self) -> None:
        rows: list[Answer] = [[4, None, None], [3, None, None], [4, None, None]]
        figures = scored(carol({Group.MANAGER: [[3, 3, 3]], Group.PEER: rows}, indicators=3))
        assert only(figures, Measure.SCORE, Group.PEER).value is None
        assert raters(figures, Group.PEER) is None
        assert raters(figures, Group.OTHERS) == 4  # their ratings are in the view of others


class TestWhoIsBehindAScore:
    figures = scored(carol({Group.MANAGER: [[3, None]], Group.PEER: MANY}, indicators=2))

    def test_is_so_many_with_the_range_of_ratings(self) -> None:
        found = behind_scores(self.figures)[SKILL, Group.OTHERS]
        assert (found.raters, found.fewest, found.most) == (6, 4, 5)
        assert not found.alike

    def test_is_not_known_where_an_earlier_edition_released_it(self) -> None:
        earlier = [each for each in self.figures if each.measure is not Measure.RATERS]
        found = behind_scores(earlier)[SKILL, Group.PEER]
        assert (found.raters, found.fewest, found.most) == (None, 4, 4)

    def test_is_not_said_of_a_score_that_is_withheld(self) -> None:
        none = [
            replace(each, value=None, n=None) if each.measure is Measure.SCORE else each
            for each in self.figures
        ]
        assert behind_scores(none) == {}

    def test_is_mixed_where_a_statement_lacks_a_group_that_another_has(self) -> None:
        found = behind_scores(self.figures)
        assert found[SKILL, Group.OTHERS].mixed
        assert not found[SKILL, Group.PEER].mixed
        alike = scored(carol({Group.MANAGER: [[3, 4]], Group.PEER: MANY}, indicators=2))
        assert not behind_scores(alike)[SKILL, Group.OTHERS].mixed


class TestEveryN:
    def test_is_what_the_answers_give(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Recomputed from the answers by code of its own, for councils drawn at random."""
        checked: list[tuple[int, int, int, bool]] = []

        @settings(max_examples=200, deadline=None, derandomize=True, database=None)
        @given(councils() | councils(apart=True))
        def recompute(council: Council) -> None:
            for assessment in council.assessments.values():
                checked.extend(agreeing(assessment, scored(assessment)))

        recompute()
        assert len(checked) > 1000
        assert {mixed for *_numbers, mixed in checked} == {True, False}
        assert any(raters > most > fewest for raters, fewest, most, _mixed in checked)
        with capsys.disabled():
            print(f"\n{3 * len(checked):,} counts of raters and ratings: 0 differ")  # noqa: T201


def agreeing(
    assessment: Assessment, figures: tuple[Figure, ...]
) -> Iterator[tuple[int, int, int, bool]]:
    for (dimension, group), found in behind_scores(figures).items():
        expected = counted(assessment, figures, dimension, group)
        if group is Group.SELF:
            assert (found.raters, found.fewest, found.most) == (None, 1, 1)
            continue
        assert (found.raters, found.fewest, found.most, found.mixed) == expected
        yield expected


def counted(
    assessment: Assessment, figures: tuple[Figure, ...], dimension: str, group: Group
) -> tuple[int, int, int, bool]:
    """Raters, fewest and most ratings, and whether groups differ; of what is shown."""
    merged = [f.group for f in figures if f.measure == "merged"]
    shown: dict[str, set[str]] = {}
    for f in figures:
        if (f.measure, f.dimension) == ("item_mean", dimension) and f.value is not None:
            shown.setdefault(f.indicator or "", set()).add(str(f.group))
    people: dict[str, set[str]] = {}
    behind: dict[str, set[str]] = {}
    for answer in assessment.responses:
        stands = "colleagues" if answer.group in merged else str(answer.group)
        for statement, groups in shown.items():
            level = answer.ratings.get(statement)
            asked = {d.key: d for d in assessment.framework.dimensions}[dimension]
            if level is None or stands not in groups or not asked.asks(statement, answer.group):
                continue
            if str(group) in (stands, "others" if stands != "self" else ""):
                people.setdefault(statement, set()).add(answer.rater)
                behind.setdefault(statement, set()).add(stands)
    counts = [len(raters) for raters in people.values()]
    differ = group == "others" and len({frozenset(each) for each in behind.values()}) > 1
    return len(set().union(*people.values())), min(counts), max(counts), differ
