"""What of a new pooling may be shown beside figures that were shown before.

Two poolings of the same questions that differ by a few ratings tell those few. So a figure is
shown only where its ratings are 30 more or fewer than behind every figure of its place that
somebody has seen; else the last one stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from assessment.scoring.instrument import (
    DimensionQuality,
    IndicatorQuality,
    Verdict,
    may_refresh,
)
from assessment.scoring.values import Withheld


class Place(StrEnum):
    """Of a dimension: alpha and the ICC. Of an indicator: its ratings and its correlation."""

    ALPHA = "alpha"
    ICC = "icc"
    RATINGS = "ratings"
    ITEM_REST = "item_rest"


@dataclass(frozen=True, slots=True)
class Part:
    """Figures of one place, as they are printed; `n` ratings or responses are behind them.

    Without values it is withheld: too few, or too close to what was shown before.
    """

    place: Place
    about: str
    n: int = 0
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Place, str]:
        return self.place, self.about


def parts(quality: Sequence[DimensionQuality]) -> tuple[Part, ...]:
    """Every figure, rounded: coefficients to 0.01, means to 0.1, shares to whole percents."""
    return tuple(part for each in quality for part in _of_dimension(each))


def _of_dimension(quality: DimensionQuality) -> Iterator[Part]:
    key, alpha, icc = quality.dimension, quality.alpha, quality.icc
    if alpha.verdict is Verdict.TOO_FEW:
        yield Part(Place.ALPHA, key)
    else:
        shown = {"verdict": alpha.verdict.value, "alpha": _rounded(alpha.value, 2)}
        yield Part(Place.ALPHA, key, quality.complete, shown)
    if quality.icc_verdict is Verdict.TOO_FEW:
        yield Part(Place.ICC, key)
    else:
        shown = {
            "verdict": quality.icc_verdict.value,
            "single": _rounded(icc.single if icc else None, 2),
            "average": _rounded(icc.average if icc else None, 2),
            "raters": _rounded(icc.raters if icc else None, 1),
        }
        yield Part(Place.ICC, key, quality.rated, shown)
    for indicator in quality.indicators:
        if not isinstance(indicator, Withheld):
            yield from _of_indicator(indicator, quality.complete)


def _of_indicator(quality: IndicatorQuality, complete: int) -> Iterator[Part]:
    shown = {
        "not_observed": _rounded(quality.not_observed * 100, 0),
        "mean": _rounded(quality.mean, 1),
        "at_top": _rounded(quality.at_top * 100, 0),
    }
    yield Part(Place.RATINGS, quality.indicator, quality.n, shown)
    if quality.item_rest is not None:
        shown = {"item_rest": _rounded(quality.item_rest, 2)}
        yield Part(Place.ITEM_REST, quality.indicator, complete, shown)


def _rounded(value: Fraction | Decimal | None, places: int) -> str:
    if value is None:
        return ""
    exact = Fraction(value)
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    text = str(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return text.removeprefix("-") if not Decimal(text) else text


def beside(
    fresh: Sequence[Part], own: Sequence[Part], seen: Sequence[Part]
) -> tuple[tuple[Part, ...], int]:
    """What a reading shows, and how many of its figures are new.

    `own` is what its readers see now, `seen` everything that any readers of these ratings or of
    some of them have seen. Safe is a figure far from all of those, or the same as they.
    """
    before = {part.key: part for part in own}
    shown = tuple(
        part if part.values and _safe(part, seen) else _kept(part, before) for part in fresh
    )
    gone = tuple(part for key, part in before.items() if key not in {p.key for p in fresh})
    new = [part for part in shown if part.values and part != before.get(part.key)]
    return (*shown, *gone), len(new)


def _safe(part: Part, seen: Sequence[Part]) -> bool:
    return all(
        may_refresh(other.n, part.n) or (other.n, other.values) == (part.n, part.values)
        for other in seen
        if other.key == part.key and other.values
    )


def _kept(part: Part, before: Mapping[tuple[Place, str], Part]) -> Part:
    return before.get(part.key, Part(part.place, part.about, part.n))
