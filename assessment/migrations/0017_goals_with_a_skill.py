"""A goal may say which skill it is about, and why the participant chose it."""

import django.db.models.deletion
from django.db import migrations, models

from assessment.models import frozen


class Migration(migrations.Migration):
    dependencies = [("assessment", "0016_language_of_an_email")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.AddField(
            "goal",
            "skill",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessment.dimension",
            ),
        ),
        migrations.AddField("goal", "why", models.CharField(blank=True, max_length=500)),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, frozen.drop_triggers),
    ]
