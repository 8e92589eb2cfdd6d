"""What the service holds of a council, counted by kind: for its data protection officer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from assessment.models import (
    AuditEvent,
    Correction,
    Council,
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
from assessment.scoring.values import Measure
from assessment.search import named


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of a kind is held, and the day of the oldest.

    The day is that of the round's closing where rows carry no day of their own. `period` is a
    name of models.people.PERIODS, or empty where no period of the council applies.
    """

    name: Any
    who_sees: Any
    period: str
    count: int
    oldest: datetime.date | None


@dataclass(frozen=True, slots=True)
class _Kind:
    name: Any
    who_sees: Any
    period: str
    rows: models.QuerySet[Any]
    day: str


HR = _("HR")
WRITER = _("only the rater who gave them")
OPERATOR = _("service operator")


def holdings(council: Council) -> list[Holding]:
    """Every kind of personal data, in one query each however much there is."""
    return [_count(kind) for kind in _kinds(council)]


def _count(kind: _Kind) -> Holding:
    # Counted through their requests, people would count as often as they are asked.
    count = models.Count("pk", distinct=True)
    found = kind.rows.aggregate(count=count, oldest=models.Min(kind.day))
    return Holding(kind.name, kind.who_sees, kind.period, found["count"], _day(found["oldest"]))


def _day(value: datetime.date | datetime.datetime | None) -> datetime.date | None:
    return localdate(value) if isinstance(value, datetime.datetime) else value


def _kinds(council: Council) -> Iterator[_Kind]:
    yield from _people(council)
    yield from _answers(council)
    yield from _released(council)
    yield from _traces(council)


def _people(council: Council) -> Iterator[_Kind]:
    people = Person.objects.of(council)
    closes = "ratings_asked__participant__round__closes_on"
    participants = Participant.objects.filter(round__council=council)
    raters = Rater.objects.filter(participant__round__council=council)
    reasons = raters.exclude(decline_reason="")
    accounts = User.objects.filter(council=council)
    hr_and_self = _("HR; each participant and rater their own")
    asked = _("HR; each rater their own")
    yield _Kind(_("People"), hr_and_self, "people_months", people, closes)
    corrections = Correction.objects.filter(person__council=council)
    yield _Kind(_("Corrected names and addresses"), HR, "people_months", corrections, "event__at")
    yield _Kind(
        _("Accounts"), OPERATOR, "people_months", accounts.filter(is_active=True), "date_joined"
    )
    yield _Kind(_("Participants in rounds"), HR, "people_months", participants, "round__closes_on")
    yield _Kind(
        _("Requests to rate"), asked, "people_months", raters, "participant__round__closes_on"
    )
    yield _Kind(
        _("Reasons for declining"), HR, "link_cut_months", reasons, "participant__round__closes_on"
    )


def _answers(council: Council) -> Iterator[_Kind]:
    closes = "participant__round__closes_on"
    responses = Response.objects.filter(participant__round__council=council)
    # Counted as sets: how many ratings or comments are in them would tell before the release.
    yield _Kind(
        _("Sets of answers (ratings and comments), linked to their rater"),
        WRITER,
        "link_cut_months",
        responses.linked(),
        closes,
    )
    yield _Kind(
        _("Sets of answers (ratings), link cut"),
        _("nobody"),
        "ratings_months",
        responses.filter(rater__isnull=True),
        closes,
    )


def _released(council: Council) -> Iterator[_Kind]:
    reports = Report.objects.of(council)
    results = Result.objects.filter(report__council=council)
    texts = results.filter(measure=Measure.COMMENT).exclude(text="")
    goals = Goal.objects.filter(report__council=council)
    both = _("the participant and HR")
    yield _Kind(_("Released reports"), both, "reports_months", reports, "released_on")
    yield _Kind(_("Released figures"), both, "reports_months", results, "report__released_on")
    yield _Kind(_("Released comments"), both, "comments_months", texts, "report__released_on")
    yield _Kind(
        _("Goals of participants"),
        _("the participant"),
        "reports_months",
        goals,
        "report__released_on",
    )


def _traces(council: Council) -> Iterator[_Kind]:
    links = Invitation.objects.live().filter(round__council=council)
    emails = QueuedEmail.objects.filter(
        models.Q(round__council=council) | models.Q(user__council=council)
    )
    staged = StagedImport.objects.filter(round__council=council)
    rounds = Round.objects.of(council)
    events = AuditEvent.objects.of(council)
    deletions = Deletion.objects.filter(council=council)
    hashed = _("nobody; only a hash of each is kept")
    yield _Kind(_("Emailed links that work"), hashed, "link_cut_months", links, "sent_at")
    yield _Kind(_("Emails queued or sent"), HR, "people_months", emails, "queued_at")
    yield _Kind(_("People spreadsheets not yet confirmed"), HR, "", staged, "staged_at")
    yield _Kind(_("Rounds"), HR, "", rounds, "closes_on")
    yield _Kind(_("Audit events"), HR, "", events, "at")
    yield _Kind(_("Deletion log"), HR, "", deletions, "at")


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
    return named(Person.objects.of(council).order_by("name", "email"), search)
