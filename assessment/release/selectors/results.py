"""What a release let out, as values: all that reports may know of an assessment."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from assessment.models import Report, Result
from assessment.name_order import ByName
from assessment.release.selectors.check_in_results import (
    CheckInLine,
    CheckInResult,
    CheckInSkill,
    check_ins_since,
)
from assessment.release.selectors.counts import counts_as_shown, is_count
from assessment.release.selectors.figure_rows import FIGURE, figure_of
from assessment.release.selectors.framework_texts import (
    DimensionTexts,
    FrameworkTexts,
    IndicatorTexts,
    LevelTexts,
    RoleTexts,
    framework_texts,
)
from assessment.release.selectors.goals import (
    EarlierGoals,
    GoalTexts,
    earlier_goals,
    goals_of,
)
from assessment.release.selectors.namesakes import ToldApart, namesakes
from assessment.scoring.aggregate import one_decimal
from assessment.scoring.behind import RatersBehind, behind_scores
from assessment.scoring.causes import with_causes
from assessment.scoring.gaps import (
    PERCEPTION_LIMIT,
    mandate_standing,
    margin,
    nearest_level,
    standing,
)
from assessment.scoring.reading import Basis, Instrument, as_printed, basis
from assessment.scoring.reasons import brief, explain, thresholds
from assessment.scoring.values import (
    COMMENTS,
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
    "COMMENTS",
    "IDENTIFIED",
    "PERCEPTION_LIMIT",
    "Agreement",
    "Basis",
    "Bound",
    "CheckInLine",
    "CheckInResult",
    "CheckInSkill",
    "DimensionTexts",
    "EarlierGoals",
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
    "RatersBehind",
    "Reason",
    "ReleasedReport",
    "RoleTexts",
    "Spread",
    "Trend",
    "basis",
    "behind_scores",
    "brief",
    "earlier_goals",
    "explain",
    "figures_by_report",
    "figures_of",
    "find_report",
    "framework_texts",
    "goals_of",
    "mandate_standing",
    "margin",
    "nearest_level",
    "one_decimal",
    "released_report",
    "reports_of_round",
    "standing",
    "thresholds",
]


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
    earlier: EarlierGoals | None = None
    check_ins: tuple[CheckInResult, ...] = ()
    compared_round: str = ""
    compared_on: datetime.date | None = None
    apart: ToldApart | None = None
    """Only where another report of the round is about somebody of the same name."""


def released_report(
    report: Report,
    framework: FrameworkTexts | None = None,
    *,
    goals: bool = False,
    language: str = settings.LANGUAGE_CODE,
) -> ReleasedReport:
    """Read a report in a constant number of queries, from released rows alone.

    Give `framework` when many reports of one round are read, to read its texts once; `goals`
    for the participant, who alone may read them, those of the round before, and what check-ins
    since then came to. `language` is that of the skills which these are about, whose framework may
    be another.
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
        earlier=earlier_goals(report, language) if goals else None,
        check_ins=check_ins_since(report, language) if goals else (),
        compared_round=report.compared_round,
        compared_on=report.compared_on,
        apart=namesakes(participant.round_id).get(report.pk),
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


def figures_of(
    report_ids: Iterable[uuid.UUID], *, without: Collection[Measure] = ()
) -> dict[uuid.UUID, tuple[Figure, ...]]:
    """The figures of many reports in two queries, each in the order of its release.

    Measures that a caller goes `without` are not read at all: of those that no other is made of.
    """
    asked = list(report_ids)
    terms = {pk: of_report for pk, *of_report in _terms_of(asked)}
    rows = Result.objects.filter(report__in=asked).exclude(measure__in=[*without])
    ordered = rows.order_by("report", "position")
    listed = ordered.values_list("report", "dimension__kind", *FIGURE)
    return {
        report: figures_as_shown(
            [(kind, figure_of(*row)) for _report, kind, *row in of_report], *terms[report]
        )
        for report, of_report in groupby(listed, key=itemgetter(0))
    }


def _terms_of(report_ids: list[uuid.UUID]) -> Iterable[tuple[Any, ...]]:
    """Each report with what the reading of all its rows depends on."""
    framework = "participant__round__framework"
    return Report.objects.filter(pk__in=report_ids).values_list(
        "pk",
        "min_group_size",
        f"{framework}__standard_deviation",
        f"{framework}__single_rater_reliability",
    )


def figures_as_shown(
    found: Sequence[tuple[str | None, Figure]], k: int, sd: Decimal, single: Decimal
) -> tuple[Figure, ...]:
    """The figures of one report, each with its dimension's kind, by the rules of this edition.

    Whichever version of the product released it: the stored rows never change.
    """
    skills = frozenset(f.dimension for kind, f in found if kind == Kind.SKILL and f.dimension)
    figures = _with_counts_as_shown((figure for _kind, figure in found), k)
    return as_printed(with_causes(figures, k), Instrument(Fraction(sd), Fraction(single), skills))


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
