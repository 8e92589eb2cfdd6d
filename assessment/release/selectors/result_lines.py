"""Every released figure of a round with names and keys, one line each, for a spreadsheet.

The ids are those of reports, participants, rounds, councils and frameworks; none is a rater's.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Prefetch, Q

from assessment.models import Report, Result, Role
from assessment.name_order import ByName
from assessment.release.selectors.counts import COUNTS, is_count
from assessment.release.selectors.figure_rows import FIGURE, figure_of
from assessment.release.selectors.namesakes import reference_of
from assessment.release.selectors.results import figures_as_shown
from assessment.scoring.behind import Place, RatersBehind, behind_scores
from assessment.scoring.values import COMMENTS, LOWEST, Figure, Group, Measure

Row: TypeAlias = list[Any]

REPORTS_AT_ONCE = 50
"""So many are read whole before a line of theirs is given: some ten thousand figures."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Whose report it is, of which round: what is the same in each of its lines."""

    report: uuid.UUID
    participant: uuid.UUID
    name: str
    roles: tuple[tuple[str, str], ...]  # key and name
    unit: str
    round: uuid.UUID
    round_name: str
    opens_on: datetime.date
    ended_on: datetime.date
    released_on: datetime.date
    council: uuid.UUID
    council_name: str
    framework: uuid.UUID
    framework_key: str
    framework_version: str
    lowest: int
    highest: int

    @property
    def reference(self) -> str:
        return reference_of(self.report)


@dataclass(frozen=True, slots=True)
class Named:
    """A dimension, statement or role by its key, which does not change, and its name."""

    key: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A released figure; `answered` are the people of its group, as the cover has it.

    `raters` gave a rating behind it, `most` is the most ratings on one of its statements, of which
    the figure itself has the fewest. A withheld figure has none of these.
    """

    about: ReportFacts
    figure: Figure
    dimension: Named = Named()
    statement: Named = Named()
    role: Named = Named()
    answered: int | None = None
    raters: int | None = None
    most: int | None = None
    mixed: bool = False


_OF_RATERS = {
    Measure.SCORE,
    Measure.ITEM_MEAN,
    Measure.NOT_OBSERVED,
    Measure.SPREAD,
    Measure.DISTRIBUTION,
}
"""Measures whose figures of a group rest on those who are counted on the cover, and no others."""

_OF_OTHERS = {Measure.GAP, Measure.ROLE_GAP, Measure.MARGIN, Measure.PRIORITY}
"""Measures whose figures are made of the score of others, and rest on the same ratings."""

_BEHIND_COMMENTS = (*COUNTS, Measure.ITEM_MEAN)
"""What the reason of a withheld comment depends on: who answered, and who is asked what."""

_PLACES = (
    *("dimension__key", "dimension__name"),
    *("indicator__key", "indicator__text"),
    *("role__key", "role__name"),
)
_READ = ("report", *_PLACES, "dimension__kind", *FIGURE)
_Terms: TypeAlias = tuple[int, Decimal, Decimal]
"""By which the figures of a report are read: minimum group size, deviation and reliability."""


def lines_of_round(round_id: uuid.UUID, *, comments: bool = False) -> Iterator[list[ResultLine]]:
    """Every figure of a round, or every comment instead, in one list for each report.

    Memory does not grow with the reports, of which some may have no line. No read is open between
    two reports: on SQLite nobody can write within one once somebody else has.
    """
    reports = Report.objects.filter(participant__round=round_id)
    by_name = reports.order_by(ByName("participant__person__name"), "pk")
    listed = list(by_name.values_list("pk", flat=True))
    for start in range(0, len(listed), REPORTS_AT_ONCE):
        yield from _lines_of(listed[start : start + REPORTS_AT_ONCE], comments)


def _lines_of(report_ids: list[uuid.UUID], comments: bool) -> Iterator[list[ResultLine]]:
    found = _facts(report_ids)
    of_comments = Q(measure__in=COMMENTS)
    wanted = of_comments | Q(measure__in=_BEHIND_COMMENTS) if comments else ~of_comments
    rows = Result.objects.filter(wanted, report__in=report_ids)
    read: defaultdict[uuid.UUID, list[Row]] = defaultdict(list)
    for report, *rest in rows.order_by("report", "position").values_list(*_READ):
        read[report].append(rest)
    for report in report_ids:
        if report in found:
            every = _lines(read[report], *found[report])
            yield [line for line in every if (line.figure.measure in COMMENTS) is comments]


def _facts(report_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[ReportFacts, _Terms]]:
    """What is the same in all lines of a report, and how its figures are read."""
    roles = Prefetch("participant__roles", Role.objects.order_by("position", "key"))
    reports = Report.objects.filter(pk__in=list(report_ids)).prefetch_related(roles)
    reports = reports.select_related(
        "council", "participant__person", "participant__round__framework"
    )
    return {report.pk: (_facts_of(report), _terms_of(report)) for report in reports}


def _terms_of(report: Report) -> _Terms:
    framework = report.participant.round.framework
    deviation, single = framework.standard_deviation, framework.single_rater_reliability
    return report.min_group_size, deviation, single


def _facts_of(report: Report) -> ReportFacts:
    participant = report.participant
    round, framework = participant.round, participant.round.framework
    return ReportFacts(
        report=report.pk,
        participant=participant.pk,
        name=participant.person.name,
        roles=tuple((role.key, role.name) for role in participant.roles.all()),
        unit=report.unit,
        round=round.pk,
        round_name=round.name,
        opens_on=round.opens_on,
        ended_on=round.ended_on,
        released_on=report.released_on,
        council=report.council_id,
        council_name=report.council.name,
        framework=framework.pk,
        framework_key=framework.key,
        framework_version=framework.version,
        lowest=LOWEST,
        highest=framework.scale_top,
    )


def _lines(rows: list[Row], about: ReportFacts, terms: _Terms) -> list[ResultLine]:
    """The lines of one report, its figures as the report shows them."""
    named: dict[str | None, Named] = {None: Named()}
    read = []
    for row in rows:
        kind, figure = row[len(_PLACES)], figure_of(*row[len(_PLACES) + 1 :])
        for at, key in ((0, figure.dimension), (2, figure.indicator), (4, figure.role)):
            if key:
                named[key] = Named(row[at], row[at + 1])
        read.append((kind, figure))
    shown = figures_as_shown(read, *terms)
    answered = _answered(figure for figure in shown if is_count(figure))
    behind = behind_scores(shown)
    return [
        _with_raters(
            ResultLine(about, each, named[each.dimension], named[each.indicator], named[each.role]),
            answered,
            behind,
        )
        for each in shown
    ]


def _answered(counts: Iterable[Figure]) -> dict[Group, int]:
    """How many answered of each group whose count is shown; others are all of these but self."""
    answered = {
        figure.group: int(figure.value)
        for figure in counts
        if figure.measure is Measure.COMPLETED and figure.group and figure.value
    }
    others = sum(count for group, count in answered.items() if group is not Group.SELF)
    return answered | ({Group.OTHERS: others} if others else {})


def _with_raters(
    line: ResultLine, answered: Mapping[Group, int], behind: Mapping[Place, RatersBehind]
) -> ResultLine:
    figure = line.figure
    if figure.withheld:
        return line
    if figure.group is not None and figure.measure in _OF_RATERS:
        line = replace(line, answered=answered.get(figure.group))
    if figure.measure is Measure.ITEM_MEAN:
        return replace(line, raters=figure.n, most=figure.n)
    group = Group.OTHERS if figure.measure in _OF_OTHERS else figure.group
    if figure.measure not in {Measure.SCORE, *_OF_OTHERS} or not figure.dimension or not group:
        return line
    found = behind.get((figure.dimension, group))
    if found is None:
        return line
    raters = 1 if group is Group.SELF else found.raters
    return replace(line, raters=raters, most=found.most, mixed=found.mixed)
