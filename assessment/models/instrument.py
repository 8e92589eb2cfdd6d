"""What was found out about the questions themselves, kept as it was shown."""

from __future__ import annotations

import uuid

from django.db import models

from assessment.models.framework import Framework
from assessment.models.people import Council, User


class InstrumentReading(models.Model):
    """Bands of a framework's quality at one time. Rows are added, never changed.

    Earlier ones stay: a new figure must be far enough from every one that somebody has seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="readings")
    # Whose rounds; none for those of all councils.
    council = models.ForeignKey(
        Council, null=True, on_delete=models.PROTECT, related_name="readings"
    )
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Bands and how many participants of which council are behind each, never a figure:
    # [{"place": …, "about": key, "councils": {…}, "bands": {…}}], see assessment.quality.readings.
    parts = models.JSONField()

    def __str__(self) -> str:
        return str(self.id)
