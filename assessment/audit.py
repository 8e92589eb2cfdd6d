"""The audit trail: the one place that writes it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models

from assessment.models import Action, AuditEvent, Correction, Council, Person, User
from assessment.rows import Prepared, prepare


def record(
    *,
    action: Action,
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


def whose(round: uuid.UUID, participant: uuid.UUID, person: uuid.UUID) -> dict[str, str]:
    """For `detail`: the subject may go with the next click, and whoever looks before a release
    must still know whose it was."""
    return {"round": str(round), "participant": str(participant), "person": str(person)}


def prepare_each(
    *,
    action: Action,
    model: type[models.Model],
    details: Mapping[uuid.UUID, Mapping[str, Any]],
    council: Council | None,
    by: User | None,
    at: datetime.datetime,
) -> Prepared:
    """One event for each row of a model, to be written; `details` by the rows' keys."""
    return prepare(
        AuditEvent(
            action=action,
            subject_type=model._meta.model_name or "",
            subject_id=key,
            council=council,
            by=by,
            at=at,
            detail=dict(detail),
        )
        for key, detail in details.items()
    )


def keep_words(event: AuditEvent, person: Person, before: Mapping[str, str]) -> None:
    """The trail holds no names and addresses, and is never erased; these rows may be."""
    Correction.objects.bulk_create(
        Correction(event=event, person=person, field=field, before=old, after=new)
        for field, old in before.items()
        if (new := getattr(person, field)) != old
    )
