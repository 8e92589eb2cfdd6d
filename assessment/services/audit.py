"""The audit trail: the one place that writes it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from assessment.models import AuditEvent, Council, User


def record(
    *,
    action: str,
    subject: models.Model,
    council: Council | None,
    by: User | None,
    at: datetime.datetime,
    **detail: Any,
) -> AuditEvent:
    """Add one event, inside the caller's transaction.

    `detail` holds counts, names of fields and states; never answers, tokens or comments.
    """
    return AuditEvent.objects.create(
        action=action,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        council=council,
        by=by,
        at=at,
        detail=detail,
    )
