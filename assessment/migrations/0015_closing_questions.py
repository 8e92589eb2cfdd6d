import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0014_questions_as_texts")]

    operations = [
        migrations.AddField(
            "comment",
            "question",
            models.CharField(
                blank=True,
                choices=[
                    ("keep_doing", "What to keep doing"),
                    ("do_differently", "What to do differently"),
                ],
                default="",
                max_length=14,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "comment",
            "dimension",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="assessment.dimension",
            ),
        ),
        migrations.AddConstraint(
            "comment",
            models.UniqueConstraint(
                "response",
                "question",
                condition=~models.Q(question=""),
                name="closing_comment_unique",
            ),
        ),
        migrations.AddConstraint(
            "comment",
            models.CheckConstraint(
                condition=models.Q(dimension__isnull=False, question="")
                | models.Q(
                    dimension__isnull=True, question__in=["keep_doing", "do_differently"]
                ),
                name="comment_on_one_thing",
            ),
        ),
        migrations.CreateModel(
            "ImportanceMark",
            [
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="assessment.response",
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="assessment.dimension",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint("response", "dimension", name="mark_unique")
                ],
            },
        ),
    ]
