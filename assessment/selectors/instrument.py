"""How good a framework's questions are: the ratings that this is judged on, and what was found.

Only services.instrument reads the pool. Pages read what was kept of it.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db import models

from assessment.models import (
    Council,
    Dimension,
    Framework,
    Indicator,
    InstrumentReading,
    KeptGroup,
    Participant,
    RaterGroup,
    Rating,
    Response,
    Round,
)
from assessment.scoring.instrument import RESPONSES_MINIMUM, PooledResponse
from assessment.scoring.readings import Part, Place
from assessment.selectors import instrument_advice as advice

SELF = models.Q(rater__group=RaterGroup.SELF) | models.Q(kept_group=KeptGroup.SELF)
MANAGER = models.Q(rater__group=RaterGroup.MANAGER) | models.Q(kept_group=KeptGroup.MANAGER)
MINIMUM = RESPONSES_MINIMUM


@dataclass(frozen=True, slots=True)
class Pool:
    """Completed answers of others in released rounds, and how many rounds they come from."""

    responses: tuple[PooledResponse, ...]
    rounds: int


def pool(framework: Framework, council: Council | None) -> Pool:
    """The ratings by others on a framework, of one council's rounds or of all.

    Colleagues who are fewer than the round's threshold are left out: no report shows anything
    of theirs, so nothing that somebody could subtract reports from may hold it. Three queries.
    """
    rounds = Round.objects.filter(framework=framework, state=Round.State.RELEASED)
    if council is not None:
        rounds = rounds.of(council)
    given = Response.objects.completed().filter(participant__round__in=rounds).exclude(SELF)
    kept = given.exclude(~MANAGER & models.Q(participant__in=_with_too_few(rounds)))
    ratings: dict[uuid.UUID, dict[str, int | None]] = defaultdict(dict)
    rows = Rating.objects.filter(response__in=kept.values("pk"))
    for response, indicator, level in rows.values_list("response", "indicator", "level").iterator():
        ratings[response][str(indicator)] = level
    responses = tuple(
        PooledResponse(str(participant), ratings[key])
        for key, participant in kept.values_list("pk", "participant").order_by("pk")
    )
    return Pool(responses, rounds.count())


def _with_too_few(rounds: models.QuerySet[Round]) -> models.QuerySet[Participant]:
    of_round = Participant.objects.filter(round__in=rounds)
    colleagues = Response.objects.completed().exclude(SELF | MANAGER)
    enough = (
        of_round.filter(responses__in=colleagues)
        .annotate(colleagues=models.Count("responses"))
        .filter(colleagues__gte=models.F("round__min_group_size"))
    )
    return of_round.exclude(pk__in=enough.values("pk"))


# --- what was kept ------------------------------------------------------------------------


def parts_of(reading: InstrumentReading | None) -> tuple[Part, ...]:
    """The figures of a reading as values; none of no reading."""
    return () if reading is None else tuple(_part(row) for row in reading.parts)


def _part(row: Mapping[str, object]) -> Part:
    return Part(**{**row, "place": Place(str(row["place"]))})  # type: ignore[arg-type]


def last(framework: Framework, council: Council | None) -> InstrumentReading | None:
    """The latest reading of a council's rounds, or of all."""
    found = InstrumentReading.objects.filter(framework=framework, council=council)
    return found.select_related("framework").order_by("-read_at", "-pk").first()


def seen(framework: Framework, council: Council | None) -> list[Part]:
    """Every figure ever shown of ratings that a reading of these rounds would share.

    A council's rounds are among those of all councils, and two councils share none.
    """
    readings = InstrumentReading.objects.filter(framework=framework)
    if council is not None:
        readings = readings.filter(models.Q(council=council) | models.Q(council=None))
    return list(chain.from_iterable(map(parts_of, readings)))


def judged_frameworks(frameworks: models.QuerySet[Framework]) -> models.QuerySet[Framework]:
    """Those that rounds can have used, by name."""
    return frameworks.exclude(state=Framework.State.DRAFT).order_by("name", "version")


# --- what is said of it -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """As printed: shares in percent, the mean in levels; `absent` says why there are none."""

    text: str
    n: int
    not_observed: str
    mean: str
    at_top: str
    item_rest: str
    absent: str
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DimensionFigures:
    """As printed; `absent` says for a coefficient why it has no value."""

    name: str
    alpha: str
    alpha_absent: str
    icc: str
    icc_average: str
    icc_raters: str
    icc_absent: str
    advice: tuple[str, ...]
    indicators: tuple[IndicatorFigures, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading in the words and the order of the framework."""

    read_at: datetime.datetime
    rounds: int
    responses: int
    dimensions: tuple[DimensionFigures, ...]


def latest(framework: Framework, council: Council | None) -> Reading | None:
    """What is known about the questions, in four queries; None before the first reading."""
    reading = last(framework, council)
    if reading is None:
        return None
    parts = {part.key: part for part in parts_of(reading)}
    dimensions = framework.dimensions.order_by("position", "key").prefetch_related("indicators")
    return Reading(
        read_at=reading.read_at,
        rounds=reading.rounds,
        responses=reading.responses,
        dimensions=tuple(_dimension(each, parts) for each in dimensions),
    )


Parts = Mapping[tuple[Place, str], Part]


def _find(parts: Parts, place: Place, row: Dimension | Indicator) -> Part:
    return parts.get((place, str(row.pk)), Part(place, str(row.pk)))


def _dimension(dimension: Dimension, parts: Parts) -> DimensionFigures:
    alpha, icc = (_find(parts, place, dimension) for place in (Place.ALPHA, Place.ICC))
    single = icc.values.get("single", "")
    indicators: Iterable[Indicator] = sorted(
        dimension.indicators.all(), key=lambda each: (each.position, each.key)
    )
    return DimensionFigures(
        name=dimension.name,
        alpha=alpha.values.get("alpha", ""),
        alpha_absent=advice.why_no_coefficient(alpha),
        icc=single,
        # Of raters who tell nobody apart, a mean tells nothing either.
        icc_average="" if single.startswith("-") else icc.values.get("average", ""),
        icc_raters=icc.values.get("raters", ""),
        icc_absent=advice.why_no_coefficient(icc),
        advice=advice.of_dimension(alpha, icc),
        indicators=tuple(_indicator(each, dimension, parts) for each in indicators),
    )


def _indicator(indicator: Indicator, dimension: Dimension, parts: Parts) -> IndicatorFigures:
    ratings, rest = (_find(parts, place, indicator) for place in (Place.RATINGS, Place.ITEM_REST))
    return IndicatorFigures(
        text=indicator.text,
        n=ratings.n if ratings.values else 0,
        not_observed=ratings.values.get("not_observed", ""),
        mean=ratings.values.get("mean", ""),
        at_top=ratings.values.get("at_top", ""),
        item_rest=rest.values.get("item_rest", ""),
        absent="" if ratings.values else advice.why_absent(ratings),
        advice=advice.of_indicator(ratings, rest, kind=dimension.kind),
    )
