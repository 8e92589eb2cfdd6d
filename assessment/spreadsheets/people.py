"""The people spreadsheet: every row read, every problem named by row and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from assessment.rater_groups import ANY_GROUP, RaterGroup
from assessment.spelling import clean_address
from assessment.spreadsheets.columns import COLUMNS, LONGEST_EMAIL, LONGEST_NAME, count
from assessment.spreadsheets.csv_file import read_csv
from assessment.spreadsheets.headers import Header, body, find_table
from assessment.spreadsheets.pairs import compare_rows
from assessment.spreadsheets.values import (
    MAX_FILE_BYTES,
    CellKind,
    Column,
    Line,
    PersonRow,
    Problem,
    SheetCell,
    Unreadable,
    Workbook,
)
from assessment.spreadsheets.vocabulary import LanguageNames, RoleNames, find_group
from assessment.spreadsheets.xlsx_file import read_xlsx

# Of the words in one cell that are no roles, as many as anybody mends at once.
_UNKNOWN_NAMED = 5
# What is said of a name or an address that is too long is said with its other faults.
_WORDS = {
    Column.ROLES,
    Column.GROUP,
    Column.PARTICIPANT_LANGUAGE,
    Column.RATER_LANGUAGE,
    Column.UNIT,
}
_OF_RATER = (Column.RATER_NAME, Column.RATER_EMAIL, Column.GROUP, Column.RATER_LANGUAGE)
# What is quoted back of a cell, so that a page of problems stays readable.
_QUOTED = 60


@dataclass(frozen=True)
class PeopleSheet:
    """What a file says. Rows with problems are left out; with any problem, import nothing."""

    rows: tuple[PersonRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    letters: dict[Column, str]


def read_people(content: bytes, roles: Iterable[tuple[str, str]]) -> PeopleSheet:
    """Read a CSV or XLSX file; `roles` are pairs of key and name in the framework's order.

    Raises Unreadable, with a sentence for the user, when the file as a whole cannot be used.
    """
    book = _open(content)
    sheet, header = find_table(book)
    if merged := sheet.merged_from(header.row):
        raise Unreadable(
            _("Cells are merged: %(cells)s. Unmerge them and write into each row what it means.")
            % {"cells": ", ".join(merged[:5])}
        )
    reader = _RowReader(header, RoleNames(list(roles)))
    rows = [row for line in body(sheet, header) if (row := reader.read(line))]
    if not rows and not reader.problems:
        raise Unreadable(_("The file names its columns but nobody in them."))
    return PeopleSheet(
        tuple(rows),
        tuple(sorted([*reader.problems, *compare_rows(rows)], key=lambda each: each.row)),
        (*book.notes, *_notes(header, sheet.hidden_rows())),
        header.letters(),
    )


def _open(content: bytes) -> Workbook:
    if len(content) > MAX_FILE_BYTES:
        message = _(
            "The file is larger than %(size)d MB. Copy only the %(count)s columns into a new file."
        )
        raise Unreadable(message % {"size": MAX_FILE_BYTES // 1024 // 1024, "count": count()})
    if not content.strip():
        raise Unreadable(_("The file is empty. Start from the example and put your people in."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _("This is an old or a locked Excel file. Save it as XLSX without a password.")
        )
    if content.startswith(b"PK"):
        return read_xlsx(content)
    return read_csv(content)


def _notes(header: Header, hidden_rows: int) -> list[str]:
    notes = []
    if header.unused:
        names = ", ".join(header.unused[:10])
        notes.append(_("Columns that were not used: %(names)s.") % {"names": names})
    if hidden_rows:
        notes.append(_("Hidden rows were read too: %(count)d.") % {"count": hidden_rows})
    return notes


@dataclass
class _RowReader:
    header: Header
    roles: RoleNames
    languages: LanguageNames = field(default_factory=LanguageNames)
    problems: list[Problem] = field(default_factory=list)

    def read(self, line: Line) -> PersonRow | None:
        """The row as a person row, or None after noting what is wrong with it."""
        before = len(self.problems)
        cells = {column: self._text(line, column) for column in Column}
        if len(self.problems) > before:
            return None
        self._fill_in(cells)
        row = PersonRow(
            participant_name=self._name(line, cells, Column.PARTICIPANT_NAME),
            participant_email=self._email(line, cells, Column.PARTICIPANT_EMAIL),
            roles=self._roles(line, cells[Column.ROLES]),
            participant_language=self._language(line, cells, Column.PARTICIPANT_LANGUAGE),
            unit=cells[Column.UNIT],
            **self._rater(line, cells),
            number=line.number,
        )
        return row if len(self.problems) == before else None

    def _rater(self, line: Line, cells: dict[Column, str]) -> dict[str, str]:
        if not any(cells[column] for column in _OF_RATER):
            return {}
        return {
            "rater_name": self._name(line, cells, Column.RATER_NAME),
            "rater_email": self._email(line, cells, Column.RATER_EMAIL),
            "group": self._group(line, cells),
            "rater_language": self._language(line, cells, Column.RATER_LANGUAGE),
        }

    def _problem(self, line: Line, column: Column, message: str) -> None:
        self.problems.append(Problem(line.number, column, message))

    def _text(self, line: Line, column: Column) -> str:
        cell = self.header.cell(line, column)
        if cell.text and cell.kind is not CellKind.TEXT:
            self._problem(line, column, _not_text(cell))
        elif column in _WORDS and len(cell.text) > (longest := COLUMNS[column].longest):
            self._problem(line, column, _too_long(cell.text, longest))
        return cell.text

    def _fill_in(self, cells: dict[Column, str]) -> None:
        """A row of group self need not say twice who it is."""
        if find_group(cells[Column.GROUP]) is RaterGroup.SELF:
            cells[Column.RATER_NAME] = cells[Column.RATER_NAME] or cells[Column.PARTICIPANT_NAME]
            cells[Column.RATER_EMAIL] = cells[Column.RATER_EMAIL] or cells[Column.PARTICIPANT_EMAIL]

    def _name(self, line: Line, cells: dict[Column, str], column: Column) -> str:
        name = cells[column]
        if not name:
            self._problem(line, column, str(COLUMNS[column].missing))
        elif len(name) > LONGEST_NAME:
            self._problem(line, column, _too_long(name, LONGEST_NAME))
        elif "@" in name:
            self._problem(
                line,
                column,
                _("“%(text)s” is an email address, not a name.") % {"text": name[:_QUOTED]},
            )
        return name

    def _email(self, line: Line, cells: dict[Column, str], column: Column) -> str:
        email = clean_address(cells[column].lower().removeprefix("mailto:"))
        if not email:
            self._problem(line, column, str(COLUMNS[column].missing))
        elif len(email) > LONGEST_EMAIL:
            self._problem(line, column, _too_long(email, LONGEST_EMAIL))
        elif not is_email(email):
            message = _("“%(text)s” is not an email address.") % {"text": email[:_QUOTED]}
            self._problem(line, column, message)
        return email

    def _roles(self, line: Line, text: str) -> tuple[str, ...]:
        """Blank is right when another row of the participant says it; compare_rows looks."""
        found, unknown = self.roles.find(text)
        for word in unknown[:_UNKNOWN_NAMED]:
            known = ", ".join(self.roles.names.values())
            message = _("“%(text)s” is not a role of this framework. Its roles are: %(known)s.")
            self._problem(line, Column.ROLES, message % {"text": word[:_QUOTED], "known": known})
        return found

    def _group(self, line: Line, cells: dict[Column, str]) -> str:
        text = cells[Column.GROUP]
        group = find_group(text)
        if not text:
            self._problem(line, Column.GROUP, str(COLUMNS[Column.GROUP].missing))
        elif group is None:
            message = _("“%(text)s” is not a group. Use %(groups)s.")
            said = {"text": text[:_QUOTED], "groups": ANY_GROUP}
            self._problem(line, Column.GROUP, message % said)
        return group.value if group else ""

    def _language(self, line: Line, cells: dict[Column, str], column: Column) -> str:
        text = cells[column]
        language = self.languages.find(text)
        if text and not language:
            message = _("“%(text)s” is not a language of this service. It has: %(known)s.")
            said = {"text": text[:_QUOTED], "known": ", ".join(self.languages.names)}
            self._problem(line, column, message % said)
        return language


def is_email(text: str) -> bool:
    """Whether this is one address that emails can be sent to."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _not_text(cell: SheetCell) -> str:
    if cell.kind is CellKind.FORMULA:
        return _(
            "This cell holds a formula or starts like one (= + - @). "
            "Paste the values only, then try again."
        )
    if cell.kind is CellKind.ERROR:
        return _("This cell holds the error %(text)s.") % {"text": cell.text[:_QUOTED]}
    if cell.kind is CellKind.DATE:
        return _("This cell holds a date, not text.")
    return _("This cell holds the number %(text)s, not text.") % {"text": cell.text[:_QUOTED]}


def _too_long(text: str, longest: int) -> str:
    return _(
        "This cell has %(length)d characters; at most %(longest)d fit. "
        "It begins “%(start)s”. Is a quotation mark missing?"
    ) % {"length": len(text), "longest": longest, "start": text[:_QUOTED]}
