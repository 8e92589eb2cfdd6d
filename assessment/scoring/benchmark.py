"""Figures over councils, one set a year and the same for every reader (rule 12).

Made of public council figures as they are printed, so nothing about a person follows that those
do not say already. Whoever reads a benchmark has one of the figures in it at most: with one more
council than the rule names there are enough others for everybody. docs/adr/0043 has the proof and
its limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median, quantiles

from assessment.scoring.aggregate import printed
from assessment.scoring.told import FLOOR_OF_A_COUNCIL, ceiling_of_a_council
from assessment.scoring.values import LOWEST, Bound, Figure, Measure, Reason

BENCHMARK_COUNCILS = 5
QUARTILE_COUNCILS = 11
QUARTILE_DISTANCE = Fraction(2, 10)
"""Levels between the printed median and each quartile; nearer, they say what several have."""

OWN = 1
"""The reader's own council, which is no other one."""


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """Where councils are compared: a dimension, of everybody or of the holders of a role."""

    dimension: str
    role: str | None = None


def year_figures(
    scores: Mapping[ComparedPlace, Mapping[str, Fraction]], *, highest: Mapping[str, int]
) -> Iterator[Figure]:
    """The figures of every place, by council; `highest` is the top of each dimension's scale.

    A role is compared where the same councils are in it as in the comparison of everybody. Two
    sets of which one has a council more would tell, put together, what that one has.
    """
    for place, found in scores.items():
        few = len(found) - OWN < BENCHMARK_COUNCILS
        if not few and found.keys() != scores[ComparedPlace(place.dimension)].keys():
            yield _none(place, Measure.BENCHMARK_MEDIAN, Reason.BENCHMARK_OTHER_COUNCILS)
            continue
        top = highest[place.dimension]
        yield from benchmark_figures(place, list(found.values()), highest=top)


def benchmark_figures(
    place: ComparedPlace, scores: Sequence[Fraction], *, highest: int
) -> tuple[Figure, ...]:
    """The middle of councils in one place; every council weighs the same, n is how many there are.

    `scores` has one public council figure for each council, in levels. From 6 councils, which are
    5 others for each of them, the median; from 12 the quartiles (inclusive method), if they are
    far enough from it. Inputs count as printed, and results are whole tenths, bounded near the
    ends of the scale. With 5 equal weights none is over 25%.
    """
    others, values = len(scores) - OWN, sorted(printed(score) for score in scores)
    if others < BENCHMARK_COUNCILS:
        return (_none(place, Measure.BENCHMARK_MEDIAN, Reason.BENCHMARK_TOO_FEW),)
    middle = _middle(place, Measure.BENCHMARK_MEDIAN, median(values), len(values), highest)
    return (middle, *_quartiles(place, values, middle, highest))


def _quartiles(
    place: ComparedPlace, values: Sequence[Fraction], middle: Figure, highest: int
) -> tuple[Figure, ...]:
    measures = (Measure.BENCHMARK_LOWER_QUARTILE, Measure.BENCHMARK_UPPER_QUARTILE)
    if len(values) - OWN < QUARTILE_COUNCILS:
        return tuple(_none(place, each, Reason.QUARTILES_TOO_FEW) for each in measures)
    ends = quantiles(values, n=4, method="inclusive")[::2]
    found = [
        _middle(place, each, end, len(values), highest)
        for each, end in zip(measures, ends, strict=True)
    ]
    near = middle.value or Fraction(0)
    if any(abs((each.value or near) - near) < QUARTILE_DISTANCE for each in found):
        return tuple(_none(place, each, Reason.QUARTILES_TOO_NARROW) for each in measures)
    return tuple(found)


def _middle(
    place: ComparedPlace, measure: Measure, value: Fraction, councils: int, highest: int
) -> Figure:
    """Near an end of the scale bounded as a council's own figure is: half of them are as near."""
    floor, ceiling = LOWEST + FLOOR_OF_A_COUNCIL, ceiling_of_a_council(highest)
    shown, bound = printed(value), Bound.EXACT
    if shown <= floor:
        shown, bound = floor, Bound.OR_LOWER
    elif shown >= ceiling:
        shown, bound = ceiling, Bound.OR_HIGHER
    return Figure(measure, place.dimension, role=place.role, value=shown, n=councils, bound=bound)


def _none(place: ComparedPlace, measure: Measure, reason: Reason) -> Figure:
    return Figure(measure, place.dimension, role=place.role, withheld=reason)
