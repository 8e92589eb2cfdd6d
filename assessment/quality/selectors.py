"""How good a framework's questions are: the reports that this is judged on, and what was found.

Only services.instrument reads the pool, which is made of released figures and of nothing else.
Pages read what was kept of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db import models
from django.utils.translation import gettext as _

from assessment.frameworks.selectors import names_of_asked
from assessment.models import (
    Council,
    Dimension,
    Framework,
    Indicator,
    InstrumentReading,
    Participant,
    Report,
    User,
)
from assessment.quality import advice
from assessment.quality.readings import Place, PlaceBands, for_reader
from assessment.quality.statistics import (
    PARTICIPANTS_MINIMUM,
    RATINGS_MINIMUM,
    ReportFigures,
    report_of,
)
from assessment.release.selectors.results import figures_by_report
from assessment.scoring.values import Measure

MINIMUM, RATINGS = PARTICIPANTS_MINIMUM, RATINGS_MINIMUM
MEASURES = (Measure.ITEM_MEAN, Measure.NOT_OBSERVED, Measure.SCORE)


def pool(framework: Framework, council: Council | None) -> tuple[ReportFigures, ...]:
    """What the released reports of a framework say, those of one council or of all.

    Figures that a report withholds are in none of it. Two queries.
    """
    reports = Report.objects.filter(participant__round__framework=framework)
    if council is not None:
        reports = reports.filter(council=council)
    councils = dict(reports.values_list("pk", "council"))
    return tuple(
        report_of(str(councils[report]), figures)
        for report, figures in figures_by_report(reports, MEASURES)
    )


def known_from_within(user: User) -> frozenset[str]:
    """The councils that a user is HR of, or a participant in: they hold reports of theirs."""
    found = Participant.objects.filter(person__user=user).values_list("round__council", flat=True)
    own = {user.council_id} if user.is_hr else set()
    return frozenset(str(each) for each in {*found, *own} if each)


def why_not_shown() -> str:
    """Why somebody who knows a council from within does not see its figures."""
    return _(
        "You are HR of a council or a participant there. What rests on that council alone, or on "
        "it and fewer than {minimum} participants elsewhere, is not shown to you: beside the "
        "reports that you may read it could tell too much."
    ).format(minimum=MINIMUM)


# --- what was kept ------------------------------------------------------------------------


def parts_of(reading: InstrumentReading | None) -> tuple[PlaceBands, ...]:
    """The bands of a reading as values; none of no reading."""
    return () if reading is None else tuple(_part(row) for row in reading.parts)


def _part(row: Mapping[str, object]) -> PlaceBands:
    return PlaceBands(**{**row, "place": Place(str(row["place"]))})  # type: ignore[arg-type]


def last(framework: Framework, council: Council | None) -> InstrumentReading | None:
    """The latest reading of a council's rounds, or of all."""
    found = InstrumentReading.objects.filter(framework=framework, council=council)
    return found.select_related("framework").order_by("-read_at", "-pk").first()


def readings_shown(framework: Framework, council: Council | None) -> list[PlaceBands]:
    """Every band ever shown of reports that a reading of these rounds would share.

    A council's rounds are among those of all councils, and two councils share none.
    """
    readings = InstrumentReading.objects.filter(framework=framework)
    if council is not None:
        readings = readings.filter(models.Q(council=council) | models.Q(council=None))
    return list(chain.from_iterable(map(parts_of, readings)))


def used_frameworks(frameworks: models.QuerySet[Framework]) -> models.QuerySet[Framework]:
    """Those that rounds can have used, by name."""
    return frameworks.exclude(state=Framework.State.DRAFT).order_by("name", "version")


# --- what is said of it -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """In words, a band each; `absent` says why there are none, `asked` who is, if not all are."""

    text: str
    asked: str
    ratings: str
    not_observed: str
    mean: str
    near_top: str
    item_rest: str
    absent: str
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DimensionFigures:
    """In words; where alpha or the ICC has no band they say why."""

    name: str
    alpha: str
    icc: str
    advice: tuple[str, ...]
    indicators: tuple[IndicatorFigures, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading in the words and the order of the framework."""

    read_at: datetime.datetime
    dimensions: tuple[DimensionFigures, ...]


def latest(framework: Framework, council: Council | None, reader: User) -> Reading | None:
    """What this reader may know about the questions; None before the first reading.

    Somebody who is HR of a council or a participant there sees nothing of that council alone.
    """
    reading = last(framework, council)
    if reading is None:
        return None
    own = known_from_within(reader)
    parts = {part.key: for_reader(part, own) for part in parts_of(reading)}
    dimensions = framework.dimensions.order_by("position", "key").prefetch_related("indicators")
    return Reading(reading.read_at, tuple(_dimension(each, parts) for each in dimensions))


Parts = Mapping[tuple[Place, str], PlaceBands]


def _bands(parts: Parts, place: Place, row: Dimension | Indicator) -> Mapping[str, int]:
    key = place, str(row.pk)
    return parts[key].bands if key in parts else {}


def _dimension(dimension: Dimension, parts: Parts) -> DimensionFigures:
    bands = {
        **_bands(parts, Place.TOGETHER, dimension),
        **_bands(parts, Place.GROUPS, dimension),
    }
    indicators: Iterable[Indicator] = sorted(
        dimension.indicators.all(), key=lambda each: (each.position, each.key)
    )
    return DimensionFigures(
        name=dimension.name,
        alpha=advice.said(bands, "alpha") or advice.why_absent(),
        icc=advice.said(bands, "icc") or advice.why_absent(),
        advice=advice.of_bands(bands, kind=dimension.kind),
        indicators=tuple(_indicator(each, dimension, parts) for each in indicators),
    )


def _indicator(indicator: Indicator, dimension: Dimension, parts: Parts) -> IndicatorFigures:
    bands = {
        **_bands(parts, Place.STATEMENT, indicator),
        **_bands(parts, Place.REST, indicator),
    }
    return IndicatorFigures(
        text=indicator.text,
        asked=names_of_asked(indicator.seen_by) if indicator.seen_by else "",
        ratings=advice.said(bands, "ratings"),
        not_observed=advice.said(bands, "not_observed"),
        mean=advice.said(bands, "mean"),
        near_top=advice.said(bands, "near_top"),
        item_rest=advice.said(bands, "item_rest"),
        absent="" if "ratings" in bands else advice.why_absent(),
        advice=advice.of_bands(bands, kind=dimension.kind),
    )
