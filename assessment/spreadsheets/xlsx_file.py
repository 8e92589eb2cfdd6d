"""XLSX read here, with a lid on what a small file may unpack to and on what it may hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from assessment.spelling import clean
from assessment.spreadsheets.values import (
    EMPTY,
    FORMULA_STARTS,
    CellKind,
    Line,
    SheetCell,
    Unreadable,
    Workbook,
)
from assessment.spreadsheets.workbook import (
    NOTHING,
    Budget,
    DateStyles,
    Relations,
    Sheets,
    Strings,
    WorksheetCells,
    XlsxCell,
)

# 20,000 rows of people are 9 MB; a list of strings of this size takes 200 MB to read.
MAX_UNPACKED_BYTES = 24 * 1024 * 1024
# Styles, names and the like: no spreadsheet of people needs more.
MAX_OTHER_BYTES = 2 * 1024 * 1024
MAX_PARTS = 1000
MAX_ELEMENTS = 1_000_000
"""20,000 rows of people are half of it: a row, six cells with their values, their texts."""
_ROWS_OR_STRINGS = ("xl/worksheets/", "xl/sharedStrings.xml")
_NEVER_READ = ("xl/media/",)
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def read_xlsx(content: bytes, *, most_elements: int = MAX_ELEMENTS) -> Workbook:
    """The visible sheets; raises Unreadable when the file is damaged or holds too much."""
    with _damage_named():
        archive = zipfile.ZipFile(io.BytesIO(content))
        _refuse_bomb(archive)
        if "xl/workbook.xml" not in archive.namelist():
            raise Unreadable(_("This is not an Excel file. Save it as XLSX or CSV and try again."))
        file = _File(archive, Budget(most_elements))
        sheets = Sheets(archive.read("xl/workbook.xml"), file.budget).found
        parts = Relations(archive.read("xl/_rels/workbook.xml.rels"), file.budget).worksheets
        seen = [(name, parts[at]) for name, at, visible in sheets if visible and at in parts]
        if len({part for _name, part in seen}) < len(seen):
            raise ValueError("two sheets in one part")
    notes = [
        _("The hidden sheet “%(name)s” was not read.") % {"name": name}
        for name, _at, visible in sheets
        if not visible
    ]
    return Workbook(tuple(XlsxSheet(name, part, file) for name, part in seen), tuple(notes))


@contextmanager
def _damage_named() -> Iterator[None]:
    """A damaged file is damaged in nearly any way; the user can only save it anew."""
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            _("This Excel file is damaged. Open it in Excel, save it anew as XLSX and try again.")
        ) from error


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    # The sizes that a ZIP states bind: Python reads no further than them.
    parts = archive.infolist()
    others = [
        part for part in parts if not part.filename.startswith((*_ROWS_OR_STRINGS, *_NEVER_READ))
    ]
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES
        or sum(part.file_size for part in others) > MAX_OTHER_BYTES
    ):
        raise Unreadable(
            _("This Excel file unpacks to too much. Copy the rows into a new file and try again.")
        )
    # Others may ask for gigabytes of memory before the first byte.
    if any(part.compress_type not in _PACKINGS for part in parts):
        raise ValueError("packed in another way than Excel packs")


@dataclass
class _File:
    """What the sheets of a file share."""

    archive: zipfile.ZipFile
    budget: Budget

    @cached_property
    def strings(self) -> list[str]:
        return Strings(self._part("xl/sharedStrings.xml"), self.budget).found

    @cached_property
    def dates(self) -> set[int]:
        return DateStyles(self._part("xl/styles.xml"), self.budget).found

    def _part(self, name: str) -> bytes:
        return self.archive.read(name) if name in self.archive.namelist() else b"<none/>"

    def rows(self, part: str) -> WorksheetCells:
        return WorksheetCells(self.archive.read(part), self.budget, self.strings, self.dates)


@dataclass
class XlsxSheet:
    name: str
    part: str
    file: _File
    _known: dict[XlsxCell, SheetCell] = field(default_factory=dict)

    @cached_property
    def _read(self) -> WorksheetCells:
        with _damage_named():
            return self.file.rows(self.part)

    def lines(self) -> Iterator[Line]:
        for number, cells in self.rows():
            yield Line(number, tuple(map(self._cell, cells)))

    def rows(self) -> Iterator[tuple[int, tuple[XlsxCell, ...]]]:
        """The cells as they are, for whom every character of a text matters.

        Rows that hold nothing are left out.
        """
        for number, cells in sorted(self._read.rows.items()):
            yield number, tuple(cells.get(at, NOTHING) for at in range(1, max(cells) + 1))

    def merged_from(self, row: int) -> list[str]:
        return [where for where, last in self._read.merged if last >= row]

    def hidden_rows(self) -> int:
        return self._read.hidden

    def _cell(self, cell: XlsxCell) -> SheetCell:
        """Each text is cleaned once, however many cells name it."""
        known = self._known.get(cell)
        if known is None:
            known = self._known[cell] = _as_people_mean_it(cell)
        return known


def _as_people_mean_it(cell: XlsxCell) -> SheetCell:
    if cell.value is None:
        return EMPTY
    if cell.data_type == "f":
        return SheetCell(_("a formula"), CellKind.FORMULA)
    if cell.data_type == "d":
        return SheetCell(_("a date"), CellKind.DATE)
    text = clean(str(cell.value))
    if cell.data_type == "s":
        return SheetCell(
            text, CellKind.FORMULA if text.startswith(FORMULA_STARTS) else CellKind.TEXT
        )
    return SheetCell(text, CellKind.ERROR if cell.data_type == "e" else CellKind.NUMBER)
