"""How good the questions are: for framework editors and the operator, never for a report.

Made of released figures alone, and of nothing that they do not say: whoever holds every report
could work out the same, so beside the reports nothing here tells a rating (docs/adr/0020). Of
others only: a self-assessment answers another question.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import variance
from typing import TypeAlias

from assessment.scoring.values import (
    LOWEST,
    DimensionSpec,
    Figure,
    FrameworkSpec,
    Group,
    Measure,
)

PARTICIPANTS_MINIMUM = 30
RATINGS_MINIMUM = 100
NEAR_TOP = Fraction(1, 2)
"""A mean within half a level of the top says that somebody is rated at the top."""

Row: TypeAlias = Sequence[Fraction | int]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a report says of a statement: the mean of others in levels, and `n` ratings behind it.

    Of `asked` raters whose group has a figure `not_observed` could not observe it.
    """

    mean: Fraction
    n: int
    not_observed: int
    asked: int


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """Of one participant: statements with a figure by key, and by dimension the score and n of
    each group that has one."""

    council: str
    statements: Mapping[str, Statement]
    scores: Mapping[str, tuple[tuple[Fraction, int], ...]]


@dataclass(frozen=True, slots=True)
class Behind:
    """Whose figures something is made of: participants by council, and ratings behind those."""

    participants: Mapping[str, int]
    ratings: int

    @property
    def enough(self) -> bool:
        """Whether anything may be said of it."""
        people = sum(self.participants.values())
        return people >= PARTICIPANTS_MINIMUM and self.ratings >= RATINGS_MINIMUM


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A reliability or a correlation, at most 1; none where it is undefined or too few."""

    behind: Behind
    value: Fraction | Decimal | None


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """Of one view, and of the mean of `raters` views (k0, the average per participant).

    No average where all participants have the same mean.
    """

    single: Fraction
    average: Fraction | None
    raters: Fraction


@dataclass(frozen=True, slots=True)
class Shares:
    """0 to 1: raters who could not observe, the mean on the way from the lowest level to the
    highest, and participants whose mean is near the highest."""

    not_observed: Fraction
    mean: Fraction
    near_top: Fraction


@dataclass(frozen=True, slots=True)
class IndicatorQuality:
    indicator: str
    behind: Behind
    shares: Shares | None
    item_rest: Coefficient


@dataclass(frozen=True, slots=True)
class DimensionQuality:
    """Alpha over the means of participants; the ICC over the scores of their groups."""

    dimension: str
    alpha: Coefficient
    icc: Coefficient
    indicators: tuple[IndicatorQuality, ...]


def report_of(council: str, figures: Iterable[Figure]) -> ReportFigures:
    """What the figures of one report say of the questions; self and withheld ones left out."""
    means: dict[str, Figure] = {}
    unseen: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    scores: dict[str, list[tuple[Fraction, int]]] = defaultdict(list)
    for each in figures:
        if each.value is None or each.group in (None, Group.SELF):
            continue
        number = each.n or 0
        if each.measure is Measure.ITEM_MEAN and each.group is Group.OTHERS:
            means[each.indicator or ""] = each
        elif each.measure is Measure.NOT_OBSERVED:
            counts = unseen[each.indicator or ""]
            counts[0] += int(each.value)
            counts[1] += number
        elif each.measure is Measure.SCORE and each.group is not Group.OTHERS:
            scores[each.dimension or ""].append((each.value, number))
    return ReportFigures(
        council,
        {key: _statement(figure, *unseen[key]) for key, figure in means.items()},
        {key: tuple(found) for key, found in scores.items()},
    )


def _statement(others: Figure, not_observed: int, asked: int) -> Statement:
    n = others.n or 0
    return Statement(others.value or Fraction(0), n, not_observed, max(asked, n))


def instrument_quality(
    framework: FrameworkSpec, reports: Sequence[ReportFigures]
) -> tuple[DimensionQuality, ...] | None:
    """Quality of every dimension and indicator; None under 30 participants."""
    judged = [report for report in reports if report.statements]
    if len(judged) < PARTICIPANTS_MINIMUM:
        return None
    return tuple(_dimension(spec, judged, framework.highest) for spec in framework.dimensions)


def may_refresh(counted_before: int, counted_now: int) -> bool:
    """Whether a figure may be made anew: two poolings that differ by few participants tell those.

    Ask for the participants behind every figure; keep the old one if not.
    """
    return abs(counted_now - counted_before) >= PARTICIPANTS_MINIMUM


def _behind(reports: Iterable[ReportFigures], ratings: int) -> Behind:
    return Behind(dict(Counter(report.council for report in reports)), ratings)


def _dimension(
    spec: DimensionSpec, reports: Sequence[ReportFigures], highest: int
) -> DimensionQuality:
    complete = [r for r in reports if all(key in r.statements for key in spec.indicators)]
    rows = [[report.statements[key].mean for key in spec.indicators] for report in complete]
    # As many ratings as on the statement that has the fewest.
    behind = _behind(
        complete, min(sum(r.statements[key].n for r in complete) for key in spec.indicators)
    )
    return DimensionQuality(
        dimension=spec.key,
        alpha=Coefficient(behind, cronbach_alpha(rows) if behind.enough else None),
        icc=_icc([report for report in reports if spec.key in report.scores], spec.key),
        indicators=tuple(
            _indicator(
                key,
                [report for report in reports if key in report.statements],
                Coefficient(behind, item_rest_correlation(rows, place) if behind.enough else None),
                highest,
            )
            for place, key in enumerate(spec.indicators)
        ),
    )


def _icc(reports: Sequence[ReportFigures], dimension: str) -> Coefficient:
    scores = [report.scores[dimension] for report in reports]
    behind = _behind(reports, sum(n for each in scores for _value, n in each))
    if not behind.enough:
        return Coefficient(behind, None)
    icc = intraclass_correlation([[value for value, _n in each] for each in scores])
    return Coefficient(behind, icc.single if icc else None)


def _indicator(
    key: str, reports: Sequence[ReportFigures], item_rest: Coefficient, highest: int
) -> IndicatorQuality:
    found = [report.statements[key] for report in reports]
    behind = _behind(reports, sum(each.n for each in found))
    return IndicatorQuality(
        key, behind, _shares(found, highest) if behind.enough else None, item_rest
    )


def _shares(found: Sequence[Statement], highest: int) -> Shares:
    near = [each for each in found if each.mean >= highest - NEAR_TOP]
    mean = sum((each.mean * each.n for each in found), Fraction(0)) / sum(e.n for e in found)
    return Shares(
        not_observed=Fraction(sum(e.not_observed for e in found), sum(e.asked for e in found)),
        mean=(mean - LOWEST) / (highest - LOWEST),
        near_top=Fraction(len(near), len(found)),
    )


def cronbach_alpha(rows: Sequence[Row]) -> Fraction | None:
    """k/(k−1)·(1 − Σ item variance / total variance) over complete rows (Cronbach 1951).

    None with one indicator or where the totals do not vary.
    """
    k = len(rows[0])
    total = _variance([sum(row) for row in rows])
    if k < 2 or not total:
        return None
    items = sum((_variance(column) for column in zip(*rows, strict=True)), Fraction(0))
    return Fraction(k, k - 1) * (1 - items / total)


def _variance(values: Sequence[Fraction | int]) -> Fraction:
    return variance([Fraction(value) for value in values])


def intraclass_correlation(
    groups: Sequence[Sequence[Fraction | int]],
) -> IntraclassCorrelation | None:
    """One-way ICC(1) of views nested in participants, unequal n (Shrout & Fleiss 1979).

    `groups` holds the views of each participant. None where nothing varies, or with one
    participant or one view each.
    """
    sizes = [len(group) for group in groups]
    n, t = sum(sizes), len(groups)
    if t < 2 or n == t:
        return None
    grand = Fraction(sum(map(sum, groups))) / n
    means = [Fraction(sum(group)) / len(group) for group in groups]
    between = sum(
        (size * (m - grand) ** 2 for size, m in zip(sizes, means, strict=True)), Fraction(0)
    ) / (t - 1)
    within = sum(
        ((x - m) ** 2 for group, m in zip(groups, means, strict=True) for x in group), Fraction(0)
    ) / (n - t)
    k0 = (n - Fraction(sum(size**2 for size in sizes), n)) / (t - 1)
    if not between + within:
        return None
    single = (between - within) / (between + (k0 - 1) * within)
    return IntraclassCorrelation(single, (between - within) / between if between else None, k0)


def item_rest_correlation(rows: Sequence[Row], place: int) -> Decimal | None:
    """Pearson correlation of one indicator with the sum of the others, over complete rows.

    None where either does not vary.
    """
    item = [Fraction(row[place]) for row in rows]
    rest = [Fraction(sum(row)) - x for row, x in zip(rows, item, strict=True)]
    product = variance(item) * variance(rest)
    if not product:
        return None
    # cov(x, y) = (var(x + y) − var(x) − var(y)) / 2, exact; the root is the one inexact step
    both = [x + y for x, y in zip(item, rest, strict=True)]
    covariance = (variance(both) - variance(item) - variance(rest)) / 2
    squared = covariance**2 / product
    root = (Decimal(squared.numerator) / squared.denominator).sqrt()
    return -root if covariance < 0 else root
