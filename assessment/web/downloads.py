"""Files that a page hands out: CSV that no spreadsheet takes for a formula, and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # else a spreadsheet program reads UTF-8 as something older


class _Echo:
    """A file that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_file(
    name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """The rows as `name`.csv, written while they are read."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield MARK + writer.writerow([_cell(each) for each in header])
        for row in rows:
            yield writer.writerow([_cell(each) for each in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    return _attached(response, f"{name}.csv")


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def json_file(name: str, data: Any) -> HttpResponse:
    """The data as `name`.json, indented for a human eye."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    return _attached(HttpResponse(text, content_type="application/json"), f"{name}.json")


def _attached(response: Any, name: str) -> Any:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
