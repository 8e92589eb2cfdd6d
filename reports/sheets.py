"""A round's released results as CSV and XLSX, written row by row.

No cell can become a formula: in XLSX every text is written as text, and CSV sees to it by itself.
"""

from __future__ import annotations

import itertools
import tempfile
import uuid
from collections.abc import Callable, Iterator
from typing import IO, TypeAlias

from assessment.release.selectors.result_lines import ResultLine, lines_of_round
from assessment.spreadsheets.csv_writer import csv_lines
from reports.columns import FIGURES, row_of
from reports.workbooks import ResultsBook

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


def csv_rows(round_id: uuid.UUID, k: int, seen: OnProgress = no_progress) -> Iterator[str]:
    """The tidy table as CSV, line by line, with the mark by which Excel knows UTF-8."""
    return csv_lines(TIDY, (row_of(FIGURES, line, k) for line in _lines(round_id, seen)))


def workbook(round_id: uuid.UUID, k: int, seen: OnProgress = no_progress) -> IO[bytes]:
    """A file with a sheet to read, one to count with, and what both mean. Close it after use."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    with ResultsBook(file, k) as book:
        book.write_figures(_lines(round_id, seen))
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
