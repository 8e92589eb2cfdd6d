"""docs/results-files.md says of every column and code what the product declares of it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.utils import translation

from assessment.scoring.disclosure import MINIMUM_K
from reports.columns import COMMENTS, FIGURES, FileColumn
from reports.contents import CONTENTS, ContentsColumn
from reports.dictionary import codes_of_columns
from tests.house.source import ROOT

GUIDE = ROOT / "docs" / "results-files.md"
TABLES: dict[str, tuple[FileColumn, ...] | tuple[ContentsColumn, ...]] = {
    "The file of figures": FIGURES,
    "The file of comments": COMMENTS,
    "The list of contents": CONTENTS,
}


def table_of(columns: Iterable[FileColumn | ContentsColumn]) -> list[str]:
    rows = [f"| `{each.name}` | {each.holds.value} | {each.meaning} |" for each in columns]
    return ["| column | type | meaning |", "|---|---|---|", *rows]


def codes_of(column: str) -> list[str]:
    rows = [f"| `{code}` | {text} |" for code, text in codes_of_columns(MINIMUM_K)[column].items()]
    return ["| code | meaning |", "|---|---|", *rows]


def tables(part: str) -> list[str]:
    """The lines of the first table below a heading."""
    below = GUIDE.read_text(encoding="utf-8").partition(f"# {part}\n")[2]
    lines = below.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("|"))
    end = next((at for at in range(start, len(lines)) if not lines[at].startswith("|")), len(lines))
    return lines[start:end]


@pytest.mark.parametrize("part", TABLES)
def test_has_every_column_in_its_order(part: str) -> None:
    with translation.override("en-gb"):
        assert tables(part) == table_of(TABLES[part])


@pytest.mark.parametrize("column", ["measure", "group", "word", "withheld_code"])
def test_has_every_code(column: str) -> None:
    with translation.override("en-gb"):
        assert tables(f"Codes of `{column}`") == codes_of(column)
