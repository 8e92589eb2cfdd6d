"""Who is in a round: everybody asked to rate, and the raters of one participant."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.timezone import localdate

from assessment import separation
from assessment.frameworks.questionnaire import groups_asked
from assessment.models import (
    Action,
    AuditEvent,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    RaterGroup,
    Report,
    Role,
    Round,
    StagedImport,
)
from assessment.name_order import ByName
from assessment.rater_groups import asked_groups
from assessment.rounds.advice import MOST_REQUESTS
from assessment.rounds.selectors import unsent_emails
from assessment.rounds.selectors.rounds import links_are_cut
from assessment.search import named
from assessment.separation import Viewer


class AnswerState(StrEnum):
    """What came of a request; HR sees who, and never when."""

    ANSWERED = "answered"
    DECLINED = "declined"
    WAITING = "waiting"
    FORGOTTEN = "forgotten"


class PeopleFilter(StrEnum):
    """The choices of the people page."""

    ALL = "all"
    WAITING = "waiting"
    ANSWERED = "answered"
    DECLINED = "declined"
    BUSY = "busy"


class PersonSort(StrEnum):
    NAME = "name"
    ASKED = "asked"
    WAITING = "waiting"


_PERSON_ORDER: dict[PersonSort, list[str | ByName]] = {
    PersonSort.NAME: [ByName("name"), "email"],
    PersonSort.ASKED: ["-asked", ByName("name"), "email"],
    PersonSort.WAITING: ["-waiting", ByName("name"), "email"],
}


def list_people(
    round: Round,
    *,
    search: str = "",
    show: PeopleFilter = PeopleFilter.ALL,
    sort: PersonSort = PersonSort.NAME,
    viewer: Viewer = None,
) -> QuerySet[Person]:
    """Everybody who is asked to rate in the round, self included, one row a person.

    Requests about the viewer do not count, so whoever is asked for nothing else is not there. Each
    has `asked`, `answered`, `declined` and `waiting`: numbers of requests. To be cut into
    pages by the caller.
    """
    participants = separation.of_others(Participant.objects.filter(round=round), viewer)
    mine = Q(ratings_asked__participant__in=participants)
    answered = Q(ratings_asked__response__submitted_on__isnull=False)
    declined = Q(ratings_asked__declined_on__isnull=False) & ~answered
    people = named(Person.objects.filter(mine), search).annotate(
        asked=Count("*"),
        answered=Count("ratings_asked__response__submitted_on"),
        declined=Count("ratings_asked", filter=declined),
        waiting=F("asked") - F("answered") - F("declined"),
    )
    return _show(people, show).order_by(*_PERSON_ORDER[sort])


def _show(people: QuerySet[Person], show: PeopleFilter) -> QuerySet[Person]:
    conditions = {
        PeopleFilter.ALL: Q(),
        PeopleFilter.WAITING: Q(waiting__gt=0),
        PeopleFilter.ANSWERED: Q(answered=F("asked")),
        PeopleFilter.DECLINED: Q(declined__gt=0),
        PeopleFilter.BUSY: Q(asked__gt=MOST_REQUESTS),
    }
    return people.filter(conditions[show])


class Link(StrEnum):
    """What became of somebody's link."""

    NONE = "none"
    WAITING = "waiting"
    FAILED = "failed"
    SENT = "sent"
    REVOKED = "revoked"


@dataclass(frozen=True)
class RaterLine:
    """A rater on the page of a participant; `reason` says why an email has not left."""

    rater: Rater
    answer: AnswerState
    link: Link
    reason: str = ""


def list_raters(participant: Participant, viewer: Viewer = None) -> list[RaterLine]:
    """The raters of a participant by group and name, with their links; a few queries."""
    raters = list(
        Rater.objects.filter(participant=participant)
        .select_related("person__user", "response", "participant__round")
        .order_by(ByName("person__name"), "person__email")
    )
    order = list(RaterGroup.values)
    raters.sort(key=lambda rater: order.index(rater.group))
    return _lines(raters, participant.round, viewer)


def get_rater_line(rater: Rater, viewer: Viewer = None) -> RaterLine:
    """One rater as the page of the participant has them."""
    return _lines([rater], rater.participant.round, viewer)[0]


def _lines(raters: list[Rater], round: Round, viewer: Viewer) -> list[RaterLine]:
    """A reminder that waits for somebody who rates the viewer too could be about the viewer."""
    round_id = round.pk
    people = [rater.person_id for rater in raters]
    invited = Invitation.objects.filter(round=round_id, person__in=people)
    invitations = {each.person_id: each for each in invited}
    hidden = separation.people_who_rate(viewer, round)
    unsent = unsent_emails.newest_of(round_id, set(people) - set(hidden))
    forgotten = bool(raters) and links_are_cut(raters[0].participant.round)
    return [
        RaterLine(
            rater,
            AnswerState.FORGOTTEN if forgotten else _answer(rater),
            _link(rater, invitations.get(rater.person_id), unsent.get(rater.person_id)),
            _reason(unsent.get(rater.person_id)),
        )
        for rater in raters
    ]


def _reason(email: QueuedEmail | None) -> str:
    return str(email.get_reason_display()) if email is not None and email.reason else ""


def _answer(rater: Rater) -> AnswerState:
    response = getattr(rater, "response", None)
    if response is not None and response.submitted_on is not None:
        return AnswerState.ANSWERED
    return AnswerState.WAITING if rater.declined_on is None else AnswerState.DECLINED


def _link(rater: Rater, invitation: Invitation | None, unsent: QueuedEmail | None) -> Link:
    """What became of the newest email, whatever earlier ones did."""
    if invitation is None:
        return Link.NONE
    user = rater.person.user
    if invitation.revoked_at is not None or (user is not None and not user.is_active):
        return Link.REVOKED
    if unsent is not None:
        return Link.FAILED if unsent.failures else Link.WAITING
    return Link.WAITING if invitation.sent_at is None else Link.SENT


def has_answers(rater: Rater) -> bool:
    """Whether this rater has saved anything, submitted or not."""
    return getattr(rater, "response", None) is not None


def count_responses(participant: Participant) -> int:
    """How many people have saved answers about the participant, submitted or not."""
    return participant.responses.count()


def rater_groups(round: Round) -> list[tuple[str, str]]:
    """The groups that somebody else can rate in, as the framework asks them: value and name."""
    asked = groups_asked(round.framework)
    return [(group.value, str(group.label)) for group in asked_groups() if group in asked]


def group_names() -> dict[str, str]:
    """The names of all groups by value."""
    return {group.value: str(group.label) for group in RaterGroup}


def has_staged_import(round: Round) -> bool:
    """Whether a spreadsheet waits for HR's word."""
    return StagedImport.objects.filter(round=round).exists()


def list_roles(round: Round) -> list[Role]:
    """The roles of the round's framework, in its order."""
    return list(round.framework.roles.order_by("position", "key"))


def get_report_of(participant: Participant) -> Report | None:
    """The released report, or None before release."""
    return Report.objects.filter(participant=participant).first()


def name_roles(participants: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of the roles of each participant, for a list."""
    held = Participant.objects.filter(pk__in=participants).prefetch_related("roles")
    return {
        each.pk: ", ".join(role.name for role in sorted(each.roles.all(), key=_position))
        for each in held
    }


def _position(role: Role) -> tuple[int, str]:
    return role.position, role.key


@dataclass(frozen=True)
class ReportLine:
    """A report in HR's list; `opened_on` is when its participant first opened it, page or file."""

    id: uuid.UUID
    opened_on: datetime.date | None


def find_reports(participants: list[uuid.UUID]) -> dict[uuid.UUID, ReportLine]:
    """The report of each participant that has one; two queries for any number."""
    reports = Report.objects.filter(participant__in=participants)
    opened = AuditEvent.objects.filter(
        action__in=(Action.REPORT_READ, Action.REPORT_DOWNLOADED),
        subject_id__in=reports.values("pk"),
        by__person__participations__report=F("subject_id"),
    )
    first = dict(opened.order_by().values_list("subject_id").annotate(Min("at")))
    return {
        participant: ReportLine(key, localdate(first[key]) if key in first else None)
        for participant, key in reports.values_list("participant", "id")
    }


def get_invitation(rater: Rater) -> Invitation | None:
    """The invitation of the rater's person to the round, or None before it opens."""
    invitations = Invitation.objects.select_related("round__council", "person")
    return invitations.filter(round=rater.participant.round_id, person=rater.person_id).first()


def count_requests(invitation: Invitation) -> int:
    """How many participants the person behind a link is asked to rate."""
    asked = Rater.objects.filter(participant__round=invitation.round_id)
    return asked.filter(person=invitation.person_id).count()


def list_unreleased_rounds(person: Person) -> list[Round]:
    """The rounds that this person is in and that are not released, the latest first."""
    rounds = Round.objects.run_by_hr().exclude(state=Round.State.RELEASED)
    return list(
        rounds.filter(participants__raters__person=person).distinct().order_by("-opens_on", "name")
    )
