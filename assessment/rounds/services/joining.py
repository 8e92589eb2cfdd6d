"""What an import writes, prepared before anything is locked and checked again under the lock."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessment import audit
from assessment.models import (
    Action,
    Council,
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Round,
    StagedImport,
    User,
)
from assessment.refused import Refused
from assessment.rounds.selectors.imports import check_rows, list_alike, taken_addresses
from assessment.rounds.selectors.said_languages import SaidLanguages, read_languages
from assessment.rounds.selectors.said_units import SaidUnits, read_units
from assessment.rounds.selectors.same_person import Alike
from assessment.rounds.services import invitations
from assessment.rows import Prepared, prepare, prepare_changes
from assessment.spreadsheets import PersonRow

Key = uuid.UUID


class ImportRefused(Refused):
    """Nothing was imported."""


class Changed(Exception):
    """What the plan was made from is true no longer."""


@dataclass(frozen=True)
class Imported:
    """How many were made anew; `raters` counts the selves too.

    `languages` counts the people who were there and now read another language, `units` those who
    now work in another unit.
    """

    participants: int
    raters: int
    people: int
    languages: int = 0
    units: int = 0


@dataclass(frozen=True)
class Read:
    """All that decides what an import writes: an equal one means that nothing has changed.

    `people` are those named, by email in lower case; `taken` the addresses of participants whose
    accounts are somebody else's; `languages` and `units` what those read who are known, and where
    they work; the rest is of the round, unless it is emptied first.
    """

    people: Mapping[str, Key]
    languages: Mapping[Key, str]
    units: Mapping[Key, str]
    taken: frozenset[str]
    participants: Mapping[Key, Key]
    roles: frozenset[tuple[Key, Key]]
    raters: frozenset[tuple[Key, Key, str]]


class Names(NamedTuple):
    """By email in lower case, as the rows say it first."""

    everybody: dict[str, str]
    participants: list[str]


@dataclass(frozen=True)
class ImportPlan:
    """Rows ready to be written, and what they were made from."""

    round: Round
    staged: StagedImport
    replace: bool
    names: Names
    read: Read
    keys: Mapping[str, Key]
    languages: Mapping[Key, str]
    units: Mapping[Key, str]
    people: Prepared
    others: tuple[Prepared, ...]
    events: Prepared
    asked: frozenset[Key]
    invitations: invitations.Written | None
    imported: Imported
    alike: Sequence[Alike]

    @property
    def pairs_alike(self) -> list[tuple[Key, Key]]:
        """The people behind `alike`, who are all there once this is written."""
        keys = self.keys
        return [
            (keys[each.one.email.lower()], each.other.id or keys[each.other.email.lower()])
            for each in self.alike
        ]


def plan_import(
    *, round: Round, staged: StagedImport, by: User, at: datetime.datetime
) -> ImportPlan:
    """Check the rows of a staged import and prepare what they bring. Raises ImportRefused."""
    rows = [PersonRow.from_json(row) for row in staged.rows["rows"]]
    emptied, names = bool(staged.rows["replace"]), _names(rows)
    read = _read(round, names, emptied=emptied)  # first: what changes after it is noticed
    _refuse_problems(round, rows, by, emptied=emptied)
    said = read_languages(round.council, rows)
    units = read_units(round.council, rows)
    people = _new_people(round.council, names, read, said, units)
    readers = [Person(pk=each.key, language=language) for each, language in said.changed()]
    movers = [Person(pk=each.key, unit=unit) for each, unit in units.changed()]
    keys = {**read.people, **{person.email: person.pk for person in people}}
    participants = _new_participants(round, names, keys, read)
    there = {**read.participants, **{each.person_id: each.pk for each in participants}}
    raters = _new_raters(rows, keys, there, read)
    asked = frozenset(each.person_id for each in raters)
    late = round.is_open
    return ImportPlan(
        round=round,
        staged=staged,
        replace=emptied,
        names=names,
        read=read,
        keys=keys,
        languages={**read.languages, **{person.pk: person.language for person in people}},
        units={**read.units, **{person.pk: person.unit for person in people}},
        people=prepare(people, ignore_conflicts=True),
        others=(
            prepare(participants),
            _roles(round, rows, keys, participants),
            prepare(raters),
            prepare_changes(readers, ["language"]),
            prepare_changes(movers, ["unit"]),
            _corrections(round, {"language": readers, "unit": movers}, by, at),
        ),
        events=_events(round, raters, by, at) if late else Prepared(),
        asked=asked,
        invitations=_invitations(round, asked, at) if late else None,
        imported=Imported(len(participants), len(raters), len(people), len(readers), len(movers)),
        alike=list_alike(round.council, rows),
    )


def write_import(plan: ImportPlan, round: Round) -> None:
    """Write what was planned for a round that is locked, or raise Changed."""
    if plan.round.state != round.state:
        raise Changed
    # Another round's import may make the same person at the same moment: theirs stays.
    plan.people.write()
    found = _read(round, plan.names, emptied=plan.replace)
    expected = replace(plan.read, people=plan.keys, languages=plan.languages, units=plan.units)
    if found != expected:
        raise Changed
    for prepared in plan.others:
        prepared.write()


def _names(rows: Iterable[PersonRow]) -> Names:
    everybody: dict[str, str] = {}
    for row in rows:
        everybody.setdefault(row.participant_email, row.participant_name)
        if row.rater_email:
            everybody.setdefault(row.rater_email, row.rater_name)
    return Names(everybody, list(dict.fromkeys(row.participant_email for row in rows)))


def _read(round: Round, names: Names, *, emptied: bool) -> Read:
    people = Person.objects.of(round.council).values_list("email", "pk", "language", "unit")
    found = [each for each in people if each[0].lower() in names.everybody]
    known = {email.lower(): key for email, key, *_rest in found}
    languages = {key: language for _email, key, language, _unit in found}
    units = {key: unit for _email, key, _language, unit in found}
    taken = frozenset(taken_addresses(round.council, set(names.participants)))
    if emptied:
        return Read(known, languages, units, taken, {}, frozenset(), frozenset())
    participants = Participant.objects.filter(round=round)
    raters = Rater.objects.filter(participant__round=round)
    return Read(
        known,
        languages,
        units,
        taken,
        dict(participants.values_list("person", "pk")),
        frozenset(participants.values_list("pk", "roles")),
        frozenset(raters.values_list("participant", "person", "group")),
    )


def _refuse_problems(round: Round, rows: Sequence[PersonRow], by: User, *, emptied: bool) -> None:
    checked = check_rows(round=round, rows=rows, replace=emptied, viewer=by)
    if problems := checked.problems:
        raise ImportRefused(
            _("Something changed since the upload. Row %(row)d: %(message)s Upload it again.")
            % {"row": problems[0].row, "message": problems[0].message}
        )


def _new_people(
    council: Council, names: Names, read: Read, said: SaidLanguages, units: SaidUnits
) -> list[Person]:
    """Those whom the council does not know. A known person keeps the name that it knows."""
    return [
        Person(
            council=council,
            name=name,
            email=email,
            language=said.after(email),
            unit=units.after(email),
        )
        for email, name in names.everybody.items()
        if email not in read.people
    ]


def _new_participants(
    round: Round, names: Names, keys: Mapping[str, Key], read: Read
) -> list[Participant]:
    wanted = (keys[email] for email in names.participants)
    return [
        Participant(round=round, person_id=key) for key in wanted if key not in read.participants
    ]


def _roles(
    round: Round,
    rows: Iterable[PersonRow],
    keys: Mapping[str, Key],
    participants: Iterable[Participant],
) -> Prepared:
    said = {keys[row.participant_email]: row.roles for row in rows if row.roles}
    role = dict(round.framework.roles.values_list("key", "pk"))
    held = Participant.roles.through
    return prepare(
        held(participant_id=each.pk, role_id=role[name])
        for each in participants
        for name in said[each.person_id]
    )


def _new_raters(
    rows: Iterable[PersonRow],
    keys: Mapping[str, Key],
    participants: Mapping[Key, Key],
    read: Read,
) -> list[Rater]:
    """Everybody rates themself, whether the rows say so or not."""
    wanted: dict[tuple[Key, Key], str] = {}
    for row in rows:
        assessed = keys[row.participant_email]
        wanted[participants[assessed], assessed] = RaterGroup.SELF
        if row.rater_email:
            wanted[participants[assessed], keys[row.rater_email]] = row.group
    there = {(participant, person) for participant, person, _group in read.raters}
    return [
        Rater(participant_id=participant, person_id=person, group=group)
        for (participant, person), group in wanted.items()
        if (participant, person) not in there
    ]


def _corrections(
    round: Round, changed: Mapping[str, Iterable[Person]], by: User, at: datetime.datetime
) -> Prepared:
    """One event for each known person of whom a field has changed, as if put right by hand."""
    fields: defaultdict[Key, list[str]] = defaultdict(list)
    for field, people in changed.items():
        for each in people:
            fields[each.pk].append(field)
    return audit.prepare_each(
        action=Action.PERSON_CORRECTED,
        model=Person,
        details={key: {"changed": names} for key, names in fields.items()},
        council=round.council,
        by=by,
        at=at,
    )


def _events(round: Round, raters: Iterable[Rater], by: User, at: datetime.datetime) -> Prepared:
    """One event for each request that was not there before, as if made by hand."""
    return audit.prepare_each(
        action=Action.RATER_ADDED,
        model=Rater,
        details={
            each.pk: audit.whose(round.pk, each.participant_id, each.person_id)
            | {"group": each.group}
            for each in raters
        },
        council=round.council,
        by=by,
        at=at,
    )


def _invitations(round: Round, asked: frozenset[Key], at: datetime.datetime) -> invitations.Written:
    invited = set(Invitation.objects.filter(round=round).values_list("person", flat=True))
    return invitations.write_invitations(
        round=round, people=asked - invited, at=at, again=asked & invited
    )
