"""What the ZIP of a round holds, as a list for people and as a description for programs.

The description is a Frictionless data package: `datapackage.json` names every file with its size
and hash, and says of each table what its columns hold.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.access import Round
from assessment.release.selectors.namesakes import reference_of
from assessment.spreadsheets.csv_writer import csv_lines
from reports.columns import FIGURES, UNIT_AT_RELEASE, Holds, Value
from reports.dictionary import codes_of_columns
from reports.models import Part

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LIST, DESCRIPTION, TABLE = "contents.csv", "datapackage.json", "figures.csv"


@dataclass(frozen=True, slots=True)
class PackedReport:
    """A report with the name of its file in the ZIP; empty where the file could not be made."""

    part: Part
    file: str


@dataclass(frozen=True, slots=True)
class ContentsColumn:
    name: str
    meaning: _StrPromise
    value: Callable[[PackedReport], Value]
    holds: Holds = Holds.TEXT


CONTENTS = (
    ContentsColumn(
        "file",
        gettext_lazy("The file in the ZIP; empty where the report could not be made."),
        lambda each: each.file,
    ),
    ContentsColumn(
        "name",
        gettext_lazy("The participant’s name. Two people may have one: count by participant."),
        lambda each: each.part.report.participant.person.name,
    ),
    ContentsColumn("unit", UNIT_AT_RELEASE, lambda each: each.part.report.unit),
    ContentsColumn(
        "reference",
        gettext_lazy("The beginning of the report’s id, which stands in the overview too."),
        lambda each: reference_of(each.part.report_id),
    ),
    ContentsColumn(
        "round_name",
        gettext_lazy("The round’s name."),
        lambda each: each.part.report.participant.round.name,
    ),
    ContentsColumn(
        "released_on",
        gettext_lazy("The day on which the reports were released."),
        lambda each: each.part.report.released_on,
        Holds.DAY,
    ),
    ContentsColumn(
        "bytes",
        gettext_lazy("The size of the file in bytes."),
        lambda each: each.part.size,
        Holds.WHOLE,
    ),
    ContentsColumn(
        "sha256",
        gettext_lazy("The SHA-256 hash of the file, by which the service knows it again."),
        lambda each: each.part.sha256,
    ),
    ContentsColumn(
        "report",
        gettext_lazy("The report’s id, by which two people of one name are two."),
        lambda each: str(each.part.report_id),
    ),
    ContentsColumn(
        "participant",
        gettext_lazy("The participant’s id: one person in one round, another in the next."),
        lambda each: str(each.part.report.participant_id),
    ),
    ContentsColumn(
        "round",
        gettext_lazy("The round’s id, by which files of several rounds can be stacked."),
        lambda each: str(each.part.report.participant.round_id),
    ),
)


def first_files(
    round: Round, packed: Sequence[PackedReport], figures: bytes | None
) -> list[tuple[str, bytes]]:
    """The list and the description, and the table of figures where there is one."""
    rows = ([column.value(each) for column in CONTENTS] for each in packed)
    listed = "".join(csv_lines([column.name for column in CONTENTS], rows)).encode()
    tables = {LIST: listed} | ({TABLE: figures} if figures is not None else {})
    package = json.dumps(_package(round, packed, tables), ensure_ascii=False, indent=2)
    return [(LIST, listed), (DESCRIPTION, package.encode()), *list(tables.items())[1:]]


def _package(
    round: Round, packed: Iterable[PackedReport], tables: dict[str, bytes]
) -> dict[str, Any]:
    schemas = {LIST: _schema(CONTENTS, {}), TABLE: _schema(FIGURES, _codes(round))}
    return {
        "profile": "data-package",
        "name": f"reports-{reference_of(round.pk)}",
        "id": str(round.pk),
        "title": f"{round.council.name} · {round.name}",
        "description": _(
            "Confidential. For development only: not for decisions about pay, grading or selection."
        ),
        "created": round.released_at.isoformat() if round.released_at else "",
        "resources": [
            *(_table(path, body, schemas[path]) for path, body in tables.items()),
            *(_report(each) for each in packed if each.file),
        ],
    }


def _table(path: str, body: bytes, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": path.partition(".")[0],
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "schema": schema,
    }


def _report(packed: PackedReport) -> dict[str, Any]:
    return {
        "profile": "data-resource",
        "name": f"report-{packed.part.report_id}",
        "path": packed.file,
        "format": "pdf",
        "mediatype": "application/pdf",
        "bytes": packed.part.size,
        "hash": f"sha256:{packed.part.sha256}",
    }


def _schema(columns: Iterable[Any], codes: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "fields": [
            {
                "name": column.name,
                "type": column.holds.value,
                "description": str(column.meaning),
                **({"constraints": {"enum": found}} if (found := codes.get(column.name)) else {}),
            }
            for column in columns
        ],
        "missingValues": [""],
    }


def _codes(round: Round) -> dict[str, list[str]]:
    return {name: list(found) for name, found in codes_of_columns(round.min_group_size).items()}
