"""Files that a page hands out: CSV, written while it is read, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation

from assessment.spreadsheets.csv_writer import csv_lines


def csv_file(
    name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """The rows as `name`.csv, written while they are read."""
    lines = _in_language(csv_lines(header, rows), str(translation.get_language()))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _attached(response, f"{name}.csv")


def _in_language(lines: Iterator[str], language: str) -> Iterator[str]:
    """The lines as the page would have written them: a server asks for them once it is left."""
    while True:
        with translation.override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def json_file(name: str, data: Any) -> HttpResponse:
    """The data as `name`.json, indented for a human eye."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    return _attached(HttpResponse(text, content_type="application/json"), f"{name}.json")


def _attached(response: Any, name: str) -> Any:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
