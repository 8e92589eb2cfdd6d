"""What is deleted when: the council's own periods, applied by one job with a log.

Periods count in whole months from the day a round was released; a round that never was counts
from its closing date. The dry run is the real run, taken back.

What the log counts must not depend on what raters wrote: comments go with the sets of answers
that they are in, and only those that were released are counted.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import (
    Action,
    Council,
    Deletion,
    Invitation,
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
from assessment.scoring.values import Measure
from assessment.selectors import periods
from assessment.selectors.periods import began_by, rounds_older_than
from assessment.services import audit, links, unlinking
from assessment.services.errors import Refused

Kind = Deletion.Kind

STAGED_MONTHS = 1
"""How long a people spreadsheet may wait for HR's word."""


class NotAllowed(Refused):
    """Periods outside the bounds, or longer than raters were promised."""


@dataclass(frozen=True, slots=True)
class Step:
    """How many rows of a kind were older than a day."""

    kind: str
    older_than: datetime.date
    count: int


Find = Callable[[Council, datetime.date], "models.QuerySet[Any]"]
Remove = Callable[["models.QuerySet[Any]"], None]


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    months: int
    find: Find
    remove: Remove


@transaction.atomic
def due(*, council: Council, at: datetime.datetime) -> list[Step]:
    """What `apply` would remove at a moment, step by step; the database stays as it is."""
    steps = _run(council, at)
    transaction.set_rollback(True)
    return steps


@transaction.atomic
def apply(*, council: Council, at: datetime.datetime) -> list[Step]:
    """Remove what is due and log how much of what; all or nothing for the council.

    Returns every step, those without rows included. A second run finds nothing and logs nothing.
    """
    steps = _run(council, at)
    done = [step for step in steps if step.count]
    Deletion.objects.bulk_create(
        Deletion(
            council=council, kind=each.kind, count=each.count, older_than=each.older_than, at=at
        )
        for each in done
    )
    if done:
        audit.record(
            action=Action.RETENTION_APPLIED,
            subject=council,
            council=council,
            by=None,
            at=at,
            rows=sum(step.count for step in done),
        )
    return steps


@transaction.atomic
def set_periods(
    *, council: Council, months: Mapping[str, int], by: User, at: datetime.datetime
) -> Council:
    """Change how long the council keeps what; `months` by the names of models.people.PERIODS.

    Raises NotAllowed outside the bounds, and when the link would be cut later than raters who
    can still be linked to their answers were told.
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
    if Response.objects.linked().filter(participant__round__council=council).exists():
        raise NotAllowed(
            _(
                "Raters were told when the link to their answers is cut. You can make that "
                "period longer once no round holds answers that are still linked."
            )
        )


def _run(council: Council, at: datetime.datetime) -> list[Step]:
    # Nobody asks for a release meanwhile.
    list(Round.objects.select_for_update().of(council).values_list("pk", flat=True))
    today = timezone.localdate(at)
    council = Council.objects.get(pk=council.pk)
    return [_step(rule, council, today) for rule in _rules(council, at)]


def _step(rule: _Rule, council: Council, today: datetime.date) -> Step:
    older_than = began_by(today, rule.months)
    rows = rule.find(council, older_than)
    count = rows.count()
    if count:
        rule.remove(rows)
    return Step(rule.kind, older_than, count)


def _rules(council: Council, at: datetime.datetime) -> list[_Rule]:
    """In this order each row is counted once, by the rule that removes it."""
    months = periods.of_council(council)
    return [
        _Rule(Kind.IMPORTS, STAGED_MONTHS, _staged_imports, _delete),
        _Rule(Kind.RATINGS, months.link, _traceable_responses, _delete),
        _Rule(Kind.LINKS, months.link, _linked_responses, unlinking.cut),
        _Rule(Kind.REASONS, months.link, _reasons, _clear_reasons),
        _Rule(Kind.TOKENS, months.link, _tokens, _clear_tokens),
        _Rule(Kind.COMMENTS, months.comments, _released_comments, _delete_frozen),
        _Rule(Kind.RATINGS, months.never_released, _never_released_responses, _delete),
        _Rule(Kind.RATINGS, months.ratings, _released_responses, _delete),
        _Rule(Kind.REPORTS, months.reports, _reports, _delete_frozen),
        _Rule(Kind.PEOPLE, months.people, _people, partial(unlinking.forget, at=at)),
    ]


def _staged_imports(council: Council, older: datetime.date) -> models.QuerySet[StagedImport]:
    return StagedImport.objects.filter(round__council=council, staged_at__date__lte=older)


def _linked_responses(council: Council, older: datetime.date) -> models.QuerySet[Response]:
    return _released_responses(council, older).filter(rater__isnull=False)


def _traceable_responses(council: Council, older: datetime.date) -> models.QuerySet[Response]:
    """Answers that no report shows and that would still be somebody's without the link.

    Those never submitted, and those of colleagues who are fewer than the round's threshold.
    """
    linked = _linked_responses(council, older)
    return linked.filter(unlinking.unfinished() | unlinking.of_too_few_colleagues())


def _reasons(council: Council, older: datetime.date) -> models.QuerySet[Rater]:
    rounds = rounds_older_than(council, older).values("pk")
    return Rater.objects.filter(participant__round__in=rounds).exclude(decline_reason="")


def _tokens(council: Council, older: datetime.date) -> models.QuerySet[Invitation]:
    over = [Round.State.CLOSED, Round.State.RELEASED]
    rounds = rounds_older_than(council, older).filter(state__in=over).values("pk")
    return Invitation.objects.filter(round__in=rounds).exclude(token_hash="")


def _released_comments(council: Council, older: datetime.date) -> models.QuerySet[Result]:
    rounds = rounds_older_than(council, older).values("pk")
    return Result.objects.filter(
        report__participant__round__in=rounds, measure=Measure.COMMENT
    ).exclude(text="")


def _released_responses(council: Council, older: datetime.date) -> models.QuerySet[Response]:
    rounds = rounds_older_than(council, older).filter(state=Round.State.RELEASED)
    return Response.objects.filter(participant__round__in=rounds.values("pk"))


def _never_released_responses(council: Council, older: datetime.date) -> models.QuerySet[Response]:
    rounds = rounds_older_than(council, older).exclude(state=Round.State.RELEASED)
    return Response.objects.filter(participant__round__in=rounds.values("pk"))


def _reports(council: Council, older: datetime.date) -> models.QuerySet[Report]:
    return Report.objects.filter(
        participant__round__in=rounds_older_than(council, older).values("pk")
    )


def _people(council: Council, older: datetime.date) -> models.QuerySet[Person]:
    """Those all of whose rounds are old, and those who are in no round any more."""
    recent = Round.objects.of(council).exclude(
        pk__in=rounds_older_than(council, older).values("pk")
    )
    busy = [
        Person.objects.filter(participations__round__in=recent),
        Person.objects.filter(ratings_asked__participant__round__in=recent),
        Person.objects.filter(invitations__round__in=recent),
    ]
    people = Person.objects.of(council)
    for some in busy:
        people = people.exclude(pk__in=some.values("pk"))
    return people


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
