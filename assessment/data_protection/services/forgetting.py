"""How people lose their name."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.db import models

from assessment.models import (
    CouncilAction,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    User,
)
from assessment.rounds.services import identity


def forget(people: models.QuerySet[Person], *, at: datetime.datetime) -> None:
    """Delete people with every row that names them, and empty the accounts that only they used.

    Their reports must be gone already.
    """
    keys = list(people.values_list("pk", flat=True))
    accounts = list(
        User.objects.filter(
            person__in=keys, is_hr=False, is_sponsor=False, is_editor=False, is_operator=False
        ).select_related("council")
    )
    _drop_account_emails(keys, accounts)
    _leave_actions_without_owner(people)
    Rater.objects.filter(person__in=keys).delete()
    Participant.objects.filter(person__in=keys).delete()
    Invitation.objects.filter(person__in=keys).delete()
    Person.objects.filter(pk__in=keys).delete()
    identity.empty(accounts=accounts, at=at)


def _drop_account_emails(people: Sequence[uuid.UUID], accounts: Sequence[User]) -> None:
    """What waits to be sent to an address of theirs; emails about rounds go with the person."""
    emails = QueuedEmail.objects.about_accounts()
    emails.filter(user__in=accounts).delete()
    addresses = Person.objects.filter(pk__in=people).values_list("email", flat=True)
    emails.filter(address__in=[each.lower() for each in addresses]).delete()


def _leave_actions_without_owner(people: models.QuerySet[Person]) -> None:
    """What the council means to do stays; a form that is open would bring the name back."""
    for council, email in people.values_list("council", "email"):
        owned = CouncilAction.objects.filter(council=council, owner_email__iexact=email)
        owned.update(owner_name="", owner_email="", version=models.F("version") + 1)
