"""What the service holds about one person, for that person: never who somebody else is.

A participant's raters, a rater's participants and the people who did something are named by
what they are ("a person whom you rated as peer"), so that a copy can be handed out as it is.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assessment.calendar_months import months_after
from assessment.closing_questions import ClosingQuestion
from assessment.data_protection import inventory
from assessment.data_protection.selectors import periods
from assessment.frameworks.questionnaire import COULD_NOT_SEE
from assessment.models import (
    Action,
    AuditEvent,
    CouncilAction,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    RaterGroup,
    Report,
    Response,
    Round,
    User,
)
from assessment.release.selectors import figures

Data = dict[str, Any]
"""Names, texts, numbers and dates as text: what JSON can carry."""


class DataLine(NamedTuple):
    """A field on the page “Your data”."""

    name: str
    label: str
    value: Any

    @property
    def is_day(self) -> bool:
        return self.name.endswith("_on")


AGREED = "agreed_that_the_council_is_told_on"
"""A participant’s word about the letter to the sponsor."""


def lines(data: Data) -> dict[str, list[DataLine]]:
    """The fields of the person and of the account as the page lists them: all that are declared."""
    return {part: _lines(part, data[part]) for part in ("person", "account") if data[part]}


def _lines(part: str, held: Data) -> list[DataLine]:
    named = inventory.labels(part).items()
    return [DataLine(name, str(label), held[name]) for name, label in named if name in held]


def of_account(user: User, *, language: str, answers: bool = True) -> Data:
    """Everything about somebody who signed in."""
    person = Person.objects.filter(user=user).select_related("council").first()
    return _data(person, user, _rounds(person), language, answers)


def of_link(invitation: Invitation, *, language: str) -> Data:
    """What one round holds: a link opens its own round and no other, and never a report."""
    person = invitation.person
    rounds = Round.objects.filter(pk=invitation.round_id)
    return _data(person, None, rounds, language, True, by_link=True)


def of_person(person: Person, *, language: str) -> Data:
    """For HR who answers a request: everything but the answers, which HR never sees.

    Nor the days that tell when somebody was here: of a link to finish later, of the last sign-in.
    Nor whether they agreed to what the council is told: HR reads how many did. Nor check-ins,
    which are for those alone who took part in them.
    """
    every = _rounds(person).run_by_hr()
    held = _data(person, person.user, every, language, False)
    rounds = every.exclude(state=Round.State.DRAFT)
    held["done"] = _done_for_hr(person.user)
    held["emails"] = _emails(person, rounds, but=[QueuedEmail.Kind.LATER])
    if held["account"]:
        del held["account"]["last_signed_in_on"]
    for each in held["assessed"]:
        del each[AGREED]
    return held


def _rounds(person: Person | None) -> Any:
    return Round.objects.filter(council=person.council) if person else Round.objects.none()


def _data(
    person: Person | None,
    user: User | None,
    rounds: Any,
    language: str,
    answers: bool,
    *,
    by_link: bool = False,
) -> Data:
    rounds = rounds.exclude(state=Round.State.DRAFT)
    known = user is not None or by_link
    participations = _participations(person, rounds) if known else []
    raters = _raters(person, rounds, with_self=known)
    given = _answers(raters, language) if answers else {}
    reports = [] if by_link else _reports_of(participations)
    released = figures.of_reports(reports, language=language)
    return {
        "person": _person(person),
        "account": _account(user),
        "assessed": [_assessed(each, raters, given, released) for each in participations],
        "rated": [_rated(each, given) for each in raters if each.group != RaterGroup.SELF],
        "actions": [] if by_link else _actions(person),
        "emails": _emails(person, rounds),
        "recorded": _recorded(person, user, [*participations, *raters], reports),
        "done": _done(user),
    }


def _person(person: Person | None) -> Data | None:
    if person is None:
        return None
    return _declared(person, "person")


def _account(user: User | None) -> Data | None:
    if user is None:
        return None
    duties = {
        "HR": user.is_hr,
        "sponsor": user.is_sponsor,
        "framework editor": user.is_editor,
        "operator": user.is_operator,
    }
    held = [duty for duty, held in duties.items() if held]
    return _declared(user, "account") | {"duties": held}


def _declared(row: models.Model, part: str) -> Data:
    """The fields of a row that the inventory gives this part of the copy."""
    named = inventory.copied(row, part)
    return {name: _plain(getattr(row, field)) for name, field in named.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return _day(value)
    return str(value) if isinstance(value, models.Model) else value


def _participations(person: Person | None, rounds: Any) -> list[Participant]:
    found = Participant.objects.filter(person=person, round__in=rounds)
    return list(
        found.select_related("round__framework", "round__council", "report", "consent")
        .prefetch_related("roles")
        .order_by("round__opens_on", "pk")
    )


def _report_of(participant: Participant) -> Report | None:
    """One that is being made may be there already; it is nobody's before the release."""
    return getattr(participant, "report", None) if participant.round.is_released else None


def _reports_of(participations: Iterable[Participant]) -> list[Report]:
    return [report for each in participations if (report := _report_of(each))]


def _raters(person: Person | None, rounds: Any, *, with_self: bool) -> list[Rater]:
    found = Rater.objects.filter(person=person, participant__round__in=rounds)
    if not with_self:
        found = found.exclude(group=RaterGroup.SELF)
    return list(
        found.select_related("participant__round__council").order_by(
            "participant__round__opens_on", "pk"
        )
    )


def _round(round: Round) -> Data:
    return {
        "name": round.name,
        "kind": str(round.get_kind_display()),
        "council": round.council.name,
        "state": str(round.get_state_display()),
        "opens_on": round.opens_on.isoformat(),
        "closes_on": round.ended_on.isoformat(),
        "released_on": _day(round.released_at),
        "link_cut_on": _link_cut_on(round),
    }


def _link_cut_on(round: Round) -> str | None:
    if round.released_at is None:
        return None
    day = localdate(round.released_at)
    return months_after(day, periods.of_council(round.council).link).isoformat()


def _assessed(
    participant: Participant,
    raters: Sequence[Rater],
    given: Mapping[uuid.UUID, Data],
    released: Mapping[uuid.UUID, Data],
) -> Data:
    own = next((each for each in raters if _is_self(each, participant)), None)
    report = _report_of(participant)
    return {
        "round": _round(participant.round),
        "roles": sorted(role.name for role in participant.roles.all()),
        "own_answers": given.get(own.pk) if own else None,
        "report": released.get(report.pk) if report else None,
        AGREED: _agreed_on(participant),
    }


def _agreed_on(participant: Participant) -> str | None:
    consent = getattr(participant, "consent", None)
    return consent.given_on.isoformat() if consent else None


def _is_self(rater: Rater, participant: Participant) -> bool:
    return rater.participant_id == participant.pk and rater.group == RaterGroup.SELF


def _rated(rater: Rater, given: Mapping[uuid.UUID, Data]) -> Data:
    group = str(rater.get_group_display())
    return {
        "round": _round(rater.participant.round),
        "whom": _("a person whom you were asked to rate as %(group)s") % {"group": group},
        "group": group,
        "declined_on": rater.declined_on.isoformat() if rater.declined_on else None,
        "reason_for_declining": rater.decline_reason,
        "answers": given.get(rater.pk),
    }


def _answers(raters: Iterable[Rater], language: str) -> dict[uuid.UUID, Data]:
    """By rater, whatever is still held of what they answered."""
    responses = Response.objects.filter(rater__in=list(raters)).select_related("rater")
    found = responses.prefetch_related(
        "ratings__indicator__dimension__levels", "comments__dimension", "marks__dimension"
    )
    return {each.rater_id: _response(each, language) for each in found}


def _response(response: Response, language: str) -> Data:
    words = "self_text" if response.rater.group == RaterGroup.SELF else "text"
    ratings = [
        {
            "dimension": rating.indicator.dimension.text_in("name", language)[0],
            "statement": rating.indicator.text_in(words, language)[0],
            "level": rating.level,
            "meaning": _meaning(rating, language),
        }
        for rating in sorted(response.ratings.all(), key=_place)
    ]
    written = [(each.dimension, each.text) for each in response.comments.all() if each.dimension]
    comments = [
        {"dimension": dimension.text_in("name", language)[0], "text": text}
        for dimension, text in sorted(written, key=lambda pair: pair[0].position)
    ]
    said = {each.question: each.text for each in response.comments.all() if each.question}
    closing = [
        {"question": str(each.label), "text": said[each.value]}
        for each in ClosingQuestion
        if each.value in said
    ]
    marked = sorted((each.dimension for each in response.marks.all()), key=lambda d: d.position)
    day = response.submitted_on
    return {
        "submitted_on": day.isoformat() if day else None,
        "ratings": ratings,
        "comments": comments,
        "closing": closing,
        "most_important": [each.text_in("name", language)[0] for each in marked],
    }


def _place(rating: Any) -> tuple[int, str, int, str]:
    indicator = rating.indicator
    dimension = indicator.dimension
    return dimension.position, dimension.key, indicator.position, indicator.key


def _meaning(rating: Any, language: str) -> str:
    if rating.level is None:
        return str(COULD_NOT_SEE)
    levels = rating.indicator.dimension.levels.all()
    level = next(each for each in levels if each.value == rating.level)
    return str(level.text_in("label", language)[0])


def _emails(person: Person | None, rounds: Any, but: Collection[str] = ()) -> list[Data]:
    sent = QueuedEmail.objects.filter(person=person, round__in=rounds, sent_at__isnull=False)
    sent = sent.exclude(kind__in=but)
    return [
        {
            "kind": str(each.get_kind_display()),
            "round": each.its_round.name,
            "sent_on": _day(each.sent_at),
        }
        for each in sent.select_related("round").order_by("sent_at", "pk")
    ]


def _actions(person: Person | None) -> list[Data]:
    """Those of which the person is the owner, by the address that the council knows."""
    if person is None:
        return []
    owned = CouncilAction.objects.owned_by(person.council, person.email)
    return [
        {
            "round": each.round.name,
            "text": each.text,
            "owner": each.owner_name,
            "owner_address": each.owner_email,
            "due_on": each.due_on.isoformat(),
            "state": str(each.get_state_display()),
            "outcome": each.outcome,
        }
        for each in owned.select_related("round").order_by("due_on", "pk")
    ]


def _recorded(
    person: Person | None,
    user: User | None,
    rows: Iterable[Participant | Rater],
    reports: Iterable[Report],
) -> list[Data]:
    """What the audit trail says was done to this person's own rows; not by whom."""
    keys = [row.pk for row in (person, user, *rows, *reports) if row is not None]
    about = Q(subject_id__in=keys)
    for report in reports:  # which a ZIP of its round may have held
        zipped = Q(action=Action.ROUND_REPORTS_DOWNLOADED, subject_id=report.participant.round_id)
        about |= zipped & Q(detail__files__has_key=str(report.pk))
    return _events(about & ~Q(by=user) if user else about)


def _done(user: User | None) -> list[Data]:
    return _events(Q(by=user)) if user else []


_OF_ROUNDS = ("round", "participant", "rater", "invitation", "report")


def _done_for_hr(user: User | None) -> list[Data]:
    """Without what is in no council's trail: that somebody checked in."""
    unseen = Q(council=None, subject_type__in=_OF_ROUNDS)
    return _events(Q(by=user) & ~unseen) if user else []


def _events(which: Q) -> list[Data]:
    found = AuditEvent.objects.filter(which).order_by("at", "pk")
    return [{"action": action, "on": _day(at)} for action, at in found.values_list("action", "at")]


def _day(moment: datetime.datetime | None) -> str | None:
    return localdate(moment).isoformat() if moment else None
