"""Emails that tell the owner of an address that their access began, moved or ended.

They leave once the change is certain. Whoever made the change never waits long for them, and a
mail server that fails changes nothing: the page of a forgotten password sends the same link.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.utils.translation import gettext_lazy

from assessment import emails
from assessment.models import Council, Person, User
from assessment.services import passwords

log = logging.getLogger(__name__)

SECONDS = 5
"""How long a page waits for a mail server that does not answer."""


class Kind(models.TextChoices):
    """What is told; each has a text of its name in templates/emails."""

    LEFT = "address_left", gettext_lazy("this address is in use no longer")
    MOVED = "address_new", gettext_lazy("this address is in use from now on")
    JOINED = "account_joined", gettext_lazy("the account has become a participant’s too")
    CLOSED = "account_closed", gettext_lazy("the account is closed")
    REOPENED = "account_reopened", gettext_lazy("the account is open again")


@dataclass(frozen=True)
class Notice:
    """One email to one address; with an account it leads to choosing a password."""

    kind: Kind
    address: str
    language: str
    council: Council | None
    account: uuid.UUID | None = None


def tell(notices: Sequence[Notice]) -> None:
    """Send these once the change is certain. Never raises for a mail server or an address."""

    def send() -> None:
        _send(notices)

    if notices:
        transaction.on_commit(send, robust=True)


def _send(notices: Sequence[Notice]) -> None:
    try:
        with mail.get_connection(timeout=SECONDS) as connection:
            for notice in notices:
                _send_one(notice, connection)
    except OSError as error:
        log.warning("Notices were not sent: no mail server (%s).", type(error).__name__)


def _send_one(notice: Notice, connection: BaseEmailBackend) -> None:
    try:
        connection.send_messages([_compose(notice)])
    except (OSError, ValueError) as error:
        # Without the address: this is a log.
        log.warning("A notice was not sent (%s).", type(error).__name__)


def _compose(notice: Notice) -> mail.EmailMultiAlternatives:
    account = (
        User.objects.filter(pk=notice.account, email=notice.address, is_active=True).first()
        if notice.account
        else None
    )
    return emails.compose(
        template=notice.kind.value,
        to=Person(email=notice.address, language=notice.language),
        council=notice.council or _service(),
        link=passwords.link(user=account) if account else "",
        choose=account is not None,
        days=settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
        product=settings.PRODUCT_NAME,
    )


def _service() -> Council:
    """Who writes to accounts that belong to no council."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Council(name=str(settings.PRODUCT_NAME), contact_email=address)
