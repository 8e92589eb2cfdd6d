"""What is deleted when: the council's own periods, applied by one job with a log.

Periods count in whole months from the day a round was released; a round that never was counts
from its closing date.

Each rule removes in small steps, each a transaction of its own with its line in the log, so that
whoever wants to write meanwhile waits for one step at most. A run that is killed has done and
logged some of it; the next one does the rest. The dry run only reads.

The cut deletes sets of answers whole. Without its rater a set would still be somebody's: the
released figures say which group it belongs to, and one known answer which person.

What the log counts must not depend on what raters wrote: comments go with the sets of answers
that they are in, and only those that were released are counted.
"""

from __future__ import annotations

import datetime
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import audit
from assessment.data_protection.selectors import periods
from assessment.data_protection.selectors.periods import began_by, rounds_older_than
from assessment.data_protection.services import forgetting
from assessment.models import (
    Action,
    AuditEvent,
    Consent,
    Council,
    CouncilAction,
    CouncilFigure,
    Deletion,
    Invitation,
    Participant,
    Person,
    Rater,
    Report,
    Response,
    Result,
    Round,
    StagedImport,
    User,
    frozen,
)
from assessment.refused import Refused
from assessment.rounds.services import links
from assessment.scoring.values import COMMENTS

Kind = Deletion.Kind

STAGED_MONTHS = 1
"""How long a people spreadsheet may wait for HR's word."""

WHOLE = 5
"""Participants, reports, people or spreadsheets in a step, each with all that hangs from it."""

ROWS = 400
"""Rows in a step from which nothing hangs."""


class NotAllowed(Refused):
    """Periods outside the bounds, or longer than raters were promised."""


@dataclass(frozen=True, slots=True)
class RetentionCount:
    """How many rows of a kind were older than a day."""

    kind: str
    older_than: datetime.date
    count: int


Find = Callable[[Council, datetime.date], "models.QuerySet[Any]"]
Remove = Callable[["models.QuerySet[Any]"], None]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What to do with which rows; `whole` names what is never done in part."""

    kind: str
    months: int
    find: Find
    remove: Remove
    whole: str = "pk"
    size: int = field(default_factory=lambda: WHOLE)
    deletes: bool = True


def due(*, council: Council, at: datetime.datetime) -> list[RetentionCount]:
    """What `apply` would remove at a moment, step by step. Reads only.

    Of what a rule finds, the rows are left out that a rule before it would have deleted.
    """
    steps, gone = [], list[models.QuerySet[Any]]()
    for rule, older_than in _plan(council, at):
        rows = rule.find(council, older_than)
        for before in gone:
            if before.model is rows.model:
                rows = rows.exclude(pk__in=before.values("pk"))
        steps.append(RetentionCount(rule.kind, older_than, rows.count()))
        if rule.deletes:
            gone.append(rule.find(council, older_than))
    return steps


def apply(*, council: Council, at: datetime.datetime) -> list[RetentionCount]:
    """Remove what is due and log how much of what, bit by bit: what is done stays done.

    Returns every step, those without rows included. A second run finds nothing and logs nothing.
    """
    steps = [
        RetentionCount(rule.kind, older_than, _carry_out(rule, council, older_than, at))
        for rule, older_than in _plan(council, at)
    ]
    _record(council)
    return steps


def _plan(council: Council, at: datetime.datetime) -> list[tuple[_Rule, datetime.date]]:
    today = timezone.localdate(at)
    rules = _rules(Council.objects.get(pk=council.pk), at)
    return [(rule, began_by(today, rule.months)) for rule in rules]


def _carry_out(
    rule: _Rule, council: Council, older_than: datetime.date, at: datetime.datetime
) -> int:
    found = rule.find(council, older_than).order_by(rule.whole)
    keys = list(found.values_list(rule.whole, flat=True).distinct())
    count = 0
    for start in range(0, len(keys), rule.size):
        began = time.monotonic()
        count += _remove(rule, council, keys[start : start + rule.size], older_than, at)
        # SQLite has no queue for its lock: whoever waits must find it free some time.
        time.sleep(time.monotonic() - began)
    return count


@transaction.atomic
def _remove(
    rule: _Rule,
    council: Council,
    keys: list[uuid.UUID],
    older_than: datetime.date,
    at: datetime.datetime,
) -> int:
    """One step, as far as it is still due: somebody may have asked for a release since."""
    _hold_rounds(council)
    rows = rule.find(council, older_than).filter(**{f"{rule.whole}__in": keys})
    found = list(rows.values_list("pk", flat=True))
    if found:
        rule.remove(rows.model._base_manager.filter(pk__in=found))
        Deletion.objects.create(
            council=council, kind=rule.kind, count=len(found), older_than=older_than, at=at
        )
    return len(found)


def _hold_rounds(council: Council) -> None:
    """Nobody asks for a release or erases a person meanwhile."""
    list(Round.objects.select_for_update().of(council).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _record(council: Council) -> None:
    """One event for each run, with what it logged: this one, and any that was killed before."""
    _hold_rounds(council)
    runs = AuditEvent.objects.filter(council=council, action=Action.RETENTION_APPLIED)
    told = Counter[datetime.datetime]()
    for at, detail in runs.values_list("at", "detail"):
        told[at] += detail["rows"]
    erased = AuditEvent.objects.filter(council=council, action=Action.PERSON_ERASED)
    logged = Deletion.objects.filter(council=council).exclude(at__in=erased.values("at"))
    for at, rows in logged.values_list("at").annotate(models.Sum("count")).order_by("at"):
        if rows > told[at]:
            audit.record(
                action=Action.RETENTION_APPLIED,
                subject=council,
                council=council,
                by=None,
                at=at,
                rows=rows - told[at],
            )


@transaction.atomic
def set_periods(
    *, council: Council, months: Mapping[str, int], by: User, at: datetime.datetime
) -> Council:
    """Change how long the council keeps what; `months` by the names of models.people.PERIODS.

    Raises NotAllowed outside the bounds, and when answers would be deleted later than the raters
    who gave them were told.
    """
    locked = Council.objects.select_for_update().get(pk=council.pk)
    before = {name: getattr(locked, name) for name in months}
    for name, value in months.items():
        setattr(locked, name, value)
    _check_bounds(locked)
    if locked.link_cut_months > before.get("link_cut_months", locked.link_cut_months):
        _keep_the_promise(locked)
    changed = {name: [old, months[name]] for name, old in before.items() if months[name] != old}
    if changed:
        locked.save(update_fields=list(changed))
        audit.record(
            action=Action.COUNCIL_PERIODS_CHANGED,
            subject=locked,
            council=locked,
            by=by,
            at=at,
            **changed,
        )
    return locked


def _check_bounds(council: Council) -> None:
    try:
        council.full_clean()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error


def _keep_the_promise(council: Council) -> None:
    if Response.objects.filter(participant__round__council=council).exists():
        raise NotAllowed(
            _(
                "Raters were told when their answers are deleted. You can make that period "
                "longer once no round holds answers."
            )
        )


def _rules(council: Council, at: datetime.datetime) -> list[_Rule]:
    """In this order each row is counted once, by the rule that removes it."""
    months = periods.of_council(council)
    answers = partial(_Rule, whole="participant")  # nobody's answers are there in part
    return [
        _Rule(Kind.IMPORTS, STAGED_MONTHS, _staged_imports, _delete),
        answers(Kind.RATINGS, months.link, _released_responses, _delete),
        _Rule(Kind.REASONS, months.link, _reasons, _clear_reasons, size=ROWS, deletes=False),
        _Rule(Kind.TOKENS, months.link, _tokens, _clear_tokens, size=ROWS, deletes=False),
        _Rule(Kind.COMMENTS, months.comments, _released_comments, _delete_frozen, whole="report"),
        answers(Kind.RATINGS, months.never_released, _never_released_responses, _delete),
        _Rule(Kind.CONSENTS, months.reports, _consents, _delete, size=ROWS),
        _Rule(Kind.COUNCIL, months.reports, _council_figures, _delete_frozen, size=ROWS),
        _Rule(Kind.REPORTS, months.reports, _reports, _delete_frozen),
        _Rule(Kind.ACTIONS, months.reports, _actions, _delete),
        _Rule(Kind.PEOPLE, months.people, _people, partial(forgetting.forget, at=at)),
    ]


def _staged_imports(council: Council, older: datetime.date) -> models.QuerySet[StagedImport]:
    return StagedImport.objects.filter(round__council=council, staged_at__date__lte=older)


def _reasons(council: Council, older: datetime.date) -> models.QuerySet[Rater]:
    rounds = rounds_older_than(council, older).values("pk")
    return Rater.objects.filter(participant__round__in=rounds).exclude(decline_reason="")


def _tokens(council: Council, older: datetime.date) -> models.QuerySet[Invitation]:
    over = [Round.State.CLOSED, Round.State.RELEASED]
    rounds = rounds_older_than(council, older).filter(state__in=over).values("pk")
    return Invitation.objects.filter(round__in=rounds).exclude(token_hash="")


def _released_comments(council: Council, older: datetime.date) -> models.QuerySet[Result]:
    rounds = rounds_older_than(council, older).values("pk")
    reports = Report.written.released().filter(participant__round__in=rounds)
    return Result.written.filter(report__in=reports.values("pk"), measure__in=COMMENTS).exclude(
        text=""
    )


def _released_responses(council: Council, older: datetime.date) -> models.QuerySet[Response]:
    rounds = rounds_older_than(council, older).filter(state=Round.State.RELEASED)
    return Response.objects.filter(participant__round__in=rounds.values("pk"))


def _never_released_responses(council: Council, older: datetime.date) -> models.QuerySet[Response]:
    rounds = rounds_older_than(council, older).exclude(state=Round.State.RELEASED)
    return Response.objects.filter(participant__round__in=rounds.values("pk"))


def _reports(council: Council, older: datetime.date) -> models.QuerySet[Report]:
    return Report.written.released().filter(
        participant__round__in=rounds_older_than(council, older).values("pk")
    )


def _actions(council: Council, older: datetime.date) -> models.QuerySet[CouncilAction]:
    """With the reports that they answer."""
    rounds = rounds_older_than(council, older).values("pk")
    return CouncilAction.objects.filter(round__in=rounds)


def _consents(council: Council, older: datetime.date) -> models.QuerySet[Consent]:
    rounds = rounds_older_than(council, older)
    return Consent.objects.filter(participant__round__in=rounds.values("pk"))


def _council_figures(council: Council, older: datetime.date) -> models.QuerySet[CouncilFigure]:
    rounds = rounds_older_than(council, older)
    return CouncilFigure.objects.filter(round__in=rounds.values("pk"))


def _people(council: Council, older: datetime.date) -> models.QuerySet[Person]:
    """Those all of whose rounds are old, and those who are in no round any more."""
    recent = Round.objects.of(council).exclude(
        pk__in=rounds_older_than(council, older).values("pk")
    )
    person = models.OuterRef("pk")
    busy = [
        Participant.objects.filter(person=person, round__in=recent),
        Rater.objects.filter(person=person, participant__round__in=recent),
        Invitation.objects.filter(person=person, round__in=recent),
    ]
    return Person.objects.of(council).filter(*(~models.Exists(some) for some in busy))


def _delete(rows: models.QuerySet[Any]) -> None:
    rows.delete()


def _delete_frozen(rows: models.QuerySet[Any]) -> None:
    with frozen.thawed():
        rows.delete()


def _clear_reasons(rows: models.QuerySet[Rater]) -> None:
    rows.update(decline_reason="")


def _clear_tokens(rows: models.QuerySet[Invitation]) -> None:
    """An old email must not open anything for ever."""
    links.stop(which=models.Q(pk__in=list(rows.values_list("pk", flat=True))))
