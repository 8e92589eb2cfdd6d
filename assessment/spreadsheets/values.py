"""What a spreadsheet is made of once it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60


class Unreadable(Exception):
    """The file as a whole cannot be used; the sentence is for the user."""


# Excel and LibreOffice run what begins with these; no name or email does.
FORMULA_STARTS = ("=", "+", "-", "@")


class Column(TextChoices):
    PARTICIPANT_NAME = "participant_name", _("participant name")
    PARTICIPANT_EMAIL = "participant_email", _("participant email")
    ROLES = "roles", _("roles")
    RATER_NAME = "rater_name", _("rater name")
    RATER_EMAIL = "rater_email", _("rater email")
    GROUP = "group", _("group")
    PARTICIPANT_LANGUAGE = "participant_language", _("participant language")
    RATER_LANGUAGE = "rater_language", _("rater language")
    UNIT = "unit", _("unit")


class CellKind(Enum):
    """What a cell holds. Only text can be a name, an email, a role or a group."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    ERROR = "error"


class SheetCell(NamedTuple):
    text: str
    kind: CellKind = CellKind.TEXT


EMPTY = SheetCell("")


class Line(NamedTuple):
    """A row with its number as the spreadsheet program shows it."""

    number: int
    cells: tuple[SheetCell, ...]

    @property
    def is_blank(self) -> bool:
        return not any(cell.text for cell in self.cells)


class Worksheet(Protocol):
    """One table of a file. Lines may be read more than once."""

    @property
    def name(self) -> str: ...

    def lines(self) -> Iterator[Line]: ...

    def merged_from(self, row: int) -> list[str]:
        """The merged ranges that reach this row or one below it, such as A4:A6."""
        ...

    def hidden_rows(self) -> int: ...


@dataclass(frozen=True)
class Workbook:
    sheets: tuple[Worksheet, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonRow:
    """One row of the people spreadsheet: somebody who rates a participant.

    Without a rater it only names a participant. Roles are keys of the framework's roles,
    the group is a value of RaterGroup; emails are in lower case. A language is a code of the
    settings, and empty where the file says nothing of it. The unit is the participant's.
    """

    participant_name: str
    participant_email: str
    roles: tuple[str, ...]
    rater_name: str = ""
    rater_email: str = ""
    group: str = ""
    number: int = 0
    participant_language: str = ""
    rater_language: str = ""
    unit: str = ""

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> PersonRow:
        return cls(**{**value, "roles": tuple(value["roles"])})

    def people(self) -> Iterator[tuple[str, str, Column]]:
        """The address of each who is named, the language said of them, and where it is said."""
        yield self.participant_email, self.participant_language, Column.PARTICIPANT_LANGUAGE
        if self.rater_email:
            yield self.rater_email, self.rater_language, Column.RATER_LANGUAGE


@dataclass(frozen=True)
class Problem:
    """Something about one cell: what is wrong, and what would be right."""

    row: int
    column: Column
    message: str


def letters(index: int) -> str:
    """The name of a column as the spreadsheet program shows it: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
