"""A new address for an account in use waits for another HR account, or for a day.

Whoever could give such an account to another mailbox alone could enter it there and read what its
owner keeps to themself.
"""

from __future__ import annotations

import datetime

from assessment.audit import record
from assessment.models import Action, Correction, Person, QueuedEmail, User
from assessment.rounds.selectors.asked_addresses import asked_address
from assessment.rounds.services.outbox import queue_account_email


def ask_for_address(*, person: Person, email: str, by: User, at: datetime.datetime) -> None:
    """Note who asks for which address, and tell the one in use. Asked again it waits no longer."""
    asked = asked_address(person, at)
    if asked is not None and asked.email == email:
        return
    event = record(
        action=Action.ADDRESS_ASKED, subject=person, council=person.council, by=by, at=at
    )
    field = Correction.Field.EMAIL
    Correction.objects.create(
        event=event, person=person, field=field, before=person.email, after=email
    )
    kind = QueuedEmail.Kind.ADDRESS_ASKED
    queue_account_email(kind=kind, user=person.user, to=person.email, at=at)
