import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0010_forget_sets_without_rater")]

    operations = [
        migrations.RemoveConstraint("response", "response_has_rater_or_group"),
        migrations.RemoveField("response", "kept_group"),
        migrations.AlterField(
            "response",
            "rater",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="response",
                to="assessment.rater",
            ),
        ),
        migrations.AlterField(
            "council",
            "link_cut_months",
            models.PositiveSmallIntegerField(
                default=3,
                help_text="Months after release until all answers are deleted.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(12),
                ],
            ),
        ),
        migrations.AlterField(
            "council",
            "ratings_months",
            models.PositiveSmallIntegerField(
                default=24,
                help_text="Months until answers of a round that is never released are deleted.",
                validators=[
                    django.core.validators.MinValueValidator(3),
                    django.core.validators.MaxValueValidator(72),
                ],
            ),
        ),
        migrations.AlterField(
            "deletion",
            "kind",
            models.CharField(
                choices=[
                    ("links", "links between raters and answers, with comments as written"),
                    ("comments", "comments"),
                    ("reasons", "reasons for declining"),
                    ("tokens", "emailed links"),
                    ("ratings", "sets of answers"),
                    ("reports", "reports"),
                    ("people", "people"),
                    ("imports", "people spreadsheets that nobody confirmed"),
                ],
                max_length=10,
            ),
        ),
    ]
