"""Bringing people into a round from a spreadsheet: staged first, then all or nothing."""

from __future__ import annotations

import contextlib
import datetime
import uuid
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import separation
from assessment.audit import record
from assessment.models import Action, Round, StagedImport, User
from assessment.rounds.selectors.imports import check_rows
from assessment.rounds.services import accounts, invitations, joining, same_person
from assessment.rounds.services.joining import Imported, ImportPlan, ImportRefused
from assessment.rounds.services.rounds import lock, take_everybody_out
from assessment.spreadsheets import PersonRow

TRIES = 3
"""So often an import is prepared anew when others change the same people at that moment."""

__all__ = ["ImportRefused", "Imported", "confirm_import", "drop_import", "stage_import"]


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
    would be taken out of an open one, by somebody among them, and when a row has a problem (see
    selectors.imports.check_rows, which names them all).
    """
    _refuse_late(_as_it_is(round), replace=replace)
    _refuse_own(round, by, replace=replace)
    # Without a lock: what changes until HR confirms is found then.
    if check_rows(round=round, rows=rows, replace=replace, viewer=by).problems:
        raise ImportRefused(_("The spreadsheet has problems. Nothing was imported."))
    said = {"replace": replace, "notes": list(notes), "rows": [asdict(row) for row in rows]}
    with transaction.atomic():
        locked = lock(round)
        _refuse_late(locked, replace=replace)
        StagedImport.objects.filter(round=locked).delete()
        action, council = Action.PEOPLE_STAGED, locked.council
        record(action=action, subject=locked, council=council, by=by, at=at, rows=len(rows))
        return StagedImport.objects.create(
            round=locked, file_name=file_name[:200], rows=said, staged_by=by, staged_at=at
        )


@transaction.atomic
def drop_import(*, round: Round, by: User, at: datetime.datetime) -> None:
    """Forget the staged spreadsheet, if there is one."""
    dropped, _rows = StagedImport.objects.filter(round=round).delete()
    if dropped:
        record(action=Action.PEOPLE_DROPPED, subject=round, council=round.council, by=by, at=at)


def confirm_import(
    *,
    round: Round,
    by: User,
    at: datetime.datetime,
    staged_id: uuid.UUID | None = None,
    apart: bool = False,
) -> Imported:
    """Import the staged spreadsheet, all of it or nothing; in an open round emails go on commit.

    `staged_id` names the one that HR looked at; `apart` says of everybody in it who looks like
    somebody else that they are two people. Raises SamePersonAsked while that is not said, and
    ImportRefused when the round is closed or was opened since and everybody would be taken out,
    when no spreadsheet or another one waits, and when the people of the council or the round have
    changed since so that a row no longer fits.
    """
    for _try in range(TRIES):
        plan = joining.plan_import(
            round=_as_it_is(round), staged=_waiting(round, staged_id), by=by, at=at
        )
        with contextlib.suppress(joining.Changed):
            return _confirm(plan, by, at, apart=apart)
    raise ImportRefused(
        _("Something changed since the upload. Nothing was imported. Try it again.")
    )


@transaction.atomic
def _confirm(plan: ImportPlan, by: User, at: datetime.datetime, *, apart: bool) -> Imported:
    same_person.require_answer(plan.alike, apart=apart)
    locked = lock(plan.round)
    _waiting(locked, plan.staged.pk)
    _refuse_own(locked, by, replace=plan.replace)
    _refuse_late(locked, replace=plan.replace)
    taken_out = take_everybody_out(locked) if plan.replace else 0
    joining.write_import(plan, locked)
    same_person.keep_apart(plan.pairs_alike)
    plan.staged.delete()
    if locked.is_open:
        plan.events.write()
        accounts.ensure_for_participants(round=locked, by=by, at=at)
        invitations.invite_for_new(
            round=locked, people=plan.asked, by=by, at=at, written=plan.invitations
        )
    record(
        action=Action.PEOPLE_IMPORTED,
        subject=locked,
        council=locked.council,
        by=by,
        at=at,
        **asdict(plan.imported),
        taken_out=taken_out,
        **({"told_apart": len(plan.alike)} if plan.alike else {}),
    )
    return plan.imported


def _waiting(round: Round, staged_id: uuid.UUID | None) -> StagedImport:
    staged = StagedImport.objects.filter(round=round).first()
    if staged is None:
        raise ImportRefused(_("No spreadsheet waits to be imported."))
    if staged_id not in (None, staged.pk):
        raise ImportRefused(_("Another spreadsheet was uploaded meanwhile. Check that one."))
    return staged


def _as_it_is(round: Round) -> Round:
    return Round.objects.select_related("council", "framework").get(pk=round.pk)


def _refuse_own(round: Round, by: User, *, replace: bool) -> None:
    if replace and separation.takes_part(by, round):
        raise ImportRefused(separation.not_your_round())


def _refuse_late(round: Round, *, replace: bool) -> None:
    """People join late; but nobody who was invited is taken out by a file."""
    if not round.takes_people:
        raise ImportRefused(_("The round is closed, so nobody can be added."))
    if round.is_open and replace:
        raise ImportRefused(
            _("The round has been opened, so a spreadsheet can only add people. Upload it again.")
        )
