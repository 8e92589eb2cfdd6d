"""Puts accounts in step that an older version left with two addresses or an old password."""

import json
import uuid

from django.contrib.auth.hashers import make_password
from django.db import migrations
from django.db.models import F
from django.db.models.functions import Lower


def put_in_step(apps, schema_editor):
    """Whoever's address ever changed, or whose is in doubt, chooses a new password.

    The password ends, and with it sessions and links; at which address the former owner still
    signed in is seen from allauth's rows, which go, and from the audit trail.
    """
    User = apps.get_model("assessment", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    stray = EmailAddress.objects.annotate(own=Lower("user__email"), row=Lower("email"))
    doubtful = set(stray.exclude(row=F("own")).values_list("user", flat=True))
    doubtful |= _corrected(apps) | _readdressed(apps) | _follow_people(apps)
    # Closed accounts too: they must not open again with the password of long ago.
    doubtful |= set(User.objects.filter(is_active=False).values_list("pk", flat=True))
    for user in User.objects.filter(pk__in=doubtful):
        user.password = make_password(None)
        user.save(update_fields=["password"])
    EmailAddress.objects.all().delete()


def _corrected(apps):
    """Accounts of people whose address HR changed."""
    events = apps.get_model("assessment", "AuditEvent").objects.filter(action="person.corrected")
    people = {
        event.subject_id for event in events.iterator() if "email" in event.detail.get("changed", [])
    }
    found = apps.get_model("assessment", "Person").objects.filter(pk__in=people, user__isnull=False)
    return set(found.values_list("user", flat=True))


def _readdressed(apps):
    """Accounts whose address the operator changed; Django notes it in words."""
    events = apps.get_model("assessment", "AuditEvent").objects.filter(action="user.changed")
    return {
        uuid.UUID(str(event.subject_id))
        for event in events.iterator()
        if "email" in json.dumps(event.detail).lower()
    }


def _follow_people(apps):
    """Addresses in lower case, and an account at the address where its person gets emails.

    Where another account has that address, the person goes without one until a round opens.
    """
    User, Person = (apps.get_model("assessment", name) for name in ["User", "Person"])
    for user in User.objects.exclude(email=Lower("email")):
        user.email = user.email.lower()
        user.save(update_fields=["email"])
    apart = Person.objects.filter(user__isnull=False).annotate(own=Lower("email"))
    moved = set()
    for person in apart.exclude(own=F("user__email")).select_related("user"):
        moved.add(person.user_id)
        if User.objects.filter(email=person.email.lower()).exists():
            person.user = None
            person.save(update_fields=["user"])
        else:
            person.user.email = person.email.lower()
            person.user.save(update_fields=["email"])
    return moved


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(put_in_step, migrations.RunPython.noop)]
