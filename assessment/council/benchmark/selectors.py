"""Which figures of councils a year's benchmark is made of, and what its readers see of it."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from assessment.frameworks.selectors.asked_words import words_asked
from assessment.models import (
    BenchmarkCouncil,
    BenchmarkFigure,
    BenchmarkYear,
    Council,
    CouncilFigure,
    Dimension,
    Framework,
    Participant,
    Role,
    Round,
)
from assessment.scoring.benchmark import BENCHMARK_COUNCILS, OWN, ComparedPlace
from assessment.scoring.disclosure import MINIMUM_K
from assessment.scoring.reasons import explain, thresholds
from assessment.scoring.values import Bound, Measure, Reason

FEWEST = BENCHMARK_COUNCILS + OWN
"""Councils in a comparison, so that each has enough others."""


# --- what a year is made of ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of the councils that take part, by place and council.

    A place's dimension is the mark of what was asked, its role the role's key. `names` has the
    rows of a shared framework that a place is called by, and only such places are there.
    """

    councils: frozenset[uuid.UUID]
    scores: Mapping[ComparedPlace, Mapping[str, Fraction]]
    names: Mapping[ComparedPlace, tuple[Dimension, Role | None]]

    @property
    def with_figures(self) -> frozenset[str]:
        """The councils of which a figure counts."""
        return frozenset(council for found in self.scores.values() for council in found)

    @property
    def enough(self) -> int:
        """How many places have as many councils as a comparison needs."""
        return sum(len(found) >= FEWEST for found in self.scores.values())


def counted_figures(year: int, councils: Iterable[Council]) -> Counted:
    """The public figures of rounds that these councils released in a calendar year.

    One council, one figure in a place: that of its last round there, withheld or not. A figure is
    in the benchmark of one year alone. Nine queries.
    """
    keys = frozenset(council.pk for council in councils)
    rows = list(
        CouncilFigure.objects.filter(
            council__in=keys,
            measure=Measure.SCORE,
            dimension__isnull=False,
            round__released_at__year=year,
        )
        .select_related("round", "dimension", "role")
        .order_by("round__released_at", "round__pk", "position")
    )
    shared = _shared()
    frameworks = {row.round.framework_id for row in rows} | set(shared)
    asked = words_asked(frameworks)
    marks = [asked[row.dimension_id or row.pk] for row in rows]
    last = {(row.council_id, mark): row.round_id for row, mark in zip(rows, marks, strict=True)}
    latest = [
        (row, mark)
        for row, mark in zip(rows, marks, strict=True)
        if last[row.council_id, mark] == row.round_id
    ]
    names = _names(shared, asked)
    scores = _scores(latest, _only_roles({row.round_id for row, _mark in latest}))
    return Counted(keys, {place: scores[place] for place in names if place in scores}, names)


def _scores(
    rows: Iterable[tuple[CouncilFigure, str]], only_roles: Mapping[uuid.UUID, str]
) -> dict[ComparedPlace, dict[str, Fraction]]:
    found: dict[ComparedPlace, dict[str, Fraction]] = defaultdict(dict)
    for row, mark in rows:
        if row.value is None:
            continue
        score = Fraction(row.value)
        role = row.role.key if row.role else None
        found[ComparedPlace(mark, role)][str(row.council_id)] = score
        if role is None and only_roles.get(row.round_id):
            found[ComparedPlace(mark, only_roles[row.round_id])][str(row.council_id)] = score
    return found


def _only_roles(rounds: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The rounds in which everybody holds one role and no other: a figure of all is that role's."""
    held: dict[uuid.UUID, set[str]] = defaultdict(set)
    rows = Participant.objects.filter(round__in=rounds)
    for round, key in rows.values_list("round", "roles__key"):
        held[round].add(key or "")
    return {round: key for round, keys in held.items() if len(keys) == 1 for key in keys if key}


def _shared() -> dict[uuid.UUID, Framework]:
    """The shared frameworks that rounds can have used, the newest last."""
    found = Framework.objects.edited().filter(council=None).exclude(state=Framework.State.DRAFT)
    return {each.pk: each for each in found.order_by("published_at", "pk")}


def _names(
    shared: Mapping[uuid.UUID, Framework], asked: Mapping[uuid.UUID, str]
) -> dict[ComparedPlace, tuple[Dimension, Role | None]]:
    """Places by the newest shared framework that has them, in its order.

    What only a council's own framework asks is no place: its name would say who takes part.
    """
    roles: dict[uuid.UUID, list[Role]] = defaultdict(list)
    for each in Role.objects.filter(framework__in=shared).order_by("position", "key"):
        roles[each.framework_id].append(each)
    rows = Dimension.objects.filter(framework__in=shared).select_related("framework")
    dimensions = rows.order_by("position", "key")
    order = list(shared)
    newest = sorted(dimensions, key=lambda each: -order.index(each.framework_id))
    found: dict[ComparedPlace, tuple[Dimension, Role | None]] = {}
    for dimension in newest:
        mark = asked[dimension.pk]
        for role in (None, *roles[dimension.framework_id]):
            found.setdefault(ComparedPlace(mark, role.key if role else None), (dimension, role))
    return found


def tops(places: Counted) -> dict[str, int]:
    """The top of the scale in each dimension that is compared, by its mark."""
    return {
        place.dimension: dimension.framework.scale_top
        for place, (dimension, _role) in places.names.items()
        if place in places.scores
    }


def taking_part() -> models.QuerySet[Council]:
    """The councils whose HR has said that they take part, by key."""
    return Council.objects.filter(in_benchmark=True).order_by("pk")


def year_over(at: datetime.datetime) -> int:
    """The calendar year that ended last: the one whose benchmark can be made."""
    return timezone.localdate(at).year - 1


@dataclass(frozen=True, slots=True)
class BenchmarkPreview:
    """What a benchmark would be made of, in counts alone."""

    year: int
    councils: int
    with_figures: int
    places: int
    is_made: bool

    @property
    def can_be_made(self) -> bool:
        """Whether there would be any figure in it."""
        return not self.is_made and self.places > 0


def preview(year: int) -> BenchmarkPreview:
    """How many councils take part and have a figure, and how many places have enough of them."""
    found = counted_figures(year, taking_part())
    return BenchmarkPreview(
        year,
        councils=len(found.councils),
        with_figures=len(found.with_figures),
        places=found.enough,
        is_made=BenchmarkYear.objects.filter(year=year).exists(),
    )


# --- what its readers see -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Middle:
    """A figure over councils as it is printed, and what is said beside it; or why there is none."""

    value: Decimal | None = None
    bound: str = ""
    withheld: str = ""

    @property
    def said(self) -> str:
        """“3.6”, “4.3 or higher”, or a dash."""
        if self.value is None:
            return "–"
        if self.bound == Bound.EXACT:
            return str(self.value)
        if self.bound == Bound.OR_LOWER:
            return _("{value} or lower").format(value=self.value)
        return _("{value} or higher").format(value=self.value)


NO_MIDDLE = Middle()


@dataclass(frozen=True, slots=True)
class BenchmarkLine:
    """A dimension, of everybody or of a role's holders, in a year: `councils` is how many."""

    asked: str
    dimension: Dimension
    role: Role | None
    councils: int | None = None
    median: Middle = NO_MIDDLE
    lower: Middle = NO_MIDDLE
    upper: Middle = NO_MIDDLE

    @property
    def place(self) -> ComparedPlace:
        """Where it is, in any framework that asks the same."""
        return ComparedPlace(self.asked, self.role.key if self.role else None)


def _part(measure: str) -> str:
    """The field of a line that a figure is."""
    if measure == Measure.BENCHMARK_MEDIAN:
        return "median"
    return "lower" if measure == Measure.BENCHMARK_LOWER_QUARTILE else "upper"


def benchmark_lines(year: BenchmarkYear) -> list[BenchmarkLine]:
    """Every place of a year in the order of the frameworks, with its figures; one query."""
    rows = BenchmarkFigure.objects.filter(year=year).order_by("position")
    found: dict[ComparedPlace, BenchmarkLine] = {}
    for row in rows.select_related("dimension__framework", "role"):
        line = BenchmarkLine(row.asked, row.dimension, row.role)
        line = found.get(line.place, line)
        middle = Middle(row.value, row.bound, row.withheld)
        changes: dict[str, Any] = {_part(row.measure): middle}
        if row.n is not None:
            changes["councils"] = row.n
        found[line.place] = replace(line, **changes)
    return list(found.values())


def lines_for(year: BenchmarkYear, framework: Framework) -> dict[ComparedPlace, BenchmarkLine]:
    """The places of a year that a framework asks, keyed by its own dimensions and roles; 5 queries.

    A place's dimension is the identifier of the framework's own row, its role that of its own.
    """
    asked = words_asked([framework.pk])
    roles = {role.key: str(role.pk) for role in framework.roles.all()}
    own: dict[str, list[uuid.UUID]] = defaultdict(list)
    for dimension, mark in asked.items():
        own[mark].append(dimension)
    return {
        ComparedPlace(str(dimension), roles[line.role.key] if line.role else None): line
        for line in benchmark_lines(year)
        if line.role is None or line.role.key in roles
        for dimension in own[line.asked]
    }


def years_made() -> models.QuerySet[BenchmarkYear]:
    """Every year that there is a benchmark of, the newest first."""
    return BenchmarkYear.objects.filter(is_whole=True).order_by("-year")


def years_of(council: Council) -> models.QuerySet[BenchmarkCouncil]:
    """The years in which a council took part, the newest first: those that its HR reads."""
    rows = BenchmarkCouncil.objects.filter(council=council, year__is_whole=True)
    return rows.select_related("year").order_by("-year__year")


@dataclass(frozen=True, slots=True)
class BenchmarkTable:
    """The comparisons of a year in one framework, and why those without a figure have none."""

    framework: str
    lines: tuple[BenchmarkLine, ...]
    reasons: tuple[str, ...]


def tables_of(year: BenchmarkYear) -> list[BenchmarkTable]:
    """A year as pages show it, a table for each framework; one query."""
    found: dict[str, list[BenchmarkLine]] = defaultdict(list)
    for line in benchmark_lines(year):
        found[str(line.dimension.framework)].append(line)
    return [
        BenchmarkTable(name, tuple(lines), tuple(dict.fromkeys(_reasons(lines))))
        for name, lines in found.items()
    ]


def _reasons(lines: Iterable[BenchmarkLine]) -> Iterator[str]:
    for line in lines:
        for part in (line.median, line.lower):
            if part.withheld:
                yield explain(Reason(part.withheld), k=MINIMUM_K, say=gettext)


def limits() -> dict[str, int]:
    """The thresholds by the names that pages use, in councils, participants and raters."""
    said = thresholds(MINIMUM_K)
    names = ("participants", "raters", "councils", "quartiles")
    return {name: said[name] for name in names} | {"fewest": FEWEST}


# --- beside a council's own report --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundBenchmark:
    """The benchmark that a council report is read beside, by the round's own dimensions and roles.

    `year` is none where the council took part in none up to the year of its release; `places` is
    empty where none asked the same.
    """

    takes_part: bool = False
    year: int | None = None
    places: Mapping[ComparedPlace, BenchmarkLine] = field(default_factory=dict)


def benchmark_beside(round: Round) -> RoundBenchmark:
    """That of the year of the release, or the last before it, in which the council took part."""
    council = round.council
    released = timezone.localdate(round.released_at).year if round.released_at else 0
    own = years_of(council).filter(year__year__lte=released).first()
    if own is None:
        return RoundBenchmark(council.in_benchmark)
    return RoundBenchmark(council.in_benchmark, own.year.year, lines_for(own.year, round.framework))
