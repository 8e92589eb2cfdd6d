"""What is released of marks and of what was written in answer to the closing questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assessment.scoring.values import (
    CLOSING,
    Assessment,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    RaterResponse,
    Reason,
)
from tests.scoring.builders import find, only, scored, skill

SKILLS = (skill(key="one"), skill(key="two"), skill(key="mandate", kind=Kind.MANDATE))


def said(
    group: Group, marks: Sequence[str] = (), comments: Sequence[str] = (), count: int = 1
) -> list[RaterResponse]:
    """So many people of a group who marked this and wrote that, each in their own words."""
    return [
        RaterResponse(
            f"{group} {n}",
            group,
            {},
            {key: f"{group} {n}: {text}" for key, text in zip(CLOSING, comments, strict=False)},
            frozenset(marks),
        )
        for n in range(count)
    ]


def assessed(*people: list[RaterResponse], k: int = 3) -> Assessment:
    given = tuple(
        replace(each, rater=f"{n}-{each.rater}")
        for n, several in enumerate(people)
        for each in several
    )
    return Assessment(FrameworkSpec(SKILLS), (), given, {}, k)


def band(figures: Sequence[Figure], dimension: str, group: Group = Group.COLLEAGUES) -> list[int]:
    measures = (Measure.MARKED_LOW, Measure.MARKED_HIGH)
    return [
        int(only(figures, measure, group, dimension=dimension).value or 0) for measure in measures
    ]


class TestMarks:
    def test_come_in_bands_of_three(self) -> None:
        figures = scored(
            assessed(
                said(Group.PEER, ["one"], count=4),
                said(Group.PEER, ["two"], count=1),
                said(Group.PEER, count=4),
            )
        )
        assert band(figures, "one") == [3, 5]
        assert band(figures, "two") == [0, 2]
        assert {f.n for f in find(figures, Measure.MARKED_LOW)} == {9}

    def test_of_all_or_nearly_all_look_alike(self) -> None:
        for unmarked in range(3):
            marked = said(Group.PEER, ["one"], count=8 - unmarked)
            figures = scored(assessed(marked, said(Group.PEER, count=unmarked)))
            assert band(figures, "one") == [6, 8]

    def test_of_four_colleagues_are_withheld(self) -> None:
        figures = scored(assessed(said(Group.PEER, ["one"], count=4)))
        assert {f.withheld for f in find(figures, Measure.MARKED_LOW)} == {Reason.MARKS_TOO_FEW}
        assert {f.value for f in find(figures, Measure.MARKED_HIGH)} == {None}

    def test_need_as_many_as_the_round_asks_for(self) -> None:
        figures = scored(assessed(said(Group.PEER, ["one"], count=6), k=7))
        assert {f.withheld for f in find(figures, Measure.MARKED_LOW)} == {Reason.MARKS_TOO_FEW}

    def test_of_a_small_group_are_counted_with_all_others_only(self) -> None:
        figures = scored(
            assessed(
                said(Group.PEER, ["one"], count=4),
                said(Group.REPORT, ["two"], count=2),
            )
        )
        assert {f.group for f in find(figures, Measure.MARKED_LOW)} == {Group.COLLEAGUES}
        assert band(figures, "one") == [3, 6]

    def test_of_oneself_and_the_manager_stand_apart(self) -> None:
        figures = scored(
            assessed(
                said(Group.SELF, ["one"]),
                said(Group.MANAGER, ["two"]),
                said(Group.PEER, count=5),
            )
        )
        assert band(figures, "one", Group.SELF) == [1, 1]
        assert band(figures, "one", Group.MANAGER) == [0, 0]
        assert band(figures, "two", Group.MANAGER) == [1, 1]
        assert band(figures, "two") == [0, 2]

    def test_are_of_skills_alone(self) -> None:
        figures = scored(assessed(said(Group.PEER, ["one"], count=5)))
        assert {f.dimension for f in find(figures, Measure.MARKED_LOW)} == {"one", "two"}

    def test_leave_out_a_group_that_hr_withholds(self) -> None:
        people = assessed(
            said(Group.PEER, ["one"], count=5),
            said(Group.REPORT, ["two"], count=4),
        )
        figures = scored(replace(people, withheld=frozenset({Group.REPORT})))
        assert band(figures, "two") == [0, 2]
        assert {f.n for f in find(figures, Measure.MARKED_LOW)} == {5}

    def test_change_no_other_figure(self) -> None:
        plain = scored(assessed(said(Group.PEER, count=6)))
        marked = scored(assessed(said(Group.PEER, ["one"], count=6)))
        marks = {Measure.MARKED_LOW, Measure.MARKED_HIGH}
        assert [f for f in plain if f.measure not in marks] == [
            f for f in marked if f.measure not in marks
        ]


class TestClosingComments:
    def test_are_pooled_from_three_authors_among_five(self) -> None:
        people = [said(Group.PEER, (), ["keep"], count=3), said(Group.PEER, count=2)]
        figures = scored(assessed(*people))
        assert len(find(figures, Measure.KEEP_DOING, Group.COLLEAGUES)) == 3
        assert only(figures, Measure.DO_DIFFERENTLY).withheld is Reason.COMMENTS_FEW_WROTE

    def test_of_two_authors_are_withheld(self) -> None:
        people = [said(Group.PEER, (), ["keep"], count=2), said(Group.PEER, count=4)]
        comment = only(scored(assessed(*people)), Measure.KEEP_DOING)
        assert (comment.withheld, comment.text) == (Reason.COMMENTS_FEW_WROTE, "")

    def test_of_oneself_and_the_manager_stand_apart(self) -> None:
        figures = scored(
            assessed(
                said(Group.SELF, (), ["mine"]),
                said(Group.MANAGER, (), ["theirs"]),
                said(Group.PEER, count=5),
            )
        )
        assert only(figures, Measure.KEEP_DOING, Group.SELF).text.endswith("mine")
        assert only(figures, Measure.KEEP_DOING, Group.MANAGER).text.endswith("theirs")

    def test_leave_out_a_group_that_hr_withholds(self) -> None:
        people = assessed(
            said(Group.PEER, (), ["keep"], count=5), said(Group.REPORT, (), ["hidden"], count=4)
        )
        figures = scored(replace(people, withheld=frozenset({Group.REPORT})))
        texts = [f.text for f in find(figures, Measure.KEEP_DOING)]
        assert len(texts) == 5
        assert not any("hidden" in text for text in texts)


class TestOneSkillAlone:
    def test_is_no_choice_so_nothing_is_said_of_marks(self) -> None:
        alone = replace(assessed(said(Group.PEER, count=5)), framework=FrameworkSpec(SKILLS[1:]))
        assert find(scored(alone), Measure.MARKED_LOW) == []
