"""Accounts of participants, made when their round opens."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import audit, rows
from assessment.models import Action, Person, Round, User
from assessment.refused import Refused
from assessment.rounds.services import identity


class AccountTaken(Refused):
    """The email address of a participant belongs to an account that is somebody else's."""


@transaction.atomic
def ensure_for_participants(*, round: Round, by: User, at: datetime.datetime) -> int:
    """Give every participant of a round an account; returns how many were made or joined.

    A new account has no password: the email that invites the participant leads to choosing one.
    An account of the same council with the participant's address becomes theirs; unless it is
    that of `by`, whoever used it before has to choose a new password.
    Raises AccountTaken with all addresses that belong to another council or another person.
    """
    people = list(
        Person.objects.filter(participations__round=round, user=None).select_related("council")
    )
    accounts = _accounts_of(people)
    _refuse_taken(people, accounts)
    made = [_new_account(each) for each in people if each.email.lower() not in accounts]
    rows.prepare(made).write()
    accounts |= {user.email: user for user in made}
    pairs = [(person, accounts[person.email.lower()]) for person in people]
    identity.join(pairs=pairs, new=made, by=by, at=at)
    if people:
        audit.record(
            action=Action.ACCOUNTS_ENSURED,
            subject=round,
            council=round.trail,
            by=by,
            at=at,
            made=len(made),
            joined=len(people) - len(made),
        )
    return len(people)


def _accounts_of(people: list[Person]) -> dict[str, User]:
    addresses = [each.email.lower() for each in people]
    # Addresses of accounts are kept in lower case by the manager.
    found = User.objects.filter(email__in=addresses).select_related("person", "council")
    return {user.email.lower(): user for user in found}


def _refuse_taken(people: list[Person], accounts: dict[str, User]) -> None:
    taken = []
    for person in people:
        user = accounts.get(person.email.lower())
        if user is not None and not _free_for(user, person):
            taken.append(person.email)
    if taken:
        raise AccountTaken(
            _(
                "These addresses belong to accounts that cannot be used here: %(addresses)s. "
                "Give these participants another address."
            )
            % {"addresses": ", ".join(sorted(taken))}
        )


def _free_for(user: User, person: Person) -> bool:
    # An account of the service itself, which has no council, is never a council's to join.
    own_council = user.council_id == person.council_id
    return own_council and getattr(user, "person", None) is None and user.is_active


def _new_account(person: Person) -> User:
    user = User(
        email=person.email.lower(),
        name=person.name,
        council=person.council,
        language=person.language,
    )
    user.set_unusable_password()
    return user
