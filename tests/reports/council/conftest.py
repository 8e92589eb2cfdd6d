"""The six sample councils, made once for these tests, and what is made of each, made when asked."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import openpyxl
import pytest

from reports.content.blocks import Bullets, Facts, Keep, ReadingBlock, ReportContent, Table, Text
from reports.council import services
from reports.council.book import CouncilBook, ReleasedCouncil
from tests.councils import SIX, SampleCouncil, sample_councils


@dataclass
class Told:
    """A council report in each of its forms. Nothing of it reads the database."""

    sample: SampleCouncil
    about: ReleasedCouncil

    @cached_property
    def book(self) -> CouncilBook:
        return CouncilBook(self.about)

    @cached_property
    def content(self) -> ReportContent:
        return services.content_of_council(self.about)

    @cached_property
    def pdf(self) -> bytes:
        return services.council_pdf(self.about).body

    @cached_property
    def sheets(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of each sheet of the workbook, by the names of its columns."""
        file = io.BytesIO(services.council_workbook(self.about).body)
        found = {}
        for sheet in openpyxl.load_workbook(file).worksheets:
            head, *rows = sheet.iter_rows(values_only=True)
            found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
        return found

    def keeps(self, part: str) -> tuple[Keep, ...]:
        return next(each.groups for each in self.content.parts if each.key == part)

    def blocks(self, part: str) -> list[Any]:
        return [block for keep in self.keeps(part) for block in keep.blocks]

    def tables(self, part: str) -> list[Table]:
        return [block for block in self.blocks(part) if isinstance(block, Table)]

    def picture(self, part: str, kind: type[Any]) -> Any:
        return next(block for block in self.blocks(part) if isinstance(block, kind))

    def sentences(self, part: str) -> list[str]:
        """What a part says outside of tables and pictures."""
        said: list[str] = []
        for block in self.blocks(part):
            if isinstance(block, Text):
                said.append(block.text)
            elif isinstance(block, Bullets):
                said += block.items
            elif isinstance(block, Facts):
                said += (f"{fact.label}: {fact.text}" for fact in block.facts)
        return said

    @property
    def readings(self) -> list[ReadingBlock]:
        return [block for block in self.blocks("readings") if isinstance(block, ReadingBlock)]


def cells(table: Table) -> list[dict[str, str]]:
    """The rows of a table by its heads; the text, and what is small below it."""
    heads = [column.label for column in table.columns]
    return [
        dict(
            zip(
                heads,
                (row.header, *(f"{c.text} {c.bound}".strip() for c in row.cells)),
                strict=True,
            )
        )
        for row in table.rows
    ]


@pytest.fixture(scope="package")
def six(django_db_setup: None, django_db_blocker: Any) -> Mapping[str, Told]:
    """Released, read and forgotten by the database: what is read of them is values alone."""
    with django_db_blocker.unblock(), sample_councils(*SIX) as made:
        return {name: Told(each, _told(each)) for name, each in made.items()}


def _told(sample: SampleCouncil) -> ReleasedCouncil:
    about = services.released_council(sample.round, sample.hr)
    assert about is not None
    return about
