"""CSV as the product hands it out: for a spreadsheet program, and with no formula in any cell."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

MARK = "\ufeff"  # else a spreadsheet program reads UTF-8 as something older
_NUMBERS = (int, float, Decimal)
_RISKY = frozenset("=+-@|%＝＋－＠｜％\t\r\n")
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
"""Categories of what a spreadsheet may skip before a formula: controls, formats and spaces."""


class _Echo:
    """A file that hands back each line, for a writer that streams."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The header and each of the rows as a line, written while they are read."""
    writer = csv.writer(_Echo())
    yield MARK + _written(writer, header)
    for row in rows:
        yield _written(writer, row)


def _written(writer: Any, row: Iterable[object]) -> str:
    # csv gives back what write() gave
    line: str = writer.writerow([harmless(each) for each in row])
    return line


def harmless(value: object) -> object:
    """A text that no spreadsheet reads as a formula; numbers and nothing are left as they are."""
    if value is None or isinstance(value, _NUMBERS):
        return value
    text = str(value)
    seen = (at for at, each in enumerate(text) if unicodedata.category(each) not in _UNSEEN)
    first = next(seen, None)
    safe = first is None or _RISKY.isdisjoint(text[: first + 1])
    return text if safe else f"'{text}"
