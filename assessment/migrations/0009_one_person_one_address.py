"""Two who look like one and are two; groups that HR withholds; addresses as they are meant."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from assessment.spelling import clean, clean_address


def clean_names_and_addresses(apps, schema_editor):
    """As they are saved from now on.

    An address that somebody else has once it is clean stays as it is: both look like one person,
    and HR is asked about them.
    """
    Person, User = (apps.get_model("assessment", name) for name in ("Person", "User"))
    for model in (Person, User):
        for row in model.objects.only("name").iterator():
            if row.name != clean(row.name):
                model.objects.filter(pk=row.pk).update(name=clean(row.name))
    for person in Person.objects.select_related("user").iterator():
        if person.email != clean_address(person.email):
            _readdress(Person, User, person, person.user)
    for user in User.objects.filter(person__isnull=True).iterator():
        if user.email != clean_address(user.email):
            _readdress(Person, User, None, user)


def _readdress(Person, User, person, user):
    """A person and their account have one address, before and after."""
    email = clean_address((person or user).email)
    if person is not None:
        others = Person.objects.filter(council=person.council_id, email__iexact=email)
        if others.exclude(pk=person.pk).exists():
            return
    if user is not None:
        if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
            return
        User.objects.filter(pk=user.pk).update(email=email)
    if person is not None:
        Person.objects.filter(pk=person.pk).update(email=email)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0008_waiting_tasks")]

    operations = [
        migrations.CreateModel(
            name="DifferentPeople",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessment.person",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessment.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "different people",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("first"), models.F("second"), name="different_people_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(first__lt=models.F("second")),
                        name="different_people_in_order",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="release",
            name="withheld",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(clean_names_and_addresses, migrations.RunPython.noop),
    ]
