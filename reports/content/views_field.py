"""The chart of self and others, as numbers and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Spot:
    """A dimension in the field of self and others; x and y are levels above the target.

    It is drawn hollow where others see it at the target.
    """

    x: float
    y: float
    number: int
    label: str
    at_target: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """Others to the right, self upward, the target in the middle; corners from top left.

    `reach` levels lie between the middle and the edges, the same in every report of a scale; what
    is further is named as `outside`. `margin` is the smallest of the spots’, whose hollow ones are
    within their own; `apart` is how far the views differ at the edges of the slanting band. `key`
    says what a full and a hollow spot, the upright and the slanting band are.
    """

    template: ClassVar[str] = "reports/blocks/chart.html"
    title: str
    reach: float
    spots: tuple[Spot, ...]
    corners: tuple[str, str, str, str]
    x_label: str
    y_label: str
    key: tuple[str, str, str, str]
    outside: str
    apart: float
    margin: float = 0.0

    def is_outside(self, spot: Spot) -> bool:
        return max(abs(spot.x), abs(spot.y)) > self.reach
