"""What each column of a file of results holds, and what each of its codes means, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessment.measures import MEASURES
from assessment.rater_groups import name_of
from assessment.release.selectors.results import Group, Reason, explain
from reports.columns import HOLDS, FileColumn
from reports.content import words

DictionaryRow = tuple[str, str, str, str]


def dictionary_head() -> DictionaryRow:
    return _("Column"), _("Code"), _("Type"), _("Meaning")


def dictionary_rows(columns: Sequence[FileColumn], k: int) -> Iterator[DictionaryRow]:
    """A row for each column, and below it one for each code that may stand in it."""
    codes = codes_of_columns(k)
    for column in columns:
        yield column.name, "", str(HOLDS[column.holds]), str(column.meaning)
        for code, meaning in codes.get(column.name, {}).items():
            yield column.name, code, "", meaning


def codes_of_columns(k: int) -> dict[str, dict[str, str]]:
    """Column → each code that may stand in it, with its meaning; for a minimum group size of k."""
    return {
        "measure": {each.value: str(facts.name) for each, facts in MEASURES.items()},
        "group": {each.value: str(name_of(each)) for each in Group},
        "word": _words(),
        "withheld_code": {each.value: explain(each, k=k, say=_) for each in Reason},
    }


def _words() -> dict[str, str]:
    found: dict[str, str] = {Group.COLLEAGUES: str(name_of(Group.COLLEAGUES))}
    found |= {code: " – ".join(say()) for code, say in words.QUADRANTS.items()}
    tables: tuple[Mapping[Any, Callable[[], str]], ...] = (
        words.AGREEMENTS,
        words.SPREADS,
        words.POSITIONS,
        words.TRENDS,
    )
    for table in tables:
        found |= {str(code): say() for code, say in table.items()}
    return {code.replace("_", " "): meaning for code, meaning in found.items()}
