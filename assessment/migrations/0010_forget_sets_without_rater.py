"""The cut left sets of answers without their rater, of which could be worked out whose they are."""

from collections import Counter

from django.db import migrations
from django.utils import timezone

SETS = 500
"""In a step: each has a few dozen ratings."""


def forget(apps, schema_editor):
    alias = schema_editor.connection.alias
    now = timezone.now()
    cut = apps.get_model("assessment", "Response").objects.using(alias).filter(rater=None)
    councils = Counter(cut.values_list("participant__round__council", flat=True))
    keys = list(cut.values_list("pk", flat=True))
    for start in range(0, len(keys), SETS):
        cut.filter(pk__in=keys[start : start + SETS]).delete()
    log = apps.get_model("assessment", "Deletion").objects.using(alias)
    for council, count in councils.items():
        log.create(
            council_id=council,
            kind="ratings",
            count=count,
            older_than=timezone.localdate(now),
            at=now,
        )


class Migration(migrations.Migration):
    dependencies = [("assessment", "0009_one_person_one_address")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
