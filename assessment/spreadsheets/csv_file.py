"""CSV as Excel and its like write it: several encodings, several separators."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from assessment.spelling import clean
from assessment.spreadsheets.values import (
    FORMULA_STARTS,
    MAX_COLUMNS,
    MAX_ROWS,
    CellKind,
    Line,
    SheetCell,
    Unreadable,
    Workbook,
)

MAX_LINES = 2 * MAX_ROWS
_SEPARATORS = ",;\t|"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def read_csv(content: bytes) -> Workbook:
    """The file as one sheet; raises Unreadable when it is not text."""
    text, notes = _decode(content)
    if _NOT_TEXT.search(text) or text.lstrip()[:1] == "<":
        raise Unreadable(_("This is not a spreadsheet. Save it as XLSX or CSV and try again."))
    first, _newline, rest = text.partition("\n")
    said = re.fullmatch(r"sep=(.)", first.strip("\r\n "))
    if said:
        return Workbook((CsvSheet(rest, said[1], first_number=2),), notes)
    return Workbook((CsvSheet(text, _separator(text)),), notes)


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_or_refuse(content, "utf-16"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = _("The file is not UTF-8. Check that accents in names are right below.")
        return _decode_or_refuse(content, "cp1252"), (note,)


def _decode_or_refuse(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(
            _("The letters in this file cannot be read. Save it as “CSV UTF-8” or as XLSX.")
        ) from None


def _separator(text: str) -> str:
    """The one that cuts the first lines into the most columns."""

    def columns(separator: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            return max((len(row) for row in islice(reader, 10)), default=0)
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=columns)


@dataclass(frozen=True)
class CsvSheet:
    text: str
    separator: str
    first_number: int = 1
    name: str = ""

    def lines(self) -> Iterator[Line]:
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)
        try:
            for number, row in enumerate(reader, self.first_number):
                if number > MAX_LINES:
                    raise Unreadable(
                        _(
                            "The file has more than %(limit)d lines, blank ones counted. "
                            "Split it and import the parts in turn."
                        )
                        % {"limit": MAX_LINES}
                    )
                yield Line(number, tuple(map(_cell, row[:MAX_COLUMNS])))
        except csv.Error:
            raise Unreadable(
                _("A cell near line %(line)d never ends. Is a quotation mark missing?")
                % {"line": reader.line_num}
            ) from None

    def merged_from(self, row: int) -> list[str]:
        return []

    def hidden_rows(self) -> int:
        return 0


def _cell(text: str) -> SheetCell:
    text = clean(text)
    return SheetCell(text, CellKind.FORMULA if text.startswith(FORMULA_STARTS) else CellKind.TEXT)
