"""A round with three reports, and what is in its bundle."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessment.models import Council, Framework, RaterGroup, Report, Round, User
from reports import bundles
from reports.models import Bundle, Part
from reports.progress import BundleState, bundle_progress, hand_out_bundle
from tests.cast import make_person
from tests.reports.people import closed_round, rated, released

PEERS = {RaterGroup.PEER: 3}
NAMES = ["Bo Bright", "Ann Ash", "Cai Cole"]


def three_reports(council: Council, framework: Framework, by: User) -> Round:
    round = closed_round(council, framework, by)
    for name in NAMES:
        rated(round, make_person(council, name), groups=PEERS)
    released(round, by)
    round.refresh_from_db()
    return round


def prepare(round: Round, by: User) -> Bundle:
    return bundles.request_bundle(round=round, by=by, at=timezone.now())


def state(round: Round) -> BundleState:
    return bundle_progress(round.pk, timezone.now()).state


def archive(round: Round, by: User) -> zipfile.ZipFile:
    pieces = hand_out_bundle(round=round, by=by, at=timezone.now())
    assert pieces is not None
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def reports_in(file: zipfile.ZipFile) -> list[str]:
    """The names of the reports, without the list and what describes them."""
    first = {"contents.csv", "datapackage.json", "figures.csv"}
    return [name for name in file.namelist() if name not in first]


def stored() -> list[str]:
    return sorted(bundles._files())


def made() -> dict[Any, tuple[Any, str]]:
    return {part.report_id: (part.pk, part.sha256) for part in Part.objects.all()}


def report_of(name: str) -> Report:
    return Report.objects.get(participant__person__name=name)


def queued(task: Any) -> int:
    return DBTaskResult.objects.ready().filter(task_path=task.module_path).count()


def all_queued(task: Any) -> int:
    """Those for later too."""
    return DBTaskResult.objects.filter(task_path=task.module_path, status="READY").count()
