"""The units that a people spreadsheet gives, held against what the council knows of people."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.models import Council, Person
from assessment.spreadsheets import Column, PersonRow, Problem


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """Somebody the council knows, with their unit or without one."""

    key: uuid.UUID
    name: str
    unit: str


@dataclass(frozen=True)
class SaidUnits:
    """What a file says of whom, and who of them is known; by email in lower case."""

    said: Mapping[str, str]
    known: Mapping[str, KnownUnit]

    def changed(self) -> Iterator[tuple[KnownUnit, str]]:
        """Each whose unit the file changes, with the new one; an empty cell changes nothing."""
        for email, somebody in self.known.items():
            if self.said[email] != somebody.unit:
                yield somebody, self.said[email]

    def after(self, email: str) -> str:
        """Where somebody new in the file works."""
        return self.said.get(email, "")

    def warnings(self, rows: Iterable[PersonRow]) -> Iterator[Problem]:
        """Each unit that another one takes the place of, by the row that says it first."""
        replaced = {each.key for each, _unit in self.changed() if each.unit}
        for row in rows:
            somebody = self.known.get(row.participant_email) if row.unit else None
            if somebody is not None and somebody.key in replaced:
                replaced.remove(somebody.key)
                message = _("The unit of %(name)s changes from %(before)s to %(after)s.")
                values = {"name": somebody.name, "before": somebody.unit, "after": row.unit}
                yield Problem(row.number, Column.UNIT, message % values)


def read_units(council: Council, rows: Collection[PersonRow]) -> SaidUnits:
    """In one query, or in none where the file says nothing of units."""
    said: dict[str, str] = {}
    for row in rows:
        if row.unit:
            said.setdefault(row.participant_email, row.unit)
    if not said:
        return SaidUnits({}, {})
    people = Person.objects.of(council).values_list("email", "pk", "name", "unit")
    return SaidUnits(
        said,
        {
            email.lower(): KnownUnit(key, name, unit)
            for email, key, name, unit in people
            if email.lower() in said
        },
    )
