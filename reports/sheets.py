"""A round's released results as CSV and XLSX, written row by row.

No cell can become a formula: in XLSX every text is written as text, and CSV sees to it by itself.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from typing import IO, TypeAlias

from assessment.release.selectors.result_lines import ResultLine, lines_of_round
from assessment.spreadsheets.csv_writer import csv_lines
from reports.columns import COMMENTS, FIGURES, row_of
from reports.models import Sheet
from reports.workbooks import ResultsBook

OnProgress: TypeAlias = Callable[[int], None]

TIDY = tuple(column.name for column in FIGURES)


def no_progress(_reports: int) -> None:
    """For whoever does not ask how far it is."""


def _lines(
    round_id: uuid.UUID, seen: OnProgress, *, comments: bool = False
) -> Iterator[ResultLine]:
    """Every line; `seen` is told how many reports are through, and may break off by raising."""
    for number, lines in enumerate(lines_of_round(round_id, comments=comments), 1):
        yield from lines
        seen(number)


def csv_rows(
    round_id: uuid.UUID, k: int, seen: OnProgress = no_progress, *, comments: bool = False
) -> Iterator[str]:
    """The tidy table as CSV, line by line, with the mark by which Excel knows UTF-8."""
    columns = COMMENTS if comments else FIGURES
    lines = _lines(round_id, seen, comments=comments)
    head = [column.name for column in columns]
    return csv_lines(head, (row_of(columns, line, k) for line in lines))


def workbook(
    round_id: uuid.UUID, k: int, seen: OnProgress = no_progress, *, comments: bool = False
) -> IO[bytes]:
    """A file to read and to count with, which says what it means. Close it after use."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    lines = _lines(round_id, seen, comments=comments)
    with ResultsBook(file, k) as book:
        if comments:
            book.write_comments(lines)
        else:
            book.write_figures(lines)
    file.seek(0)
    return file


def whole_file(kind: str, round_id: uuid.UUID, k: int, seen: OnProgress = no_progress) -> IO[bytes]:
    """All figures or comments as a finished file of its kind. Close it after use."""
    wanted = Sheet.Kind(kind)
    if wanted.ending == "xlsx":
        return workbook(round_id, k, seen, comments=wanted.has_comments)
    file = tempfile.TemporaryFile(suffix=".csv")  # noqa: SIM115 - the caller closes it
    for row in csv_rows(round_id, k, seen, comments=wanted.has_comments):
        file.write(row.encode())
    file.seek(0)
    return file
