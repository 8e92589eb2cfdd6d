"""The languages that a people spreadsheet gives, held against what the council knows of people."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from assessment.languages import name_here
from assessment.models import Action, AuditEvent, Council, Person
from assessment.spreadsheets import PersonRow, Problem


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody the council knows; `chose` says that they took their language themselves."""

    key: uuid.UUID
    name: str
    language: str
    chose: bool


@dataclass(frozen=True)
class SaidLanguages:
    """What a file says of whom, and who of them is known; by email in lower case."""

    said: Mapping[str, str]
    known: Mapping[str, KnownPerson]

    def changed(self) -> Iterator[tuple[KnownPerson, str]]:
        """Each whose language the file changes, with the new one.

        What somebody chose themself stays: it is theirs.
        """
        for email, reader in self.known.items():
            if self._differs(email, reader) and not reader.chose:
                yield reader, self.said[email]

    def after(self, email: str) -> str:
        """What somebody in the file reads once it is imported."""
        reader, said = self.known.get(email), self.said.get(email)
        if reader is None:
            return said or settings.LANGUAGE_CODE
        return reader.language if reader.chose or not said else said

    def warnings(self, rows: Iterable[PersonRow]) -> Iterator[Problem]:
        """What differs from what is known, by the row that says it first."""
        told: set[str] = set()
        for row in rows:
            for email, language, column in row.people():
                reader = self.known.get(email)
                if not language or reader is None or email in told:
                    continue
                told.add(email)
                if self._differs(email, reader):
                    yield Problem(row.number, column, _sentence(reader, language))

    def _differs(self, email: str, reader: KnownPerson) -> bool:
        return self.said.get(email, reader.language) != reader.language


def read_languages(council: Council, rows: Collection[PersonRow]) -> SaidLanguages:
    """In two queries."""
    said: dict[str, str] = {}
    emails = set()
    for row in rows:
        for email, language, _column in row.people():
            emails.add(email)
            if language:
                said.setdefault(email, language)
    chosen = dict(
        AuditEvent.objects.of(council)
        .filter(action=Action.LANGUAGE_CHOSEN)
        .order_by("at")
        .values_list("subject_id", "detail__language")
    )
    people = Person.objects.of(council).values_list("email", "pk", "user", "name", "language")
    known = {}
    for email, key, user, name, language in people:
        if email.lower() in emails:
            chose = language in (chosen.get(key), chosen.get(user))
            known[email.lower()] = KnownPerson(key, name, language, chose)
    return SaidLanguages(said, known)


def count_readers(found: SaidLanguages, emails: Iterable[str]) -> dict[str, int]:
    """How many of these people will read which language, English apart."""
    read = Counter(map(found.after, emails))
    return {code: read[code] for code in sorted(read) if code != settings.LANGUAGE_CODE}


def _sentence(reader: KnownPerson, said: str) -> str:
    if reader.chose:
        message = _("%(name)s chose a language themself, and that is kept: %(before)s.")
    else:
        message = _("The language of %(name)s changes from %(before)s to %(after)s.")
    languages = {"before": name_here(reader.language), "after": name_here(said)}
    return message % {"name": reader.name, **languages}
