"""Finding the table in a file: which sheet, which row names the columns, which column is which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from django.utils.translation import gettext as _

from assessment.languages import in_every_language
from assessment.spreadsheets.columns import BY_NAME, REQUIRED
from assessment.spreadsheets.values import (
    EMPTY,
    MAX_ROWS,
    Column,
    Line,
    SheetCell,
    Unreadable,
    Workbook,
    Worksheet,
    letters,
)

# A title and a few remarks may stand above the header.
_HEADER_WITHIN = 20
_ENOUGH_TO_RECOGNISE = 3
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Header:
    """Where the columns are: `places` counts from 0, `row` as the user sees it."""

    row: int
    places: dict[Column, int]
    unused: tuple[str, ...]

    def cell(self, line: Line, column: Column) -> SheetCell:
        place = self.places.get(column, len(line.cells))
        return line.cells[place] if place < len(line.cells) else EMPTY

    def letters(self) -> dict[Column, str]:
        return {column: letters(place) for column, place in self.places.items()}


def find_table(book: Workbook) -> tuple[Worksheet, Header]:
    """The one sheet with people in it; raises Unreadable when there is none, or are several."""
    heads = [(sheet, list(_head(sheet))) for sheet in book.sheets]
    heads = [(sheet, head) for sheet, head in heads if head]
    if not heads:
        raise Unreadable(_("The file is empty. Start from the example and put your people in."))
    found = [(sheet, line) for sheet, head in heads if (line := _header_line(head))]
    if len(found) > 1:
        names = " · ".join(sheet.name for sheet, _line in found)
        raise Unreadable(
            _("The file has several sheets with people: %(names)s. Keep one of them.")
            % {"names": names}
        )
    sheet, line = found[0] if found else (heads[0][0], heads[0][1][0])
    return sheet, _read_header(line)


def body(sheet: Worksheet, header: Header) -> Iterator[Line]:
    """The rows with something in the columns that are used; raises Unreadable past the limit."""
    count = 0
    for line in sheet.lines():
        if line.number <= header.row or line.is_blank:
            continue
        if not any(header.cell(line, column).text for column in Column):
            continue
        count += 1
        if count > MAX_ROWS:
            raise Unreadable(
                _("The file has more than %(limit)d rows. Split it and import the parts in turn.")
                % {"limit": MAX_ROWS}
            )
        yield line


def _head(sheet: Worksheet) -> Iterator[Line]:
    return (line for line in islice(sheet.lines(), _HEADER_WITHIN) if not line.is_blank)


def _header_line(head: list[Line]) -> Line | None:
    for line in head:
        if len({_column(cell) for cell in line.cells} - {None}) >= _ENOUGH_TO_RECOGNISE:
            return line
    return None


def _column(cell: SheetCell) -> Column | None:
    if len(cell.text) > _LONGEST_NAME:
        return None
    words = _plain(cell.text)
    return BY_NAME.get(words) or _as_shown().get(words)


def _plain(text: str) -> str:
    words = re.sub(r"[’']s\b|[’']", "", text.casefold())
    words = re.sub(r"[\W_]+", " ", words).strip().replace("e mail", "email")
    return words.replace("email address", "email")


@cache
def _as_shown() -> dict[str, Column]:
    """What our own pages call the columns, whoever reads them."""
    return {_plain(name): each for each in Column for name in in_every_language(each.label)}


def _read_header(line: Line) -> Header:
    places: dict[Column, int] = {}
    unused = []
    for place, cell in enumerate(line.cells):
        column = _column(cell)
        if column is None:
            unused += [cell.text[:_LONGEST_NAME]] if cell.text else []
        elif column in places:
            raise Unreadable(_twice(column, line, places[column], place))
        else:
            places[column] = place
    _refuse_missing(places, line)
    return Header(line.number, places, tuple(unused))


def _twice(column: Column, line: Line, first: int, second: int) -> str:
    where = {"name": column.label, "first": letters(first), "second": letters(second)}
    names = [line.cells[place].text for place in (first, second)]
    if len(set(map(_plain, names))) == 1:
        return _("The column “%(name)s” is there twice, in %(first)s and %(second)s.") % where
    return _(
        "“%(one)s” in %(first)s and “%(other)s” in %(second)s both mean the column “%(name)s”. "
        "Keep one of them, or rename the other."
    ) % {**where, "one": names[0], "other": names[1]}


def _refuse_missing(places: dict[Column, int], line: Line) -> None:
    missing = [str(column.label) for column in REQUIRED if column not in places]
    if not missing:
        return
    if len(missing) == len(REQUIRED):
        raise Unreadable(
            _("No row names the columns. The first row must read: %(names)s.")
            % {"names": ", ".join(missing)}
        )
    raise Unreadable(
        _("Row %(row)d names the columns, but these are missing: %(names)s.")
        % {"row": line.number, "names": ", ".join(missing)}
    )
