"""The part of the council in which somebody works, and worked when their report was released."""

from django.db import migrations, models

from assessment.models import frozen


class Migration(migrations.Migration):
    dependencies = [("assessment", "0017_goals_with_a_skill")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.AddField(
            "person",
            "unit",
            models.CharField(
                blank=True,
                default="",
                help_text="The part of the council where they work, such as Housing. "
                "You may leave it empty.",
                max_length=120,
                verbose_name="unit",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "report",
            "unit",
            models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, frozen.drop_triggers),
    ]
