"""What of a new pooling may be shown beside what was shown before, and in which words.

Nothing is shown but bands, and a band only where the participants behind it are 30 more or fewer
than behind every band of its place that somebody has seen; else the last one stays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from assessment.quality.statistics import (
    PARTICIPANTS_MINIMUM,
    Behind,
    Coefficient,
    DimensionQuality,
    IndicatorQuality,
    may_refresh,
)

EDGES: Mapping[str, tuple[Fraction, ...]] = MappingProxyType(
    {
        "ratings": (Fraction(300), Fraction(1000)),
        "not_observed": (Fraction(1, 5), Fraction(1, 3), Fraction(1, 2)),
        "mean": (Fraction(1, 3), Fraction(2, 3)),
        "near_top": (Fraction(1, 5), Fraction(1, 2), Fraction(4, 5)),
        "alpha": (Fraction(0), Fraction(70, 100), Fraction(95, 100)),
        "icc": (Fraction(0), Fraction(20, 100)),
        "item_rest": (Fraction(0), Fraction(30, 100)),
    }
)
"""Where one band ends and the next begins; the outermost reach to the end of what is possible.

Shares have none narrower than 13 of 100, so none of the ratings or participants behind one is
counted by it. Alpha from .70 to .95 and correlations from .30 are usual (Nunnally & Bernstein
1994; Streiner 2003); single raters agree from .20 (Conway & Huffcutt 1997).
"""


class Place(StrEnum):
    """Of a dimension: how its indicators go together, and whether groups agree. Of an indicator:
    its figures, and how it goes with the rest."""

    TOGETHER = "together"
    GROUPS = "groups"
    STATEMENT = "statement"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class PlaceBands:
    """The bands of one place, by what they measure, and the participants behind them by council.

    Without bands it is withheld, whatever the reason.
    """

    place: Place
    about: str
    councils: Mapping[str, int] = field(default_factory=dict)
    bands: Mapping[str, int] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Place, str]:
        return self.place, self.about

    @property
    def n(self) -> int:
        """How many participants are behind it."""
        return sum(self.councils.values())


def band(measure: str, value: Fraction | Decimal | int) -> int:
    """In which band a value lies, the lowest is 0; on an edge in the higher one."""
    return bisect_right(EDGES[measure], Fraction(value))


def bands_by_place(quality: Sequence[DimensionQuality]) -> tuple[PlaceBands, ...]:
    """Every place with its bands; without where it rests on too few or has no value."""
    return tuple(part for each in quality for part in _of_dimension(each))


def _of_dimension(quality: DimensionQuality) -> Iterator[PlaceBands]:
    yield _of_coefficient(Place.TOGETHER, quality.dimension, "alpha", quality.alpha)
    yield _of_coefficient(Place.GROUPS, quality.dimension, "icc", quality.icc)
    for indicator in quality.indicators:
        yield _of_indicator(indicator)
        yield _of_coefficient(Place.REST, indicator.indicator, "item_rest", indicator.item_rest)


def _of_coefficient(place: Place, about: str, measure: str, found: Coefficient) -> PlaceBands:
    bands = {} if found.value is None else {measure: band(measure, found.value)}
    return _part(place, about, found.behind, bands)


def _of_indicator(quality: IndicatorQuality) -> PlaceBands:
    shares, bands = quality.shares, {}
    if shares is not None:
        bands = {
            "ratings": band("ratings", quality.behind.ratings),
            "not_observed": band("not_observed", shares.not_observed),
            "mean": band("mean", shares.mean),
            "near_top": band("near_top", shares.near_top),
        }
    return _part(Place.STATEMENT, quality.indicator, quality.behind, bands)


def _part(place: Place, about: str, behind: Behind, bands: Mapping[str, int]) -> PlaceBands:
    if not (behind.enough and bands):
        return PlaceBands(place, about)
    return PlaceBands(place, about, behind.participants, bands)


def beside(
    fresh: Sequence[PlaceBands], own: Sequence[PlaceBands], seen: Sequence[PlaceBands]
) -> tuple[tuple[PlaceBands, ...], int]:
    """What a reading shows, and how many of its places are new.

    `own` is what its readers see now, `seen` everything that any readers of these reports or of
    some of them have seen. Safe is a place far from all of those, or the same as they.
    """
    before = {part.key: part for part in own}
    shown = tuple(
        part if part.bands and _safe(part, seen) else _kept(part, before) for part in fresh
    )
    gone = tuple(part for key, part in before.items() if key not in {p.key for p in fresh})
    new = [part for part in shown if part.bands and part != before.get(part.key)]
    return (*shown, *gone), len(new)


def _safe(part: PlaceBands, seen: Sequence[PlaceBands]) -> bool:
    return all(
        may_refresh(other.n, part.n) or (other.councils, other.bands) == (part.councils, part.bands)
        for other in seen
        if other.key == part.key and other.bands
    )


def _kept(part: PlaceBands, before: Mapping[tuple[Place, str], PlaceBands]) -> PlaceBands:
    return before.get(part.key, PlaceBands(part.place, part.about))


def for_reader(part: PlaceBands, own: Collection[str]) -> PlaceBands:
    """The same for somebody who knows these councils from within: nothing of them alone.

    What is left without them has to be as many participants as anybody's figures.
    """
    others = sum(n for council, n in part.councils.items() if council not in own)
    if part.n > others and others < PARTICIPANTS_MINIMUM:
        return PlaceBands(part.place, part.about)
    return part
