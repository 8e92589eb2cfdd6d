"""Whether reports still say what they said: a hash for each, which costs no rendering."""

from __future__ import annotations

import hashlib
import json
import uuid

from django.db.models import Count

from assessment.models import Goal, Result
from assessment.selectors.results import reports_of_round

_SAID = (
    "participant__person__name",
    "council__name",
    "participant__round__name",
    "participant__round__opens_on",
    "participant__round__closes_on",
)


def marks_of_round(round_id: uuid.UUID, made_by: str) -> dict[uuid.UUID, str]:
    """A hash for each report, in the order of names, that changes when the report may.

    Results are frozen, but retention deletes some; names and goals are not frozen, nor is the
    product (`made_by` is its version), which chooses the words. Three queries for any round.
    """
    reports = reports_of_round(round_id).order_by("participant__person__name", "pk")
    keys = reports.order_by().values("pk")
    goals: dict[uuid.UUID, list[list[str]]] = {}
    columns = ("report", "position", "text", "sign_of_success", "review_on")
    for report, *goal in Goal.objects.filter(report__in=keys).values_list(*columns):
        goals.setdefault(report, []).append([str(each) for each in goal])
    counted = Result.objects.filter(report__in=keys).values("report").annotate(count=Count("*"))
    results = dict(counted.values_list("report", "count"))
    return {
        key: _mark([made_by, *said], results.get(key, 0), sorted(goals.get(key, [])))
        for key, *said in reports.values_list("pk", *_SAID)
    }


def _mark(said: list[object], results: int, goals: list[list[str]]) -> str:
    text = json.dumps([said, results, goals], default=str)
    return hashlib.sha256(text.encode()).hexdigest()
