"""What the readings of a round suggest to do: each that fired, and what helps."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.council.selectors.picture import (
    picture_of_round,
    previous_round,
    readings_of_picture,
)
from assessment.council.words import RULE_WORDS, reading_sentence
from assessment.models import Round
from assessment.scoring.council_rules import CouncilRule


@dataclass(frozen=True, slots=True)
class ActionSuggestion:
    """A reading that fired: its key, what it says, and what helps, to begin an action with."""

    reading: str
    says: str
    helps: tuple[str, ...]


def suggestions(round: Round, language: str) -> list[ActionSuggestion]:
    """What the readings that fired in a released round suggest; none before the release.

    Names are in it: for HR who may read every report of the round. A fixed number of queries.
    """
    told = picture_of_round(round, language)
    if told is None:
        return []
    return [
        ActionSuggestion(
            reading=str(each.rule),
            says=reading_sentence(each, told),
            helps=tuple(map(str, RULE_WORDS[each.rule].helps)),
        )
        for each in readings_of_picture(told.picture, previous_round(round))
    ]


def first_words(reading: str, number: int) -> str:
    """A sentence of what helps, to begin an action with; empty for one that there is not."""
    if reading not in set(CouncilRule):
        return ""
    helps = RULE_WORDS[CouncilRule(reading)].helps
    return str(helps[number]) if 0 <= number < len(helps) else ""
