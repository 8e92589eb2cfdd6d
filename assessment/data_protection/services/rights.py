"""What the law lets a person ask for: a copy, and to be forgotten where that is possible."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable

from django.db import models, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from assessment import audit
from assessment.calendar_months import months_after
from assessment.data_protection.services import forgetting
from assessment.models import (
    Action,
    Deletion,
    Invitation,
    Person,
    Rater,
    Report,
    Response,
    Round,
    StagedImport,
    User,
)
from assessment.refused import Refused
from assessment.rounds.selectors.releases import being_released
from assessment.rounds.services import links

Kind = Deletion.Kind


class CannotErase(Refused):
    """A released report is about this person, or one that names or counts them is being made."""


def record_copy(
    *, subject: Person | User | Invitation, by: User | None, at: datetime.datetime
) -> None:
    """Note that somebody took a copy of their data, or HR took one for them."""
    owner = subject.round if isinstance(subject, Invitation) else subject
    audit.record(action=Action.DATA_COPIED, subject=subject, council=owner.council, by=by, at=at)


@transaction.atomic
def erase(*, person: Person, by: User, at: datetime.datetime) -> None:
    """Forget a person: name, email, requests, and every answer that they gave.

    In rounds that are not released, what others answered about the person goes too. Figures
    that were released stay: they are frozen, and about somebody else.

    Raises CannotErase when a released report is about the person, and while a round that they are
    in is being released.
    """
    council = person.council
    # Neither a release nor the retention job runs meanwhile.
    list(Round.objects.select_for_update().of(council).order_by("pk").values_list("pk", flat=True))
    _refuse_with_report(person)
    _refuse_during_release(person)
    audit.record(
        action=Action.PERSON_ERASED,
        subject=person,
        council=council,
        by=by,
        at=at,
        rounds=_rounds_asked(person),
    )
    _log(person, at)
    _drop_staged(person)
    rounds = list(person.participations.values_list("round", flat=True))
    forgetting.forget(Person.objects.filter(pk=person.pk), at=at)
    _end_idle_links(rounds, at)


def _refuse_with_report(person: Person) -> None:
    reports = Report.written.released().filter(participant__person=person)
    last = reports.order_by("-released_on").first()
    if last is None:
        return
    day = months_after(last.released_on, person.council.reports_months)
    raise CannotErase(
        _(
            "A released report is about %(name)s. Released reports are never changed and "
            "are deleted when their period ends, this one on %(day)s. You can erase "
            "%(name)s after that day."
        )
        % {"name": person.name, "day": formats.date_format(day, "DATE_FORMAT")}
    )


def _rounds_asked(person: Person) -> list[str]:
    """Rounds in which somebody answers no longer; a page before the release says so."""
    asked = person.ratings_asked.values_list("participant__round", flat=True)
    return sorted({str(key) for key in asked})


def _refuse_during_release(person: Person) -> None:
    """All reports of a round are made of the same answers, though not in the same moment."""
    within = models.Q(participants__person=person) | models.Q(participants__raters__person=person)
    round = being_released().filter(within).first()
    if round is not None:
        raise CannotErase(
            _(
                "The round “%(round)s” is being released, and %(name)s is in it. "
                "Wait until its reports are released, then try again."
            )
            % {"round": round.name, "name": person.name}
        )


def _answers(person: Person) -> models.QuerySet[Response]:
    """Those given by the person, and those about them."""
    return Response.objects.filter(
        models.Q(rater__person=person) | models.Q(participant__person=person)
    )


def _log(person: Person, at: datetime.datetime) -> None:
    today = timezone.localdate(at)
    counts = {Kind.RATINGS: _answers(person).count(), Kind.PEOPLE: 1}
    Deletion.objects.bulk_create(
        Deletion(council=person.council, kind=kind, count=count, older_than=today, at=at)
        for kind, count in counts.items()
        if count
    )


def _drop_staged(person: Person) -> None:
    """A waiting spreadsheet that names the person would bring them back."""
    waiting = StagedImport.objects.filter(round__council=person.council)
    named = [each.pk for each in waiting if person.email.lower() in _texts(each.rows)]
    StagedImport.objects.filter(pk__in=named).delete()


def _texts(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False).lower()


def _end_idle_links(rounds: Iterable[uuid.UUID], at: datetime.datetime) -> None:
    """Whoever was only asked about the erased person has nothing left to answer."""
    asked = Rater.objects.filter(
        participant__round=models.OuterRef("round"), person=models.OuterRef("person")
    )
    live = Invitation.objects.filter(round__in=list(rounds), revoked_at__isnull=True)
    idle = list(live.exclude(models.Exists(asked)).values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=idle).update(revoked_at=at)
    links.stop(which=models.Q(pk__in=idle))
