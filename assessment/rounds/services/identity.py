"""Whose an account is: whoever reads the emails at its address. Nothing else changes either.

`User.email` owns the address that signs in, and a person with an account has the same one. What
gives an address, a state or an account to somebody ends what the owner before them had: password,
sessions, links to a new password, and allauth's copies of the address. Closing an account ends the
links to answer by as well.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from assessment.models import CouncilAction, Invitation, Person, QueuedEmail, User
from assessment.refused import Refused
from assessment.rounds.services import links
from assessment.rounds.services.outbox import queue_account_email
from assessment.rows import prepare_changes
from assessment.spelling import clean_address

Kind = QueuedEmail.Kind


class AddressRefused(Refused):
    """The address stays as it was."""


@transaction.atomic
def readdress(*, person: Person, email: str, at: datetime.datetime) -> None:
    """Give a person another address, and their account with them; both addresses are told.

    Whoever has no account and never got an email has nothing that could end, and is not told.
    """
    old, person.email = person.email, _normal(email)
    person.save(update_fields=["email"])
    _move_actions(person, old)
    user = person.user
    if user is not None:
        _move(user, person.email, at)
    elif Invitation.objects.filter(person=person, sent_at__isnull=False).exists():
        queue_account_email(kind=Kind.ADDRESS_LEFT, person=person, to=old, at=at)
        queue_account_email(kind=Kind.ADDRESS_NEW, person=person, to=person.email, at=at)


@transaction.atomic
def end_address(*, person: Person, was: Person, written_to: bool, at: datetime.datetime) -> None:
    """Of two entries of one person the address of `was` ends; both are told if anything ended.

    The account at that address is closed for ever, which its owner is told as well.
    """
    user = was.user
    _move_actions(person, was.email)
    if user is not None:
        empty(accounts=[user], at=at)
    if written_to:
        queue_account_email(kind=Kind.ADDRESS_LEFT, person=person, to=was.email, at=at)
    if user is not None or written_to:
        queue_account_email(kind=Kind.ADDRESS_NEW, person=person, to=person.email, at=at)


@transaction.atomic
def save_account(*, user: User, fields: Collection[str], at: datetime.datetime) -> bool:
    """Save these fields of an account as they stand on it; returns whether access has ended.

    It ends with another address, and when the account is closed or opened again. The address of
    a participant goes with the person: raises AddressRefused.
    """
    before = User.objects.select_for_update().get(pk=user.pk)
    user.email = _normal(user.email)
    moved, switched = before.email.lower() != user.email, before.is_active != user.is_active
    if moved and Person.objects.filter(user=user).exists():
        raise AddressRefused(_("The address of a participant is corrected by HR."))
    user.save(update_fields=set(fields) - {"email", "is_active", "password"})
    if moved:
        _move(user, user.email, at)
    if switched:
        _switch(user, at)
    return moved or switched


def join(
    *,
    pairs: Collection[tuple[Person, User]],
    new: Collection[User],
    by: User,
    at: datetime.datetime,
) -> None:
    """Give people the accounts with their addresses; `new` were made for them just now.

    Of an older one the owner may be another by now than whoever chose the password, so access
    ends; only whoever presses the button has just shown that the account is theirs.
    """
    for person, user in pairs:
        person.user = user
    prepare_changes([person for person, _user in pairs], ["user"]).write()
    kept = {by, *new}
    strangers = [user for _person, user in pairs if user not in kept]
    _end_access(strangers)
    for user in strangers:
        _tell(Kind.ACCOUNT_JOINED, user, at)


def empty(*, accounts: Sequence[User], at: datetime.datetime) -> None:
    """Close accounts for ever; of the numbers in the audit trail nothing says whose they were."""
    for account in accounts:
        if account.is_active:
            _tell(Kind.ACCOUNT_CLOSED, account, at)
        account.name = "Deleted account"
        account.email = f"{account.pk}@deleted.invalid"
        account.is_active = False
        account.last_login = None
    fields = ["name", "email", "is_active", "last_login"]
    User.objects.bulk_update(accounts, fields, batch_size=500)
    _end_access(accounts)
    _end_links(accounts, at)


def _move_actions(person: Person, old: str) -> None:
    """Whoever owns an action of a plan still owns it under the other address."""
    owned = CouncilAction.objects.owned_by(person.council, old)
    owned.update(owner_email=person.email, version=F("version") + 1)


def _normal(email: str) -> str:
    return clean_address(email).lower()


def _move(user: User, email: str, at: datetime.datetime) -> None:
    old = User.objects.values_list("email", flat=True).get(pk=user.pk)
    user.email = email
    user.save(update_fields=["email"])
    _end_access([user])
    queue_account_email(kind=Kind.ADDRESS_LEFT, user=user, to=old, at=at)
    _tell(Kind.ADDRESS_NEW, user, at)


def _switch(user: User, at: datetime.datetime) -> None:
    user.save(update_fields=["is_active"])
    _end_access([user])
    if not user.is_active:
        _end_links([user], at)
    _tell(Kind.ACCOUNT_REOPENED if user.is_active else Kind.ACCOUNT_CLOSED, user, at)


def _end_access(users: Sequence[User]) -> None:
    """Sessions and links carry a digest of the password, so they end with it."""
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_update(users, ["password"], batch_size=500)
    EmailAddress.objects.filter(user__in=users).delete()


def _end_links(users: Sequence[User], at: datetime.datetime) -> None:
    """Stopped as HR stops them: an account that opens again brings none back by itself."""
    its = Q(person__user__in=users)
    Invitation.objects.filter(its, revoked_at__isnull=True).update(revoked_at=at)
    links.stop(which=its)
    QueuedEmail.objects.unsent().asking().filter(its).delete()


def _tell(kind: str, user: User, at: datetime.datetime) -> None:
    queue_account_email(kind=kind, user=user, to=user.email, at=at)
