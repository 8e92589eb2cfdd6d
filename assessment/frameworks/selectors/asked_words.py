"""Which dimensions of which frameworks ask the same: all that may be compared between councils."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection

from assessment.frameworks.selectors.fingerprint import mark_of
from assessment.models import Dimension, Indicator, Level


def words_asked(frameworks: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """A mark for each dimension, the same where raters meet the same: 16 characters. Three queries.

    The same are: key, kind and question, the levels with their words, and every statement with
    its two texts and the groups that are asked it. The order, names, targets and translations may
    differ.
    """
    rows = Dimension.objects.filter(framework__in=frameworks)
    asked = rows.values_list(
        "pk", "key", "kind", "question", "framework__question", "framework__scale_top"
    )
    statements, levels = _statements(frameworks), _levels(frameworks)
    return {
        pk: mark_of([key, kind, question or usual, top, levels[pk], statements[pk]])
        for pk, key, kind, question, usual, top in asked
    }


def _statements(frameworks: Collection[uuid.UUID]) -> dict[uuid.UUID, list[object]]:
    found: dict[uuid.UUID, list[object]] = defaultdict(list)
    rows = Indicator.objects.filter(dimension__framework__in=frameworks).order_by("key")
    for pk, key, text, own, seen_by in rows.values_list(
        "dimension", "key", "text", "self_text", "seen_by"
    ):
        found[pk].append([key, text, own, sorted(seen_by)])
    return found


def _levels(frameworks: Collection[uuid.UUID]) -> dict[uuid.UUID, list[object]]:
    found: dict[uuid.UUID, list[object]] = defaultdict(list)
    rows = Level.objects.filter(dimension__framework__in=frameworks).order_by("value")
    for pk, *words in rows.values_list("dimension", "value", "label", "anchor", "frequency"):
        found[pk].append(words)
    return found
