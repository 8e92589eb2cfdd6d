"""People of one name in one round, and the short reference that tells them apart."""

from __future__ import annotations

import uuid
from collections import Counter

from assessment.models import Report
from assessment.name_order import plain_letters

LENGTH = 8
"""Characters of a report's id: short enough to be read out."""


def reference_of(report_id: uuid.UUID) -> str:
    """What a report is called by beside its name; the same in every file and for ever."""
    return str(report_id)[:LENGTH]


def namesakes(round_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The reports of a round whose people have one name, accents and capitals apart. One query."""
    reports = Report.objects.filter(participant__round=round_id)
    plain = {
        key: plain_letters(name)
        for key, name in reports.values_list("pk", "participant__person__name")
    }
    counts = Counter(plain.values())
    return frozenset(key for key, name in plain.items() if counts[name] > 1)
