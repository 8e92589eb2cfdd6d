"""What happened to one thing, newest first."""

from __future__ import annotations

import json

from django.contrib.admin.models import LogEntry
from django.db import models

from assessment.models import Action, AuditEvent

NOT_THE_OPERATORS = (Action.BENCHMARK_JOINED, Action.BENCHMARK_LEFT)
"""What HR reads in the trail of the council, and nobody in the history of the council's row."""


def events_about(subject: models.Model, *, most: int = 200) -> list[AuditEvent]:
    """The newest audit events of which this row is the subject, for pages of the admin.

    Each with who did it; without what is the council's alone.
    """
    events = AuditEvent.objects.filter(
        subject_type=subject._meta.model_name, subject_id=subject.pk
    ).exclude(action__in=NOT_THE_OPERATORS)
    events = events.select_related("by")
    return list(events.order_by("-at", "-id")[:most])


def changes_in_words(event: AuditEvent) -> str:
    """What a save in the admin changed, in Django's own words for it; empty for other events."""
    changes = event.detail.get("changes")
    if not changes:
        return ""
    return LogEntry(change_message=json.dumps(changes)).get_change_message()
