"""What a page of questions sends: each field, what it was based on, and what was decided.

Beside a field `q-…`, `comment…` or `marks` stands `base-…` with what was stored when the page was
made; it comes more than once where an earlier answer may have arrived or not. Where something else
was stored meanwhile the page asks: `seen-…` is what it showed, `keep-…` whose value is to stay.
`at-…` says of a draft when it was written, in milliseconds since 1970.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict
from django.utils.text import normalize_newlines

from assessment.answering.changes import UNANSWERED, Stored

QUESTION = "q-"
"""How the names of fields begin that ask for a level."""
COMMENT = "comment"
"""How the names of fields begin that take a comment; the one on a dimension has no other name."""
MARKS = "marks"
"""The field of the skills that are marked: the words of the boxes, in order, with spaces."""
NOT_OBSERVED = "not-observed"
MINE, STORED = "mine", "stored"
IN_LANGUAGE = "language:"
"""How the button of a language says which, that saves before it changes the page."""


@dataclass(frozen=True)
class Posted:
    """The values of a page's fields and their bases, once what was decided is applied."""

    values: dict[str, str]
    bases: dict[str, list[str]]

    @classmethod
    def read(cls, data: MultiValueDict[str, str], names: Iterable[str]) -> Posted:
        """Of the fields with these names."""
        posted = cls({name: _clean(name, data.get(name, "")) for name in data}, {})
        if MARKS in data or f"base-{MARKS}" in data:  # boxes that are all empty are not sent
            posted.values[MARKS] = " ".join(data.getlist(MARKS))
        for name in names:
            bases = [_clean(name, each) for each in data.getlist(f"base-{name}")]
            posted._decide(name, bases or [""])
        return posted

    def _decide(self, name: str, bases: list[str]) -> None:
        seen, keep = self.values.get(f"seen-{name}"), self.values.get(f"keep-{name}")
        if seen is not None and keep == STORED:
            self.values[name], bases = seen, [seen]
        elif seen is not None and keep == MINE:
            bases = [*bases, seen]
        self.bases[name] = bases

    def touched(self, name: str) -> bool:
        """Whether somebody chose something else than the page showed first."""
        if name not in self.values:
            return False
        return len(self.bases[name]) > 1 or self.values[name].strip() != self.bases[name][0]


def _clean(name: str, text: str) -> str:
    """With the line breaks that the page showed; NUL cannot be stored."""
    if COMMENT not in name:
        return text
    return normalize_newlines(text).replace("\0", "")


def moments(data: MultiValueDict[str, str]) -> dict[str, datetime.datetime]:
    """When drafts were written, by the field's name, as far as the device says so sensibly."""
    found = {name[3:]: str(data[name]) for name in data if name.startswith("at-")}
    return {
        name: datetime.datetime.fromtimestamp(int(each) / 1000, tz=datetime.UTC)
        for name, each in found.items()
        if each.isascii() and each.isdigit() and int(each) < _LATEST
    }


_LATEST = 10**14
"""In the year 5138: what lies beyond no clock says."""


def word(stored: Stored) -> str:
    """How a page says a level that is stored."""
    if stored is UNANSWERED:
        return ""
    return NOT_OBSERVED if stored is None else str(stored)


def stored(word: str) -> Stored | str:
    """The level that a page means; whatever is none is like nothing that is stored."""
    return _STORED.get(word, word)


_STORED: dict[str, Stored] = {
    "": UNANSWERED,
    NOT_OBSERVED: None,
    **{str(level): level for level in range(1, 10)},
}
