"""XLSX through openpyxl's streaming reader, with a lid on what a small file may unpack to."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from assessment.spreadsheets.values import (
    EMPTY,
    MAX_COLUMNS,
    MAX_ROWS,
    Book,
    Cell,
    Kind,
    Line,
    Unreadable,
    clean,
)

# 20,000 rows of people are 9 MB; a list of strings of this size takes 200 MB to read.
MAX_UNPACKED_BYTES = 24 * 1024 * 1024
# Styles, names and the like become objects of thirty times their size, all at once.
MAX_OTHER_BYTES = 2 * 1024 * 1024
MAX_PARTS = 1000
_ROWS_OR_STRINGS = ("xl/worksheets/", "xl/sharedStrings.xml")
_NEVER_READ = ("xl/media/",)
# A blank row may hold formatting only; a sheet may have many before it truly ends.
_LAST_ROW = MAX_ROWS * 2
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+\d+:[A-Z]+(\d+))\"")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\s[^>]*?hidden=\"(?:1|true)\"")
_FORMULA_STARTS = ("=", "+", "-", "@")


def read_xlsx(content: bytes) -> Book:
    """The visible sheets; raises Unreadable when the file is damaged or unpacks to too much."""
    with _damage_named():
        archive = zipfile.ZipFile(io.BytesIO(content))
        _refuse_bomb(archive)
        if "xl/workbook.xml" not in archive.namelist():
            raise Unreadable(_("This is not an Excel file. Save it as XLSX or CSV and try again."))
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        sheets = [each for each in book.worksheets if each.sheet_state == "visible"]
        hidden = [each.title for each in book.worksheets if each.sheet_state != "visible"]
        notes = [_("The hidden sheet “%(name)s” was not read.") % {"name": n} for n in hidden]
        return Book(tuple(XlsxSheet(each.title, each, archive) for each in sheets), tuple(notes))


@contextmanager
def _damage_named() -> Iterator[None]:
    """A damaged file makes openpyxl raise nearly anything; the user can only save it anew."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
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


@dataclass(frozen=True)
class XlsxSheet:
    name: str
    sheet: Any
    archive: zipfile.ZipFile

    def lines(self) -> Iterator[Line]:
        for number, row in enumerate(self.rows(), 1):
            yield Line(number, tuple(map(_cell, row)))

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The cells as openpyxl gives them, for whom every character of a text matters."""
        with _damage_named():
            # Some programs state a wrong size of the sheet; then rows would be missed.
            self.sheet.reset_dimensions()
            yield from self.sheet.iter_rows(max_row=_LAST_ROW, max_col=MAX_COLUMNS)

    def merged_from(self, row: int) -> list[str]:
        found = _MERGED.findall(self._xml())
        return [where.decode() for where, last in found if int(last) >= row]

    def hidden_rows(self) -> int:
        return len(_HIDDEN.findall(self._xml()))

    def _xml(self) -> bytes:
        # The streaming reader knows nothing of merged cells or hidden rows.
        with _damage_named():
            xml = self.archive.read(self.sheet._worksheet_path)
        return xml


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type == "f":
        return Cell(_("a formula"), Kind.FORMULA)
    if isinstance(value, str):
        text = clean(value)
        if cell.data_type == "e":
            return Cell(text, Kind.ERROR)
        return Cell(text, Kind.FORMULA if text.startswith(_FORMULA_STARTS) else Kind.TEXT)
    kind = Kind.DATE if cell.data_type == "d" else Kind.NUMBER
    return Cell(clean(str(value)), kind)
