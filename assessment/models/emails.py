"""The emails that wait to leave: written with the change that causes them, sent afterwards."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.people import Person
from assessment.models.rounds import Round

ATTEMPTS = 5
"""After so many failures an email is given up; sending it again makes a new one."""

CLAIM = datetime.timedelta(minutes=10)
"""How long a sender may hold an email before another takes it for crashed."""


class QueuedEmailQuerySet(models.QuerySet["QueuedEmail"]):
    def waiting(self) -> QueuedEmailQuerySet:
        return self.filter(sent_at__isnull=True, failures__lt=ATTEMPTS)

    def given_up(self) -> QueuedEmailQuerySet:
        return self.filter(sent_at__isnull=True, failures__gte=ATTEMPTS)

    def free(self, at: datetime.datetime) -> QueuedEmailQuerySet:
        """Waiting, and in nobody's hands."""
        claimed = models.Q(claimed_at__isnull=True) | models.Q(claimed_at__lt=at - CLAIM)
        return self.waiting().filter(claimed)


class QueuedEmail(models.Model):
    """One email to one person about one round. Its words and its link are made on sending."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")
        LATER = "later", _("link to finish later")
        RELEASED = "released", _("report released")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="emails")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="emails")
    kind = models.CharField(max_length=10, choices=Kind)
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = QueuedEmailQuerySet.as_manager()

    class Meta:
        constraints = [
            # Pressing a button twice sends one email.
            models.UniqueConstraint(
                fields=["round", "person", "kind"],
                condition=models.Q(sent_at__isnull=True, failures__lt=ATTEMPTS),
                name="email_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=models.Q(sent_at__isnull=True),
                name="email_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
