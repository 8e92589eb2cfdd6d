"""How answers lose their rater, and people their name."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from secrets import SystemRandom
from typing import TypeVar

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

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
from assessment.rounds.services import identity
from assessment.scoring import values as groups

Row = TypeVar("Row")

IDENTIFIED = {RaterGroup(group): KeptGroup(group.value) for group in groups.IDENTIFIED}


def never_submitted() -> models.Q:
    """Answers that were saved and never submitted."""
    return models.Q(submitted_on__isnull=True)


def of_too_few_colleagues() -> models.Q:
    """Answers of anonymous groups about a participant, fewer than the round's threshold in all.

    No report shows them, and whoever knows who was asked could still tell whose they are.
    """
    too_few = LessThan(_colleagues(), models.F("participant__round__min_group_size"))
    return models.Q(too_few) & ~models.Q(rater__group__in=IDENTIFIED)


def _colleagues() -> Coalesce:
    """How many answered about the same participant: linked ones, and those of a cut before."""
    anonymous = ~models.Q(rater__group__in=IDENTIFIED) & ~models.Q(
        kept_group__in=IDENTIFIED.values()
    )
    about_the_same = Response.objects.completed().filter(
        anonymous, participant=models.OuterRef("participant")
    )
    counted = about_the_same.order_by().values("participant").values(found=models.Count("pk"))
    return Coalesce(models.Subquery(counted), 0)


@transaction.atomic
def unlink(rows: models.QuerySet[Response]) -> None:
    """Forget who gave these answers; no more than "self", "manager" or "colleague" is kept.

    The caller hands over a participant's answers all at once, and not too many participants:
    theirs are held in memory, and mixed with each other.

    They are written anew, in a random order, under new ids and with one common date: what
    somebody noted of the old rows, or the order in which a database keeps rows, tells nothing.
    Comments as written are not: a way of writing links them with each other and with ratings.
    Those that were released stay in the report.
    """
    linked = Response.objects.linked().filter(pk__in=rows.values("pk"))
    _cut(list(linked.select_related("rater", "participant__round")))


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
