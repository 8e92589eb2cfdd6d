"""What of a round's emails has not left, and why. What the queue holds is not what people got.

HR reads this, so the link that a rater asked for to finish later is nowhere here: its day tells
when somebody was answering.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from assessment.models import Council, QueuedEmail, Round
from assessment.models.emails import ATTEMPTS
from assessment.name_order import ByName
from assessment.separation import Viewer, people_who_rate

SHOWN = 10
"""How many names a page lists."""


@dataclass(frozen=True)
class Failed:
    """An email that a mail server refused; `final` when it is not tried again."""

    name: str
    email: str
    reason: str
    final: bool


@dataclass(frozen=True)
class Unsent:
    """The emails of a round that have not left: how many wait and why, and which were refused."""

    waiting: int
    reasons: list[str]
    failed: int
    first_failed: list[Failed]

    @property
    def more_failed(self) -> int:
        return self.failed - len(self.first_failed)


def of_round(round: Round, viewer: Viewer = None) -> Unsent:
    """What HR is told on the page of a round; a few queries for any round.

    Not of those who rate the viewer: whoever has a reminder waiting has not answered.
    """
    unsent = _newest(QueuedEmail.objects.filter(round=round)).filter(kind__in=_kinds(round))
    unsent = unsent.exclude(person__in=people_who_rate(viewer, round))
    waiting, refused = unsent.filter(failures=0), unsent.filter(failures__gt=0)
    counted = dict(waiting.values_list("reason").annotate(count=Count("*")).order_by("reason"))
    first = refused.select_related("person").order_by(ByName("person__name"), "pk")[:SHOWN]
    return Unsent(
        sum(counted.values()),
        [str(QueuedEmail.Reason(each).label) for each in counted if each],
        refused.count(),
        [_failed(each) for each in first],
    )


def rounds_with_failures(council: Council, viewer: Viewer = None) -> list[Round]:
    """The open rounds of a council in which an email was refused, to no rater of the viewer's."""
    emails = QueuedEmail.objects.filter(kind__in=QueuedEmail.FROM_HR)
    refused = _newest(emails).filter(failures__gt=0)
    refused = refused.exclude(person__in=people_who_rate(viewer))
    rounds = Round.objects.of(council).run_by_hr().open()
    return list(rounds.filter(Exists(refused.filter(round=OuterRef("pk")))).order_by("name"))


def newest_of(round_id: uuid.UUID, people: Collection[uuid.UUID]) -> dict[uuid.UUID, QueuedEmail]:
    """The newest email to each of these people, where it has not left; one query."""
    emails = QueuedEmail.objects.filter(
        kind__in=QueuedEmail.FROM_HR, round=round_id, person__in=people
    )
    return {each.person_id: each for each in _newest(emails) if each.person_id}


def _newest(emails: QuerySet[QueuedEmail]) -> QuerySet[QueuedEmail]:
    """Those that have not left, without those that a newer one has made needless."""
    newer = QueuedEmail.objects.filter(
        round=OuterRef("round"), person=OuterRef("person"), queued_at__gt=OuterRef("queued_at")
    )
    return emails.filter(sent_at__isnull=True).exclude(Exists(newer))


def _kinds(round: Round) -> Collection[str]:
    if round.is_open:
        return QueuedEmail.FROM_HR
    return [QueuedEmail.Kind.RELEASED] if round.is_released else []


def _failed(email: QueuedEmail) -> Failed:
    person = email.its_person
    reason = str(email.get_reason_display()) if email.reason else ""
    return Failed(person.name, person.email, reason, email.failures >= ATTEMPTS)
