"""What somebody chose, and what it was based on: every save of answers says both."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

COMMENT_MAX = 10_000
"""Characters of a comment."""

REASON_MAX = 300
"""Characters of the reason for declining."""

Level = int | None
"""A level that was given, or None for not observed."""


class Unanswered(enum.Enum):
    """What is stored where there is no answer."""

    UNANSWERED = "unanswered"


UNANSWERED = Unanswered.UNANSWERED

Stored = int | Unanswered | None

Value = TypeVar("Value")


@dataclass(frozen=True)
class Edit(Generic[Value]):
    """A value, and those that it may replace: what was stored when it was chosen.

    There are several where an earlier answer of the same page may have arrived or not.
    """

    value: Value
    bases: frozenset[object]

    def may_replace(self, stored: object) -> bool:
        """Whether nothing else was stored meanwhile."""
        return stored == self.value or stored in self.bases


@dataclass(frozen=True)
class ClosingAnswers:
    """What is stored of the last page: words by closing question, and the skills marked."""

    comments: Mapping[str, str] = field(default_factory=dict)
    marks: frozenset[uuid.UUID] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.comments or self.marks)
