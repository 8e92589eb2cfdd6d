"""New addresses that wait: who asked for which, and until when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assessment.models import Action, Correction, Person, User

WAIT_HOURS = 24
KEPT_DAYS = 14
"""What was asked for so long ago is asked for anew."""


@dataclass(frozen=True, slots=True)
class AskedAddress:
    """`by` asked for it at `at`; from `free_at` on it needs nobody else."""

    email: str
    by: User | None
    at: datetime.datetime

    @property
    def free_at(self) -> datetime.datetime:
        return self.at + datetime.timedelta(hours=WAIT_HOURS)

    def waits_for(self, user: User, at: datetime.datetime) -> bool:
        """Whether this user cannot make the correction yet; another one can at once."""
        return at < self.free_at and self.by in (user, None)


def is_in_use(person: Person) -> bool:
    """Whether somebody has signed in to the person's account."""
    return person.user is not None and person.user.last_login is not None


def asked_address(person: Person, at: datetime.datetime) -> AskedAddress | None:
    """The address that waits to become the person's, or None; one query."""
    asked = Correction.objects.filter(
        person=person,
        event__action=Action.ADDRESS_ASKED,
        event__at__gt=at - datetime.timedelta(days=KEPT_DAYS),
        before__iexact=person.email,  # another one since has settled it
    )
    last = asked.select_related("event__by").order_by("-event__at", "-pk").first()
    return AskedAddress(last.after, last.event.by, last.event.at) if last else None


def has_to_wait(person: Person, email: str, by: User, at: datetime.datetime) -> bool:
    """Whether `by` cannot give the person this address now.

    So it is with an account in use, unless somebody else asked for the same address, or `by` did
    a day ago.
    """
    if not is_in_use(person):
        return False
    asked = asked_address(person, at)
    return asked is None or asked.email != email or asked.waits_for(by, at)
