"""A spreadsheet speaks the language of who asked for it; those that are there are in English."""

from django.db import migrations, models

from assessment.models import frozen


def drop_translated(apps, schema_editor):
    """One of a kind is left for a round. A file without a row is cleared away by itself."""
    apps.get_model("reports", "Sheet").objects.exclude(language="en-gb").delete()
    frozen.drop_triggers(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_sheets")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.RemoveConstraint("sheet", "sheet_unique"),
        migrations.AddField("sheet", "language", models.CharField(default="en-gb", max_length=10)),
        migrations.AddConstraint(
            "sheet", models.UniqueConstraint("round", "kind", "language", name="sheet_unique")
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, drop_translated),
    ]
