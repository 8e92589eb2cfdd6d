"""The XML inside an XLSX file, each byte looked at once and nothing kept that is not asked for.

Expat gets every part whole: fed in pieces it reads an unfinished tag anew with each of them. Names
are compared without their prefix, for expanding a long address at every element multiplies it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.parsers import expat

from django.utils.translation import gettext as _

from assessment.spreadsheets.values import MAX_COLUMNS, Unreadable

LONGEST_TEXT = 32_767
"""Characters in a cell: Excel writes no more."""
LAST_ROW = 1_048_576
MAX_SHEETS = 50
_ESCAPED = re.compile(r"_x(0009|000[AaDd]|005[Ff])_")
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_MERGED = re.compile(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LONGEST_NUMBER = 64

Value = str | int | float | bool


class XlsxCell(NamedTuple):
    """`data_type` is s for text, n number, d date, b yes or no, e error, f formula."""

    value: Value | None = None
    data_type: str = "n"


NOTHING = XlsxCell()


class Budget:
    """How many elements may still come, in all parts of a file together."""

    def __init__(self, elements: int) -> None:
        self.most = self.left = elements

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Unreadable(
                _(
                    "This Excel file has more than %(limit)d cells and other parts. "
                    "Copy the rows into a new file and try again."
                )
                % {"limit": self.most}
            )


class XmlPart:
    """What one part of the file says; those below say what they look for."""

    def __init__(self, xml: bytes, budget: Budget) -> None:
        self.text: list[str] | None = None
        self.length = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        # Entities that multiply are declared in a document type, which no spreadsheet has.
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.CharacterDataHandler = self._take_text
        parser.EndElementHandler = lambda name: self.end(name.rpartition(":")[2])

        def start(name: str, attributes: dict[str, str]) -> None:
            budget.spend()
            self.start(name.rpartition(":")[2], attributes)

        parser.StartElementHandler = start
        parser.Parse(xml, True)

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def listen(self) -> None:
        """Keep the text that comes from here on."""
        self.text, self.length = [], 0

    def heard(self) -> str:
        """The text since `listen`; nothing more is kept."""
        text, self.text = "".join(self.text or ()), None
        return text

    def _take_text(self, text: str) -> None:
        if self.text is None:
            return
        self.length += len(text)
        if self.length > LONGEST_TEXT:
            raise Unreadable(
                _("A cell of this file holds more than %(limit)d characters. Shorten it.")
                % {"limit": LONGEST_TEXT}
            )
        self.text.append(text)


def _refuse_doctype(*_declared: object) -> None:
    raise ValueError("a document type")


def _whole(text: str) -> int:
    if len(text) > 10 or not text.isdecimal():
        raise ValueError("no whole number")
    return int(text)


class Sheets(XmlPart):
    """The workbook's sheets in their order: name, relation to its part, whether it is seen."""

    def __init__(self, xml: bytes, budget: Budget) -> None:
        self.found: list[tuple[str, str, bool]] = []
        super().__init__(xml, budget)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "sheet":
            return
        relation = next(v for key, v in attributes.items() if key.rpartition(":")[2] == "id")
        seen = attributes.get("state", "visible") == "visible"
        self.found.append((attributes["name"], relation, seen))
        if len(self.found) > MAX_SHEETS:
            raise Unreadable(
                _("This Excel file has more than %(limit)d sheets. Keep the one with the rows.")
                % {"limit": MAX_SHEETS}
            )


class Relations(XmlPart):
    """Which part each sheet lies in."""

    def __init__(self, xml: bytes, budget: Budget) -> None:
        self.worksheets: dict[str, str] = {}
        super().__init__(xml, budget)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes["Target"]
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            self.worksheets[attributes["Id"]] = path


class DateStyles(XmlPart):
    """The numbers of the styles that show a number as a date."""

    def __init__(self, xml: bytes, budget: Budget) -> None:
        self.found: set[int] = set()
        self._dates, self._styles, self._within = set(_BUILT_IN_DATES), 0, False
        super().__init__(xml, budget)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and _is_date(attributes.get("formatCode", "")):
            self._dates.add(_whole(attributes["numFmtId"]))
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            if _whole(attributes.get("numFmtId", "0")) in self._dates:
                self.found.add(self._styles)
            self._styles += 1

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._within = False


def _is_date(code: str) -> bool:
    """Whether a format writes days or hours: outside quotation marks, brackets and escapes."""
    hidden, characters = "", iter(code.partition(";")[0].lower())
    for character in characters:
        if hidden:
            hidden = "" if character == hidden else hidden
        elif character in '"[':
            hidden = {'"': '"', "[": "]"}[character]
        elif character in "\\_*":
            next(characters, None)
        elif character in "dmyhs":
            return True
    return False


class Strings(XmlPart):
    """The texts that cells name by their place in this list; readings aloud are left out."""

    def __init__(self, xml: bytes, budget: Budget) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._aside = False
        super().__init__(xml, budget)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self._aside = True
        elif name == "t" and not self._aside:
            self.listen()

    def end(self, name: str) -> None:
        if name == "rPh":
            self._aside = False
        elif name == "t" and not self._aside:
            self._pieces.append(self.heard())
        elif name == "si":
            self.found.append(unescaped("".join(self._pieces)[:LONGEST_TEXT]))
            self._pieces = []


def unescaped(text: str) -> str:
    """Line ends and tabs as themselves, which Excel may write as _x000A_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class WorksheetCells(XmlPart):
    """The cells of a worksheet that hold something: by row, then by column, both from 1."""

    def __init__(self, xml: bytes, budget: Budget, strings: list[str], dates: set[int]) -> None:
        self.rows: dict[int, dict[int, XlsxCell]] = {}
        self.merged: list[tuple[str, int]] = []
        self.hidden = 0
        self._strings, self._dates = strings, dates
        self._row = self._column = 0
        self._cell: dict[str, str] | None = None
        self._pieces: list[str] = []
        self._formula = self._aside = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "mergeCell": self._merge,
        }
        super().__init__(xml, budget)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if known := self._starts.get(name):
            known(attributes)
        elif self._cell is None:
            return
        elif name == "rPh":
            self._aside = True
        elif name == "f":
            self._formula = True
        elif name in {"v", "t"} and not self._aside:
            self.listen()

    def end(self, name: str) -> None:
        if self._cell is None:
            return
        if name == "c":
            self._end_cell(self._cell)
            self._cell = None
        elif name == "rPh":
            self._aside = False
        elif name in {"v", "t"} and not self._aside:
            self._pieces.append(self.heard())

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _whole(attributes["r"]) if "r" in attributes else self._row + 1
        if not 1 <= self._row <= LAST_ROW:
            raise ValueError("no row of a sheet")
        self._column = 0
        self.hidden += attributes.get("hidden") in {"1", "true"}

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = _PLACE.fullmatch(attributes["r"]) if "r" in attributes else None
        if "r" in attributes and place is None:
            raise ValueError("no place of a cell")
        self._column = _column(place[1]) if place else self._column + 1
        self._cell, self._pieces, self._formula = attributes, [], False

    def _merge(self, attributes: dict[str, str]) -> None:
        if found := _MERGED.fullmatch(attributes.get("ref", "")):
            self.merged.append((found[0], int(found[3])))

    def _end_cell(self, attributes: dict[str, str]) -> None:
        text = "".join(self._pieces)
        if self._column > MAX_COLUMNS or not (text or self._formula):
            return
        cell = XlsxCell("=", "f") if self._formula else self._value(attributes, text)
        self.rows.setdefault(self._row, {})[self._column] = cell

    def _value(self, attributes: dict[str, str], text: str) -> XlsxCell:
        kind = attributes.get("t", "n")
        if kind == "s":
            return XlsxCell(self._strings[_whole(text)], "s")
        if kind in {"str", "inlineStr"}:
            return XlsxCell(unescaped(text), "s")
        if kind == "b":
            return XlsxCell(bool(_whole(text)), "b")
        if kind in {"d", "e"}:
            return XlsxCell(text, kind)
        return XlsxCell(
            _number(text), "d" if _whole(attributes.get("s", "0")) in self._dates else "n"
        )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(text: str) -> int | float:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError("a number that is too long")
    number = float(text)
    if abs(number) > 1e300 or number != number:
        raise ValueError("not a number")
    return int(text) if text.isdecimal() else number
