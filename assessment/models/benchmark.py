"""The benchmark of a year: figures over councils, the same for everybody who reads it.

Frozen once it is whole. It holds no council's figure and no exact one, only what is printed.
"""

from __future__ import annotations

import uuid

from django.db import models

from assessment.models.framework import Dimension, Role
from assessment.models.people import Council, User
from assessment.scoring.benchmark import BENCHMARK_COUNCILS, OWN, QUARTILE_COUNCILS
from assessment.scoring.values import Measure

FEWEST = BENCHMARK_COUNCILS + OWN
FEWEST_FOR_QUARTILES = QUARTILE_COUNCILS + OWN


class BenchmarkYear(models.Model):
    """That the benchmark of a calendar year was made; `is_whole` from the last step of it on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_whole = models.BooleanField(default=False)

    class Meta:
        verbose_name = "benchmark"
        verbose_name_plural = "benchmark"

    def __str__(self) -> str:
        return str(self.year)


class BenchmarkFigure(models.Model):
    """One figure over councils, or one withheld, in whole tenths; `n` is how many councils.

    `asked` marks the words that were rated: only councils that asked the same are in it.
    `dimension` and `role` are those of one shared framework that has them, for their names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.ForeignKey(BenchmarkYear, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveIntegerField()
    asked = models.CharField(max_length=16)
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, null=True, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    n = models.PositiveIntegerField(null=True)
    bound = models.CharField(max_length=10, blank=True)
    withheld = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("year", "position", name="benchmark_position_unique"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True, bound="", n__isnull=True)
                & ~models.Q(withheld="")
                | models.Q(withheld="", value__isnull=False, n__gte=FEWEST),
                name="benchmark_of_six_councils",
            ),
            models.CheckConstraint(
                condition=models.Q(n__isnull=True)
                | models.Q(measure=Measure.BENCHMARK_MEDIAN.value)
                | models.Q(n__gte=FEWEST_FOR_QUARTILES),
                name="benchmark_quartiles_of_twelve",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.position}"


class BenchmarkCouncil(models.Model):
    """That a council took part in a year, and whether a figure of its own counted.

    Shown to that council's HR alone: who else takes part is nobody's to know.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.ForeignKey(BenchmarkYear, on_delete=models.PROTECT, related_name="councils")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="benchmarks")
    has_figures = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint("year", "council", name="benchmark_council_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)
