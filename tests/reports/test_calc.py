"""The workbook in LibreOffice Calc: opened, and a pivot table made of it there."""

from __future__ import annotations

import io
from fractions import Fraction

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assessment.models import Council, Framework, Result, User
from assessment.scoring.aggregate import one_decimal
from assessment.scoring.values import Group, Measure
from reports import sheets
from tests.reports import calc
from tests.reports.test_figures_file import a_round


def table_of(sheet: Worksheet) -> dict[tuple[str, str], float]:
    """The cells of a pivot table by row and column, without its totals."""
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    head = next(number for number, line in enumerate(lines) if line[0] == "report")
    columns = lines[head][1:]
    return {
        (str(line[0]), str(column)): value
        for line in lines[head + 1 :]
        for column, value in zip(columns, line[1:], strict=True)
        if isinstance(value, float | int)
        and "Total" not in str(line[0])
        and "Total" not in str(column)
    }


@calc.needed
def test_pivots_by_report_to_what_was_released(
    ashford: Council, framework: Framework, alice: User
) -> None:
    round = a_round(ashford, framework, alice)
    with sheets.workbook(round.pk, round.min_group_size) as file:
        book = openpyxl.load_workbook(io.BytesIO(calc.pivoted(file.read())), data_only=True)
    released = Result.objects.filter(
        report__participant__round=round, measure=Measure.SCORE, group=Group.OTHERS, withheld=""
    )
    expected = {
        (str(report), name): float(one_decimal(Fraction(value)))
        for report, name, value in released.values_list("report", "dimension__name", "value")
        if value is not None
    }
    assert table_of(book["Pivot"]) == pytest.approx(expected)
    assert len(expected) > 3
