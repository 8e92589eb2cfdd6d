"""Finding a person as somebody types them: without the accents, with whatever apostrophe."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

from django.db.models import QuerySet

from assessment.models import Person
from assessment.spelling import APOSTROPHES

Row = TypeVar("Row", bound=Person)


def plain(text: str) -> str:
    """The letters alone: “Siân O’Neill” and “SIAN O'NEILL” come out the same."""
    straight = text.translate(APOSTROPHES)
    if straight.isascii():
        return straight.casefold()
    parts = unicodedata.normalize("NFKD", straight)
    return "".join(each for each in parts if not unicodedata.combining(each)).casefold()


def named(people: QuerySet[Row], words: str) -> QuerySet[Row]:
    """Those whose name, address or unit has these words in it; all of them without words.

    No two databases agree on letters with accents, so the names are compared here: one query
    for the names of the given people, a few milliseconds for thousands.
    """
    wanted = plain(words)
    if not wanted:
        return people
    rows = people.order_by().values_list("pk", "name", "email", "unit").distinct()
    found = [key for key, *said in rows if any(wanted in plain(each) for each in said)]
    return people.filter(pk__in=found)
