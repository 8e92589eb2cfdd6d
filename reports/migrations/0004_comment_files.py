"""Comments of a round are files of their own, beside those of its figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_sheets")]

    operations = [
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
    ]
