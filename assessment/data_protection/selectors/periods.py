"""From when the retention periods of a council count, and when each ends."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models.functions import Coalesce, TruncDate

from assessment.calendar_months import last_of, months_after
from assessment.models import Council, Rater, Report, Response, Result, Round
from assessment.scoring.values import COMMENTS
from assessment.separation import Viewer, of_others


@dataclass(frozen=True, slots=True)
class Months:
    """How long a council keeps what, as it is applied.

    Ratings and comments are in the sets of answers, so the first of their periods ends both; in a
    released round that of the link to the rater ends them sooner, which is the cut.
    """

    link: int
    comments: int
    never_released: int
    reports: int
    people: int


def of_council(council: Council) -> Months:
    """The council's periods in months."""
    answers = min(council.comments_months, council.ratings_months)
    return Months(
        link=min(council.link_cut_months, answers),
        comments=council.comments_months,
        never_released=answers,
        reports=council.reports_months,
        people=council.people_months,
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """On this day something of a round goes: `what` is a name of models.people.PERIODS."""

    round: Round
    what: str
    on: datetime.date


def reference() -> Coalesce:
    """The day from which a round's periods count: that of release.

    A round that never was released counts from its closing date.
    """
    return Coalesce(TruncDate("released_at"), "closes_on")


def rounds_older_than(council: Council, day: datetime.date) -> models.QuerySet[Round]:
    """The council's rounds whose periods began on a day or before it.

    One that is being released right now counts anew from then on.
    """
    rounds = Round.objects.of(council).filter(release=None).annotate(reference=reference())
    return rounds.filter(reference__lte=day)


def began_by(today: datetime.date, months: int) -> datetime.date:
    """The latest day from which a period of so many months is over today."""
    began = months_after(today, -months)
    # A period that began on the 31st ends on the last day of a shorter month.
    return last_of(began) if today == last_of(today) else began


def endings(council: Council, viewer: Viewer = None) -> list[Ending]:
    """What the retention job will remove of which round, the next first; nothing that is gone.

    That there are answers about the viewer is not told, nor when anybody checked in.
    """
    months = of_council(council)
    rounds = Round.objects.of(council).run_by_hr()
    rounds = rounds.annotate(reference=reference(), **_held(viewer))
    found = [ending for each in rounds for ending in _endings(each, months)]
    return sorted(found, key=lambda ending: (ending.on, ending.round.name, ending.what))


def _endings(round: Round, months: Months) -> Iterator[Ending]:
    began: datetime.date = round.reference  # type: ignore[attr-defined]
    kept = {
        "link_cut_months": months.link,
        "comments_months": months.comments,
        "ratings_months": months.never_released,
        "reports_months": months.reports,
        "people_months": months.people,
    }
    for name, count in kept.items():
        if getattr(round, name):
            yield Ending(round, name, months_after(began, count))


def _held(viewer: Viewer) -> dict[str, models.Exists]:
    """Per period: whether a round still holds what the period is about.

    No answer is asked whether it has a comment: HR would see it before the release, or without.
    """
    here = models.OuterRef("pk")
    responses = Response.objects.filter(participant__round=here)
    released = models.Q(participant__round__state=Round.State.RELEASED)
    shown = Result.objects.filter(report__participant__round=here, measure__in=COMMENTS)
    return {
        "link_cut_months": models.Exists(responses.filter(released)),
        "comments_months": models.Exists(shown.exclude(text="")),
        "ratings_months": models.Exists(
            of_others(responses.exclude(released), viewer, "participant__")
        ),
        "reports_months": models.Exists(Report.objects.filter(participant__round=here)),
        "people_months": models.Exists(Rater.objects.filter(participant__round=here)),
    }
