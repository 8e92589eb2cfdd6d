"""Work that waits in the queue is found by the path of its code, which has another address now."""

from django.db import migrations

PATHS = {
    "assessment.services.outbox.deliver": "assessment.rounds.services.outbox.deliver",
    "assessment.services.release.carry_on": "assessment.release.services.release.carry_on",
    "assessment.services.release.watch": "assessment.release.services.release.watch",
}


def lead(apps, paths):
    results = apps.get_model("django_tasks_database", "DBTaskResult").objects
    for old, new in paths.items():
        results.filter(task_path=old).update(task_path=new)


def to_the_new(apps, schema_editor):
    lead(apps, PATHS)


def to_the_old(apps, schema_editor):
    lead(apps, {new: old for old, new in PATHS.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0007_councillor"),
        ("django_tasks_database", "0018_rename_succeeded_status"),
    ]

    operations = [migrations.RunPython(to_the_new, to_the_old)]
