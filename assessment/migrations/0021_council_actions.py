"""The plan of actions of a round, and the emails that remind their owners."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from assessment.models import frozen


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0020_check_ins"),
    ]

    operations = [
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.CreateModel(
            name="CouncilAction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("reading", models.CharField(blank=True, max_length=60)),
                ("text", models.CharField(max_length=500)),
                ("owner_name", models.CharField(blank=True, max_length=120)),
                ("owner_email", models.EmailField(blank=True, max_length=254)),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("under_way", "under way"),
                            ("done", "done"),
                            ("dropped", "dropped"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField(default=1)),
                ("reminded_for", models.DateField(null=True)),
                ("chased_for", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="queuedemail",
            name="address_email_waits_once",
        ),
        migrations.AlterField(
            model_name="deletion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("links", "links between raters and answers, with comments as written"),
                    ("comments", "comments"),
                    ("reasons", "reasons for declining"),
                    ("tokens", "emailed links"),
                    ("ratings", "sets of answers"),
                    ("reports", "reports"),
                    ("council", "figures of councils"),
                    ("consents", "consents to letters"),
                    ("people", "people"),
                    ("imports", "people spreadsheets that nobody confirmed"),
                    ("actions", "actions of plans"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="queuedemail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "invitation"),
                    ("reminder", "reminder"),
                    ("later", "link to finish later"),
                    ("released", "report released"),
                    ("password", "link to choose a password"),
                    ("unknown_account", "no account with this address"),
                    ("address_asked", "another address was asked for"),
                    ("address_left", "this address is in use no longer"),
                    ("address_new", "this address is in use from now on"),
                    ("account_joined", "the account has become a participant’s too"),
                    ("account_closed", "the account is closed"),
                    ("account_reopened", "the account is open again"),
                    ("action_due", "an action is due soon"),
                    ("action_overdue", "an action is overdue"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="councilaction",
            name="carried_from",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="carried_to",
                to="assessment.councilaction",
            ),
        ),
        migrations.AddField(
            model_name="councilaction",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="councilaction",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="assessment.council",
            ),
        ),
        migrations.AddField(
            model_name="councilaction",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="councilaction",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="actions",
                to="assessment.round",
            ),
        ),
        migrations.AddField(
            model_name="queuedemail",
            name="action",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="emails",
                to="assessment.councilaction",
            ),
        ),
        migrations.AddConstraint(
            model_name="queuedemail",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("action__isnull", True),
                    ("person__isnull", True),
                    ("round__isnull", True),
                    ("user__isnull", True),
                ),
                fields=("kind", "address"),
                name="address_email_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="queuedemail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("action__isnull", False)),
                fields=("action", "kind"),
                name="action_email_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="queuedemail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("action__isnull", True),
                    models.Q(
                        ("person__isnull", True), ("round__isnull", True), ("user__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="action_email_to_its_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="councilaction",
            index=models.Index(fields=["due_on", "state"], name="council_action_due"),
        ),
        migrations.AddConstraint(
            model_name="councilaction",
            constraint=models.UniqueConstraint(
                models.F("round"), models.F("position"), name="council_action_position_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="councilaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1), ("position__lte", 20)),
                name="council_action_at_most_twenty",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "under_way", "done", "dropped"])),
                name="council_action_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="council_action_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner_email", ""), ("owner_name", "")),
                    models.Q(
                        models.Q(("owner_name", ""), _negated=True),
                        models.Q(("owner_email", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="council_action_owner_whole_or_gone",
            ),
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, frozen.drop_triggers),
    ]
