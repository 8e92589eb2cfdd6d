"""Searching the audit trail of one council."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from assessment.history import changes_in_words
from assessment.models import (
    Action,
    AuditEvent,
    Council,
    CouncilAction,
    Framework,
    Invitation,
    Participant,
    Person,
    Rater,
    Report,
    Round,
    User,
)
from assessment.separation import TOLD, Viewer, events_of_others


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; whatever is empty does not narrow. Days are inclusive."""

    action: str = ""
    by: str = ""
    subject: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An event in words. `by` is empty for the service itself and for raters."""

    at: datetime.datetime
    day_alone: bool
    action: str
    code: str
    by: str
    subject: str
    subject_type: str
    subject_id: uuid.UUID
    detail: Mapping[str, Any]


def find_events(
    council: Council, search: Search, viewer: Viewer = None
) -> models.QuerySet[AuditEvent]:
    """The council's events that fit, newest first; to be cut into pages and given to `lines`.

    Without those about the viewer's own participation.
    """
    events = events_of_others(AuditEvent.objects.of(council), viewer)
    if search.action:
        events = events.filter(action=search.action)
    if search.by:
        events = events.filter(
            models.Q(by__name__icontains=search.by) | models.Q(by__email__icontains=search.by)
        )
    if search.subject:
        events = events.filter(_about(council, search.subject))
    if search.since:
        events = events.filter(at__date__gte=search.since)
    if search.until:
        events = events.filter(at__date__lte=search.until)
    return events.select_related("by").order_by("-at", "-pk")


def actions(council: Council, viewer: Viewer = None) -> list[tuple[str, str]]:
    """Every action that the viewer finds in the council's trail, with its words, in their order."""
    events = events_of_others(AuditEvent.objects.of(council), viewer)
    found = events.order_by().values_list("action", flat=True)
    named = [AuditEvent(action=action) for action in found.distinct()]
    return sorted(((each.action, each.in_words) for each in named), key=itemgetter(1))


def audit_lines(events: Iterable[AuditEvent]) -> list[AuditLine]:
    """Events in words; the number of queries does not grow with them."""
    listed = list(events)
    names = _names(listed)
    return [
        AuditLine(
            at=event.at,
            day_alone=OWN in event.detail,
            action=event.in_words,
            code=event.action,
            by=event.by.name if event.by else "",
            subject=names.get(event.subject_id) or _was(event, names),
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            detail=_detail(event),
        )
        for event in listed
    ]


def _about(council: Council, wanted: str) -> models.Q:
    """Events of these rows, and the ZIPs of rounds whose reports are among them."""
    keys = _subjects(council, wanted)
    rounds = Participant.objects.filter(report__in=keys).values("round")
    zipped = models.Q(action=Action.ROUND_REPORTS_DOWNLOADED, subject_id__in=rounds)
    return models.Q(subject_id__in=keys) | zipped


def _subjects(council: Council, wanted: str) -> list[uuid.UUID]:
    """Rows of the council that are called so, or the one with this id."""
    try:
        return [uuid.UUID(wanted)]
    except ValueError:
        pass
    people = Person.objects.of(council).filter(
        models.Q(name__icontains=wanted) | models.Q(email__icontains=wanted)
    )
    rows: list[models.QuerySet[Any]] = [
        people,
        Round.objects.of(council).run_by_hr().filter(name__icontains=wanted),
        Participant.objects.filter(person__in=people),
        Rater.objects.filter(person__in=people),
        Invitation.objects.filter(person__in=people),
        Report.objects.filter(participant__person__in=people),
        User.objects.filter(person__in=people),
    ]
    return [key for some in rows for key in some.values_list("pk", flat=True)]


_NAMES: dict[str, tuple[type[models.Model], list[str], Callable[[Any], str]]] = {
    "round": (Round, [], lambda row: row.name),
    "person": (Person, [], lambda row: row.name),
    "user": (User, [], lambda row: row.name),
    "council": (Council, [], lambda row: row.name),
    "councilaction": (CouncilAction, ["round"], lambda row: row.round.name),
    "framework": (Framework, [], str),
    "participant": (Participant, ["person"], lambda row: row.person.name),
    "rater": (Rater, ["person", "participant__person"], lambda row: _rating(row)),
    "invitation": (Invitation, ["person"], lambda row: row.person.name),
    "report": (Report, ["participant__person"], lambda row: row.participant.person.name),
}


_WHOSE = ("round", "participant", "person")
"""Rows that an event names beside its subject, which may go: a rater who was withdrawn."""

OWN = "own"
"""Of a participant who opened their own report: HR is told the day alone."""

_KEYS = {*_WHOSE, "rounds", "other", "withheld", "files", OWN, TOLD}
"""Details that are for the product to look up, and no words."""


def _detail(event: AuditEvent) -> dict[str, Any]:
    """What the event says beside whose it is, with lists as people write them."""
    said = event.detail
    if "changes" in said:
        said = said | {"changes": changes_in_words(event)}
    return {
        key.replace("_", " "): ", ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in said.items()
        if key not in _KEYS
    }


def _rating(rater: Rater) -> str:
    return _rating_of(rater.person.name, rater.participant.person.name)


def _rating_of(rater: str, participant: str) -> str:
    return _("%(rater)s rating %(participant)s") % {"rater": rater, "participant": participant}


def _was(event: AuditEvent, names: Mapping[uuid.UUID, str]) -> str:
    """The name of a subject that is gone, while the people are still there, or its round."""
    if event.subject_type == "councilaction":
        return names.get(uuid.UUID(event.detail["round"]), "")
    found = [names.get(uuid.UUID(event.detail[key])) for key in _WHOSE if key in event.detail]
    if len(found) < len(_WHOSE) or None in found:
        return ""
    _round, participant, person = found
    return _rating_of(str(person), str(participant))


def _names(events: Iterable[AuditEvent]) -> dict[uuid.UUID, str]:
    """Of subjects that are still there; whatever was deleted has no name any more."""
    keys: dict[str, set[uuid.UUID]] = defaultdict(set)
    for event in events:
        keys[event.subject_type].add(event.subject_id)
        for kind in _WHOSE:
            if kind in event.detail:
                keys[kind].add(uuid.UUID(event.detail[kind]))
    found: dict[uuid.UUID, str] = {}
    for kind, (model, related, name) in _NAMES.items():
        rows = model._default_manager.filter(pk__in=keys[kind])
        for row in rows.select_related(*related) if related else rows:
            found[row.pk] = name(row)
    return found
