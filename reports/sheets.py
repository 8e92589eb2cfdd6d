"""A round's released results as CSV and XLSX, written row by row.

No cell can become a formula: in XLSX every text is written as text, and CSV sees to it by itself.
"""

from __future__ import annotations

import datetime
import itertools
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, TypeAlias

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.release.selectors.result_lines import ResultLine, lines_of_round
from assessment.release.selectors.results import Figure, Group, Measure, Reason, thresholds
from assessment.spreadsheets.csv_writer import csv_lines
from reports.columns import FIGURES, Value, printed_value, row_of

OnProgress: TypeAlias = Callable[[int], None]

TIDY = tuple(column.name for column in FIGURES)


def no_progress(_reports: int) -> None:
    """For whoever does not ask how far it is."""


def _lines(round_id: uuid.UUID, seen: OnProgress) -> Iterator[ResultLine]:
    """Every line; `seen` is told how many reports are through, and may break off by raising."""
    by_report = itertools.groupby(lines_of_round(round_id), key=lambda line: line.about.report)
    for number, (_report, lines) in enumerate(by_report, 1):
        yield from lines
        seen(number)


# --- CSV ----------------------------------------------------------------------------------


def csv_rows(round_id: uuid.UUID, k: int, seen: OnProgress = no_progress) -> Iterator[str]:
    """The tidy table as CSV, line by line, with the mark by which Excel knows UTF-8."""
    return csv_lines(TIDY, (row_of(FIGURES, line, k) for line in _lines(round_id, seen)))


# --- XLSX ---------------------------------------------------------------------------------

_READABLE = {
    (Measure.SCORE, Group.OTHERS): gettext_lazy("Others"),
    (Measure.SCORE, Group.SELF): gettext_lazy("Self"),
    (Measure.TARGET, None): gettext_lazy("Target"),
    (Measure.GAP, None): gettext_lazy("Gap"),
    (Measure.PRIORITY, None): gettext_lazy("Priority"),
    (Measure.RANK, None): gettext_lazy("Rank"),
}


def _readable_head() -> tuple[str, ...]:
    return (_("Name"), _("Dimension"), *(str(name) for name in _READABLE.values()))


def workbook(round_id: uuid.UUID, k: int, seen: OnProgress = no_progress) -> IO[bytes]:
    """A file with a sheet to read, a tidy sheet to count with, and notes. Close it after use."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        readable, rows, notes = (
            book.add_worksheet(name) for name in (_("Overview"), _("Figures"), _("Notes"))
        )
        _head(readable, _readable_head(), bold)
        _fill(readable, _Rows(book, rows, bold), _lines(round_id, seen), k)
        for place, note in enumerate(_notes(k)):
            notes.write_string(place, 0, note)
    file.seek(0)
    return file


def whole_file(kind: str, round_id: uuid.UUID, k: int, seen: OnProgress = no_progress) -> IO[bytes]:
    """All results as a finished file of its kind, "csv" or "xlsx". Close it after use."""
    if kind == "xlsx":
        return workbook(round_id, k, seen)
    file = tempfile.TemporaryFile(suffix=".csv")  # noqa: SIM115 - the caller closes it
    for row in csv_rows(round_id, k, seen):
        file.write(row.encode())
    file.seek(0)
    return file


def _head(sheet: Any, names: Iterable[str], bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 3, 24)
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, bold)


class _Rows:
    """The tidy table; where a sheet is full, another follows. XLSX would drop what is too much."""

    FULL = 1_048_576

    def __init__(self, book: Any, sheet: Any, bold: Any) -> None:
        self.book, self.bold, self.count = book, bold, 1
        self._begin(sheet)

    def _begin(self, sheet: Any) -> None:
        self.sheet, self.next = sheet, 1
        _head(sheet, TIDY, self.bold)

    def add(self, values: Iterable[Value]) -> None:
        if self.next == self.FULL:
            self.count += 1
            self._begin(self.book.add_worksheet(f"{_('Figures')} {self.count}"))
        _write(self.sheet, self.next, values)
        self.next += 1


def _fill(readable: Any, rows: _Rows, lines: Iterable[ResultLine], k: int) -> None:
    """Both tables in one walk over the results."""
    below = itertools.count(1)
    for (_report, dimension), group in itertools.groupby(
        lines, key=lambda line: (line.about.report, line.dimension.name)
    ):
        figures: dict[tuple[Measure, Group | None], Figure] = {}
        name = ""
        for line in group:
            name = line.about.name
            rows.add(row_of(FIGURES, line, k))
            if not line.statement.key and not line.role.key:
                figures.setdefault((line.figure.measure, line.figure.group), line.figure)
        if dimension:
            cells = [_cell(figures.get(place)) for place in _READABLE]
            _write(readable, next(below), (name, dimension, *cells))


def _cell(figure: Figure | None) -> Value:
    if figure is None:
        return None
    if figure.withheld is not None:
        return _("not asked") if figure.withheld is Reason.NOT_ASKED else _("withheld")
    return printed_value(figure)


def _write(sheet: Any, row: int, values: Iterable[Value]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            if value:
                sheet.write_string(row, column, value[:32767])
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value)


def _notes(k: int) -> tuple[str, ...]:
    limits = thresholds(k)
    return (
        _("Released results of one round. Nothing in this file can change any more."),
        _("Values have one decimal, as in the reports. Gap: target minus others."),
        _("Withheld: the column of that name says why. No value stands behind it in this file."),
        _("Not asked: a group is asked only statements that it can see. Nothing is missing."),
        _(
            "A group needs at least {k} ratings; a score a figure for {share}% of its statements."
        ).format(**limits),
        _(
            "“Or lower” and “or higher” mark the ends of the scale, where the exact mean of a "
            "group would tell what everybody gave. In every figure made of it, such a mean counts "
            "as the number in the column of values."
        ),
        _("For development only: not for decisions about pay, grading or selection."),
    )
