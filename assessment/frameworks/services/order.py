"""Changes the order of a draft's parts."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from assessment import audit
from assessment.frameworks.services.publishing import lock_draft
from assessment.models import Action, Dimension, Framework, Indicator, Role, Suggestion, User

Part = Role | Dimension | Indicator | Suggestion


@transaction.atomic
def reorder(*, part: Part, up: bool, by: User, at: datetime.datetime) -> bool:
    """Let a part change places with the one before it, or after it; False at the end of the list.

    Suggestions move among those of the same level. Raises NotADraft.
    """
    draft = lock_draft(framework_of(part))
    siblings = _siblings(part)
    rows = list(siblings)
    here = next(number for number, row in enumerate(rows) if row.pk == part.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for number, row in enumerate(rows, start=1):
        row.position = number
    siblings.bulk_update(rows, ["position"])
    audit.record(
        action=Action.FRAMEWORK_ORDER_CHANGED,
        subject=draft,
        council=draft.council,
        by=by,
        at=at,
        part=str(part._meta.model_name),
        name=str(part)[:120],
        up=up,
    )
    return True


def framework_of(part: Part) -> Framework:
    """The framework that a part belongs to."""
    whole = part if isinstance(part, Role | Dimension) else part.dimension
    return whole.framework


def _siblings(part: Part) -> QuerySet[Any]:
    if isinstance(part, Role):
        return Role.objects.filter(framework=part.framework_id).order_by("position", "name")
    if isinstance(part, Dimension):
        return Dimension.objects.filter(framework=part.framework_id).order_by("position", "name")
    if isinstance(part, Indicator):
        return Indicator.objects.filter(dimension=part.dimension_id).order_by("position", "key")
    level = Suggestion.objects.filter(dimension=part.dimension_id, from_level=part.from_level)
    return level.order_by("position", "text")
