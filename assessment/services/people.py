"""Bringing people into a round from a spreadsheet: staged first, then all or nothing."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import (
    Action,
    Council,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Round,
    StagedImport,
    User,
)
from assessment.selectors.imports import check_rows
from assessment.services import accounts, invitations
from assessment.services.audit import record, record_each, whose
from assessment.services.errors import Refused
from assessment.services.rounds import lock
from assessment.spreadsheets import PersonRow


class ImportRefused(Refused):
    """Nothing was imported."""


@dataclass(frozen=True)
class Imported:
    """How many were made anew; `raters` counts the selves too."""

    participants: int
    raters: int
    people: int


@transaction.atomic
def stage_import(
    *,
    round: Round,
    file_name: str,
    rows: Sequence[PersonRow],
    by: User,
    at: datetime.datetime,
    replace: bool = False,
    notes: Sequence[str] = (),
) -> StagedImport:
    """Keep the rows until HR has seen what they would do; an earlier staged file is dropped.

    With `replace` the import will first take everybody out of a draft round. `notes` are sentences
    about the file for the preview. Raises ImportRefused when the round is closed, when everybody
    would be taken out of an open one, and when a row has a problem (see
    selectors.imports.check_rows, which names them all).
    """
    locked = _lock_for_import(round, replace=replace)
    if check_rows(round=locked, rows=rows, replace=replace).problems:
        raise ImportRefused(_("The spreadsheet has problems. Nothing was imported."))
    StagedImport.objects.filter(round=locked).delete()
    council = locked.council
    record(
        action=Action.PEOPLE_STAGED, subject=locked, council=council, by=by, at=at, rows=len(rows)
    )
    return StagedImport.objects.create(
        round=locked,
        file_name=file_name[:200],
        rows={"replace": replace, "notes": list(notes), "rows": [asdict(row) for row in rows]},
        staged_by=by,
        staged_at=at,
    )


@transaction.atomic
def drop_import(*, round: Round, by: User, at: datetime.datetime) -> None:
    """Forget the staged spreadsheet, if there is one."""
    dropped, _rows = StagedImport.objects.filter(round=round).delete()
    if dropped:
        record(action=Action.PEOPLE_DROPPED, subject=round, council=round.council, by=by, at=at)


@transaction.atomic
def confirm_import(
    *, round: Round, by: User, at: datetime.datetime, staged_id: uuid.UUID | None = None
) -> Imported:
    """Import the staged spreadsheet, all of it or nothing; in an open round emails go on commit.

    `staged_id` names the one that HR looked at. Raises ImportRefused when the round is closed or
    was opened since and everybody would be taken out, when no spreadsheet or another one waits,
    and when the people of the council or the round have changed since so that a row no longer
    fits.
    """
    locked = lock(round)
    staged = StagedImport.objects.filter(round=locked).first()
    if staged is None:
        raise ImportRefused(_("No spreadsheet waits to be imported."))
    if staged_id not in (None, staged.pk):
        raise ImportRefused(_("Another spreadsheet was uploaded meanwhile. Check that one."))
    rows, replace = (
        [PersonRow.from_json(row) for row in staged.rows["rows"]],
        staged.rows["replace"],
    )
    _refuse_late(locked, replace=replace)
    if problems := check_rows(round=locked, rows=rows, replace=replace).problems:
        raise ImportRefused(
            _("Something changed since the upload. Row %(row)d: %(message)s Upload it again.")
            % {"row": problems[0].row, "message": problems[0].message}
        )
    taken_out = _take_everybody_out(locked) if replace else 0
    before = _requests(locked) if locked.is_open else set()
    imported = _bring_in(locked, rows)
    staged.delete()
    if locked.is_open:
        newly_asked = _record_late(locked, before, by, at)
        accounts.ensure_for_participants(round=locked, by=by, at=at)
        invitations.invite_for_new(round=locked, people=newly_asked, by=by, at=at)
    counts = asdict(imported) | {"taken_out": taken_out}
    record(
        action=Action.PEOPLE_IMPORTED,
        subject=locked,
        council=locked.council,
        by=by,
        at=at,
        **counts,
    )
    return imported


def _lock_for_import(round: Round, *, replace: bool) -> Round:
    locked = lock(round)
    _refuse_late(locked, replace=replace)
    return locked


def _refuse_late(round: Round, *, replace: bool) -> None:
    """People join late; but nobody who was invited is taken out by a file."""
    if not round.takes_people:
        raise ImportRefused(_("The round is closed, so nobody can be added."))
    if round.is_open and replace:
        raise ImportRefused(
            _("The round has been opened, so a spreadsheet can only add people. Upload it again.")
        )


def _requests(round: Round) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Who is asked about whom: participant and person."""
    raters = Rater.objects.filter(participant__round=round)
    return set(raters.values_list("participant", "person"))


def _record_late(
    round: Round, before: set[tuple[uuid.UUID, uuid.UUID]], by: User, at: datetime.datetime
) -> set[uuid.UUID]:
    """One event for each request that was not there before, as if made by hand; whom they ask."""
    raters = Rater.objects.filter(participant__round=round)
    rows = raters.values_list("pk", "participant", "person", "group")
    new = [row for row in rows if row[1:3] not in before]
    record_each(
        action=Action.RATER_ADDED,
        model=Rater,
        details={
            rater: whose(round.pk, participant, person) | {"group": group}
            for rater, participant, person, group in new
        },
        council=round.council,
        by=by,
        at=at,
    )
    return {person for _rater, _participant, person, _group in new}


def _take_everybody_out(round: Round) -> int:
    count = round.participants.count()
    round.participants.all().delete()
    return count


def _bring_in(round: Round, rows: Sequence[PersonRow]) -> Imported:
    before = Person.objects.of(round.council).count()
    people = _ensure_people(round.council, rows)
    participants, made = _ensure_participants(round, rows, people)
    raters = _ensure_raters(rows, people, participants)
    after = Person.objects.of(round.council).count()
    return Imported(participants=made, raters=raters, people=after - before)


def _ensure_people(council: Council, rows: Iterable[PersonRow]) -> dict[str, Person]:
    """Everybody named, by email. A known person keeps the name that the council knows."""
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row.participant_email, row.participant_name)
        if row.rater_email:
            names.setdefault(row.rater_email, row.rater_name)
    known = _people_by_email(council)
    new = [
        Person(council=council, name=name, email=email)
        for email, name in names.items()
        if email not in known
    ]
    # Another round's import may make the same person at the same moment.
    Person.objects.bulk_create(new, ignore_conflicts=True)
    return _people_by_email(council)


def _people_by_email(council: Council) -> dict[str, Person]:
    return {person.email.lower(): person for person in Person.objects.of(council)}


def _ensure_participants(
    round: Round, rows: Iterable[PersonRow], people: dict[str, Person]
) -> tuple[dict[str, Participant], int]:
    """The participants of the rows by email, and how many of them are new."""
    roles = {row.participant_email: row.roles for row in rows if row.roles}
    there = {each.person_id: each for each in round.participants.all()}
    emails = dict.fromkeys(row.participant_email for row in rows)
    new = {
        email: Participant(round=round, person=people[email])
        for email in emails
        if people[email].pk not in there
    }
    Participant.objects.bulk_create(new.values())
    keys = {role.key: role for role in round.framework.roles.all()}
    held = Participant.roles.through
    held.objects.bulk_create(
        held(participant=participant, role=keys[key])
        for email, participant in new.items()
        for key in roles[email]
    )
    return {email: new.get(email) or there[people[email].pk] for email in emails}, len(new)


def _ensure_raters(
    rows: Iterable[PersonRow], people: dict[str, Person], participants: dict[str, Participant]
) -> int:
    """Everybody rates themself, whether the rows say so or not; returns how many are new."""
    wanted: dict[tuple[uuid.UUID, uuid.UUID], str] = {}
    for row in rows:
        participant = participants[row.participant_email].pk
        wanted[participant, people[row.participant_email].pk] = RaterGroup.SELF
        if row.rater_email:
            wanted[participant, people[row.rater_email].pk] = row.group
    there = Rater.objects.filter(participant__in=[each.pk for each in participants.values()])
    for pair in there.values_list("participant", "person"):
        wanted.pop(pair, None)
    Rater.objects.bulk_create(
        [
            Rater(participant_id=participant, person_id=person, group=group)
            for (participant, person), group in wanted.items()
        ],
        batch_size=2000,
    )
    return len(wanted)
