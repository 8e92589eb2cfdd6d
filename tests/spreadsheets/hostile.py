"""Files made to keep a reader busy, each of any size."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.spreadsheets.builders import HEADER, MANAGER, as_csv, as_xlsx

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
WORKBOOK = "xl/workbook.xml"
SMALL = as_xlsx([HEADER, MANAGER])
Make = Callable[[int], bytes]


def changed(part: str, old: bytes, new: bytes, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A small workbook with something else in one of its parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(SMALL)) as source,
        zipfile.ZipFile(out, "w", packing) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new, 1)
            target.writestr(name, data)
    return out.getvalue()


def below_the_rows(xml: bytes) -> bytes:
    return changed(SHEET, b"</worksheet>", xml + b"</worksheet>")


def as_rows(xml: bytes) -> bytes:
    return changed(SHEET, b"</sheetData>", xml + b"</sheetData>")


def long_string(n: int, column: str = "H", word: bytes = b"x ") -> bytes:
    """One text that n cells name."""
    strings = b"<sst><si><t>%b</t></si></sst>" % (word * n)
    cells = b"".join(
        b'<row><c r="%b%d" t="s"><v>0</v></c></row>' % (column.encode(), 3 + i) for i in range(n)
    )
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_rows(cells))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == SHEET:
                data = data.replace(b' t="s"><v>', b' t="old"><v>', 12).replace(b'"old"', b'"str"')
            target.writestr(name, strings if name == STRINGS else data)
    return out.getvalue()


XLSX: dict[str, Make] = {
    "rows without an end, in a comment": lambda n: below_the_rows(b"<!--" + b"<row " * n + b"-->"),
    "merged cells without an end, in a comment": lambda n: below_the_rows(
        b"<!--" + b"<mergeCell " * n + b"-->"
    ),
    "rows without an end": lambda n: below_the_rows(b"<row " * n),
    "a row of attributes": lambda n: as_rows(
        b"<row %b/>" % b" ".join(b'a%d=""' % i for i in range(n))
    ),
    "elements within elements": lambda n: below_the_rows(b"<a>" * n + b"</a>" * n),
    "a long address of names": lambda n: below_the_rows(
        b'<a xmlns="%b">%b</a>' % (b"x" * n * 4, b"<b/>" * n)
    ),
    "a long text named often": long_string,
    "a formula shared often": lambda n: as_rows(
        b'<row><c r="H3"><f t="shared" si="0">%b</f></c></row>' % (b"A1+" * n + b"A1")
        + b'<row><c r="H4"><f t="shared" si="0"/></c></row>' * (n // 4)
    ),
    "a format of brackets": lambda n: changed(
        STYLES,
        b"<fonts",
        b'<numFmts><numFmt numFmtId="200" formatCode="%b"/></numFmts><fonts' % (b"[" * n * 4),
    ),
    "a number of many digits": lambda n: as_rows(b"<row><c><v>%b</v></c></row>" % (b"9" * n * 4)),
    "merged cells": lambda n: below_the_rows(
        b"<mergeCells>%b</mergeCells>" % (b'<mergeCell ref="A1:B1"/>' * n)
    ),
    "a pile of accents": lambda n: as_rows(
        b'<row><c t="str"><v>a%b</v></c></row>' % ("\u0301\u0316" * n).encode()
    ),
    "sheets in one part": lambda n: changed(
        WORKBOOK, b"</sheets>", b'<sheet name="x" sheetId="2" r:id="rId1"/>' * n + b"</sheets>"
    ),
    "rows that hold nothing": lambda n: as_rows(b'<row hidden="1"/>' * n),
    "entities of entities": lambda n: changed(
        SHEET, b"<worksheet", b"<!DOCTYPE x [<!ENTITY a '%b'>]><worksheet" % (b"x" * n * 9)
    ),
}
CSV: dict[str, Make] = {
    "separators": lambda n: b"," * n * 50,
    "blank lines": lambda n: as_csv([HEADER]) + b"\n" * n * 9,
    "quotation marks": lambda n: b'"' * n * 50,
    "a cell without an end": lambda n: as_csv([HEADER]) + b'"' + b"x" * n * 50,
    "blanks": lambda n: as_csv([HEADER]) + b" " * n * 20 + b"x",
    "a pile of accents": lambda n: as_csv([HEADER, ["a" + "\u0301\u0316" * n]]),
    "roles of separators": lambda n: as_csv([HEADER, [*MANAGER[:2], "x;" * n, *MANAGER[3:]]]),
    "roles of many rows": lambda n: as_csv(
        [HEADER, *[[*MANAGER[:2], "x;" * 60, *MANAGER[3:]]] * (n // 8)]
    ),
    "one person in every row": lambda n: as_csv([HEADER, *[MANAGER] * n]),
    "a separator said first": lambda n: b"sep=" + b"\r" * n * 20,
}
JSON: dict[str, Make] = {
    "lists within lists": lambda n: b"[" * n * 9,
    "objects within objects": lambda n: b'{"a":' * n * 9,
    "a number of many digits": lambda n: b'{"format": %b}' % (b"9" * n * 9),
    "a fraction of many digits": lambda n: b'{"scale_top": 0.%b}' % (b"9" * n * 9),
    "a field that comes again": lambda n: b"{%b}" % b",".join([b'"a": 1'] * n * 9),
    "fields that nobody knows": lambda n: (
        b"{%b}" % b",".join(b'"a%d": 1' % i for i in range(n * 9))
    ),
    "a long text": lambda n: b'{"name": "%b"}' % (b"\\u0301" * n * 9),
    "languages": lambda n: b'{"stale": {%b}}' % b",".join(b'"l%d": [1]' % i for i in range(n * 9)),
}
