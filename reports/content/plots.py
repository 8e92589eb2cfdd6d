"""What charts are made of: finished numbers, drawn by reports.charts.

Each says in `title` what it shows, with its values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels that an axis runs over."""

    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The levels by number, over a column of “bar”, “range” or a width of lanes."""

    title: str
    scale: Scale
    over: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure on an axis, drawn in the shape of its series."""

    series: str
    value: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """The shape of a series alone, for a key."""

    title: str
    series: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Others as a bar, self as a ring, the target as a tick in the band of what is at it."""

    title: str
    scale: Scale
    others: float | None
    own: float | None
    target: float | None
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Ladder:
    """A gap: to the left of the middle below the target, to the right above it.

    The margin on both sides of the middle is a band.
    """

    title: str
    reach: float
    gap: float
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Lanes:
    """Marks of several series on one axis, each in a lane of its own so that none hides another.

    `width` is “lanes”, or “narrow lanes” where many columns leave little room.
    """

    title: str
    scale: Scale
    series: tuple[str, ...]
    marks: tuple[Mark, ...]
    target: float | None = None
    width: str = "lanes"
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Dots:
    """Marks of several series on one axis, one above the other where they would meet.

    Those of “bar” are drawn as a bar below them.
    `width` is “dots”, or “narrow dots” where many columns leave little room.
    """

    title: str
    scale: Scale
    marks: tuple[Mark, ...]
    target: float | None = None
    margin: float = 0.0
    width: str = "dots"


@dataclass(frozen=True, slots=True)
class Strip:
    """How many ratings there are of each level, lowest first.

    `level` is what a part is called, with its number to be put in: “level {}”.
    """

    title: str
    counts: tuple[int, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Range:
    """Marks on a scale between two ends, with the range that a role expects."""

    title: str
    scale: Scale
    marks: tuple[Mark, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A change since an earlier round: an arrow where it is clear, a hollow bar where not."""

    title: str
    reach: float
    shift: float
    clear: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A series in two rounds; `clear` where chance is an unlikely cause."""

    series: str
    then: float
    now: float
    clear: bool


@dataclass(frozen=True, slots=True)
class Moves:
    """Series from a hollow mark to a full one, each in a lane of its own, against the target."""

    title: str
    scale: Scale
    moves: tuple[Move, ...]
    target: float | None = None
    margin: float = 0.0


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


# --- of a whole council --------------------------------------------------------------------


class LeadMark(StrEnum):
    """How a holder stands to a target, each with a mark of its own."""

    LEADS = "leads"
    REACHES = "reaches"
    BELOW = "below"
    UNSAID = "unsaid"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class HolderHead:
    """A column of the blend: the number of a holder in the tables, and the name."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class HolderSide:
    """Columns under one heading: those who hold the same roles."""

    label: str
    holders: tuple[HolderHead, ...]


@dataclass(frozen=True, slots=True)
class BlendRow:
    """A skill, with how each holder stands in it, in the order of the columns."""

    label: str
    marks: tuple[LeadMark, ...]


@dataclass(frozen=True, slots=True)
class Blend:
    """Who can lead on what: skills down, holders across by their roles. `key` explains marks."""

    template: ClassVar[str] = "reports/blocks/chart.html"
    title: str
    sides: tuple[HolderSide, ...]
    skills: tuple[BlendRow, ...]
    key: tuple[tuple[LeadMark, str], ...]


@dataclass(frozen=True, slots=True)
class LaneSpot:
    """A holder on an axis; full where inside of the range, hollow where not."""

    number: int
    name: str
    value: float
    within: bool


@dataclass(frozen=True, slots=True)
class RoleLane:
    """A role with the range that it expects, if it does, and its holders."""

    label: str
    low: float | None
    high: float | None
    spots: tuple[LaneSpot, ...]


@dataclass(frozen=True, slots=True)
class FocusLanes:
    """Where the attention of all holders goes, a lane for each role, between two ends.

    `key` says what a full and a hollow spot and the band are.
    """

    template: ClassVar[str] = "reports/blocks/chart.html"
    title: str
    scale: Scale
    ends: tuple[str, str]
    lanes: tuple[RoleLane, ...]
    key: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class QuarterBox:
    """What is to be done, and for whom."""

    label: str
    holders: tuple[HolderHead, ...]


@dataclass(frozen=True, slots=True)
class Quarters:
    """Two by two: boxes from top left, what columns and rows are called, and who is in no box."""

    template: ClassVar[str] = "reports/blocks/chart.html"
    title: str
    across: tuple[str, str]
    down: tuple[str, str]
    boxes: tuple[QuarterBox, QuarterBox, QuarterBox, QuarterBox]
    rest: QuarterBox


class Moved(StrEnum):
    """How a figure moved between two rounds, each with a mark of its own."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class StepColumn:
    """From one round to the next, and who is in both."""

    label: str
    holders: tuple[HolderHead, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A dimension, with a mark for each holder of each column."""

    label: str
    marks: tuple[tuple[Moved, ...], ...]


@dataclass(frozen=True, slots=True)
class RoundSteps:
    """Dimensions down, rounds across: who moved clearly, which way. `key` explains marks."""

    template: ClassVar[str] = "reports/blocks/chart.html"
    title: str
    across: tuple[StepColumn, ...]
    lines: tuple[StepRow, ...]
    key: tuple[tuple[Moved, str], ...]


OfCouncil: TypeAlias = Blend | FocusLanes | Quarters | RoundSteps
"""Pictures of a whole council, each drawn by reports.council.drawings."""

Chart: TypeAlias = (
    Symbol | Axis | Bar | Ladder | Lanes | Dots | Strip | Range | Arrow | Moves | Field | OfCouncil
)
