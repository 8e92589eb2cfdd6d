"""What people read, as figures: a report's page, the text of its PDF, the sheets of a round."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from html import unescape
from typing import Any

from openpyxl import load_workbook

from assessment.rater_groups import facts_of, name_of
from assessment.scoring.values import Group
from tests.attacks.seen import Seen

COUNTS = {"invited", "completed", "not_observed", "distribution", "rank", "importance"}
COUNTS |= {"role_importance"}
GROUPS = {
    str(name).capitalize(): group.value
    for group in Group
    for name in (name_of(group), facts_of(group).plural)
}
GROUPS["You"] = Group.SELF.value
MEAN = re.compile(r"(\d\.\d)(?: \((\d+)\))?(?: or (lower|higher)| [↑↓] (?:high|low)est)?")
STATEMENTS = "Statements"


# --- sheets -------------------------------------------------------------------------------


def read_csv(content: bytes) -> list[Seen]:
    """Every row of a round's CSV, of all participants together."""
    text = content.decode().removeprefix("\ufeff")
    return [_read_row(row) for row in csv.DictReader(io.StringIO(text))]


def read_xlsx(content: bytes) -> list[Seen]:
    """Every row of the sheet of figures, or of comments, in a workbook of a round."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["Figures" if "Figures" in book.sheetnames else "Comments"]
    head, *rows = sheet.iter_rows(values_only=True)
    names = [str(name) for name in head]
    return [_read_row(dict(zip(names, map(_printed, row), strict=True))) for row in rows]


def _printed(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _read_row(row: Mapping[str, str]) -> Seen:
    if "comment" in row:
        return Seen(
            participant=row["name"],
            measure=row["measure"],
            dimension=row["dimension"] or None,
            group=row["group"] or None,
            text=row["comment"],
            withheld=row["withheld"],
        )
    return Seen(
        participant=row["name"],
        measure=row["measure"],
        dimension=row["dimension"] or None,
        indicator=row["statement"] or None,
        group=row["group"] or None,
        role=row["role"] or None,
        level=int(row["level"]) if row["level"] else None,
        value=Fraction(row["value"]) if row["value"] else None,
        n=int(row["ratings"]) if row["ratings"] else None,
        bound=_bound(row),
        code=row["word"].replace(" ", "_"),
        withheld=row["withheld"],
        decimals=None if row["measure"] in COUNTS else 1,
    )


def _bound(row: Mapping[str, str]) -> str:
    """The value is the end of what the mean can be that is not exact."""
    if row["lower_bound"] == row["upper_bound"]:
        return ""
    return "or_lower" if row["upper_bound"] == row["value"] else "or_higher"


# --- a report -----------------------------------------------------------------------------


def of_report(means: Iterable[Seen], sheet: Iterable[Seen], name: str) -> list[Seen]:
    """The statements' means that a report shows, in place of those of the sheet.

    What a report says in words (codes, counts) is taken from the sheet.
    """
    listed = list(sheet)
    places = {figure.indicator: figure.dimension for figure in listed}
    rest = [f for f in listed if f.participant == name and f.measure != "item_mean"]
    own = [replace(m, participant=name, dimension=places[m.indicator]) for m in means]
    return rest + own


@dataclass(frozen=True)
class Table:
    caption: str
    rows: list[list[str]]


def read_page(page: str) -> list[Seen]:
    """The means of all statements in the tables of a report's page."""
    found = [table for table in tables(page) if table.caption.startswith(STATEMENTS)]
    return [mean for table in found for mean in _of_table(table)]


def tables(page: str) -> Iterator[Table]:
    for inside in re.findall(r"<table.*?</table>", page, re.DOTALL):
        caption = _words(re.findall(r"<caption.*?</caption>", inside, re.DOTALL)[0])
        rows = re.findall(r"<tr.*?</tr>", inside, re.DOTALL)
        cells = [re.findall(r"<t[hd][\s>].*?</t[hd]>", row, re.DOTALL) for row in rows]
        yield Table(caption, [[_words(cell) for cell in row] for row in cells])


def _words(markup: str) -> str:
    plain = re.sub(r"<sup>.*?</sup>|<[^>]+>", " ", markup)
    return " ".join(unescape(plain).split())


def _of_table(table: Table) -> Iterator[Seen]:
    head, *rows = table.rows
    for statement, *cells in rows:
        for title, cell in zip(head[1:], cells, strict=True):
            group = GROUPS.get(re.sub(r"[^\w ]", "", title).strip())
            if group and (found := MEAN.fullmatch(cell)):
                yield _mean(statement, group, found[1], found[2], found[3])


def _mean(statement: str, group: str, value: str, n: str | None, bound: str | None) -> Seen:
    return Seen(
        participant="",
        measure="item_mean",
        indicator=statement,
        group=group,
        value=Fraction(value),
        n=int(n or 1),
        bound=f"or_{bound}" if bound else "",
        decimals=1,
    )


# --- a PDF --------------------------------------------------------------------------------


def read_pdf(body: bytes) -> list[Seen]:
    """The means of all statements in the tables of a report's PDF, as its text layer has them."""
    found = [table for table in pdf_tables(body) if table.caption.startswith(STATEMENTS)]
    return [mean for table in found for mean in _of_table(table)]


def pdf_tables(body: bytes) -> list[Table]:
    """Every table by the tags around its words."""
    drafts: list[tuple[list[str], list[list[list[str]]]]] = []  # caption; rows of cells; words
    words: list[str] = []
    edge = 0
    for line in _tagged(body):
        indent, what = len(line) - len(line.lstrip()), line.strip()
        tag = what.split(" ")[0].rstrip(":")
        if tag == "Table" or indent <= edge:
            words, edge = [], indent
        if tag == "Table":
            drafts.append((words, []))
        elif tag == "TR":
            drafts[-1][1].append([])
        elif tag in ("TH", "TD"):
            words = []
            drafts[-1][1][-1].append(words)
        elif what.startswith('"'):
            words.append(what.strip('"').strip())
    return [
        Table(" ".join(caption), [[" ".join(cell) for cell in row] for row in rows])
        for caption, rows in drafts
    ]


def _tagged(body: bytes) -> list[str]:
    """The structure of a PDF with its text, one element or piece of text a line."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(body)
        file.flush()
        command = ["pdfinfo", "-struct-text", file.name]
        told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return told.splitlines()
