"""What an audience sees, as plain values: from figures, or read back from a page or a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from assessment.scoring import values
from assessment.scoring.values import Figure, Group

ASKED_APART = tuple(group.value for group in values.ANONYMOUS)
ANONYMOUS = (*ASKED_APART, Group.COLLEAGUES.value)


@dataclass(frozen=True, slots=True)
class Seen:
    """One figure as somebody reads it. `decimals` says how far it was rounded; None is exact."""

    participant: str
    measure: str
    dimension: str | None = None
    indicator: str | None = None
    group: str | None = None
    role: str | None = None
    level: int | None = None
    value: Fraction | None = None
    n: int | None = None
    bound: str = ""
    code: str = ""
    text: str = ""
    withheld: str = ""
    decimals: int | None = None

    @property
    def margin(self) -> Fraction:
        """How far the exact value may lie from the printed one."""
        return Fraction(0) if self.decimals is None else Fraction(1, 2 * 10**self.decimals)

    def may_be(self, mean: Fraction) -> bool:
        """Whether a positive mean would have been printed like this (halves go up)."""
        value = self.value
        assert value is not None
        if self.bound == "or_lower":
            return mean < value
        if self.bound == "or_higher":
            return mean >= value - self.margin
        if self.decimals is None:
            return mean == value
        return value - self.margin <= mean < value + self.margin


def printed(value: Fraction, decimals: int) -> Fraction:
    """Halves away from zero, written apart from the product's own rounding."""
    scaled = abs(value) * 10**decimals
    whole = scaled.numerator // scaled.denominator
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def look(
    figures: Iterable[Figure], participant: str = "carol", decimals: int | None = None
) -> list[Seen]:
    """Figures as an audience sees them, exact or rounded."""
    return [_see(figure, participant, decimals) for figure in figures]


def _see(figure: Figure, participant: str, decimals: int | None) -> Seen:
    value = figure.value
    if value is not None and decimals is not None:
        value = printed(value, decimals)
    return Seen(
        participant=participant,
        measure=str(figure.measure),
        dimension=figure.dimension,
        indicator=figure.indicator,
        group=str(figure.group) if figure.group else None,
        role=figure.role,
        level=figure.level,
        value=value,
        n=figure.n,
        bound=str(figure.bound),
        code=str(figure.code),
        text=figure.text,
        withheld=str(figure.withheld or ""),
        decimals=decimals,
    )
