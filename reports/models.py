"""All reports of a round as files, until they are cleared away: the bundle and its parts.

Nothing here is counted twice: how far a bundle is follows from its parts.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

CLAIM = datetime.timedelta(minutes=2)
"""How long a worker may hold a part before another takes it for crashed."""

TRIES = 3
"""A report that so many workers did not survive is given up, or it would fell them all."""


class Bundle(models.Model):
    """The reports of a round, asked for as one ZIP. A round has one, made anew where it is old."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("assessment.Council", on_delete=models.PROTECT, related_name="+")
    round = models.OneToOneField(
        "assessment.Round", on_delete=models.CASCADE, related_name="bundle"
    )
    # Only for the page; the audit trail keeps who asked.
    asked_by = models.ForeignKey(
        "assessment.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class PartQuerySet(models.QuerySet["Part"]):
    def made(self) -> PartQuerySet:
        return self.filter(made_at__isnull=False)

    def failed(self) -> PartQuerySet:
        return self.exclude(problem="")

    def waiting(self) -> PartQuerySet:
        """Neither made nor failed; some may be in a worker's hands."""
        return self.filter(made_at__isnull=True, problem="")

    def lost(self, at: datetime.datetime) -> PartQuerySet:
        """In the hands of a worker that must have crashed."""
        return self.waiting().filter(claimed_at__lt=at - CLAIM)

    def free(self, at: datetime.datetime) -> PartQuerySet:
        """Waiting, and in nobody's hands."""
        in_no_hands = models.Q(claimed_at__isnull=True) | models.Q(claimed_at__lt=at - CLAIM)
        return self.waiting().filter(in_no_hands, tries__lt=TRIES)


class Part(models.Model):
    """One report of a bundle as a PDF file.

    The row names the file before it is written. So no file is without a row, and the name tells
    a worker whether the part is still its own.
    """

    class Problem(models.TextChoices):
        SPACE = "space", _("no space left")
        ERROR = "error", _("error")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="parts")
    report = models.OneToOneField(
        "assessment.Report", on_delete=models.CASCADE, related_name="bundled"
    )
    mark = models.CharField(max_length=64)  # what the report said when this part was asked for
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=5, choices=Problem, blank=True)
    file = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_at__isnull=True, size__isnull=True, sha256="")
                | (
                    models.Q(made_at__isnull=False, size__isnull=False, problem="")
                    & ~models.Q(file="")
                    & ~models.Q(sha256="")
                ),
                name="part_made_has_a_file",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bundle"],
                condition=models.Q(made_at__isnull=True),
                name="part_not_made",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
