"""Strips of statements: what is drawn, said in titles and marked is what the row prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest

from assessment.models import Council, Framework, RaterGroup, User
from assessment.release.selectors.results import (
    DimensionTexts,
    Figure,
    Group,
    Kind,
    Measure,
    Reason,
)
from reports import charts, drawing, services
from reports.content import blocks, guide, plots, skill
from reports.content.blocks import Keep, Quotes, Row, Table
from reports.content.book import Book
from reports.content.plots import Dots
from tests.cast import make_person
from tests.reports.people import TYPICAL, closed_round, rated, released
from tests.reports.test_content import a_report
from tests.reports.test_content import rated as figures_of_skill

NUMBER = re.compile(r"\d\.\d")
SORTS = {
    "typical": TYPICAL,
    "one manager": {RaterGroup.MANAGER: 1},
    "merged": {RaterGroup.MANAGER: 1, RaterGroup.PEER: 2, RaterGroup.REPORT: 2},
    "nobody": {},
}
COMMENTS = ["Explains plans well.", "", "Could ask the housing service earlier.", ""]

Blocks = Iterator[tuple[Keep, object]]


def every_block(content: blocks.ReportContent, part: str = "") -> Blocks:
    for section in content.parts:
        for keep in section.groups if part in ("", section.key) else ():
            for block in keep.blocks:
                yield keep, block


def statement_tables(content: blocks.ReportContent) -> list[Table]:
    return [
        block
        for _keep, block in every_block(content, "skills")
        if isinstance(block, Table) and block.caption == "Statements"
    ]


def all_charts(content: blocks.ReportContent) -> Iterator[plots.Chart]:
    for _keep, block in every_block(content):
        if isinstance(block, plots.Field):
            yield block
        elif isinstance(block, Table):
            yield from (each.axis for each in block.columns if each.axis)
            yield from (cell.chart for row in block.rows for cell in row.cells if cell.chart)


def numbers(row: Row) -> list[str]:
    """Of the cells of groups and others: behind the strip, before what was not observed."""
    found = (NUMBER.match(cell.text) for cell in row.cells[1:-1])
    return [each[0] for each in found if each]


@pytest.fixture(params=SORTS)
def content(
    request: pytest.FixtureRequest, ashford: Council, shipped: Framework, alice: User
) -> blocks.ReportContent:
    round = closed_round(ashford, shipped, alice)
    person = make_person(ashford, "Carol")
    rated(round, person, groups=SORTS[request.param], comments=COMMENTS)
    return services.content_of(released(round, alice)[0])


class TestAStripOfAReport:
    def test_draws_and_says_what_its_row_prints(self, content: blocks.ReportContent) -> None:
        drawn = 0
        for table in statement_tables(content):
            for row in table.rows:
                chart = row.cells[0].chart
                printed = numbers(row)
                if not isinstance(chart, Dots):
                    assert printed == []
                    continue
                assert [f"{mark.value:.1f}" for mark in chart.marks] == printed
                said = chart.title.split(": ", 1)[1].split("; ")
                assert [NUMBER.findall(each)[0] for each in said[: len(printed)]] == printed
                drawn += len(printed)
        assert drawn > 20

    def test_puts_every_mark_at_the_place_of_its_printed_value(
        self, content: blocks.ReportContent
    ) -> None:
        for table in statement_tables(content):
            for row in table.rows:
                if isinstance(chart := row.cells[0].chart, Dots):
                    axis = charts.HorizontalScale(1, 5, charts.WIDTHS[chart.width])
                    svg = charts.draw(chart)
                    for mark, value in zip(chart.marks, numbers(row), strict=True):
                        at = axis.x(float(value))
                        if mark.series == "self":
                            assert f'cx="{drawing.short(at)}"' in svg
                        elif mark.series == "bar":
                            assert f'width="{drawing.short(max(at - axis.x(1), 1))}"' in svg
                        else:
                            middle = charts.mark(mark.series, at, 0)
                            x = re.findall(r'd="M([\d.]+) ', middle) or [drawing.short(at)]
                            assert re.search(rf'(M|cx="){x[0]}[ "]', svg)

    def test_has_columns_that_fill_the_table(self, content: blocks.ReportContent) -> None:
        for table in statement_tables(content):
            assert sum(column.width for column in table.columns) == 100

    def test_marks_the_highest_and_the_lowest_of_what_it_prints(
        self, content: blocks.ReportContent
    ) -> None:
        for table in statement_tables(content):
            cells = [row.cells[-2] for row in table.rows]
            marked = {cell.bound: cell for cell in cells if cell.bound[:1] in ("↑", "↓")}
            values = [float(found[0]) for c in cells if (found := NUMBER.match(c.text))]
            for cell in cells:
                if cell.bound == "↑ highest":
                    assert float(cell.text[:3]) == max(values)
                if cell.bound == "↓ lowest":
                    assert float(cell.text[:3]) == min(values)
            assert len(marked) in (0, 2)

    def test_has_no_title_that_another_chart_has(self, content: blocks.ReportContent) -> None:
        titles = [chart.title for chart in all_charts(content)]
        assert sorted(titles) == sorted(set(titles))

    def test_has_every_comment_once_and_on_the_page_of_its_skill(
        self, content: blocks.ReportContent
    ) -> None:
        under = [b for _k, b in every_block(content, "skills") if isinstance(b, Quotes)]
        apart = [b for _k, b in every_block(content, "comments") if isinstance(b, Quotes)]
        assert all(block.title.startswith("Comments: from") for block in under)
        assert not any(block.title.startswith("Comments:") for block in apart)
        names = {
            b.text for _k, b in every_block(content, "comments") if isinstance(b, blocks.Heading)
        }
        told = [b.text for _k, b in every_block(content, "skills") if isinstance(b, blocks.Text)]
        moved = told.count("What people wrote about this is under Comments.")
        skills = {
            b.text for _k, b in every_block(content, "skills") if isinstance(b, blocks.Heading)
        }
        assert len(names & skills) == moved


class TestTheEnds:
    def _book(self, *values: str, withheld: int = 0) -> tuple[Book, DimensionTexts]:
        found = [f for f in figures_of_skill("listening", "3", "4") if not f.indicator]
        for number, value in enumerate(values, 1):
            for group in (Group.PEER, Group.OTHERS):
                place = ("listening", f"listening-{number}")
                figure = Figure(Measure.ITEM_MEAN, *place, group=group, value=Fraction(value), n=8)
                if number == withheld:
                    figure = Figure(
                        Measure.ITEM_MEAN, *place, group=group, withheld=Reason.GROUP_TOO_SMALL
                    )
                found.append(figure)
        book = Book(a_report(*found))
        return book, book.dimensions(Kind.SKILL)[0]

    def _marked(self, *values: str, withheld: int = 0) -> list[str]:
        table = skill.statements(*self._book(*values, withheld=withheld))
        return [row.cells[-2].bound for row in table.rows]

    def test_are_marked_on_what_is_printed(self) -> None:
        assert self._marked("3.2", "3.4") == ["↓ lowest", "↑ highest"]
        assert self._marked("3.24", "3.21") == ["", ""]

    def test_are_not_marked_where_one_alone_is_shown(self) -> None:
        assert self._marked("3.2", "4.9", withheld=2) == ["", ""]

    def test_are_explained_with_the_other_words(self) -> None:
        book, _skill = self._book("3.2", "3.4")
        tables = [b for k in guide.how_to_read(book) for b in k.blocks if isinstance(b, Table)]
        assert "highest, lowest" in {row.header for table in tables for row in table.rows}

    def test_of_a_withheld_figure_nothing_is_drawn(self) -> None:
        """The strip of a withheld statement is the same whatever the figure was."""
        tables = [skill.statements(*self._book("3.2", value, withheld=2)) for value in ("1", "4.9")]
        assert tables[0] == tables[1]
        assert tables[0].rows[1].cells[0].chart is None
