from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0012_an_address_that_waits"),
    ]

    operations = [
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
    ]
