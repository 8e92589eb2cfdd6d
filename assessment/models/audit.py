"""Who did what, and when. Rows are added, never changed; no answers and no tokens."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.people import Council, User


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def of(self, council: Council) -> AuditEventQuerySet:
        return self.filter(council=council)


class AuditEvent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(
        Council, null=True, on_delete=models.PROTECT, related_name="audit_events"
    )
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    detail = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    def __str__(self) -> str:
        return self.action


class Deletion(models.Model):
    """What the retention job deleted or cut: how much of what, never whose."""

    class Kind(models.TextChoices):
        LINKS = "links", _("links between raters and answers, with comments as written")
        COMMENTS = "comments", _("comments")
        REASONS = "reasons", _("reasons for declining")
        TOKENS = "tokens", _("emailed links")
        RATINGS = "ratings", _("sets of ratings")
        REPORTS = "reports", _("reports")
        PEOPLE = "people", _("people")
        IMPORTS = "imports", _("people spreadsheets that nobody confirmed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="deletions")
    kind = models.CharField(max_length=10, choices=Kind)
    count = models.PositiveIntegerField()
    older_than = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
