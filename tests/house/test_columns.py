"""Whatever says something about the columns of the people spreadsheet says it of every one."""

from __future__ import annotations

import csv
import re

from django.utils.html import strip_tags

from assessment.models import Round
from assessment.spreadsheets import Column
from assessment.spreadsheets.columns import COLUMNS, count
from assessment.spreadsheets.xlsx_file import read_xlsx
from tests.cast import signed_in
from tests.console import get
from tests.house.source import ROOT

DATA = ROOT / "assessment" / "data"
NAMES = [str(column.label) for column in Column]


def part_of_the_guide() -> str:
    guide = (ROOT / "docs" / "hr.md").read_text(encoding="utf-8")
    return guide.partition("## 2. Bring in the people")[2].partition("\n## ")[0]


def test_the_table_has_every_column_in_its_order() -> None:
    assert list(COLUMNS) == list(Column)


def test_the_guide_for_hr_has_them_in_its_table_and_counts_them() -> None:
    table = part_of_the_guide().partition("|---|---|\n")[2].partition("\n\n")[0]
    told = [row.split(" | ")[0].removeprefix("| ") for row in table.splitlines()]
    assert ", ".join(told).split(", ") == NAMES
    assert f"file with {count()} columns." in part_of_the_guide()


def test_the_example_files_begin_with_them() -> None:
    with (DATA / "people-example.csv").open(encoding="utf-8-sig") as file:
        assert [name.lower() for name in next(csv.reader(file))] == NAMES
    (sheet,) = read_xlsx((DATA / "people-example.xlsx").read_bytes()).sheets
    line = next(iter(sheet.lines()))
    assert [cell.text.lower() for cell in line.cells] == NAMES


def test_the_page_of_the_import_says_what_to_write_in_each(open_round: Round) -> None:
    assert open_round.opened_by is not None
    page = get(signed_in(open_round.opened_by), "people_import", open_round.pk)
    said = " ".join(strip_tags(page.content.decode()).split())
    assert f"The {count()} columns" in said
    for column, facts in COLUMNS.items():
        assert re.search(rf"{column.label.capitalize()} [^|]*{re.escape(str(facts.help))}", said)
