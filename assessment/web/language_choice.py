"""The language that somebody reads framework texts in, and as far as it goes the interface."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from assessment import audit
from assessment.models import Action, Invitation, Person, User
from assessment.refused import Refused


class UnknownLanguage(Refused):
    """The settings do not name the language."""


@transaction.atomic
def choose(*, user: User, language: str, at: datetime.datetime) -> None:
    """Keep what the owner of an account chose, for pages and for emails.

    Raises UnknownLanguage.
    """
    _require_known(language)
    person = Person.objects.filter(user=user).first()
    before = {user.language, person.language if person else language}
    if before == {language}:
        return
    user.language = language
    user.save(update_fields=["language"])
    Person.objects.filter(user=user).update(language=language)
    audit.record(
        action=Action.LANGUAGE_CHOSEN,
        subject=user,
        council=user.council,
        by=user,
        at=at,
        language=language,
    )


@transaction.atomic
def choose_by_link(*, invitation: Invitation, language: str, at: datetime.datetime) -> None:
    """Keep what the owner of a link chose, for pages, for later emails and for their account.

    Raises UnknownLanguage.
    """
    _require_known(language)
    person = invitation.person
    if person.language == language:
        return
    person.language = language
    person.save(update_fields=["language"])
    User.objects.filter(person=person).update(language=language)
    audit.record(
        action=Action.LANGUAGE_CHOSEN,
        subject=person,
        council=person.council,
        by=None,
        at=at,
        language=language,
    )


def _require_known(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage(_("This service does not have that language."))
