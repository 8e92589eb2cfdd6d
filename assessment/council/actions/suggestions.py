"""What the readings of a round suggest to do: the seam between the council picture and the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.models import Round

HELP: Mapping[str, Any] = {}
"""What helps, by the key of the reading: a sentence that is translated when it is shown."""


@dataclass(frozen=True, slots=True)
class ActionSuggestion:
    """A reading that fired: its key, what it says, and what helps, to begin an action with."""

    reading: str
    says: str
    helps: str


def suggestions(round: Round) -> list[ActionSuggestion]:
    """What the readings that fired in a released round suggest; none before the release."""
    return []
