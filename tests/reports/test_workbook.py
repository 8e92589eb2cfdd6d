"""The workbook of a round: what is read, what is printed, and what a pivot makes of it."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assessment.models import Council, Framework, Round, User
from assessment.scoring.values import Group, Measure, Reason
from reports import sheets
from reports.columns import FIGURES
from tests.reports.test_figures_file import a_round

Row = dict[str, Any]


def opened(*rounds: Round) -> Iterator[openpyxl.Workbook]:
    for round in rounds:
        with sheets.workbook(round.pk, round.min_group_size) as file:
            yield openpyxl.load_workbook(io.BytesIO(file.read()))


def rows(sheet: Worksheet) -> list[Row]:
    head, *below = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in below]


def pivot(table: list[Row], by: str, over: str = "dimension") -> dict[tuple[str, str], float]:
    """As a spreadsheet program does it: filter, two keys, the mean of all numbers."""
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for row in table:
        kept = (row["measure"], row["group"]) == (Measure.SCORE, Group.OTHERS)
        if kept and row["value"] is not None:
            found[row[by], row[over]].append(row["value"])
    return {key: sum(values) / len(values) for key, values in found.items()}


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    return a_round(ashford, framework, alice)


@pytest.fixture
def book(round: Round) -> openpyxl.Workbook:
    return next(opened(round))


def test_has_a_sheet_to_read_one_to_count_with_and_what_both_mean(
    book: openpyxl.Workbook,
) -> None:
    assert book.sheetnames == ["Overview", "Figures", "Data dictionary", "Notes"]
    notes = [row["Notes"] for row in rows(book["Notes"])]
    assert any("Within the margin of the target" in note for note in notes)


class TestTheOverview:
    def test_holds_numbers_as_numbers_and_nothing_where_one_is_withheld(
        self, book: openpyxl.Workbook
    ) -> None:
        table = rows(book["Overview"])
        assert {row["Dimension"] for row in table} == {
            "Communication",
            "Leadership",
            "Mandate",
            "Focus",
        }
        assert len({(row["Reference"], row["Dimension"]) for row in table}) == len(table) == 12
        numbers = [row[name] for row in table for name in ("Others", "Self", "Gap", "Rank")]
        assert {type(each) for each in numbers} == {int, float, type(None)}
        missing = [row for row in table if row["Others"] is None]
        assert missing
        assert all("fewer than 3 raters" in row["Why a figure is missing"] for row in missing)
        assert not any(row["Why a figure is missing"] for row in table if row["Others"])

    def test_tells_two_people_of_one_name_apart(self, book: openpyxl.Workbook) -> None:
        people = {(row["Name"], row["Reference"]) for row in rows(book["Overview"])}
        assert len(people) == 3
        reports = {row["report"][:8] for row in rows(book["Figures"])}
        assert {reference for _name, reference in people} == reports

    def test_shows_one_decimal_of_a_mean_and_none_of_a_rank(self, book: openpyxl.Workbook) -> None:
        head = {cell.value: cell.column for cell in book["Overview"][1]}
        formats = {
            name: {
                cell.number_format
                for row in book["Overview"].iter_rows(2)
                for cell in row
                if cell.column == head[name] and cell.value is not None
            }
            for name in ("Others", "Gap", "Rank")
        }
        assert formats == {"Others": {"0.0"}, "Gap": {"0.0"}, "Rank": {"0"}}

    def test_is_filtered_frozen_and_printed_on_pages_with_a_head(
        self, book: openpyxl.Workbook, round: Round
    ) -> None:
        for sheet in book:
            assert sheet.freeze_panes == "B2", sheet.title
            assert sheet.auto_filter.ref == sheet.dimensions
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.print_title_rows == "$1:$1"
            assert round.name in sheet.oddHeader.left.text
            assert sheet.oddHeader.right.text == "Confidential"
        assert book["Overview"].page_setup.fitToHeight == 0
        assert book["Overview"].sheet_properties.pageSetUpPr.fitToPage


class TestTheFigures:
    def test_pivot_to_what_the_overview_says_of_each_person(self, book: openpyxl.Workbook) -> None:
        """By name the two people of one name would be one."""
        table = rows(book["Figures"])
        read = {
            (row["Reference"], row["Dimension"]): row["Others"]
            for row in rows(book["Overview"])
            if row["Others"] is not None
        }
        made = {(key[:8], over): mean for (key, over), mean in pivot(table, "report").items()}
        assert made == read
        assert made

    def test_of_two_rounds_pivot_by_round(
        self, round: Round, ashford: Council, framework: Framework, alice: User
    ) -> None:
        later = a_round(ashford, framework, alice, "Autumn", around=3.0)
        stacked = [row for book in opened(round, later) for row in rows(book["Figures"])]
        assert {name for _round, name in pivot(stacked, "round", "name")} == {
            "Low Scorer",
            "Pat Lee",
        }
        assert len({key for key, _name in pivot(stacked, "round", "name")}) == 2

    def test_have_days_that_a_program_knows_as_days(self, book: openpyxl.Workbook) -> None:
        first = rows(book["Figures"])[0]
        assert first["opens_on"] <= first["ended_on"] < first["released_on"]

    def test_hold_no_number_where_a_figure_is_withheld(self, book: openpyxl.Workbook) -> None:
        withheld = [row for row in rows(book["Figures"]) if row["withheld_code"]]
        assert withheld
        numbers = ("value", "lower_bound", "upper_bound", "raters", "ratings")
        assert {row[name] for row in withheld for name in numbers} == {None}


class TestTheDataDictionary:
    def test_has_every_column_and_every_code_in_the_file(self, book: openpyxl.Workbook) -> None:
        said = rows(book["Data dictionary"])
        columns = [row["Column"] for row in said if not row["Code"]]
        assert columns == [column.name for column in FIGURES]
        assert all(row["Meaning"] for row in said)
        codes = {(row["Column"], row["Code"]) for row in said if row["Code"]}
        used = {
            (name, row[name])
            for row in rows(book["Figures"])
            for name in ("measure", "group", "word", "withheld_code")
            if row[name]
        }
        assert used <= codes
        assert {("withheld_code", each.value) for each in Reason} <= codes
