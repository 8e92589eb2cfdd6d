"""The data inventory: every field of every table, whether it is about a person, and when it goes.

The copy of one's data and the page “What is held” are made from it; a house test holds the erasure,
the retention job and the record of processing against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from assessment.data_protection.inventory.kinds import HeldTable, Personal
from assessment.data_protection.inventory.people import ANSWERS, PEOPLE, ROUNDS
from assessment.data_protection.inventory.released import FRAMEWORK, RELEASED, TRACES

INVENTORY: dict[str, HeldTable] = PEOPLE | ROUNDS | ANSWERS | RELEASED | TRACES | FRAMEWORK
"""By model."""


def personal() -> Iterator[tuple[str, str, Personal]]:
    """Every personal field: its model, its name, what is declared of it."""
    for model, table in INVENTORY.items():
        for name, declared in table.fields.items():
            if isinstance(declared, Personal):
                yield model, name, declared


def copied(row: models.Model, part: str) -> dict[str, str]:
    """Which fields of a row stand by themselves in a part of the copy, by their names there."""
    fields = INVENTORY[row._meta.label].fields.items()
    return {
        place.removeprefix(f"{part}."): name
        for name, declared in fields
        if isinstance(declared, Personal)
        for place in declared.copy
        if place.startswith(f"{part}.") and not place.endswith("[]")
    }


def labels(part: str) -> dict[str, Any]:
    """What the page “Your data” calls the fields of a part of the copy, by their names there."""
    return {
        place.removeprefix(f"{part}.").removesuffix("[]"): declared.label
        for _model, _name, declared in personal()
        for place in declared.copy
        if place.startswith(f"{part}.")
    }
