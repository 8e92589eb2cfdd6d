"""Comments of a round are files of their own, beside those of its figures."""

from django.db import migrations, models

from assessment.models import frozen


def drop_comments(apps, schema_editor):
    """A file without a row is cleared away by itself."""
    kinds = ["comments_csv", "comments_xlsx"]
    apps.get_model("reports", "Sheet").objects.filter(kind__in=kinds).delete()
    frozen.drop_triggers(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_language_of_sheets")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="sheet",
            name="kind",
            field=models.CharField(
                choices=[
                    ("csv", "CSV"),
                    ("xlsx", "XLSX"),
                    ("comments_csv", "CSV"),
                    ("comments_xlsx", "XLSX"),
                ],
                max_length=13,
            ),
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, drop_comments),
    ]
