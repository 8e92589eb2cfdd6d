"""What leaves HR's hands: council figures, consents, the letter, and the sponsor who reads them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from assessment.models import frozen


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0018_unit"),
    ]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("given_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="CouncilFigure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("measure", models.CharField(max_length=30)),
                ("value", models.DecimalField(decimal_places=10, max_digits=16, null=True)),
                ("n", models.PositiveIntegerField(null=True)),
                ("bound", models.CharField(blank=True, max_length=10)),
                ("withheld", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="CouncilLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RatingCount",
            fields=[
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="assessment.participant",
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="is_sponsor",
            field=models.BooleanField(
                default=False,
                help_text="Reads the council’s picture and its letter, and no report of a person.",
                verbose_name="sponsor",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_sponsor", False), ("council__isnull", False), _connector="OR"
                ),
                name="user_sponsor_has_council",
                violation_error_message="A sponsor needs a council.",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="participant",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consent",
                to="assessment.participant",
            ),
        ),
        migrations.AddField(
            model_name="councilfigure",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="assessment.council",
            ),
        ),
        migrations.AddField(
            model_name="councilfigure",
            name="dimension",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessment.dimension",
            ),
        ),
        migrations.AddField(
            model_name="councilfigure",
            name="role",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessment.role",
            ),
        ),
        migrations.AddField(
            model_name="councilfigure",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="assessment.round",
            ),
        ),
        migrations.AddField(
            model_name="councilletter",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="councilletter",
            name="round",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letter",
                to="assessment.round",
            ),
        ),
        migrations.AddField(
            model_name="ratingcount",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rating_counts",
                to="assessment.release",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilfigure",
            constraint=models.UniqueConstraint(
                models.F("round"), models.F("position"), name="council_figure_position_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="councilfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withheld", ""),
                    models.Q(("bound", ""), ("n__isnull", True), ("value__isnull", True)),
                    _connector="OR",
                ),
                name="council_figure_withheld_holds_nothing",
            ),
        ),
        migrations.AlterField(
            model_name="deletion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("links", "links between raters and answers, with comments as written"),
                    ("comments", "comments"),
                    ("reasons", "reasons for declining"),
                    ("tokens", "emailed links"),
                    ("ratings", "sets of answers"),
                    ("reports", "reports"),
                    ("council", "figures of councils"),
                    ("consents", "consents to letters"),
                    ("people", "people"),
                    ("imports", "people spreadsheets that nobody confirmed"),
                ],
                max_length=10,
            ),
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, frozen.drop_triggers),
    ]
