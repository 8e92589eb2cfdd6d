"""How good the questions are: for framework editors and the operator, never for a report.

Pooled over released rounds, from ratings by others (a self-assessment answers another question).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import mean, variance

from assessment.scoring.disclosure import enough_indicators
from assessment.scoring.values import DimensionSpec, FrameworkSpec, Reason, Withheld

RESPONSES_MINIMUM = 30


class Verdict(StrEnum):
    """What to say of a coefficient instead of, or beside, its value."""

    STANDS = ""
    TOO_FEW = "too_few"
    UNDEFINED = "undefined"
    CHECK_WORDING = "check_wording"
    NO_RELIABLE_DIFFERENCE = "no_reliable_difference"


@dataclass(frozen=True, slots=True)
class PooledResponse:
    """One completed response of another person; None is *not observed*."""

    participant: str
    ratings: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A reliability, at most 1; no value where it is undefined or too few answered."""

    value: Fraction | None
    verdict: Verdict = Verdict.STANDS


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """Of one rater, and of the mean of `raters` raters (k0, the average per participant).

    No average where all participants have the same mean.
    """

    single: Fraction
    average: Fraction | None
    raters: Fraction


@dataclass(frozen=True, slots=True)
class IndicatorQuality:
    """Shares are 0 to 1, the mean in levels, the correlation with the other indicators −1 to 1."""

    indicator: str
    n: int
    not_observed: Fraction
    mean: Fraction
    at_top: Fraction
    item_rest: Decimal | None


@dataclass(frozen=True, slots=True)
class DimensionQuality:
    """`complete` responses are behind alpha and the correlations, `rated` ones behind the ICC."""

    dimension: str
    alpha: Coefficient
    complete: int
    icc: IntraclassCorrelation | None
    icc_verdict: Verdict
    rated: int
    indicators: tuple[IndicatorQuality | Withheld, ...]


def instrument_quality(
    framework: FrameworkSpec, responses: Sequence[PooledResponse]
) -> tuple[DimensionQuality, ...] | Withheld:
    """Quality of every dimension and indicator; withheld under 30 responses."""
    if len(responses) < RESPONSES_MINIMUM:
        return Withheld(Reason.INSTRUMENT_TOO_FEW)
    return tuple(_dimension(spec, responses, framework.highest) for spec in framework.dimensions)


def may_refresh(counted_before: int, counted_now: int) -> bool:
    """Whether figures may be made anew: two poolings that differ by few tell those few.

    Ask for the responses, and for every indicator with its n; keep the old figure if not.
    """
    return abs(counted_now - counted_before) >= RESPONSES_MINIMUM


def _dimension(
    spec: DimensionSpec, responses: Sequence[PooledResponse], highest: int
) -> DimensionQuality:
    complete = [row for row in (_row(spec, r) for r in responses) if row is not None]
    by_participant = _means(spec, responses)
    icc, icc_verdict = _icc(by_participant)
    return DimensionQuality(
        dimension=spec.key,
        alpha=_alpha(complete),
        complete=len(complete),
        icc=icc,
        icc_verdict=icc_verdict,
        rated=sum(map(len, by_participant)),
        indicators=tuple(
            _indicator(key, place, responses, complete, highest)
            for place, key in enumerate(spec.indicators)
        ),
    )


def _row(spec: DimensionSpec, response: PooledResponse) -> tuple[int, ...] | None:
    levels = [response.ratings.get(key) for key in spec.indicators]
    complete = tuple(level for level in levels if level is not None)
    return complete if len(complete) == len(levels) else None


def _alpha(rows: Sequence[Sequence[int]]) -> Coefficient:
    if len(rows) < RESPONSES_MINIMUM:
        return Coefficient(None, Verdict.TOO_FEW)
    alpha = cronbach_alpha(rows)
    if alpha is None:
        return Coefficient(None, Verdict.UNDEFINED)
    return Coefficient(alpha, Verdict.CHECK_WORDING if alpha < 0 else Verdict.STANDS)


def cronbach_alpha(rows: Sequence[Sequence[int]]) -> Fraction | None:
    """k/(k−1)·(1 − Σ item variance / total variance) over complete rows (Cronbach 1951).

    None with one indicator or where the totals do not vary.
    """
    k = len(rows[0])
    total = _variance([sum(row) for row in rows])
    if k < 2 or not total:
        return None
    items = sum((_variance(column) for column in zip(*rows, strict=True)), Fraction(0))
    return Fraction(k, k - 1) * (1 - items / total)


def _variance(values: Sequence[int]) -> Fraction:
    return variance([Fraction(value) for value in values])


def _means(spec: DimensionSpec, responses: Sequence[PooledResponse]) -> list[list[Fraction]]:
    """Of each participant, the mean of every rater who observed enough of the dimension."""
    by_participant: dict[str, list[Fraction]] = defaultdict(list)
    for response in responses:
        levels = [v for key in spec.indicators if (v := response.ratings.get(key)) is not None]
        if enough_indicators(len(levels), len(spec.indicators)):
            by_participant[response.participant].append(Fraction(sum(levels), len(levels)))
    return list(by_participant.values())


def _icc(means: Sequence[Sequence[Fraction]]) -> tuple[IntraclassCorrelation | None, Verdict]:
    if sum(map(len, means)) < RESPONSES_MINIMUM:
        return None, Verdict.TOO_FEW
    icc = intraclass_correlation(means)
    if icc is None:
        return None, Verdict.UNDEFINED
    return icc, Verdict.NO_RELIABLE_DIFFERENCE if icc.single < 0 else Verdict.STANDS


def intraclass_correlation(
    groups: Sequence[Sequence[Fraction | int]],
) -> IntraclassCorrelation | None:
    """One-way ICC(1) of raters nested in participants, unequal n (Shrout & Fleiss 1979).

    `groups` holds the ratings of each participant. None where nothing varies, or with one
    participant or one rater each.
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


def _indicator(
    key: str,
    place: int,
    responses: Sequence[PooledResponse],
    complete: Sequence[Sequence[int]],
    highest: int,
) -> IndicatorQuality | Withheld:
    answers = [response.ratings[key] for response in responses if key in response.ratings]
    levels = [level for level in answers if level is not None]
    if len(levels) < RESPONSES_MINIMUM:
        return Withheld(Reason.INSTRUMENT_TOO_FEW)
    return IndicatorQuality(
        indicator=key,
        n=len(levels),
        not_observed=Fraction(len(answers) - len(levels), len(answers)),
        mean=mean([Fraction(level) for level in levels]),
        at_top=Fraction(levels.count(highest), len(levels)),
        item_rest=item_rest_correlation(complete, place),
    )


def item_rest_correlation(rows: Sequence[Sequence[int]], place: int) -> Decimal | None:
    """Pearson correlation of one indicator with the sum of the others, over complete rows.

    None under 30 rows or where either does not vary.
    """
    if len(rows) < RESPONSES_MINIMUM:
        return None
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
