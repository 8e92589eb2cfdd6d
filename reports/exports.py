"""All results of a round as one spreadsheet: a small one at once, a large one by a worker.

The file is finished before anybody gets a byte of it, and speaks the language of who asked for it.
Claims, marks and the watch are those of bundles; a claim is renewed while rows are written.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from assessment import languages
from assessment.access import Round, User
from assessment.later import run_later
from assessment.release.services.downloads import record_export
from reports import services, sheets
from reports.bundles import (
    FOLDER,
    KEEP,
    LATER_THAN_EMAILS,
    LOOKED_AFTER,
    current_marks,
    delete_later,
    is_whole,
    problem_of,
    tidy,
)
from reports.models import CLAIM, Sheet

log = logging.getLogger(__name__)

SMALL = 50
"""Reports whose figures are a spreadsheet within some seconds: nobody waits for a worker."""

STILL = datetime.timedelta(minutes=1)
RENEWED = datetime.timedelta(seconds=2)
PACKING = datetime.timedelta(minutes=8)
"""How long a workbook may take from its last row to the finished file, which tells no progress."""


class SheetState(StrEnum):
    NOTHING = "nothing"
    WORKING = "working"
    STILL = "still"
    OLD = "old"
    FAILED = "failed"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class SheetProgress:
    """How far a spreadsheet is, in reports."""

    state: SheetState
    made: int = 0
    total: int = 0
    size: int = 0
    no_space: bool = False
    moved_at: datetime.datetime | None = None
    kept_until: datetime.datetime | None = None

    @property
    def is_under_way(self) -> bool:
        return self.state in {SheetState.WORKING, SheetState.STILL}


class _Overtaken(Exception):
    """Another worker has taken this one for crashed, or the file is wanted no longer."""


def request_sheet(*, round: Round, kind: str, language: str, at: datetime.datetime) -> Sheet:
    """Have the spreadsheet made; one that is there and still true, or on its way, is kept."""
    return _prepare(_key(round.pk, kind, language), _mark(round.pk), at)


def _key(round_id: uuid.UUID, kind: str, language: str) -> dict[str, Any]:
    """Readers of two languages that the interface does not have share the English file."""
    return {"round_id": round_id, "kind": kind, "language": languages.interface(language)}


@transaction.atomic
def _prepare(wanted: dict[str, Any], mark: str, at: datetime.datetime) -> Sheet:
    new = {"mark": mark, "asked_at": at}
    Sheet.objects.get_or_create(**wanted, defaults=new)
    sheet = Sheet.objects.select_for_update().get(**wanted)
    good = sheet.mark == mark and not sheet.problem and (not sheet.made_at or is_whole(sheet))
    if not good:
        delete_later(sheet.file)
        sheet.delete()
        sheet = Sheet.objects.create(**wanted, **new)
    if sheet.made_at is None:
        make.enqueue(str(sheet.pk))
        run_later(watch, at + CLAIM, str(sheet.pk))
        run_later(end_sheet_with_results, at + LOOKED_AFTER, str(sheet.pk))
        run_later(tidy, at + KEEP + CLAIM)
    return sheet


def _mark(round_id: uuid.UUID) -> str:
    """A hash that changes when the file may."""
    said = sorted((str(key), mark) for key, mark in current_marks(round_id).items())
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@task(priority=LATER_THAN_EMAILS)
def make(sheet_id: str) -> None:
    """Make the spreadsheet. A worker starts this, so it reads the clock."""
    sheet = _claim(uuid.UUID(sheet_id), timezone.now())
    if sheet is None:
        return
    try:
        with translation.override(languages.interface(sheet.language)):
            _make(sheet)
    except _Overtaken:
        default_storage.delete(sheet.file)
    except Exception as error:
        log.exception("The spreadsheet %s could not be made.", sheet.pk)
        Sheet.objects.as_claimed(sheet).update(problem=problem_of(error))
        default_storage.delete(sheet.file)


@task(priority=LATER_THAN_EMAILS)
def watch(sheet_id: str) -> None:
    """See to it that a spreadsheet which a crash has left behind is made after all."""
    at = timezone.now()
    sheets_left = Sheet.objects.waiting().filter(pk=uuid.UUID(sheet_id))
    if not sheets_left.exists():
        return
    run_later(watch, at + CLAIM, sheet_id)  # first of all, for this worker may die as well
    sheets_left.exhausted(at).update(problem=Sheet.Problem.ERROR)
    if sheets_left.lost(at).exists():
        make.enqueue(sheet_id)


@task(priority=LATER_THAN_EMAILS)
def end_sheet_with_results(sheet_id: str) -> None:
    """Delete a spreadsheet that holds what the database does not any more, as with the ZIP."""
    at = timezone.now()
    sheet = Sheet.objects.filter(pk=uuid.UUID(sheet_id)).first()
    if sheet is None:
        return
    if sheet.mark == _mark(sheet.round_id):
        run_later(end_sheet_with_results, at + LOOKED_AFTER, sheet_id)
        return
    with transaction.atomic():
        delete_later(sheet.file)
        sheet.delete()


@transaction.atomic
def _claim(sheet_id: uuid.UUID, at: datetime.datetime) -> Sheet | None:
    free = Sheet.objects.free(at).filter(pk=sheet_id).select_related("round")
    sheet = free.skip_locked().first()
    if sheet is None:
        return None
    delete_later(sheet.file)
    ending = Sheet.Kind(sheet.kind).ending
    sheet.done, sheet.file = 0, f"{FOLDER}/{sheet.round_id}/{uuid.uuid4()}.{ending}"
    sheet.take(at, "done", "file")
    return sheet


def _make(sheet: Sheet) -> None:
    round = sheet.round
    with sheets.whole_file(sheet.kind, round.pk, round.min_group_size, _Steps(sheet)) as file:
        digest = hashlib.sha256()
        while block := file.read(1 << 20):
            digest.update(block)
        size = file.tell()
        file.seek(0)
        default_storage.save(sheet.file, File(file))
    _keep(sheet, made_at=timezone.now(), size=size, sha256=digest.hexdigest())


def _keep(sheet: Sheet, **found: object) -> None:
    if not Sheet.objects.waiting().as_claimed(sheet).update(**found):
        raise _Overtaken


class _Steps:
    """Says now and again how far a spreadsheet is; breaks off when it is another's meanwhile."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.total = sheet, services.report_count(sheet.round_id)
        self.told = timezone.now()

    def __call__(self, done: int) -> None:
        now = timezone.now()
        if done < self.total and now - self.told < RENEWED:
            return
        self.told = now
        _keep(self.sheet, done=done, claimed_at=now + PACKING if done == self.total else now)


def sheet_progress(
    round_id: uuid.UUID, kind: str, language: str, at: datetime.datetime
) -> SheetProgress:
    """How far the spreadsheet of a round is, in the language of who asks."""
    sheet = Sheet.objects.filter(**_key(round_id, kind, language)).first()
    total = services.report_count(round_id)
    if sheet is None or not total:
        return SheetProgress(SheetState.NOTHING, total=total)
    moved_at = max(filter(None, (sheet.asked_at, sheet.claimed_at, sheet.made_at)))
    return SheetProgress(
        state=_state(sheet, moved_at, at),
        made=sheet.done,
        total=total,
        size=sheet.size or 0,
        no_space=sheet.problem == Sheet.Problem.SPACE,
        moved_at=min(moved_at, at),
        kept_until=sheet.asked_at + KEEP,
    )


def _state(sheet: Sheet, moved_at: datetime.datetime, at: datetime.datetime) -> SheetState:
    if sheet.problem:
        return SheetState.FAILED
    if sheet.made_at is None:
        return SheetState.WORKING if moved_at >= at - STILL else SheetState.STILL
    good = is_whole(sheet) and sheet.mark == _mark(sheet.round_id)
    return SheetState.READY if good else SheetState.OLD


def figures_at_once(round: Round) -> bytes | None:
    """The table of figures as CSV, where the round is small enough to need no worker."""
    if services.report_count(round.pk) > SMALL:
        return None
    with sheets.whole_file(Sheet.Kind.CSV, round.pk, round.min_group_size) as file:
        return file.read()


def hand_out_sheet(
    *, round: Round, kind: str, language: str, by: User, at: datetime.datetime
) -> IO[bytes] | None:
    """The finished file, noted in the audit trail; None while there is none to be had."""
    if services.report_count(round.pk) <= SMALL:
        with translation.override(languages.interface(language)):
            file = sheets.whole_file(kind, round.pk, round.min_group_size)
    elif sheet_progress(round.pk, kind, language, at).state is SheetState.READY:
        file = default_storage.open(Sheet.objects.get(**_key(round.pk, kind, language)).file)
    else:
        return None
    record_export(round=round, kind=kind, by=by, at=at)
    return file
