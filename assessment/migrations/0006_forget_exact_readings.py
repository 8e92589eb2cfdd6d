"""Readings of the questions held exact figures, of which ratings could be worked out."""

from django.db import migrations

from assessment.models import frozen


def forget(apps, schema_editor):
    alias = schema_editor.connection.alias
    with frozen.thawed(using=alias):
        apps.get_model("assessment", "InstrumentReading").objects.using(alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("assessment", "0005_releasing")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveField("instrumentreading", "rounds"),
        migrations.RemoveField("instrumentreading", "responses"),
    ]
