"""A council joins or leaves the benchmark; the operator makes that of a year, once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessment import audit
from assessment.council.benchmark import selectors
from assessment.measures import as_shown
from assessment.models import (
    Action,
    BenchmarkCouncil,
    BenchmarkFigure,
    BenchmarkYear,
    Council,
    User,
)
from assessment.refused import Refused
from assessment.scoring.benchmark import ComparedPlace, year_figures
from assessment.scoring.values import Figure


class NotThisYear(Refused):
    """The year is not the one that ended last."""


class AlreadyMade(Refused):
    """The benchmark of the year was made before; it never changes."""


class TooFewCouncils(Refused):
    """There would be no figure in it."""


@transaction.atomic
def join_benchmark(*, council: Council, by: User, at: datetime.datetime) -> None:
    """Take part from now on; done again, it changes nothing."""
    _take_part(council, by, at, takes_part=True)


@transaction.atomic
def leave_benchmark(*, council: Council, by: User, at: datetime.datetime) -> None:
    """Take part no longer; benchmarks that are made stay as they are."""
    _take_part(council, by, at, takes_part=False)


def _take_part(council: Council, by: User, at: datetime.datetime, *, takes_part: bool) -> None:
    locked = Council.objects.select_for_update().get(pk=council.pk)
    if locked.in_benchmark is takes_part:
        return
    locked.in_benchmark = takes_part
    locked.save(update_fields=["in_benchmark"])
    action = Action.BENCHMARK_JOINED if takes_part else Action.BENCHMARK_LEFT
    audit.record(action=action, subject=locked, council=locked, by=by, at=at)


@transaction.atomic
def make_benchmark(*, year: int, by: User, at: datetime.datetime) -> BenchmarkYear:
    """Make the benchmark of a calendar year and freeze it.

    It is made in the year that follows, of the councils that take part at that moment. Raises
    NotThisYear for another year, AlreadyMade the second time, and TooFewCouncils where no figure
    could be shown: nothing is kept then, and it can be made later.
    """
    if year != selectors.year_over(at):
        raise NotThisYear(
            _("The benchmark of a year is made in the next one, when the year is over.")
        )
    made = _begin(year, by, at)
    # Whoever leaves now waits, and is in this one; whoever left before is not.
    councils = list(selectors.taking_part().select_for_update())
    counted = selectors.counted_figures(year, councils)
    if not counted.enough:
        raise TooFewCouncils(
            _(
                "Nothing was made: in no comparison are there figures of {fewest} councils. You "
                "can try again when more councils take part."
            ).format(fewest=selectors.FEWEST)
        )
    figures = year_figures(counted.scores, highest=selectors.tops(counted))
    BenchmarkFigure.objects.bulk_create(_rows(made, counted, figures))
    BenchmarkCouncil.objects.bulk_create(
        BenchmarkCouncil(
            year=made, council=council, has_figures=str(council.pk) in counted.with_figures
        )
        for council in councils
    )
    made.is_whole = True
    made.save(update_fields=["is_whole"])
    # How many took part, never who: an operator reads this too.
    audit.record(
        action=Action.BENCHMARK_MADE,
        subject=made,
        council=None,
        by=by,
        at=at,
        year=year,
        councils=len(councils),
    )
    return made


def _begin(year: int, by: User, at: datetime.datetime) -> BenchmarkYear:
    """Of two who press at once one waits here for the other, and finds that it is made."""
    try:
        with transaction.atomic():
            return BenchmarkYear.objects.create(year=year, made_at=at, made_by=by)
    except IntegrityError as taken:
        raise AlreadyMade(
            _("The benchmark of {year} is made already. It never changes.").format(year=year)
        ) from taken


def _rows(
    made: BenchmarkYear, counted: selectors.Counted, figures: Iterator[Figure]
) -> Iterator[BenchmarkFigure]:
    for position, figure in enumerate(figures):
        place = ComparedPlace(figure.dimension or "", figure.role)
        dimension, role = counted.names[place]
        yield BenchmarkFigure(
            year=made,
            position=position,
            asked=place.dimension,
            dimension=dimension,
            role=role,
            measure=figure.measure,
            value=None if figure.value is None else as_shown(figure.measure, figure.value),
            n=figure.n,
            bound=figure.bound,
            withheld=figure.withheld or "",
        )
