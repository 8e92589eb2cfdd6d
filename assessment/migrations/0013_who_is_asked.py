"""A statement says which rater groups can see it."""

from django.db import migrations, models

from assessment.models import frozen


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0012_an_address_that_waits"),
    ]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.AddField(
            model_name="indicator",
            name="seen_by",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="The rater groups that can see this. Without any, all are asked.",
                verbose_name="who is asked",
            ),
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, frozen.drop_triggers),
    ]
