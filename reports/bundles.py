"""All reports of a round as one ZIP: asked for by HR, made by workers, part by part.

Each part is claimed, rendered, written and then marked as made. A worker that crashes in between
leaves a claim that runs out; a part that another has taken over meanwhile is not marked twice.
The queue never starts a task again whose worker was killed, so a bundle also has a watch, which
comes back every few minutes until nothing is left to do.
"""

from __future__ import annotations

import datetime
import errno
import functools
import hashlib
import logging
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django_tasks import task

from assessment.access import Round, User
from assessment.later import run_later
from assessment.models.results import Report
from assessment.release.selectors.report_hashes import report_hashes
from assessment.release.selectors.results import framework_texts
from assessment.release.services.downloads import record_bundle_request
from reports import services
from reports.models import CLAIM, Bundle, Part, Piece, Sheet

log = logging.getLogger(__name__)

KEEP = datetime.timedelta(days=7)
"""How long the files stay after they were asked for."""

LOOKED_AFTER = datetime.timedelta(hours=1)
"""How long a file may outlive a comment that it holds."""

FOLDER = "bundles"
LATER_THAN_EMAILS = -10
LANES = 16
"""So many workers at most make reports of one bundle at once."""

# A published framework never changes, so a worker reads its texts once.
_texts = functools.lru_cache(maxsize=4)(framework_texts)


def request_bundle(*, round: Round, by: User, at: datetime.datetime) -> Bundle:
    """Have the ZIP of a released round made; whatever is there and still true is kept.

    Asked again while it is being made, it only sees to it that this goes on.
    """
    return _prepare(round, current_marks(round.pk), by, at)


@transaction.atomic
def _prepare(round: Round, marks: dict[uuid.UUID, str], by: User, at: datetime.datetime) -> Bundle:
    bundle, _new = Bundle.objects.get_or_create(
        round=round, defaults={"council": round.council, "asked_by": by, "asked_at": at}
    )
    bundle = Bundle.objects.select_for_update().get(pk=bundle.pk)
    parts = list(bundle.parts.all())
    kept = {part.report_id for part in parts if _is_on_its_way(part, marks) or is_good(part, marks)}
    asked = [key for key in marks if key not in kept]
    _drop([part for part in parts if part.report_id not in kept])
    Part.objects.bulk_create(
        [Part(bundle=bundle, report_id=key, mark=marks[key]) for key in asked], batch_size=500
    )
    if asked:
        Bundle.objects.filter(pk=bundle.pk).update(asked_by=by, asked_at=at)
        record_bundle_request(round=round, reports=len(asked), by=by, at=at)
    _start(bundle, len(asked), at)
    return bundle


def current_marks(round_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """What each report of a round says now, to be compared with what its part was made from."""
    return report_hashes(round_id, settings.PRODUCT_VERSION)


def is_good(part: Part, marks: dict[uuid.UUID, str]) -> bool:
    """Whether the file is there, whole, and says what the report says now."""
    return part.made_at is not None and marks.get(part.report_id) == part.mark and is_whole(part)


def _is_on_its_way(part: Part, marks: dict[uuid.UUID, str]) -> bool:
    unfinished = part.made_at is None and not part.problem
    return unfinished and marks.get(part.report_id) == part.mark


def is_whole(part: Piece) -> bool:
    """Whether the file is still there, in the size that was written."""
    try:
        return default_storage.size(part.file) == part.size
    except OSError:
        return False


def _drop(parts: list[Part]) -> None:
    """The rows, and the files once that is certain. A worker that has one in hand finds it gone."""
    Part.objects.filter(pk__in=[part.pk for part in parts]).delete()
    for part in parts:
        delete_later(part.file)


def delete_later(file: str) -> None:
    if file:
        transaction.on_commit(functools.partial(default_storage.delete, file))


def _start(bundle: Bundle, parts: int, at: datetime.datetime) -> None:
    """Some tasks that follow each other: several workers share them, and emails come in between.

    Queued in the same transaction: a bundle without tasks cannot be.
    """
    _enqueue(str(bundle.pk), parts)
    if parts:
        run_later(watch, at + CLAIM, str(bundle.pk))
        run_later(end_with_results, at + LOOKED_AFTER, str(bundle.pk))
        run_later(tidy, at + KEEP + CLAIM)
    elif bundle.parts.waiting().exists():
        watch.enqueue(str(bundle.pk))


def _enqueue(bundle_id: str, parts: int) -> None:
    for _number in range(min(parts, LANES)):
        make_next.enqueue(bundle_id)


@task(priority=LATER_THAN_EMAILS)
def make_next(bundle_id: str) -> None:
    """Make whichever report of the bundle is next. A worker starts this, so it reads the clock."""
    part = _claim(uuid.UUID(bundle_id), timezone.now())
    if part is None:
        return
    _make(part)
    if Part.objects.free(timezone.now()).filter(bundle=part.bundle_id).exists():
        make_next.enqueue(bundle_id)


@task(priority=LATER_THAN_EMAILS)
def watch(bundle_id: str) -> None:
    """See to it that parts which a crash has left behind are made after all."""
    at = timezone.now()
    parts = Part.objects.filter(bundle=uuid.UUID(bundle_id))
    if not parts.waiting().exists():
        return
    run_later(watch, at + CLAIM, bundle_id)  # first of all, for this worker may die as well
    parts.exhausted(at).update(problem=Part.Problem.ERROR, claimed_at=None)
    # While some worker makes reports, those that nobody has in hand only wait for their turn.
    behind = parts.free(at)
    if has_active_worker(at - CLAIM):
        behind = behind.filter(claimed_at__isnull=False)
    _enqueue(bundle_id, behind.count())


def has_active_worker(since: datetime.datetime) -> bool:
    """Whether any worker has begun or finished a report of any bundle since then."""
    lately = models.Q(claimed_at__gte=since) | models.Q(made_at__gte=since)
    return Part.objects.filter(lately).exists()


@transaction.atomic
def _claim(bundle: uuid.UUID, at: datetime.datetime) -> Part | None:
    """Take a part so that no other worker does, and name the file that it will have."""
    free = Part.objects.free(at).filter(bundle=bundle)
    part = free.skip_locked().order_by("tries", "pk").first()
    if part is None:
        return None
    delete_later(part.file)  # whoever had it before may have written some of it
    part.file = f"{FOLDER}/{bundle}/{uuid.uuid4()}.pdf"
    part.take(at, "file")
    return part


def _make(part: Part) -> None:
    try:
        body = _pdf_of(part.report_id)
        default_storage.save(part.file, ContentFile(body))
    except Exception as error:  # one report that fails must not cost the others
        log.exception("Report %s could not be made.", part.report_id)
        _finish(part, problem=problem_of(error), claimed_at=None)
    else:
        made = {"made_at": timezone.now(), "size": len(body)}
        _finish(part, **made, sha256=hashlib.sha256(body).hexdigest())


def problem_of(error: Exception) -> str:
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    return Part.Problem.SPACE if full else Part.Problem.ERROR


def _finish(part: Part, **found: object) -> None:
    """Mark the part, unless it has been dropped or taken over; then the file is of no use."""
    own = Part.objects.waiting().as_claimed(part)
    if not own.update(**found) or found.get("problem"):
        default_storage.delete(part.file)


def _pdf_of(report_id: uuid.UUID) -> bytes:
    report = Report.objects.select_related(
        "council", "participant__person", "participant__round__framework"
    ).get(pk=report_id)
    return services.pdf_of(report, _texts(report.participant.round.framework)).body


@task(priority=LATER_THAN_EMAILS)
def end_with_results(bundle_id: str) -> None:
    """Delete the files that hold what the database does not any more, a deleted comment first of
    all; look again later, as long as there is something to look after."""
    at = timezone.now()
    bundle = Bundle.objects.filter(pk=uuid.UUID(bundle_id)).first()
    if bundle is None or not bundle.parts.exists():
        return
    run_later(end_with_results, at + LOOKED_AFTER, bundle_id)
    marks = current_marks(bundle.round_id)
    with transaction.atomic():
        _drop([part for part in bundle.parts.all() if marks.get(part.report_id) != part.mark])


@task(priority=LATER_THAN_EMAILS)
def tidy() -> None:
    """Delete what has been kept long enough. A worker starts this, so it reads the clock."""
    clear(at=timezone.now())


def clear(*, at: datetime.datetime) -> int:
    """Delete what was asked for more than seven days ago, and files without a row.

    Returns how many files were deleted. Rows may have gone with their reports before.
    """
    Bundle.objects.filter(asked_at__lt=at - KEEP).delete()
    Sheet.objects.filter(asked_at__lt=at - KEEP).delete()
    # In this order: a file is named in a row before it is written, so none that is new is lost.
    there = list(_files())
    named = {
        file for model in (Part, Sheet) for file in model.objects.values_list("file", flat=True)
    }
    unknown = [file for file in there if file not in named]
    for file in unknown:
        default_storage.delete(file)
    return len(unknown)


def _files() -> Iterator[str]:
    for folder in _listed(FOLDER)[0]:
        yield from (f"{FOLDER}/{folder}/{name}" for name in _listed(f"{FOLDER}/{folder}")[1])


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
