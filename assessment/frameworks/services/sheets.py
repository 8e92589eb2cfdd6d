"""A framework as a workbook: one sheet for each kind of part, one row for each part."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from assessment.frameworks.selectors.content import Content
from assessment.frameworks.services.format import FORMAT, parse, to_data
from assessment.frameworks.services.nodes import Path, Problems, plain_place
from assessment.frameworks.services.refusals import BadFile
from assessment.models import Kind, Target
from assessment.spreadsheets import Unreadable
from assessment.spreadsheets.xlsx_file import read_xlsx

COLUMNS = {
    "Framework": [
        "key",
        "name",
        "version",
        "description",
        "scale_top",
        "standard_deviation",
        "single_rater_reliability",
        "question",
        "self_question",
    ],
    "Roles": ["key", "name", "purpose"],
    "Dimensions": ["key", "kind", "name", "description", "question", "self_question"],
    "Levels": ["dimension", "value", "label", "anchor", "frequency"],
    "Indicators": ["dimension", "key", "text", "self_text", "seen_by"],
    "Suggestions": ["dimension", "from_level", "text"],
    "Targets": ["role", "dimension", "level", "importance", "range_low", "range_high"],
}
BELOW_DIMENSIONS = ["Levels", "Indicators", "Suggestions"]
NUMBERS = {
    "scale_top",
    "standard_deviation",
    "single_rater_reliability",
    "value",
    "from_level",
    "level",
    "range_low",
    "range_high",
}
IMPORTANCE = {each.name.lower(): each.value for each in Target.Importance}
WIDE = {"purpose", "description", "anchor", "text", "self_text", "question", "self_question"}
# A framework in four languages has a tenth of it.
MOST_ELEMENTS = 200_000
LONGEST_CELL = 4000
LONGEST_HEADING = 100
LONGEST_LIST = 200
_TRANSLATED = re.compile(r"(\w+) \(([-\w]+)\)")


def write_workbook(content: Content) -> bytes:
    """The workbook that `read_workbook` reads back as the same content."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    # As text, or Excel would make the number 1 of the version “1.0” when somebody edits it.
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    number = workbook.add_format({"valign": "top"})
    head = workbook.add_format({"bold": True, "bottom": 1})
    for name, rows in _tables(to_data(content)).items():
        columns = _columns(name, rows)
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, 60 if column.split(" ")[0] in WIDE else 18)
            sheet.write_string(0, at, column, head)
            _guide(sheet, at, column)
            for line, row in enumerate(rows, start=1):
                value = row.get(column)
                if isinstance(value, str):
                    sheet.write_string(line, at, value, text)
                elif value is not None:
                    sheet.write_number(line, at, value, number)
    workbook.close()
    return file.getvalue()


def _guide(sheet: Any, at: int, column: str) -> None:
    """A list to choose from, where there is one."""
    choices = {"kind": list(Kind.values), "importance": list(IMPORTANCE)}.get(column)
    if choices:
        sheet.data_validation(1, at, 500, at, {"validate": "list", "source": choices})


def _tables(data: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}
    tables["Framework"] = [_flat(data)]
    tables["Roles"] = [_flat(role) for role in data["roles"]]
    tables["Targets"] = [_flat(target) for target in data["targets"]]
    for dimension in data["dimensions"]:
        tables["Dimensions"].append(_flat(dimension))
        for name in BELOW_DIMENSIONS:
            parts = [_flat(part) for part in dimension[name.lower()]]
            tables[name] += [{"dimension": dimension["key"], **part} for part in parts]
    return tables


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """One row: the plain fields, and a column for each translated text."""
    row = {name: value for name, value in record.items() if not isinstance(value, list | dict)}
    if seen_by := record.get("seen_by"):
        row["seen_by"] = ", ".join(seen_by)
    if "importance" in row:
        row["importance"] = Target.Importance(row["importance"]).name.lower()
    for language, texts in record.get("translations", {}).items():
        row |= {f"{name} ({language})": text for name, text in texts.items()}
    for language, names in record.get("stale", {}).items():
        row[f"stale ({language})"] = ", ".join(names)
    return row


def _columns(name: str, rows: list[dict[str, Any]]) -> list[str]:
    known = COLUMNS[name]
    translated = {column for row in rows for column in row if _TRANSLATED.fullmatch(column)}
    return [
        each
        for column in [*known, "stale"]
        for each in [column, *sorted(t for t in translated if t.startswith(f"{column} ("))]
        if each != "stale"
    ]


# --- reading ------------------------------------------------------------------------------


@dataclass
class _Row:
    sheet: str
    number: int
    values: dict[str, Any]


def read_workbook(content: bytes) -> Content:
    """The framework in a workbook; raises BadFile that names sheets, rows and columns."""
    problems = Problems()
    try:
        rows = {each.name: list(_rows(each, problems)) for each in _sheets(content)}
    except Unreadable as unreadable:
        raise BadFile([str(unreadable)]) from None
    for name in COLUMNS:
        if name not in rows:
            problems.add((name,), _("is missing: the workbook needs a sheet of this name."))
    if len(rows.get("Framework", [])) != 1 and "Framework" in rows:
        problems.add(("Framework",), _("must have one row below its heading."))
    if problems:
        raise BadFile([_("sheet %(line)s") % {"line": line} for line in problems.sentences()])
    data, places = _data(rows)
    return parse(data, place=_placer(places))


def _sheets(content: bytes) -> tuple[Any, ...]:
    return read_xlsx(content, most_elements=MOST_ELEMENTS).sheets


def _rows(sheet: Any, problems: Problems) -> Iterator[_Row]:
    lines = iter(sheet.rows())
    _number, first = next(lines, (1, ()))
    heading = [str(cell.value or "")[:LONGEST_HEADING].strip() for cell in first]
    for name in {name for name in heading if name and heading.count(name) > 1}:
        problems.add((sheet.name, name[:60]), _("is there twice as a column."))
    for number, line in lines:
        cells = {name: cell for name, cell in zip(heading, line, strict=False) if name}
        values = {
            name: _value(name, cell, (sheet.name, f"row {number}", name[:60]), problems)
            for name, cell in cells.items()
            if cell.value not in {None, ""}
        }
        if values:
            yield _Row(sheet.name, number, values)


def _value(name: str, cell: Any, path: Path, problems: Problems) -> Any:
    value = cell.value
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        problems.add(path, _("is longer than %s characters.") % LONGEST_CELL)
        return None
    if cell.data_type in {"f", "d", "e"}:
        words = {"f": _("a formula"), "d": _("a date"), "e": _("an error")}
        problems.add(path, _("holds %s. Write the plain text or number.") % words[cell.data_type])
        return None
    if isinstance(value, float) and value == int(value):
        value = int(value)
    if name == "importance":
        return IMPORTANCE.get(str(value)[:20].strip().lower(), value)
    if name not in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _data(rows: dict[str, list[_Row]]) -> tuple[dict[str, Any], dict[Path, _Row]]:
    """The data as a JSON file has it, and which row each object came from."""
    places: dict[Path, _Row] = {}
    data: dict[str, Any] = {"format": FORMAT, **_record(rows["Framework"][0])}
    places[()] = rows["Framework"][0]
    for name in ["Roles", "Dimensions", "Targets"]:
        data[name.lower()] = [_record(row) for row in rows[name]]
        places |= {(name.lower(), at): row for at, row in enumerate(rows[name])}
    owners = {each.get("key"): at for at, each in enumerate(data["dimensions"])}
    lost = []
    for name in BELOW_DIMENSIONS:
        for row in rows[name]:
            record = _record(row)
            owner = owners.get(record.pop("dimension", None))
            if owner is None:
                lost.append(row)
                continue
            siblings = data["dimensions"][owner].setdefault(name.lower(), [])
            places["dimensions", owner, name.lower(), len(siblings)] = row
            siblings.append(record)
    if lost:
        message = _("is not the key of a row in the sheet Dimensions.")
        raise BadFile([_in_column(row, "dimension", message) for row in lost[:100]])
    return data, places


def _record(row: _Row) -> dict[str, Any]:
    """The fields of a row, with the translated columns gathered by language."""
    record: dict[str, Any] = {}
    for name, value in row.values.items():
        found = _TRANSLATED.fullmatch(name)
        if found and found[1] == "stale":
            record.setdefault("stale", {})[found[2]] = _words(value)
        elif name == "seen_by":
            record[name] = _words(value)
        elif found:
            languages = record.setdefault("translations", {})
            languages.setdefault(found[2], {})[found[1]] = value
        else:
            record[name] = value
    return record


def _words(value: Any) -> list[str]:
    """The words of a cell that holds a list."""
    return list(filter(None, re.split(r"[\s,;]+", str(value)[:LONGEST_LIST])))


def _where(row: _Row) -> str:
    return _("sheet %(sheet)s, row %(row)d") % {"sheet": row.sheet, "row": row.number}


def _in_column(row: _Row, column: str, message: str = "") -> str:
    place = _("%(where)s, column %(column)s") % {"where": _where(row), "column": column}
    return f"{place}: {message}" if message else place


def _placer(places: dict[Path, _Row]) -> Callable[[Path], str]:
    def say(path: Path) -> str:
        starts = (path[:length] for length in range(len(path), -1, -1))
        known = next(start for start in starts if start in places)
        rest = path[len(known) :]
        if not rest:
            return _where(places[known])
        if rest[0] == "translations" and len(rest) == 3:
            rest = (f"{rest[2]} ({rest[1]})",)
        elif rest[0] == "stale" and len(rest) == 2:
            rest = (f"stale ({rest[1]})",)
        return _in_column(places[known], plain_place(rest))

    return say
