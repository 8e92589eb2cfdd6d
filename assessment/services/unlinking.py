"""How answers lose their rater, and people their name."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from secrets import SystemRandom
from typing import TypeVar

from django.db import models

from assessment.models import (
    Invitation,
    KeptGroup,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    RaterGroup,
    Rating,
    Response,
    User,
)
from assessment.services import identity

Row = TypeVar("Row")

CHUNK = 100  # participants whose answers are held in memory at a time

IDENTIFIED = {RaterGroup.SELF: KeptGroup.SELF, RaterGroup.MANAGER: KeptGroup.MANAGER}


def unfinished() -> models.Q:
    """Answers that were saved and never submitted."""
    return models.Q(submitted_on__isnull=True)


def of_too_few_colleagues() -> models.Q:
    """Answers of anonymous groups about a participant, fewer than the round's threshold in all.

    No report shows them, and whoever knows who was asked could still tell whose they are.
    """
    colleague = models.Q(responses__submitted_on__isnull=False) & ~models.Q(
        responses__rater__group__in=IDENTIFIED
    )
    too_few = Participant.objects.annotate(
        colleagues=models.Count("responses", filter=colleague)
    ).filter(colleagues__lt=models.F("round__min_group_size"))
    return models.Q(participant__in=too_few.values("pk")) & ~models.Q(rater__group__in=IDENTIFIED)


def cut(rows: models.QuerySet[Response]) -> None:
    """Forget who gave these answers; no more than "self", "manager" or "colleague" is kept.

    They are written anew, in a random order, under new ids and with one common date: what
    somebody noted of the old rows, or the order in which a database keeps rows, tells nothing.
    Comments as written are not: a way of writing links them with each other and with ratings.
    Those that were released stay in the report.
    """
    participants = sorted(set(rows.values_list("participant", flat=True)))
    for start in range(0, len(participants), CHUNK):
        chunk = participants[start : start + CHUNK]
        _cut(
            list(
                Response.objects.linked()
                .filter(participant__in=chunk, pk__in=rows.values("pk"))
                .select_related("rater", "participant__round")
            )
        )


def _cut(old: Sequence[Response]) -> None:
    new = {response.pk: _without_rater(response) for response in old}
    ratings = [
        Rating(response=new[response], indicator_id=indicator, level=level)
        for response, indicator, level in Rating.objects.filter(response__in=list(new)).values_list(
            "response", "indicator", "level"
        )
    ]
    Response.objects.filter(pk__in=list(new)).delete()
    Response.objects.bulk_create(_shuffled(new.values()))
    Rating.objects.bulk_create(_shuffled(ratings), batch_size=2000)


def _without_rater(response: Response) -> Response:
    assert response.rater is not None  # noqa: S101 - only linked ones are read
    return Response(
        participant=response.participant,
        kept_group=IDENTIFIED.get(RaterGroup(response.rater.group), KeptGroup.COLLEAGUE),
        submitted_on=response.participant.round.closes_on,
    )


def _shuffled(rows: Iterable[Row]) -> list[Row]:
    mixed = list(rows)
    SystemRandom().shuffle(mixed)
    return mixed


def forget(people: models.QuerySet[Person], *, at: datetime.datetime) -> None:
    """Delete people with every row that names them, and empty the accounts that only they used.

    Their reports must be gone already.
    """
    keys = list(people.values_list("pk", flat=True))
    accounts = list(
        User.objects.filter(
            person__in=keys, is_hr=False, is_editor=False, is_operator=False
        ).select_related("council")
    )
    _drop_account_emails(keys, accounts)
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
