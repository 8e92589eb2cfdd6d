"""Small people spreadsheets, as Excel and its like write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

from assessment.spreadsheets import PeopleSheet, Problem, Unreadable, read_people

ROLES = [("e-champion", "e-champion"), ("head-of-ict", "head of ICT")]
HEADER = ["Participant name", "Participant email", "Roles", "Rater name", "Rater email", "Group"]
CAROL = ["Carol", "carol@example.gov.uk", "head of ICT"]
MANAGER = [*CAROL, "Bob", "bob@example.gov.uk", "manager"]
PEER = [*CAROL, "Frank", "frank@example.com", "peer"]

Rows = Sequence[Sequence[Any]]


def as_csv(rows: Rows, *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Rows, *, merge: str = "", hide_rows: Iterable[int] = ()) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active, rows)
    if merge:
        book.active.merge_cells(merge)
    for row in hide_rows:
        book.active.row_dimensions[row].hidden = True
    return saved(book)


def fill(sheet: Any, rows: Rows) -> None:
    for row in rows:
        sheet.append(list(row))


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(*rows: Sequence[Any], header: Sequence[str] = HEADER) -> PeopleSheet:
    return read_people(as_csv([header, *rows]), ROLES)


def problems(*rows: Sequence[Any]) -> list[tuple[int, str]]:
    """Row and column of each problem."""
    return [(each.row, str(each.column)) for each in read(*rows).problems]


def only_problem(*rows: Sequence[Any]) -> Problem:
    (problem,) = read(*rows).problems
    return problem


def refusal(content: bytes) -> str:
    """The sentence about a file that cannot be read."""
    try:
        read_people(content, ROLES)
    except Unreadable as reason:
        return str(reason)
    raise AssertionError("The file was read.")
