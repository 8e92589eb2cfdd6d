"""Whether reports still say what they said, and whether a file was one of them: by hashes."""

from __future__ import annotations

import hashlib
import json
import uuid

from django.db.models import Count, Q

from assessment.models import Action, AuditEvent, Result
from assessment.release.selectors.namesakes import ToldApart, namesakes
from assessment.release.selectors.results import reports_of_round

_SAID = (
    "participant__person__name",
    "council__name",
    "participant__round__name",
    "participant__round__opens_on",
    "participant__round__closes_on",
    "participant__round__closed_at",
)


def report_hashes(round_id: uuid.UUID, made_by: str) -> dict[uuid.UUID, str]:
    """A hash for each report, in the order of names, that changes when the report may.

    Results are frozen, but retention deletes some; names are not frozen, nor is the product
    (`made_by` is its version), which chooses the words. Three queries for any round.
    """
    reports = reports_of_round(round_id)
    keys = reports.order_by().values("pk")
    counted = Result.objects.filter(report__in=keys).values("report").annotate(count=Count("*"))
    results = dict(counted.values_list("report", "count"))
    alike = namesakes(round_id)
    return {
        key: _mark([made_by, *said, *_apart(alike.get(key))], results.get(key, 0))
        for key, *said in reports.values_list("pk", *_SAID)
    }


def _apart(told: ToldApart | None) -> list[str]:
    """A reference never changes; that there is one, may."""
    if told is None:
        return []
    return ["namesake", told.text] if told.by_unit else ["namesake"]


def _mark(said: list[object], results: int) -> str:
    text = json.dumps([said, results], default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def was_handed_out(report_id: uuid.UUID, sha256: str) -> bool:
    """Whether the audit trail says that a file with this hash was given to somebody."""
    single = Q(action=Action.REPORT_DOWNLOADED, subject_id=report_id, detail__sha256=sha256)
    in_zip = Q(action=Action.ROUND_REPORTS_DOWNLOADED) & Q((f"detail__files__{report_id}", sha256))
    return AuditEvent.objects.filter(single | in_zip).exists()
