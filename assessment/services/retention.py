"""What is deleted when: the council's own periods, applied by one job with a log.

Periods count in whole months from the day a round was released; a round that never was
counts from its closing date. The dry run and the real run share every query.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Coalesce, TruncDate

from assessment.models import (
    Comment,
    Council,
    Deletion,
    Invitation,
    KeptGroup,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Report,
    Response,
    Result,
    Round,
    User,
    frozen,
)
from assessment.scoring.values import Measure

Kind = Deletion.Kind


@dataclass(frozen=True)
class Step:
    """One kind of data: how many rows are due, and the act that removes them."""

    kind: str
    older_than: datetime.date
    count: int


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month some months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def due(*, council: Council, on: datetime.date) -> list[Step]:
    """What the job would remove on a day, in its order; changes nothing."""
    return [
        Step(kind, older, find(council, older).count())
        for kind, older, find, _ in _plan(council, on)
    ]


@transaction.atomic
def apply(*, council: Council, at: datetime.datetime) -> list[Step]:
    """Remove what is due and log how much of what; all or nothing for the council."""
    done = []
    for kind, older, find, remove in _plan(council, at.date()):
        rows = find(council, older)
        step = Step(kind, older, rows.count())
        if step.count:
            with frozen.thawed():
                remove(rows)
            Deletion.objects.create(
                council=council, kind=kind, count=step.count, older_than=older, at=at
            )
        done.append(step)
    return done


Find = Callable[[Council, datetime.date], "models.QuerySet[Any]"]
Remove = Callable[["models.QuerySet[Any]"], None]


def _plan(council: Council, on: datetime.date) -> Iterator[tuple[str, datetime.date, Find, Remove]]:
    steps: list[tuple[str, int, Find, Remove]] = [
        (Kind.LINKS, council.link_cut_months, _linked_responses, _cut_links),
        (Kind.COMMENTS, council.comments_months, _comments, _delete),
        (Kind.COMMENTS, council.comments_months, _released_comments, _delete),
        (Kind.RATINGS, council.ratings_months, _responses, _delete),
        (Kind.REPORTS, council.reports_months, _reports, _delete),
        (Kind.PEOPLE, council.people_months, _people, _forget),
    ]
    for kind, months, find, remove in steps:
        yield kind, months_before(on, months), find, remove


def _rounds(council: Council, older: datetime.date) -> models.QuerySet[Round]:
    reference = Coalesce(TruncDate("released_at"), "closes_on")
    return Round.objects.of(council).annotate(reference=reference).filter(reference__lte=older)


def _linked_responses(council: Council, older: datetime.date) -> models.QuerySet[Response]:
    rounds = _rounds(council, older).filter(state=Round.State.RELEASED)
    return Response.objects.linked().filter(participant__round__in=rounds.values("pk"))


def _comments(council: Council, older: datetime.date) -> models.QuerySet[Comment]:
    rounds = _rounds(council, older).values("pk")
    return Comment.objects.filter(response__participant__round__in=rounds)


def _released_comments(council: Council, older: datetime.date) -> models.QuerySet[Result]:
    rounds = _rounds(council, older).values("pk")
    return Result.objects.filter(
        report__participant__round__in=rounds, measure=Measure.COMMENT
    ).exclude(text="")


def _responses(council: Council, older: datetime.date) -> models.QuerySet[Response]:
    return Response.objects.filter(participant__round__in=_rounds(council, older).values("pk"))


def _reports(council: Council, older: datetime.date) -> models.QuerySet[Report]:
    return Report.objects.filter(participant__round__in=_rounds(council, older).values("pk"))


def _people(council: Council, older: datetime.date) -> models.QuerySet[Person]:
    """Those all of whose rounds are old; people without any round are HR's to delete."""
    recent = Round.objects.of(council).exclude(pk__in=_rounds(council, older).values("pk"))
    in_recent = models.Q(participations__round__in=recent) | models.Q(
        ratings_asked__participant__round__in=recent
    )
    in_any = models.Q(participations__isnull=False) | models.Q(ratings_asked__isnull=False)
    busy = Person.objects.of(council).filter(in_recent).values("pk")
    return Person.objects.of(council).filter(in_any).exclude(pk__in=busy).distinct()


def _delete(rows: models.QuerySet[Any]) -> None:
    rows.delete()


def _cut_links(rows: models.QuerySet[Response]) -> None:
    """Forget who gave which answers, and delete the comments that no report shows."""
    cut = list(rows.values_list("pk", flat=True))
    _delete_withheld_comments(cut)
    kept = models.Case(
        models.When(group=RaterGroup.SELF, then=models.Value(KeptGroup.SELF)),
        models.When(group=RaterGroup.MANAGER, then=models.Value(KeptGroup.MANAGER)),
        default=models.Value(KeptGroup.COLLEAGUE),
    )
    rater = Rater.objects.filter(pk=models.OuterRef("rater")).annotate(kept=kept)
    Response.objects.filter(pk__in=cut).update(
        kept_group=models.Subquery(rater.values("kept")), rater=None
    )


def _delete_withheld_comments(cut: list[Any]) -> None:
    shown = Result.objects.filter(
        measure=Measure.COMMENT,
        withheld="",
        dimension=models.OuterRef("dimension"),
        report__participant=models.OuterRef("response__participant"),
    )
    Comment.objects.filter(response__in=cut).exclude(models.Exists(shown)).delete()


def _forget(rows: models.QuerySet[Person]) -> None:
    """Delete people with everything that names them; empty the accounts that they used."""
    people = list(rows.values_list("pk", flat=True))
    accounts = list(User.objects.filter(person__in=people, is_hr=False, is_editor=False))
    Report.objects.filter(participant__person__in=people).delete()
    Rater.objects.filter(person__in=people).delete()
    Participant.objects.filter(person__in=people).delete()
    Invitation.objects.filter(person__in=people).delete()
    Person.objects.filter(pk__in=people).delete()
    for account in accounts:
        _empty(account)


def _empty(account: User) -> None:
    """The audit trail keeps the account's number, nothing else says whose it was."""
    if account.is_operator:
        return
    account.name = "Deleted account"
    account.email = f"{account.pk}@deleted.invalid"
    account.is_active = False
    account.set_unusable_password()
    account.save()
