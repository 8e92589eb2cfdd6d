"""What stands out for the conversation: each rule where it holds, where not, and where nothing may
be said."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.release.selectors.results import (
    Figure,
    Group,
    Kind,
    Measure,
    Reason,
    ReleasedReport,
    Spread,
)
from reports.content import Edition, build
from reports.content.blocks import Keep, Text
from reports.content.book import Book
from reports.content.conversation import conversation
from reports.content.findings import RULES, findings
from tests.reports.said import words
from tests.reports.test_content import a_report, dimension, rated, withheld


def seen(key: str, own: str, others: str, target: str = "4", **how: object) -> list[Figure]:
    """A skill as several people rate it (or whoever is named by `by`), and as one does oneself."""
    mine, theirs, asked = Fraction(own), Fraction(others), Fraction(target)
    return [
        *rated(key, others, target, **how),  # type: ignore[arg-type]
        Figure(Measure.SCORE, key, group=Group.SELF, value=mine, n=1),
        Figure(Measure.GAP_SELF, key, value=asked - mine, n=1),
        Figure(Measure.PERCEPTION_GAP, key, value=mine - theirs, n=8),
    ]


def mandate(level: str, by: Group = Group.PEER) -> list[Figure]:
    score = Fraction(level)
    return [
        Figure(Measure.SCORE, "mandate", group=Group.OTHERS, value=score, n=8),
        *(
            Figure(Measure.ITEM_MEAN, "mandate", "mandate-1", group, value=score, n=8)
            for group in (by, Group.OTHERS)
        ),
    ]


def focus(level: str, by: Group = Group.PEER) -> list[Figure]:
    score = Fraction(level)
    return [
        Figure(Measure.SCORE, "focus", group=Group.OTHERS, value=score, n=8),
        Figure(Measure.RANGE_LOW, "focus", role="role", value=Fraction(2)),
        Figure(Measure.RANGE_HIGH, "focus", role="role", value=Fraction("3.5")),
        *(
            Figure(Measure.ITEM_MEAN, "focus", "focus-1", group, value=score, n=8)
            for group in (by, Group.OTHERS)
        ),
    ]


def spread(code: str) -> Figure:
    return Figure(Measure.SPREAD, "listening", group=Group.PEER, code=code, n=8)


def change(value: str) -> Figure:
    return Figure(Measure.CHANGE, "listening", group=Group.OTHERS, value=Fraction(value), n=8)


def with_focus(*figures: Figure) -> ReleasedReport:
    since = datetime.date(2025, 3, 2)
    report = replace(a_report(*figures), compared_round="Autumn", compared_on=since)
    dimensions = (*report.framework.dimensions, dimension("focus", Kind.FOCUS))
    return replace(report, framework=replace(report.framework, dimensions=dimensions))


BOTH = [*seen("listening", "4", "4"), *seen("leading", "4", "4")]
HIDDEN = [withheld("listening"), withheld("leading")]
NO_SPREAD = replace(spread(""), withheld=Reason.SPREAD_TOO_FEW, n=None)
NO_CHANGE = replace(change("1"), value=None, n=None, withheld=Reason.OTHERS_TOO_FEW)
BOSS = Group.MANAGER

HOLDS: dict[str, list[Figure]] = {
    "blind-spot": seen("listening", "4.2", "3.2"),
    "hidden-strength": seen("listening", "3.5", "4.6"),
    "alike": BOTH,
    "priorities": rated("listening", "3.2", "4"),
    "split-views": [*BOTH, spread(Spread.SPLIT)],
    "focus": [*BOTH, *focus("1.4")],
    "mandate": [*seen("listening", "3", "3"), *mandate("2.5")],
    "mandate-alone": [*BOTH, *mandate("2.5")],
    "manager-alone": seen("listening", "4", "3", by=BOSS, n=1),
    "withheld": [*seen("leading", "4", "4"), withheld("listening")],
    "change": [*BOTH, change("0.9")],
}
HOLDS_NOT: dict[str, list[list[Figure]]] = {
    # as seen by others; within the margin; withheld; the manager alone
    "blind-spot": [
        seen("listening", "3.4", "3.2"),
        seen("listening", "4.3", "3.7"),
        [*HIDDEN, Figure(Measure.GAP_SELF, "listening", value=Fraction(0), n=1)],
        seen("listening", "4.2", "3.2", by=BOSS, n=1),
    ],
    "hidden-strength": [
        seen("listening", "4.5", "4.6"),
        seen("listening", "3.5", "4.3"),
        HIDDEN,
        seen("listening", "3.5", "4.9", by=BOSS, n=1),
    ],
    "alike": [
        seen("listening", "4.6", "4.1"),
        [*seen("listening", "4", "4"), *seen("leading", "4.6", "4")],
        HIDDEN,
        seen("listening", "4", "4", by=BOSS, n=1),
    ],
    "priorities": [
        rated("listening", "4.2", "4"),
        rated("listening", "3.7", "4"),
        HIDDEN,
        rated("listening", "3", "4", by=BOSS, n=1),
    ],
    "split-views": [
        [*BOTH, spread(Spread.SIMILAR)],
        [*BOTH, spread(Spread.SOME)],
        [*BOTH, NO_SPREAD],
        BOTH,
    ],
    "focus": [
        [*BOTH, *focus("2.5")],
        [*BOTH, *focus("3.5")],
        [*BOTH, withheld("focus")],
        [*BOTH, *focus("1.4", by=BOSS)],
    ],
    "mandate": [
        [*seen("listening", "3", "3"), *mandate("3")],
        [*BOTH, *mandate("2.5")],
        [*seen("listening", "3", "3"), withheld("mandate")],
        [*seen("listening", "3", "3"), *mandate("2.5", by=BOSS)],
    ],
    "mandate-alone": [
        [*BOTH, *mandate("3")],
        [*seen("listening", "3", "3"), *mandate("2.5")],
        [*BOTH, withheld("mandate")],
        [*seen("listening", "4", "4", by=BOSS, n=1), *mandate("2.5")],
    ],
    "manager-alone": [BOTH, HIDDEN, seen("listening", "4", "3")],
    "withheld": [BOTH, [*BOTH, withheld("mandate")]],
    "change": [
        [*BOTH, change("0.2")],
        [*BOTH, change("-0.2")],
        [*BOTH, NO_CHANGE],
        BOTH,
    ],
}


def numbers(keeps: Iterable[Keep]) -> set[str]:
    """Every number that is read in these blocks."""
    told = (text for keep in keeps for block in keep.blocks for text in words(block))
    return set(re.findall(r"\d+(?:\.\d+)?", " ".join(told)))


def found(figures: list[Figure]) -> list[str]:
    return [each.key for each in findings(Book(with_focus(*figures)))]


class TestEveryRule:
    def test_is_tried_here(self) -> None:
        assert {rule.key for rule in RULES} == set(HOLDS) == set(HOLDS_NOT)

    @pytest.mark.parametrize("key", HOLDS)
    def test_holds_where_its_figures_say_so(self, key: str) -> None:
        assert key in found(HOLDS[key])

    @pytest.mark.parametrize(
        ("key", "figures"), [(key, each) for key, cases in HOLDS_NOT.items() for each in cases]
    )
    def test_does_not_hold_elsewhere(self, key: str, figures: list[Figure]) -> None:
        assert key not in found(figures)

    def test_asks_two_to_four_open_questions_and_says_what_not_to_do(self) -> None:
        closed = re.compile("(Do|Did|Is|Are|Was|Were|Have|Has|Can|Could|Will|Would) ")
        for rule in RULES:
            assert 2 <= len(rule.questions) <= 4
            for question in map(str, rule.questions):
                assert question.endswith("?")
                assert not closed.match(question)
            assert re.search("^Do not|^Never|never", str(rule.avoid))
            assert not re.search(r"\d", "".join(map(str, (*rule.questions, rule.avoid))))


class TestTheConversation:
    @pytest.mark.parametrize("key", HOLDS)
    def test_has_the_figures_of_the_report_and_no_other(self, key: str) -> None:
        report = with_focus(*HOLDS[key])
        printed = [keep for part in build(report).parts for keep in part.groups]
        assert numbers(conversation(Book(report))) <= numbers(printed)

    def test_is_told_when_it_has_another_figure(self) -> None:
        printed = [Keep((Text("You at 4.2."),)), Keep((Text("Others at 3."),))]
        assert numbers(printed) == {"4.2", "3"}

    def test_is_the_only_part_that_its_edition_adds(self) -> None:
        report = with_focus(*HOLDS["blind-spot"])
        read, talked = build(report), build(report, Edition.CONVERSATION)
        kept = [part for part in talked.parts if part.key != "conversation"]
        assert [part.groups for part in kept] == [part.groups for part in read.parts]
        assert len(talked.parts) == len(read.parts) + 1

    def test_is_known_from_the_other_edition_by_everything_that_names_it(self) -> None:
        report = a_report(*BOTH)
        read, talked = build(report), build(report, Edition.CONVERSATION)
        for name in ("fingerprint", "title", "file_name", "running_head", "edition"):
            assert getattr(read, name) != getattr(talked, name)
        assert read.cover.title != talked.cover.title

    def test_says_so_where_nothing_stands_out(self) -> None:
        nothing = [*seen("listening", "4.6", "4.1"), *seen("leading", "3.4", "4.1")]
        assert found(nothing) == []
        text = repr(conversation(Book(a_report(*nothing))))
        assert "No finding stands out" in text
        assert "What do you make of the report" in text
