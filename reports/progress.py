"""How far a bundle is, said truly, and its files once it is finished."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.core.files.storage import default_storage
from django.db.models import Count, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.access import Round, User
from assessment.name_order import ByName
from assessment.release.selectors.namesakes import ToldApart, namesakes, reference_of
from assessment.release.services.downloads import record_bundle_download, record_export
from reports.archive import zipped
from reports.bundles import KEEP, current_marks, has_active_worker, is_good
from reports.contents import PackedReport, first_files
from reports.exports import figures_at_once
from reports.file_names import file_stem
from reports.models import Bundle, Part, Sheet

STILL = datetime.timedelta(minutes=1)
"""After so long without a step the page says so. A report takes seconds."""

NAMED = 20  # failed reports that the page names
_NAME = "report__participant__person__name"


class BundleState(StrEnum):
    NOTHING = "nothing"  # asked for, or nothing is left of it
    WORKING = "working"
    NEXT = "next"  # workers make another round's reports first
    STILL = "still"  # no worker makes anything
    OLD = "old"  # some reports changed, or files were lost
    FAILED = "failed"
    READY = "ready"


UNDER_WAY = {BundleState.WORKING, BundleState.NEXT, BundleState.STILL}


@dataclass(frozen=True, slots=True)
class BundleProgress:
    """A bundle in figures. `failed` names the first twenty of those that `failures` counts."""

    state: BundleState = BundleState.NOTHING
    total: int = 0
    made: int = 0
    failures: int = 0
    failed: tuple[str, ...] = ()
    no_space: bool = False
    changed: int = 0
    size: int = 0
    moved_at: datetime.datetime | None = None
    kept_until: datetime.datetime | None = None

    @property
    def unnamed(self) -> int:
        return self.failures - len(self.failed)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def can_be_had(self) -> bool:
        """Whether there is a ZIP, though some reports may be missing in it."""
        return self.state is BundleState.READY or (
            self.state is BundleState.FAILED and self.made > 0
        )


def bundle_progress(round_id: uuid.UUID, at: datetime.datetime) -> BundleProgress:
    """How far the bundle of a round is, in the same few queries for any number of reports."""
    bundle = Bundle.objects.filter(round=round_id).first()
    if bundle is None:
        return BundleProgress()
    steps = bundle.parts.aggregate(
        total=Count("*"),
        claimed=Max("claimed_at"),
        made=Max("made_at"),
        size=Sum("size", default=0),
        waiting=Count("pk", filter=Q(made_at=None, problem="")),
        failures=Count("pk", filter=~Q(problem="")),
        no_space=Count("pk", filter=Q(problem=Part.Problem.SPACE)),
    )
    if not steps["total"]:
        return BundleProgress()
    moved_at = max(filter(None, (bundle.asked_at, steps["claimed"], steps["made"])))
    changed = 0 if steps["waiting"] else _changed(bundle)
    return BundleProgress(
        state=_under_way(moved_at, at) if steps["waiting"] else _finished(changed, steps),
        total=steps["total"],
        made=steps["total"] - steps["waiting"] - steps["failures"],
        failures=steps["failures"],
        failed=_failed(bundle) if steps["failures"] else (),
        no_space=steps["no_space"] > 0,
        changed=changed,
        size=steps["size"],
        moved_at=moved_at,
        kept_until=bundle.asked_at + KEEP,
    )


def _under_way(moved_at: datetime.datetime, at: datetime.datetime) -> BundleState:
    since = at - STILL
    if moved_at >= since:
        return BundleState.WORKING
    return BundleState.NEXT if has_active_worker(since) else BundleState.STILL


def _finished(changed: int, steps: Mapping[str, int]) -> BundleState:
    if changed:
        return BundleState.OLD
    return BundleState.FAILED if steps["failures"] else BundleState.READY


def _changed(bundle: Bundle) -> int:
    """How many reports the ZIP would not hold as they are now, failed ones apart."""
    marks = current_marks(bundle.round_id)
    good = {part.report_id for part in bundle.parts.all() if part.problem or is_good(part, marks)}
    return len(marks.keys() - good)


def _failed(bundle: Bundle) -> tuple[str, ...]:
    failed = bundle.parts.failed().order_by(ByName(_NAME), "pk").values_list("report", _NAME)
    alike = namesakes(bundle.round_id)
    return tuple(
        alike[report].beside(name) if report in alike else name for report, name in failed[:NAMED]
    )


class Damaged(Exception):
    """A file is not what was written: the ZIP breaks off rather than hold it."""


def hand_out_bundle(*, round: Round, by: User, at: datetime.datetime) -> Iterator[bytes] | None:
    """The ZIP in pieces, noted in the audit trail; None while there is none to be had.

    Files are numbered by name, after a list of them and a description for programs. A round that
    is small enough to have its figures at once has them beside the reports. Reports that could not
    be made are listed in a file of their own.
    """
    if not bundle_progress(round.pk, at).can_be_had:
        return None
    parts = list(
        Part.objects.filter(bundle__round=round)
        .select_related("report__participant__person", "report__participant__round")
        .order_by(ByName(_NAME), "report")
    )
    alike = namesakes(round.pk)
    packed = _named(parts, alike)
    figures = figures_at_once(round)
    # All that is in the reader's language is made now: a server sends the rest without one.
    first, last = first_files(round, packed, figures), _missing(packed, alike)
    made = {part.report_id: part.sha256 for part in parts if part.made_at}
    record_bundle_download(round=round, hashes=made, by=by, at=at)
    if figures is not None:
        record_export(round=round, kind=Sheet.Kind.CSV.value, by=by, at=at)
    bodies = ((each.file, _body(each.part)) for each in packed if each.file)
    return zipped(itertools.chain(first, bodies, last), timezone.localdate(at))


def _named(parts: list[Part], alike: Mapping[uuid.UUID, ToldApart]) -> list[PackedReport]:
    width = max(2, len(str(len(parts))))
    return [
        PackedReport(part, f"{number:0{width}}-{_stem(part, alike)}.pdf" if part.made_at else "")
        for number, part in enumerate(parts, 1)
    ]


def _stem(part: Part, alike: Mapping[uuid.UUID, ToldApart]) -> str:
    name = file_stem(part.report.participant.person.name) or "report"
    told = alike.get(part.report_id)
    return f"{name}-{file_stem(told.text)}" if told else name


def _missing(
    packed: list[PackedReport], alike: Mapping[uuid.UUID, ToldApart]
) -> list[tuple[str, bytes]]:
    """A file that names those whose report could not be made, where there are any."""
    names = [
        _apart_from_all(each.part, alike).beside(each.part.report.participant.person.name)
        for each in packed
        if not each.file
    ]
    if not names:
        return []
    head = _("These reports could not be made and are missing here:")
    return [(_("missing") + ".txt", "\n".join([head, *names, ""]).encode())]


def _apart_from_all(part: Part, alike: Mapping[uuid.UUID, ToldApart]) -> ToldApart:
    """With a reference also where nobody else has the name: this is what HR looks for."""
    return alike.get(part.report_id) or ToldApart(reference_of(part.report_id), by_unit=False)


def _body(part: Part) -> bytes:
    with default_storage.open(part.file) as file:
        body: bytes = file.read()
    if hashlib.sha256(body).hexdigest() != part.sha256:
        raise Damaged(part.file)
    return body
