"""A round as files, until they are cleared away: the bundle and its parts, and its spreadsheets.

Nothing here is counted twice: how far a bundle is follows from its parts.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.claims import Retryable, RetryableQuerySet

P = TypeVar("P", bound="Piece")

CLAIM = datetime.timedelta(minutes=2)
"""How long a worker may hold a part before another takes it for crashed."""


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


class PieceQuerySet(RetryableQuerySet[P]):
    def made(self) -> Self:
        return self.filter(made_at__isnull=False)

    def failed(self) -> Self:
        return self.exclude(problem="")

    def waiting(self) -> Self:
        """Neither made nor failed; some may be in a worker's hands."""
        return super().waiting().filter(made_at__isnull=True)

    def free(self, at: datetime.datetime) -> Self:
        """Waiting, and in nobody's hands."""
        return self.waiting().unclaimed(at).filter(tries__lt=self.model.TRIES)


class Piece(Retryable):
    """A file that a worker makes.

    The row names the file before it is written. So no file is without a row, and the name tells
    a worker whether the piece is still its own.
    """

    CLAIM = CLAIM
    HOLDER_FIELD = "file"

    class Problem(models.TextChoices):
        SPACE = "space", _("no space left")
        ERROR = "error", _("error")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.CharField(max_length=64)  # what the reports said when this was asked for
    made_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=5, choices=Problem, blank=True)
    file = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta(Retryable.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_at__isnull=True, size__isnull=True, sha256="")
                | (
                    models.Q(made_at__isnull=False, size__isnull=False, problem="")
                    & ~models.Q(file="")
                    & ~models.Q(sha256="")
                ),
                name="%(class)s_made_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Part(Piece):
    """One report of a bundle as a PDF file."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="parts")
    report = models.OneToOneField(
        "assessment.Report", on_delete=models.CASCADE, related_name="bundled"
    )

    objects = PieceQuerySet["Part"].as_manager()

    class Meta(Piece.Meta):
        abstract = False
        indexes = [
            models.Index(
                fields=["bundle"],
                condition=models.Q(made_at__isnull=True),
                name="part_not_made",
            ),
        ]


class Sheet(Piece):
    """All figures or comments of a round as one file, one of a kind and language, made anew when
    old."""

    class Kind(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        COMMENTS_CSV = "comments_csv", "CSV"
        COMMENTS_XLSX = "comments_xlsx", "XLSX"

        @property
        def has_comments(self) -> bool:
            """They stand in files of their own, which are marked as confidential."""
            return self in {Sheet.Kind.COMMENTS_CSV, Sheet.Kind.COMMENTS_XLSX}

        @property
        def ending(self) -> str:
            return self.value.rpartition("_")[2]

    round = models.ForeignKey("assessment.Round", on_delete=models.CASCADE, related_name="sheets")
    kind = models.CharField(max_length=13, choices=Kind)
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)  # of its words
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)  # reports whose rows are written

    objects = PieceQuerySet["Sheet"].as_manager()

    class Meta(Piece.Meta):
        abstract = False
        constraints = [
            *Piece.Meta.constraints,
            models.UniqueConstraint("round", "kind", "language", name="sheet_unique"),
        ]
