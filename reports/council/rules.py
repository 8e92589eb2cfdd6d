"""The words of the rules (a stand-in)."""

from __future__ import annotations

from assessment.scoring.council_rules import CouncilReading, CouncilRule
from reports.council.book import CouncilBook


def title_of(rule: CouncilRule) -> str:
    return rule.value.replace("_", " ").capitalize()


def sentence_of(book: CouncilBook, reading: CouncilReading) -> str:
    return f"What {reading.rule} says about {book.people(reading.holders)}, in one sentence that may well run over the line as they do."


def helps_of(rule: CouncilRule) -> tuple[str, ...]:
    return ("Name one person who plans services.", "Give that person a seat where budgets are agreed.")
