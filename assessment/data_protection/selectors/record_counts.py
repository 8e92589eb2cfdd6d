"""What the service holds of a council, counted by kind: for its data protection officer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.timezone import localdate

from assessment.data_protection.inventory.kinds import Held
from assessment.models import (
    AuditEvent,
    Consent,
    Correction,
    Council,
    CouncilFigure,
    Deletion,
    Goal,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    Report,
    Response,
    Result,
    Round,
    StagedImport,
    User,
)
from assessment.models.people import PERIODS
from assessment.name_order import ByName
from assessment.scoring.values import COMMENTS
from assessment.search import named
from assessment.separation import (
    Viewer,
    events_of_others,
    of_others,
    people_who_rate,
)


@dataclass(frozen=True, slots=True)
class RecordCount:
    """How much of a kind is held, and the day of the oldest.

    The day is that of the round's closing where rows carry no day of their own. `period` is a
    name of models.people.PERIODS, or empty where no period of the council applies.
    """

    name: Any
    who_sees: Any
    period: str
    count: int
    oldest: datetime.date | None


def record_counts(council: Council, viewer: Viewer = None) -> list[RecordCount]:
    """Every kind of personal data, in one query each however much there is.

    What would tell how many have answered or declined about the viewer is not counted.
    """
    found = {held: _counted(*kept) for held, kept in _rows(council, viewer).items()}
    return [
        RecordCount(held.value.name, held.value.who_sees, held.value.period, *found[held])
        for held in Held
    ]


def _counted(rows: models.QuerySet[Any], day: str) -> tuple[int, datetime.date | None]:
    # Counted through their requests, people would count as often as they are asked.
    count = models.Count("pk", distinct=True)
    found = rows.aggregate(count=count, oldest=models.Min(day))
    return found["count"], _day(found["oldest"])


def _day(value: datetime.date | datetime.datetime | None) -> datetime.date | None:
    return localdate(value) if isinstance(value, datetime.datetime) else value


Rows = dict[Held, tuple["models.QuerySet[Any]", str]]
"""What is counted, and the field with the day of the oldest."""


def _rows(council: Council, viewer: Viewer) -> Rows:
    answers, traces = _answers(council, viewer), _traces(council, viewer)
    return _people(council, viewer) | answers | _released(council) | traces


def _people(council: Council, viewer: Viewer) -> Rows:
    closes = "participant__round__closes_on"
    raters = Rater.objects.filter(participant__round__council=council)
    accounts = User.objects.filter(council=council, is_active=True)
    return {
        Held.PEOPLE: (Person.objects.of(council), f"ratings_asked__{closes}"),
        Held.CORRECTIONS: (Correction.objects.filter(person__council=council), "event__at"),
        Held.ACCOUNTS: (accounts, "date_joined"),
        Held.PARTICIPANTS: (
            Participant.objects.filter(round__council=council),
            "round__closes_on",
        ),
        Held.REQUESTS: (raters, closes),
        Held.REASONS: (
            of_others(raters, viewer, "participant__").exclude(decline_reason=""),
            closes,
        ),
    }


def _answers(council: Council, viewer: Viewer) -> Rows:
    """Counted as sets: how many ratings or comments are in them would tell before the release."""
    closes = "participant__round__closes_on"
    every = Response.objects.filter(participant__round__council=council)
    responses = of_others(every, viewer, "participant__")
    released = models.Q(participant__round__state=Round.State.RELEASED)
    return {
        Held.ANSWERS: (responses.exclude(released), closes),
        Held.RELEASED_ANSWERS: (responses.filter(released), closes),
    }


def _released(council: Council) -> Rows:
    results = Result.objects.filter(report__council=council)
    texts = results.filter(measure__in=COMMENTS).exclude(text="")
    released = "report__released_on"
    return {
        Held.REPORTS: (Report.objects.of(council), "released_on"),
        Held.FIGURES: (results, released),
        Held.COMMENTS: (texts, released),
        Held.CONSENTS: (Consent.objects.filter(participant__round__council=council), "given_on"),
        Held.TOLD: (CouncilFigure.objects.filter(council=council), "round__released_at"),
        Held.GOALS: (Goal.objects.filter(report__council=council), released),
    }


def _traces(council: Council, viewer: Viewer) -> Rows:
    links = Invitation.objects.live().filter(round__council=council)
    emails = QueuedEmail.objects.filter(
        models.Q(round__council=council) | models.Q(user__council=council)
    )
    if raters := people_who_rate(viewer):  # a reminder goes to whoever has not answered
        emails = emails.filter(models.Q(person=None) | ~models.Q(person__in=raters))
    return {
        Held.LINKS: (links, "sent_at"),
        Held.EMAILS: (emails, "queued_at"),
        Held.IMPORTS: (StagedImport.objects.filter(round__council=council), "staged_at"),
        Held.ROUNDS: (Round.objects.of(council), "closes_on"),
        Held.EVENTS: (events_of_others(AuditEvent.objects.of(council), viewer), "at"),
        Held.DELETIONS: (Deletion.objects.filter(council=council), "at"),
    }


@dataclass(frozen=True, slots=True)
class Deleted:
    """How much of a kind one run deleted or cut."""

    kind: str
    older_than: datetime.date
    at: datetime.datetime
    count: int

    @property
    def what(self) -> str:
        """The kind in words."""
        return str(Deletion.Kind(self.kind).label)


def deletions(council: Council) -> list[Deleted]:
    """What was deleted, the newest first. A run logs in small steps; here they are added up."""
    keys = ["kind", "older_than", "at"]
    logged = Deletion.objects.filter(council=council).values_list(*keys)
    steps = logged.annotate(models.Sum("count")).order_by("-at", "kind", "-older_than")
    return [Deleted(*each) for each in steps]


def current_periods(council: Council) -> dict[str, int]:
    """The council's own periods in months, by the names of models.people.PERIODS."""
    return {name: getattr(council, name) for name in PERIODS}


def bounds() -> dict[str, tuple[int, int]]:
    """The lowest and the highest number of months that a council may choose for each period."""
    return PERIODS


def find_people(council: Council, search: str) -> models.QuerySet[Person]:
    """The council's people by name or email address; all of them without a search."""
    return named(Person.objects.of(council).order_by(ByName("name"), "email"), search)
