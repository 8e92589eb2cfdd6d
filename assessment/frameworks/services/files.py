"""Frameworks as files: JSON and XLSX, both ways, with whatever a hostile file may hold refused."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from assessment.frameworks.selectors.content import Content
from assessment.frameworks.services import sheets
from assessment.frameworks.services.format import parse, to_data
from assessment.frameworks.services.nodes import Path, Problems, shortened
from assessment.frameworks.services.refusals import BadFile

MOST_BYTES = 1024 * 1024
"""A framework of 37 indicators in two languages has about 100 kB as JSON."""


def read_file(content: bytes) -> Content:
    """The framework in a JSON or XLSX file; raises BadFile with every problem and its place."""
    if len(content) > MOST_BYTES:
        too_large = _("The file is larger than %(size)d MB. A framework is much smaller.")
        raise BadFile([too_large % {"size": MOST_BYTES // 1024 // 1024}])
    if content.startswith(b"PK"):
        return sheets.read_workbook(content)
    return parse(read_json(content))


def write_json(content: Content) -> bytes:
    """The file that `read_file` reads back as the same content."""
    text = json.dumps(to_data(content), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


write_xlsx = sheets.write_workbook


def read_json(content: bytes) -> object:
    """The data of a JSON file; raises BadFile for what JSON readers understand differently."""
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_Object)
        problems = Problems()
        _find_repeated(data, (), problems)
    except UnicodeDecodeError:
        raise BadFile([_("The file is not text in UTF-8.")]) from None
    except RecursionError:
        raise BadFile([_("The file is nested too deeply.")]) from None
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        message = _("This is not JSON from line %(line)s, column %(column)s on.")
        raise BadFile([message % place]) from None
    except ValueError:
        raise BadFile([_("The file holds a number that is too long.")]) from None
    if problems:
        raise BadFile(problems.sentences())
    return data


class _Object(dict[str, Any]):
    """An object of a file that remembers which of its fields came twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _value in pairs) if len(self) < len(pairs) else Counter()
        self.repeated = sorted(name for name, count in counts.items() if count > 1)


def _find_repeated(data: object, path: Path, problems: Problems) -> None:
    """Every field that is there twice: which of the two counts, readers do not agree on."""
    if isinstance(data, _Object):
        for name in data.repeated:
            problems.add((*path, shortened(name)), _("is there twice."))
        for name, value in data.items():
            _find_repeated(value, (*path, shortened(name)), problems)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            _find_repeated(value, (*path, number), problems)
