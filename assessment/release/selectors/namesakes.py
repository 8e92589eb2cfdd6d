"""People of one name in one round, and what tells them apart: their units, else a reference."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessment.models import Report
from assessment.name_order import plain_letters

LENGTH = 8
"""Characters of a report's id: short enough to be read out."""


@dataclass(frozen=True, slots=True)
class ToldApart:
    """What stands beside a name that several people of the round bear."""

    text: str
    by_unit: bool

    def beside(self, name: str) -> str:
        """The name with what tells it apart, for a title or a list."""
        return f"{name} ({self.text})"


@dataclass(frozen=True, slots=True)
class Namesake:
    """A report with what it could be told apart by."""

    report: uuid.UUID
    name: str
    unit: str


def reference_of(report_id: uuid.UUID) -> str:
    """What a report is called by beside its name; the same in every file and for ever."""
    return str(report_id)[:LENGTH]


def namesakes(round_id: uuid.UUID) -> dict[uuid.UUID, ToldApart]:
    """The reports of a round whose people have one name, accents and capitals apart. One query."""
    reports = Report.objects.filter(participant__round=round_id)
    rows = reports.values_list("pk", "participant__person__name", "unit")
    return told_apart_of(Namesake(*row) for row in rows)


def told_apart_of(people: Iterable[Namesake]) -> dict[uuid.UUID, ToldApart]:
    """Of those who share a name: each one's unit if all have one and no two the same.

    Else the reference of each: of two, one by a unit and one by letters and digits would look like
    two kinds of people.
    """
    same: defaultdict[str, list[Namesake]] = defaultdict(list)
    for each in people:
        same[plain_letters(each.name)].append(each)
    return dict(pair for alike in same.values() if len(alike) > 1 for pair in _apart(alike))


def _apart(alike: list[Namesake]) -> Iterator[tuple[uuid.UUID, ToldApart]]:
    units = {_seen(each.unit) for each in alike} - {""}
    for each in alike:
        if len(units) == len(alike):
            yield each.report, ToldApart(each.unit, by_unit=True)
        else:
            yield each.report, ToldApart(reference_of(each.report), by_unit=False)


def _seen(unit: str) -> str:
    """The letters and digits: what the name of a file has of a unit, too."""
    return "".join(filter(str.isalnum, plain_letters(unit)))
