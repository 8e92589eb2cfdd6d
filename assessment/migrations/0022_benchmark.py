"""The benchmark: who takes part, and figures over councils that stay as they were made."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from assessment.models import frozen


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0021_council_actions"),
    ]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.AddField(
            model_name="council",
            name="in_benchmark",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.CreateModel(
            name="BenchmarkYear",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("is_whole", models.BooleanField(default=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "benchmark",
                "verbose_name_plural": "benchmark",
            },
        ),
        migrations.CreateModel(
            name="BenchmarkFigure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("asked", models.CharField(max_length=16)),
                ("measure", models.CharField(max_length=30)),
                ("value", models.DecimalField(decimal_places=1, max_digits=3, null=True)),
                ("n", models.PositiveIntegerField(null=True)),
                ("bound", models.CharField(blank=True, max_length=10)),
                ("withheld", models.CharField(blank=True, max_length=40)),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessment.dimension",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessment.role",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="assessment.benchmarkyear",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("year"), models.F("position"), name="benchmark_position_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("bound", ""),
                                ("n__isnull", True),
                                ("value__isnull", True),
                                models.Q(("withheld", ""), _negated=True),
                            ),
                            models.Q(("n__gte", 6), ("value__isnull", False), ("withheld", "")),
                            _connector="OR",
                        ),
                        name="benchmark_of_six_councils",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("n__isnull", True),
                            ("measure", "benchmark_median"),
                            ("n__gte", 12),
                            _connector="OR",
                        ),
                        name="benchmark_quartiles_of_twelve",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BenchmarkCouncil",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("has_figures", models.BooleanField()),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benchmarks",
                        to="assessment.council",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="councils",
                        to="assessment.benchmarkyear",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("year"), models.F("council"), name="benchmark_council_once"
                    )
                ],
            },
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, frozen.drop_triggers),
    ]
