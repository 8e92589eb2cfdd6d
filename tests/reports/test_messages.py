"""The page that says what the report says: which rules speak, of what, and when they are silent."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.release.selectors.results import (
    Figure,
    Group,
    Kind,
    Measure,
    ReleasedReport,
)
from assessment.scoring.reading import as_printed
from reports.content import build, conditions, messages, opening
from reports.content.blocks import Facts, Message, ReportContent, Text
from reports.content.book import Book
from tests.reports.test_content import (
    SHIPPED,
    a_report,
    dimension,
    withheld,
)
from tests.reports.test_content import rated as judged


def behind(key: str, n: int) -> Figure:
    """How many people are behind the score of others."""
    return Figure(Measure.RATERS, key, group=Group.OTHERS, value=Fraction(n))


def rated(
    key: str, others: str, target: str, *, weight: int = 2, by: Group = Group.PEER, n: int = 8
) -> list[Figure]:
    """A skill that so many people rated, each on every statement."""
    return [*judged(key, others, target, weight=weight, by=by, n=n), behind(key, n)]


HIGH = (*rated("listening", "4.6", "4"), *rated("leading", "4.4", "4"))
AT = (*rated("listening", "3.8", "4"), *rated("leading", "4.2", "4"))
MIXED = (*rated("listening", "4.6", "4"), *rated("leading", "3.2", "4"))
BY_MANAGER = (
    *rated("listening", "3.2", "4", by=Group.MANAGER, n=1),
    *rated("leading", "4.6", "4", by=Group.MANAGER, n=1),
)


def a_full_report(*figures: Figure, since: str = "") -> ReleasedReport:
    """With a focus too, and where it says since when a change."""
    report = a_report()
    dimensions = (*report.framework.dimensions, dimension("focus", Kind.FOCUS))
    return replace(
        report,
        framework=replace(report.framework, dimensions=dimensions),
        figures=as_printed(figures, SHIPPED),
        compared_round=since,
        compared_on=datetime.date(2025, 3, 2) if since else None,
    )


def scored(key: str, others: str, *, by: Group = Group.PEER, n: int = 8) -> list[Figure]:
    """How others see a dimension that has no target."""
    value = Fraction(others)
    return [
        Figure(Measure.SCORE, key, group=Group.OTHERS, value=value, n=n),
        behind(key, n),
        *(
            Figure(Measure.ITEM_MEAN, key, f"{key}-{number}", group, value=value, n=n)
            for number in (1, 2)
            for group in (by, Group.OTHERS)
        ),
    ]


def focus(others: str, *, by: Group = Group.PEER, n: int = 8) -> list[Figure]:
    return [
        *scored("focus", others, by=by, n=n),
        Figure(Measure.RANGE_LOW, "focus", role="role", value=Fraction(2)),
        Figure(Measure.RANGE_HIGH, "focus", role="role", value=Fraction(7, 2)),
    ]


def own(key: str, level: str, others: str) -> list[Figure]:
    """A rating of oneself on the statements that others rated."""
    value = Fraction(level)
    d = value - Fraction(others)
    return [
        Figure(Measure.SCORE, key, group=Group.SELF, value=value, n=1),
        Figure(Measure.PERCEPTION_GAP, key, value=d, n=1),
    ]


MINE = (
    Figure(Measure.ITEM_MEAN, "leading", "leading-1", Group.SELF, value=Fraction(4), n=1),
    Figure(Measure.SCORE, "leading", group=Group.SELF, value=Fraction(4), n=1),
)


def change(key: str, by: str, n: int = 8) -> Figure:
    return Figure(Measure.CHANGE, key, group=Group.OTHERS, value=Fraction(by), n=n)


EVERYTHING = (
    *MIXED,
    *own("listening", "5", "4.6"),
    *own("leading", "4", "3.2"),
    *scored("mandate", "2.5"),
    *focus("3"),
    change("leading", "0.9"),
)


def found(*figures: Figure, since: str = "") -> dict[str, Message]:
    return of(build(a_full_report(*figures, since=since)))


def of(content: ReportContent) -> dict[str, Message]:
    [first] = content.first
    blocks = (block for keep in first.groups for block in keep.blocks)
    return {block.key: block for block in blocks if isinstance(block, Message)}


def why(*figures: Figure) -> str:
    [first] = build(a_full_report(*figures)).first
    texts = [b.text for keep in first.groups for b in keep.blocks if isinstance(b, Text)]
    return " ".join(texts)


class TestTheRules:
    def test_speak_in_the_order_in_which_they_are_declared(self) -> None:
        said = found(*EVERYTHING, since="Spring")
        assert list(said) == ["strong", "work", "views", "focus", "mandate", "change"]

    def test_give_at_most_six_messages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert len(messages.RULES) <= messages.MOST
        again = (*messages.RULES, *(replace(rule, key="more") for rule in messages.RULES))
        monkeypatch.setattr(messages, "RULES", again)
        assert "more" not in found(*EVERYTHING, since="Spring")

    def test_lead_to_the_part_that_holds_their_figures(self) -> None:
        said = found(*EVERYTHING, since="Spring")
        assert {key: (each.place, each.part) for key, each in said.items()} == {
            "strong": ("gaps", "Gap to target"),
            "work": ("gaps", "Gap to target"),
            "views": ("views", "Your view and the view of others"),
            "focus": ("focus-focus", "Focus"),
            "mandate": ("mandate-mandate", "Mandate"),
            "change": ("change", "Change since the last round"),
        }


class TestWhereYouAreStrongest:
    def test_says_how_many_are_at_the_target_and_what_is_furthest_above(self) -> None:
        said = found(*MIXED)["strong"]
        assert said.text == "Your raters see you at the target or above in 1 of 2 skills."
        assert said.items == ("Listening: seen at 4.6 (8 raters), 0.6 above the target of 4.",)

    def test_puts_the_furthest_above_first_and_says_when_it_is_at_target(self) -> None:
        items = found(*rated("listening", "3.8", "4"), *rated("leading", "4.9", "4"))[
            "strong"
        ].items
        assert [item.split(",")[-1] for item in items] == [
            " 0.9 above the target of 4.",
            " at the target of 4.",
        ]

    def test_says_so_when_every_skill_reaches_its_target(self) -> None:
        assert "in all 2 skills" in found(*AT)["strong"].text

    @pytest.mark.parametrize(
        ("figures", "said"),
        [
            (rated("listening", "3", "4"), "at the target yet in the one skill that is judged"),
            (
                [*rated("listening", "3", "4"), *rated("leading", "2", "4")],
                "at the target yet in any of the 2 skills",
            ),
        ],
        ids=["one", "two"],
    )
    def test_names_the_highest_where_no_skill_is_at_its_target(
        self, figures: list[Figure], said: str
    ) -> None:
        strong = found(*figures)["strong"]
        assert said in strong.text
        assert strong.items == (
            "Highest: listening, seen at 3.0 (8 raters), 1.0 below the target of 4.",
        )

    def test_is_not_there_where_nothing_is_concluded(self) -> None:
        assert "strong" not in found(withheld("listening"))
        assert "strong" not in found(*BY_MANAGER)


class TestWhatToWorkOn:
    def test_names_the_first_priority_with_its_figures(self) -> None:
        said = found(*MIXED)["work"]
        assert said.text == "Your first priority is leading."
        assert said.items == ("Leading (core): seen at 3.2 (8 raters), 0.8 below the target of 4.",)

    def test_says_why_a_wider_gap_is_not_first(self) -> None:
        figures = (*rated("listening", "3", "4", weight=1), *rated("leading", "3.2", "4"))
        assert found(*figures)["work"].text == (
            "Your first priority is leading. The gap in listening is wider, but core skills count "
            "twice."
        )

    def test_names_the_widest_gap_where_no_importance_is_set(self) -> None:
        figures = [f for f in MIXED if f.measure is not Measure.IMPORTANCE]
        said = found(*figures)["work"]
        assert said.text == (
            "No importance is set for the skills below their target. Leading: seen at 3.2 (8 "
            "raters), 0.8 below the target of 4."
        )
        assert said.items == ()

    def test_is_not_there_within_the_margin(self) -> None:
        assert "work" in found(*rated("listening", "3.6", "4"))
        assert "work" not in found(*rated("listening", "3.7", "4"))

    def test_is_not_there_where_it_is_withheld_or_the_managers_alone(self) -> None:
        assert "work" not in found(withheld("listening"))
        assert "work" not in found(*BY_MANAGER)


class TestWhereYouAndOthersDiffer:
    def test_says_by_how_much_and_which_way(self) -> None:
        both = (*own("leading", "4", "3.2"), *own("listening", "4", "4.6"))
        assert found(*MIXED, *both)["views"].text == (
            "You see yourself higher than your raters do in leading by 0.8 (8 raters): ask "
            "somebody you trust for an example. Your raters see more in you than you do in "
            "listening by 0.6 (8 raters): use it where it helps others."
        )

    def test_is_not_there_under_half_a_level_as_printed(self) -> None:
        assert "views" in found(*MIXED, *own("leading", "3.7", "3.2"))
        assert "views" not in found(*MIXED, *own("leading", "3.6", "3.2"))

    def test_is_not_there_where_it_is_withheld_or_the_managers_alone(self) -> None:
        assert "views" not in found(withheld("leading"), *own("leading", "4", "3"))
        assert "views" not in found(*BY_MANAGER, *own("listening", "5", "3.2"))

    def test_names_two_of_many_and_counts_the_rest(self) -> None:
        skills = [dimension(f"skill{n}") for n in range(5)]
        wide = {"skill0": "0.6", "skill1": "0.9", "skill2": "0.5", "skill3": "0.7", "skill4": "0.8"}
        some = messages._some(skills, 3, lambda each: float(wide[each.key]), lambda each: each.key)
        assert some == ["skill1", "skill4", "3 more"]


class TestTheFocus:
    def test_says_what_the_part_says_with_its_n(self) -> None:
        report = a_full_report(*MIXED, *focus("3"))
        said = found(*MIXED, *focus("3"))["focus"]
        assert said.text == conditions.focus_text(Book(report), report.framework.dimensions[3])
        assert said.text == (
            "Others see your attention at 3.0 (8 raters): within the expected range as head of ICT."
        )

    def test_says_that_it_is_beyond_what_the_role_expects(self) -> None:
        assert "further towards “Level 5”" in found(*focus("4"))["focus"].text

    def test_is_the_managers_by_name_where_nobody_else_is_shown(self) -> None:
        text = found(*focus("4", by=Group.MANAGER, n=1))["focus"].text
        assert text.startswith("Your attention, seen by your manager alone: 4.0 (1 rater)")
        assert "further towards" not in text

    def test_is_not_there_where_it_is_withheld_or_has_no_range(self) -> None:
        ranges = [f for f in focus("3") if f.measure in (Measure.RANGE_LOW, Measure.RANGE_HIGH)]
        assert "focus" not in found(*MIXED, withheld("focus"), *ranges)
        assert "focus" not in found(*MIXED, *scored("focus", "3"))

    def test_is_not_there_where_too_few_statements_are_several_peoples(self) -> None:
        figures = [
            f
            for f in focus("4", n=5)
            if not (f.measure is Measure.ITEM_MEAN and f.group is Group.PEER)
            or f.indicator == "focus-1"
        ]
        assert "focus" not in found(*figures)
        report = a_full_report(*figures)
        assert conditions.focus_text(Book(report), report.framework.dimensions[3]) == ""


class TestTheMandate:
    def test_is_the_obstacle_where_every_skill_reaches_its_target(self) -> None:
        said = found(*AT, *scored("mandate", "2.5"))["mandate"]
        assert said.title == "The obstacle is not the person"
        assert said.text.startswith("Others see what the council gives you at 2.5 of 5 (8 raters)")
        assert "What is missing is for the council to give." in said.text

    def test_is_part_of_it_where_a_skill_is_below(self) -> None:
        said = found(*MIXED, *scored("mandate", "2.5"))["mandate"]
        assert said.title == "Some of this is for the council to change"

    def test_is_not_low_within_its_margin(self) -> None:
        """2.7 of eight raters: below the middle, 3, by no more than 0.3."""
        assert (
            found(*AT, *scored("mandate", "2.7"))["mandate"].title == "What the council gives you"
        )
        assert "obstacle" in found(*AT, *scored("mandate", "2.6"))["mandate"].title

    def test_is_told_without_a_conclusion_where_it_is_not_low(self) -> None:
        said = found(*MIXED, *scored("mandate", "3"))["mandate"]
        assert said.title == "What the council gives you"
        assert said.text.endswith("Level 3 is “Level 3”.")

    def test_is_the_managers_by_name_and_no_obstacle(self) -> None:
        said = found(*scored("mandate", "2", by=Group.MANAGER, n=1))["mandate"]
        assert said.title == "What the council gives you"
        assert said.text.startswith("What the council gives you, seen by your manager alone: 2.0")

    def test_is_not_there_where_it_is_withheld(self) -> None:
        assert "mandate" not in found(*MIXED, withheld("mandate"))


class TestTheChange:
    def test_says_what_is_clearly_higher_or_lower(self) -> None:
        figures = (*MIXED, change("leading", "0.9"), change("listening", "-1"))
        assert found(*figures, since="Spring")["change"].text == (
            "Seen higher than in Spring: leading (+0.9, 8 ratings). "
            "Seen lower than in Spring: listening (−1.0, 8 ratings)."
        )

    def test_is_not_there_where_it_could_be_chance(self) -> None:
        assert "change" not in found(*MIXED, change("leading", "0.3"), since="Spring")

    def test_is_not_there_in_a_first_round_or_from_the_manager_alone(self) -> None:
        assert "change" not in found(*MIXED, change("leading", "0.9"))
        assert "change" not in found(*BY_MANAGER, change("leading", "0.9"), since="Spring")

    def test_is_not_there_where_it_is_withheld(self) -> None:
        hidden = replace(withheld("leading"), measure=Measure.CHANGE)
        assert "change" not in found(*MIXED, hidden, since="Spring")


class TestWhereNothingIsSaid:
    def test_the_page_says_so_and_what_one_can_still_do(self) -> None:
        assert why(withheld("leading"), *MINE) == (
            "Nobody answered. This report shows how you see yourself. Set it beside what your role "
            "asks for, talk about it with your manager, and use the plan sheet."
        )
        assert why(withheld("leading")) == "Nobody answered. There is nothing to show."
        assert found(withheld("leading"), *MINE) == {}

    def test_the_manager_is_named_where_nobody_else_can_be_shown(self) -> None:
        assert why(*BY_MANAGER).startswith("Only ratings of your manager can be shown")

    def test_nothing_is_excused_where_much_is_said(self) -> None:
        assert opening.unsaid(Book(a_report(*MIXED))) == ""
        assert why(*MIXED) == ""


class TestHowToUseIt:
    def test_says_who_can_help_on_every_page_of_messages(self) -> None:
        for figures in (EVERYTHING, MINE, BY_MANAGER):
            [first] = build(a_full_report(*figures)).first
            [use] = [b for b in first.groups[-1].blocks if isinstance(b, Facts)]
            assert [fact.label for fact in use.facts] == [
                *("First alone", "Then together", "What to ask", "Who can help"),
                "Words and marks",
            ]
            assert "HR of Ashford" in use.facts[3].text

    def test_is_not_said_where_there_is_nothing_to_use(self) -> None:
        [first] = build(a_full_report()).first
        assert [type(b) for keep in first.groups for b in keep.blocks] == [Text]
