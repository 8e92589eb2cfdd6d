"""Check-ins: a kind of round, what it follows, and the frameworks that hold its questions."""

import django.db.models.deletion
from django.db import migrations, models

from assessment.models import frozen


class Migration(migrations.Migration):
    dependencies = [("assessment", "0019_council_told")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.RemoveConstraint("round", "round_name_unique"),
        migrations.AddField(
            "framework",
            "check_in_of",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessment.framework",
            ),
        ),
        migrations.AddField(
            "round",
            "follows",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="check_ins",
                to="assessment.round",
            ),
        ),
        migrations.AddField(
            "round",
            "kind",
            models.CharField(
                choices=[("assessment", "assessment"), ("check_in", "check-in")],
                default="assessment",
                max_length=10,
            ),
        ),
        migrations.AddField("round", "offers_check_in", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "round",
            models.UniqueConstraint(
                condition=models.Q(kind="assessment"),
                fields=["council", "name"],
                name="round_name_unique",
            ),
        ),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(
                condition=models.Q(kind="assessment", follows__isnull=True)
                | models.Q(kind="check_in", follows__isnull=False, offers_check_in=False),
                name="round_check_in_follows",
            ),
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, frozen.drop_triggers),
    ]
