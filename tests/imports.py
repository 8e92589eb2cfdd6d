"""A spreadsheet of people as tests bring it in: Carol at work, Bob her manager."""

from __future__ import annotations

from typing import Any

from assessment.models import Round, User
from assessment.rounds.services import people
from assessment.spreadsheets import PersonRow
from tests.cast import NOW

CAROL = ("Carol", "carol@example.gov.uk", ("head-of-ict",))
BOB = ("Bob", "bob@example.gov.uk", "manager")


def row_of_carol(**cells: Any) -> PersonRow:
    return PersonRow(*CAROL, *BOB, 2, **cells)


def stage(round: Round, by: User, *rows: PersonRow) -> None:
    people.stage_import(round=round, file_name="people.csv", rows=rows, by=by, at=NOW)


def bring_in(round: Round, by: User, *rows: PersonRow) -> people.Imported:
    stage(round, by, *rows)
    return people.confirm_import(round=round, by=by, at=NOW)
