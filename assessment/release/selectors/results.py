"""What a release let out, as values: all that reports may know of an assessment."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet

from assessment.models import Dimension, Framework, Report, Result, Role
from assessment.models.framework import Translated
from assessment.name_order import ByName
from assessment.release.selectors.counts import counts_as_shown, is_count
from assessment.release.selectors.namesakes import namesakes, reference_of
from assessment.scoring.aggregate import one_decimal
from assessment.scoring.reasons import explain, thresholds
from assessment.scoring.values import (
    IDENTIFIED,
    Agreement,
    Bound,
    Figure,
    Group,
    Kind,
    Measure,
    Position,
    Quadrant,
    Reason,
    Spread,
    Trend,
)

__all__ = [
    "IDENTIFIED",
    "Agreement",
    "Bound",
    "DimensionTexts",
    "Figure",
    "FrameworkTexts",
    "GoalTexts",
    "Group",
    "IndicatorTexts",
    "Kind",
    "LevelTexts",
    "Measure",
    "Position",
    "Quadrant",
    "Reason",
    "ReleasedReport",
    "RoleTexts",
    "Spread",
    "Trend",
    "explain",
    "figures_by_report",
    "figures_of",
    "find_report",
    "framework_texts",
    "goals_of",
    "one_decimal",
    "released_report",
    "reports_of_round",
    "thresholds",
]


@dataclass(frozen=True, slots=True)
class LevelTexts:
    value: int
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class IndicatorTexts:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class DimensionTexts:
    """A dimension in words. `suggestions` are keyed by the level they start from."""

    key: str
    kind: Kind
    name: str
    description: str
    levels: tuple[LevelTexts, ...]
    indicators: tuple[IndicatorTexts, ...]
    suggestions: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RoleTexts:
    key: str
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class FrameworkTexts:
    """A framework in words. Keys are the identifiers that figures carry."""

    name: str
    version: str
    highest: int
    dimensions: tuple[DimensionTexts, ...]
    roles: tuple[RoleTexts, ...]
    standard_deviation: Fraction
    single_rater_reliability: Fraction
    voices: Mapping[str, str] = field(default_factory=dict)
    """Every text with the language that it stands in: one that is not translated is English."""


@dataclass(frozen=True, slots=True)
class GoalTexts:
    text: str
    sign_of_success: str
    review_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class ReleasedReport:
    """Everything that a report is made of."""

    key: str
    name: str
    council: str
    round: str
    opens_on: datetime.date
    ended_on: datetime.date
    released_on: datetime.date
    min_group_size: int
    product_version: str
    framework: FrameworkTexts
    roles: tuple[RoleTexts, ...]
    figures: tuple[Figure, ...]
    goals: tuple[GoalTexts, ...] = ()
    compared_round: str = ""
    compared_on: datetime.date | None = None
    reference: str = ""
    """Only where another report of the round is about somebody of the same name."""


def released_report(
    report: Report, framework: FrameworkTexts | None = None, *, goals: bool = False
) -> ReleasedReport:
    """Read a report in a constant number of queries, from released rows alone.

    Give `framework` when many reports of one round are read, to read its texts once; `goals`
    for the participant, who alone may read them.
    """
    participant = report.participant
    texts = framework or framework_texts(participant.round.framework)
    held = set(participant.roles.values_list("pk", flat=True))
    return ReleasedReport(
        key=str(report.pk),
        name=participant.person.name,
        council=report.council.name,
        round=participant.round.name,
        opens_on=participant.round.opens_on,
        ended_on=participant.round.ended_on,
        released_on=report.released_on,
        min_group_size=report.min_group_size,
        product_version=report.product_version,
        framework=texts,
        roles=tuple(role for role in texts.roles if uuid.UUID(role.key) in held),
        figures=figures_of([report.pk]).get(report.pk, ()),
        goals=goals_of(report) if goals else (),
        compared_round=report.compared_round,
        compared_on=report.compared_on,
        reference=reference_of(report.pk) if report.pk in namesakes(participant.round_id) else "",
    )


def goals_of(report: Report) -> tuple[GoalTexts, ...]:
    """What the participant means to do, in their order."""
    rows = report.goals.order_by("position")
    return tuple(
        GoalTexts(*row) for row in rows.values_list("text", "sign_of_success", "review_on")
    )


def reports_of_round(round_id: uuid.UUID) -> QuerySet[Report]:
    """The reports of a round by name, each ready to be read without another query."""
    return (
        Report.objects.filter(participant__round=round_id)
        .select_related("council", "participant__person", "participant__round__framework")
        .order_by(ByName("participant__person__name"), "pk")
    )


def find_report(key: str) -> Report | None:
    """The report with this identifier, for a command; None when there is none."""
    try:
        identifier = uuid.UUID(key)
    except ValueError:
        return None
    found = Report.objects.filter(pk=identifier)
    return found.select_related(
        "council", "participant__person", "participant__round__framework"
    ).first()


def figures_of(report_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Figure, ...]]:
    """The figures of many reports in one query, each in the order of its release."""
    rows = Result.objects.filter(report__in=list(report_ids)).order_by("report", "position")
    listed = rows.values_list("report", "report__min_group_size", *FIGURE)
    return {
        report: tuple(_with_counts_as_shown((figure_of(*row[2:]) for row in of_report), k))
        for (report, k), of_report in groupby(listed, key=lambda row: row[:2])
    }


def _with_counts_as_shown(figures: Iterable[Figure], k: int) -> Iterator[Figure]:
    for counts, found in groupby(figures, key=is_count):
        if counts:
            yield from counts_as_shown(list(found), k)
        else:
            yield from found


def figures_by_report(
    reports: QuerySet[Report], measures: Iterable[Measure]
) -> Iterator[tuple[uuid.UUID, Iterator[Figure]]]:
    """Some measures of many reports, one report after the other, in one query."""
    rows = Result.objects.filter(report__in=reports.values("pk"), measure__in=list(measures))
    found = rows.order_by("report", "position").values_list("report", *FIGURE).iterator()
    for report, of_report in groupby(found, key=lambda row: row[0]):
        yield report, (figure_of(*row[1:]) for row in of_report)


FIGURE = (
    *("measure", "dimension", "indicator", "group", "role", "level"),
    *("value", "n", "bound", "code", "text", "withheld"),
)


def figure_of(
    measure: str,
    dimension: uuid.UUID | None,
    indicator: uuid.UUID | None,
    group: str,
    role: uuid.UUID | None,
    level: int | None,
    value: Decimal | None,
    n: int | None,
    bound: str,
    code: str,
    text: str,
    withheld: str,
) -> Figure:
    """A row of results, by the fields of FIGURE, as a value."""
    return Figure(
        measure=Measure(measure),
        dimension=_key(dimension),
        indicator=_key(indicator),
        group=Group(group) if group else None,
        role=_key(role),
        level=level,
        value=None if value is None else Fraction(value),
        n=n,
        bound=Bound(bound),
        code=code,
        text=text,
        withheld=Reason(withheld) if withheld else None,
    )


def _key(identifier: uuid.UUID | None) -> str | None:
    return None if identifier is None else str(identifier)


class _Voice:
    """Reads texts in one language, and remembers in which each one stands."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.heard: dict[str, str] = {}

    def say(self, row: Translated, name: str) -> str:
        text, stands_in = row.text_in(name, self.language)
        self.heard.setdefault(text, stands_in)
        return text


def framework_texts(framework: Framework, language: str = settings.LANGUAGE_CODE) -> FrameworkTexts:
    """A framework in words, in five queries whatever its size.

    What is not translated into the language stands in English.
    """
    voice = _Voice(language)
    roles = Role.objects.filter(framework=framework).order_by("position", "key")
    return FrameworkTexts(
        name=voice.say(framework, "name"),
        version=framework.version,
        highest=framework.scale_top,
        dimensions=_dimensions(framework, voice),
        roles=tuple(
            RoleTexts(str(role.pk), voice.say(role, "name"), voice.say(role, "purpose"))
            for role in roles
        ),
        standard_deviation=Fraction(framework.standard_deviation),
        single_rater_reliability=Fraction(framework.single_rater_reliability),
        voices=voice.heard,
    )


def _dimensions(framework: Framework, voice: _Voice) -> tuple[DimensionTexts, ...]:
    found = framework.dimensions.order_by("position", "key").prefetch_related(
        "levels", "indicators", "suggestions"
    )
    return tuple(_dimension(dimension, voice) for dimension in found)


def _dimension(dimension: Dimension, voice: _Voice) -> DimensionTexts:
    suggestions: dict[int, tuple[str, ...]] = {}
    for each in sorted(dimension.suggestions.all(), key=lambda s: (s.position, str(s.pk))):
        said = voice.say(each, "text")
        suggestions[each.from_level] = (*suggestions.get(each.from_level, ()), said)
    levels = sorted(dimension.levels.all(), key=lambda level: level.value)
    indicators = sorted(dimension.indicators.all(), key=lambda i: (i.position, i.key))
    return DimensionTexts(
        key=str(dimension.pk),
        kind=Kind(dimension.kind),
        name=voice.say(dimension, "name"),
        description=voice.say(dimension, "description"),
        levels=tuple(
            LevelTexts(each.value, voice.say(each, "label"), voice.say(each, "anchor"))
            for each in levels
        ),
        indicators=tuple(IndicatorTexts(str(i.pk), voice.say(i, "text")) for i in indicators),
        suggestions=suggestions,
    )
