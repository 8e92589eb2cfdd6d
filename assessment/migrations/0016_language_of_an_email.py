"""An email to an address that is nobody's is in the language of the page that asked for it."""

from django.db import migrations, models

from assessment.models import frozen


class Migration(migrations.Migration):
    dependencies = [("assessment", "0015_closing_questions")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.AddField(
            "queuedemail", "language", models.CharField(blank=True, default="", max_length=10)
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, frozen.drop_triggers),
    ]
