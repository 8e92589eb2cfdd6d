"""A rater group that is declared is in every part of a report, with nothing to do for it there."""

from __future__ import annotations

import csv
import io
import re

import pytest

from assessment.models import Council, Framework, RaterGroup, Round, User
from assessment.rater_groups import asked_groups
from assessment.release.selectors.results import released_report
from reports import charts, sheets
from reports.content import opening, skill, skills
from reports.content.blocks import Table, Text
from reports.content.book import Book
from tests.cast import make_person
from tests.reports.people import closed_round, rated, released

# So many that each is shown apart
ENOUGH = 3
# Of a page of the report, in pixels
TEXT_WIDTH = 657


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    """Carol is rated by each group there is."""
    round = closed_round(ashford, framework, alice)
    rated(round, make_person(ashford, "Carol"), groups=dict.fromkeys(asked_groups(), ENOUGH))
    released(round, alice)
    round.refresh_from_db()
    return round


@pytest.fixture
def book(round: Round) -> Book:
    return Book(released_report(round.participants.get().report))


class TestEveryGroup:
    def test_is_counted_on_the_cover(self, book: Book) -> None:
        rows = [(row.header, row.cells[0].text) for row in opening.cover(book).raters.rows]
        assert rows[1:] == [(str(g.facts.plural).capitalize(), "3") for g in asked_groups()]

    def test_has_a_column_among_the_groups_and_a_lane_in_their_charts(self, book: Book) -> None:
        (table,) = [each for each in skills.by_group(book)[0].blocks if isinstance(each, Table)]
        names = [column.label.lower() for column in table.columns[3:]]
        assert names == [str(group.facts.plural) for group in asked_groups()]
        chart = table.rows[0].cells[0].chart
        assert [mark.series for mark in getattr(chart, "marks", ())] == list(RaterGroup)

    def test_leaves_the_charts_as_much_room_as_they_take(self, book: Book) -> None:
        (table,) = [each for each in skills.by_group(book)[0].blocks if isinstance(each, Table)]
        width = re.search(r'width="([\d.]+)"', charts.draw(table.rows[0].cells[0].chart))
        assert width is not None
        assert float(width[1]) <= table.columns[1].width * TEXT_WIDTH / 100

    def test_has_a_column_beside_each_statement(self, book: Book) -> None:
        table = skill.statements(book, book.ranked[0])
        names = [column.label.lower() for column in table.columns]
        assert names[3:-2] == [str(group.facts.plural) for group in asked_groups()]

    def test_stands_in_the_spreadsheets(self, round: Round) -> None:
        text = "".join(sheets.csv_rows(round.pk, round.min_group_size)).removeprefix("\ufeff")
        found = {row["group"] for row in csv.DictReader(io.StringIO(text))}
        assert found >= set(RaterGroup.values)


class TestGroupsPutTogether:
    def test_do_not_say_of_the_larger_one_that_it_was_too_small(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        """Four peers answered, and are shown with the one partner."""
        round = closed_round(ashford, framework, alice)
        groups = {RaterGroup.PEER: 4, RaterGroup.PARTNER: 1}
        rated(round, make_person(ashford, "Carol"), groups=groups)
        (report,) = released(round, alice)

        said = skills.by_group(Book(released_report(report)))[0].blocks[0]

        assert isinstance(said, Text)
        assert said.text.endswith(
            "Colleagues here stands for peers and partners: a group with fewer than 3 answers is "
            "put together with others."
        )
