"""The words of a report follow declared rules, and come from figures that may be shown alone."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.release.selectors.results import (
    Bound,
    DimensionTexts,
    Figure,
    FrameworkTexts,
    Group,
    IndicatorTexts,
    Kind,
    LevelTexts,
    Measure,
    Reason,
    ReleasedReport,
    RoleTexts,
)
from assessment.scoring.reading import Instrument, as_printed
from reports.content import build, conditions, opening, plan, skill, skills, views, words
from reports.content.blocks import Table
from reports.content.book import Book
from reports.content.plots import Field

SHIPPED = Instrument(Fraction(6, 10), Fraction(37, 100), frozenset({"listening", "leading"}))
ROLE = RoleTexts("role", "head of ICT", "Works it out.")
OTHER_ROLE = RoleTexts("other", "e-champion", "Promotes it.")


def dimension(key: str, kind: Kind = Kind.SKILL) -> DimensionTexts:
    levels = tuple(LevelTexts(n, f"Level {n}", f"Anchor {n}") for n in range(1, 6))
    statements = tuple(IndicatorTexts(f"{key}-{n}", f"Does {key} {n}") for n in (1, 2))
    tips = {n: (f"Tip {n}",) for n in range(1, 6)}
    return DimensionTexts(key, kind, key.capitalize(), "What it is.", levels, statements, tips)


def a_report(*figures: Figure, roles: tuple[RoleTexts, ...] = (ROLE,)) -> ReleasedReport:
    framework = FrameworkTexts(
        name="Small",
        version="1",
        highest=5,
        dimensions=(
            dimension("listening"),
            dimension("leading"),
            dimension("mandate", Kind.MANDATE),
        ),
        roles=(ROLE, OTHER_ROLE),
        standard_deviation=Fraction(6, 10),
        single_rater_reliability=Fraction(37, 100),
    )
    day = datetime.date(2026, 3, 2)
    return ReleasedReport(
        key="0" * 8,
        name="Carol",
        council="Ashford",
        round="Spring",
        opens_on=day,
        ended_on=day,
        released_on=day,
        min_group_size=3,
        product_version="1",
        framework=framework,
        roles=roles,
        figures=as_printed(figures, SHIPPED),
    )


def rated(
    key: str, others: str, target: str, *, weight: int = 2, by: Group = Group.PEER, n: int = 8
) -> list[Figure]:
    """What release makes of a skill that others rated."""
    score, level = Fraction(others), Fraction(target)
    gap = level - score
    return [
        Figure(Measure.SCORE, key, group=by, value=score, n=n),
        Figure(Measure.SCORE, key, group=Group.OTHERS, value=score, n=n),
        Figure(Measure.TARGET, key, value=level),
        Figure(Measure.IMPORTANCE, key, value=Fraction(weight)),
        Figure(Measure.GAP, key, value=gap, n=n),
        *(
            Figure(Measure.ITEM_MEAN, key, f"{key}-{number}", group, value=score, n=n)
            for number in (1, 2)
            for group in (by, Group.OTHERS)
        ),
    ]


def withheld(key: str) -> Figure:
    return Figure(Measure.SCORE, key, group=Group.OTHERS, withheld=Reason.OTHERS_TOO_FEW)


class TestNumbersInWords:
    @pytest.mark.parametrize(
        ("bound", "text"),
        [
            (Bound.EXACT, ""),
            (Bound.OR_LOWER, "or lower"),
            (Bound.OR_HIGHER, "or higher"),
        ],
    )
    def test_say_their_bound_where_they_are_means_of_a_group(self, bound: Bound, text: str) -> None:
        mean = Figure(Measure.ITEM_MEAN, "listening", "a", group=Group.PEER, value=Fraction(3))
        assert words.bound(replace(mean, bound=bound)) == text

    @pytest.mark.parametrize("bound", Bound)
    def test_are_plain_where_they_are_made_of_such_means(self, bound: Bound) -> None:
        score = Figure(Measure.SCORE, group=Group.PEER, value=Fraction("4.8"), bound=bound)
        others = Figure(Measure.ITEM_MEAN, group=Group.OTHERS, value=Fraction("4.8"), bound=bound)
        gap = Figure(Measure.GAP, value=Fraction("0.3"), bound=bound)
        assert [words.bound(each) for each in (score, others, gap)] == ["", "", ""]
        assert [words.shown(score), words.gap_words(gap), words.signed(gap)] == [
            "4.8",
            "0.3 below",
            "+0.3",
        ]

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("3.25", "3.3"),
            ("3.04", "3.0"),
            ("1", "1.0"),
        ],
    )
    def test_have_one_decimal_and_round_halves_up(self, value: str, text: str) -> None:
        assert words.shown(Figure(Measure.SCORE, value=Fraction(value))) == text

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("0.8", "0.8 below"),
            ("-0.2", "0.2 above"),
            ("0", "at target"),
            ("0.04", "at target"),
            ("-0.04", "at target"),
        ],
    )
    def test_say_which_side_of_the_target(self, value: str, text: str) -> None:
        assert words.gap_words(Figure(Measure.GAP, value=Fraction(value))) == text

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            *[("0.5", "+0.5"), ("-0.3", "−0.3"), ("0", "0.0"), ("-0.25", "−0.3")],
            *[("0.04", "0.0"), ("-0.04", "0.0"), ("0.05", "+0.1")],
        ],
    )
    def test_carry_their_sign_where_they_are_differences(self, value: str, text: str) -> None:
        assert words.signed(Figure(Measure.PERCEPTION_GAP, value=Fraction(value))) == text

    def test_never_come_from_a_withheld_figure(self) -> None:
        with pytest.raises(LookupError):
            words.shown(withheld("listening"))


class TestTypedWords:
    def test_lose_what_no_document_can_hold(self) -> None:
        assert words.safe("a\x00b\x0bc\ufeff\ud800\n\td\r\ne") == "abc\n\td\ne"

    def test_break_inside_a_word_without_end_and_are_cut_in_the_end(self) -> None:
        text = words.safe("x" * 20_000)
        assert max(len(part) for part in text.split("\u200b")) == words.LONGEST_WORD
        assert text.count("x") == words.LONGEST_COMMENT

    @pytest.mark.parametrize(
        ("text", "direction"),
        [("plain", "ltr"), ("«مرحبا» hello", "rtl"), ("123 שלום", "rtl"), ("123", "ltr")],
    )
    def test_run_as_their_first_letter_does(self, text: str, direction: str) -> None:
        assert words.direction(text) == direction


class TestTheMandate:
    LOW = Figure(Measure.SCORE, "mandate", group=Group.OTHERS, value=Fraction(5, 2), n=8)
    ITEMS = tuple(
        Figure(Measure.ITEM_MEAN, "mandate", "mandate-1", group, value=Fraction(5, 2), n=8)
        for group in (Group.PEER, Group.OTHERS)
    )

    def test_is_the_obstacle_where_every_skill_reaches_its_target(self) -> None:
        report = a_report(
            *rated("listening", "4", "4"), *rated("leading", "3.8", "4"), self.LOW, *self.ITEMS
        )
        callout = conditions.obstacle(Book(report), report.framework.dimensions[2])
        assert callout is not None
        assert callout.title == "The obstacle is not the person"

    def test_is_part_of_it_where_a_skill_is_below(self) -> None:
        report = a_report(*rated("listening", "3", "4"), self.LOW, *self.ITEMS)
        callout = conditions.obstacle(Book(report), report.framework.dimensions[2])
        assert callout is not None
        assert "for the council to change" in callout.title

    def test_is_not_called_low_at_the_middle_or_when_withheld(self) -> None:
        for figure in (replace(self.LOW, value=Fraction(3)), withheld("mandate")):
            report = a_report(*rated("listening", "4", "4"), figure, *self.ITEMS)
            assert conditions.obstacle(Book(report), report.framework.dimensions[2]) is None


class TestACombinedRole:
    def test_says_which_role_asks_for_more_and_what_is_below_both(self) -> None:
        asked = {"role": "3.5", "other": "4"}
        report = a_report(
            *rated("listening", "3.1", "4"),
            *(
                Figure(Measure.ROLE_TARGET, "listening", role=role, value=Fraction(level))
                for role, level in asked.items()
            ),
            *(
                Figure(
                    Measure.ROLE_GAP,
                    "listening",
                    role=role,
                    value=Fraction(level) - Fraction("3.1"),
                    n=8,
                )
                for role, level in asked.items()
            ),
            roles=(ROLE, OTHER_ROLE),
        )
        text = conditions.combined_text(Book(report))
        assert "As e-champion you are asked for more in listening." in text
        assert "Below what both roles ask: listening." in text


class TestAWithheldFigure:
    def test_leaves_no_trace_but_its_reason(self) -> None:
        """The report is the same whatever the hidden value would be, for there is none."""
        content = build(a_report(withheld("listening"), *rated("leading", "4", "4")))
        text = repr(content)
        assert "no group of raters has a figure" in text.lower()
        gap_rows = next(p for p in content.parts if p.key == "gaps").groups[0].blocks[1]
        [row] = [r for r in gap_rows.rows if r.header == "Listening"]  # type: ignore[union-attr]
        assert {cell.text for cell in row.cells} <= {"withheld", words.NOTHING}
        assert not [cell for cell in row.cells if cell.chart]

    def test_stands_after_those_that_have_a_rank(self) -> None:
        book = Book(a_report(withheld("listening"), *rated("leading", "4", "4")))
        assert [each.key for each in book.ranked] == ["leading", "listening"]

    def test_is_no_spot_in_the_field_of_self_and_others(self) -> None:
        own = Figure(Measure.GAP_SELF, "listening", value=Fraction(0), n=1)
        keeps = views.views(Book(a_report(withheld("listening"), own)))
        assert not [block for keep in keeps for block in keep.blocks if isinstance(block, Field)]


class TestNumbersInPlace:
    @pytest.mark.parametrize(
        ("raters", "fewest", "cell", "below", "sentence"),
        [
            (8, 8, "3.2 (8)", "", "Others see you at 3.2 (8 raters), "),
            (9, 3, "3.2 (9)", "3–8 each", "Others see you at 3.2 (9 raters; 3–8 a statement), "),
            (9, 8, "3.2 (9)", "8 each", "Others see you at 3.2 (9 raters; 8 a statement), "),
            (
                None,
                3,
                "3.2 (≥ 3)",
                "",
                "Others see you at 3.2 (at least 3 ratings on each statement shown), ",
            ),
        ],
    )
    def test_have_the_people_behind_them_beside_them(
        self, raters: int | None, fewest: int, cell: str, below: str, sentence: str
    ) -> None:
        counted = raters and Figure(
            Measure.RATERS, "listening", group=Group.OTHERS, value=Fraction(raters)
        )
        figures = [
            replace(each, n=fewest) if each.indicator == "listening-1" else each
            for each in (*rated("listening", "3.2", "4"), *([counted] if counted else []))
        ]
        report = a_report(*figures)
        book = Book(report)
        [listening, *_rest] = report.framework.dimensions
        assert skill.stand(book, listening).startswith(sentence)
        for keeps, ranges in ((opening.glance(book), ""), (skills.gaps_block(book), below)):
            tables = [b for keep in keeps for b in keep.blocks if isinstance(b, Table)]
            cells = [each for table in tables for row in table.rows for each in row.cells]
            assert [each.bound for each in cells if each.text == cell] == [ranges]
            assert "3.2" not in {each.text for each in cells}

    def test_speak_of_one_rating_as_one(self) -> None:
        assert [words.ratings(1), words.ratings(2)] == ["1 rating", "2 ratings"]

    def test_that_nobody_gave_are_not_called_withheld(self) -> None:
        nothing = replace(withheld("listening"), withheld=Reason.NO_RATINGS)
        assert Book(a_report()).reason(nothing) == "There is no rating here."


class TestPartsWithoutMatter:
    def test_are_left_out_with_the_reason_in_the_contents(self) -> None:
        given = Figure(Measure.COMPLETED, group=Group.PEER, value=Fraction(2))
        parts = {part.key: part for part in build(a_report(withheld("listening"), given)).parts}
        for key in ("gaps", "groups"):
            assert (parts[key].groups, parts[key].absent) == (
                (),
                "too few gave a level on enough statements",
            )

    def test_say_so_where_nobody_else_answered(self) -> None:
        parts = {part.key: part for part in build(a_report()).parts}
        assert parts["groups"].absent == "nobody answered"


class TestThePlanSheet:
    def test_asks_another_question_in_each_goal_that_is_free(self) -> None:
        goals = plan.planned_goals(Book(a_report(*rated("listening", "3", "4"))))
        assert goals[0].title == "Listening"
        assert len({goal.why for goal in goals}) == 3


class TestTheFingerprint:
    def test_is_the_same_for_the_same_results_and_another_for_others(self) -> None:
        one, two = a_report(*rated("listening", "4", "4")), a_report(*rated("listening", "3", "4"))
        assert build(one).fingerprint == build(one).fingerprint
        assert build(one).fingerprint != build(two).fingerprint

    def test_covers_the_name_too(self) -> None:
        report = a_report()
        assert build(report).fingerprint != build(replace(report, name="Dave")).fingerprint
