"""Comments on paper: six pages of them at most, chosen by the order of the release alone."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from assessment.release.selectors.results import Figure, Group, Measure, ReleasedReport
from reports import pdf, services
from reports.content import build
from reports.content.blocks import Quotes
from reports.content.book import Book
from reports.content.comments import PAGES, comments, comments_of
from tests.reports.layout import pages
from tests.reports.test_content import a_report, rated

SENTENCE = "Explains plans well and asks before deciding, as in spring with the two services. "
KINDS = {
    "sentences": SENTENCE * 3,
    "one word": "Good.",
    "capitals": "WWWMM " * 40,
    "words of half a line": ("x" * 26 + " ") * 12,
    "lines of one letter": "a\n" * 70,
    "another script": "漢字" * 120,
}


def written(text: str, count: int, group: Group = Group.COLLEAGUES) -> list[Figure]:
    return [
        Figure(measure, key, group=group, text=f"Q{number} {text}")
        for measure, key in (
            (Measure.KEEP_DOING, None),
            (Measure.COMMENT, "listening"),
            (Measure.COMMENT, "leading"),
        )
        for number in range(count)
    ]


def a_report_with(figures: list[Figure]) -> ReleasedReport:
    return a_report(*rated("listening", "3", "4"), *rated("leading", "3", "4"), *figures)


def quotes(report: ReleasedReport) -> list[Quotes]:
    keeps = comments(Book(report))
    return [block for keep in keeps for block in keep.blocks if isinstance(block, Quotes)]


def paper(block: Quotes, *, is_paper: bool) -> str:
    context = {"block": block, "is_paper": is_paper}
    return " ".join(render_to_string("reports/blocks/quotes.html", context).split())


class TestFewComments:
    def test_are_all_printed(self) -> None:
        for block in quotes(a_report_with(written(SENTENCE, 8))):
            assert (block.fits, block.beyond) == (8, 0)
            assert paper(block, is_paper=True) == paper(block, is_paper=False)


class TestThreeHundredComments:
    @pytest.mark.parametrize("kind", KINDS)
    def test_take_six_pages_of_paper_and_fill_most_of_them(self, kind: str) -> None:
        content = build(a_report_with(written(KINDS[kind], 300)))
        body = pdf.render(services.html_of(content, voices={}))
        begun = [
            number
            for number, page in enumerate(pages(body))
            if any(re.match(r"Q\d+\b", line) for line in page.lines)
        ]
        assert PAGES - 3 <= begun[-1] - begun[0] + 1 <= PAGES

    def test_say_how_many_more_there_are_and_where(self) -> None:
        for block in quotes(a_report_with(written(SENTENCE, 300))):
            assert 0 < block.fits < 300
            told = paper(block, is_paper=True)
            assert told.count(SENTENCE.strip()) == block.fits
            assert f"{300 - block.fits} more comments are on the page of this report" in told

    def test_are_all_on_the_page(self) -> None:
        for block in quotes(a_report_with(written(SENTENCE, 300))):
            told = paper(block, is_paper=False)
            assert told.count(SENTENCE.strip()) == 300
            assert "more comments" not in told

    def test_are_printed_from_the_first_of_the_released_order_on(self) -> None:
        figures = written(SENTENCE, 300)
        turned = list(reversed(figures))
        one, other = (quotes(a_report_with(each))[0] for each in (figures, turned))
        assert one.fits == other.fits
        assert [each.text for each in one.quotes] == [each.text for each in other.quotes[::-1]]
        assert f">{one.quotes[0].text.strip()}" in paper(one, is_paper=True)
        assert f">{one.quotes[0].text.strip()}" not in paper(other, is_paper=True)

    def test_leave_room_for_every_group_and_question(self) -> None:
        figures = written(SENTENCE, 300) + written("Mine.", 1, Group.SELF)
        report = a_report_with(figures + written("The manager’s.", 1, Group.MANAGER))
        found = quotes(report)
        assert len(found) == 9
        assert all(block.fits for block in found)
        assert {block.fits for block in found if len(block.quotes) == 1} == {1}

    def test_are_counted_together_where_some_stand_with_their_skill(self) -> None:
        report = a_report_with(written(SENTENCE, 300))
        [_closing, listening, _leading] = quotes(report)
        assert comments_of(Book(report), "listening") == (listening,)


class TestACommentWithoutEnd:
    def test_stays_on_the_page_where_no_paper_holds_it(self) -> None:
        [block] = quotes(
            a_report_with(
                [Figure(Measure.COMMENT, "listening", group=Group.SELF, text="a\n" * 4000)]
            )
        )
        assert (block.fits, block.beyond) == (0, 1)
        assert "1 more comment is on the page" in paper(block, is_paper=True)
