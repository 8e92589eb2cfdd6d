"""The field of self and others: spots where their figures are, their numbers, and a key beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from django.utils.safestring import SafeString

from reports.content import plots
from reports.drawing import BAND, INK, MAIN, PAPER, RULE, SOFT, line, short, svg, tag, text

Box = tuple[float, float, float, float]

SPOT = 5.0
SIDE, KEY, FOOT = 168.0, 240.0, 30.0
PITCH, LEAST_PITCH = 14.0, 10.5
"""The square, where the key begins, what is under the square; how far lines are apart."""
LONGEST_NAME = 62
"""With what stands behind it, in widths of a middling letter."""


@dataclass(frozen=True)
class Frame:
    """The square inside the axes; `reach` levels lie between its middle and its edges."""

    left: float
    top: float
    side: float
    reach: float

    @property
    def right(self) -> float:
        return self.left + self.side

    @property
    def bottom(self) -> float:
        return self.top + self.side

    def x(self, levels: float) -> float:
        return self.left + self.side / 2 + levels * self.side / 2 / self.reach

    def y(self, levels: float) -> float:
        return self.top + self.side / 2 - levels * self.side / 2 / self.reach


def draw_field(chart: plots.Field) -> SafeString:
    """Every spot at its place, whatever lies there; a number gives way, a spot never does."""
    frame = Frame(44, 4, SIDE, chart.reach)
    inside = [spot for spot in chart.spots if not chart.is_outside(spot)]
    parts = [*_ground(frame, chart), *_ticks(frame), *_axes(chart, frame)]
    corners = list(_corners(chart, frame))
    parts += (each.drawn() for each in corners)
    parts += (_spot(frame.x(spot.x), frame.y(spot.y), hollow=spot.at_target) for spot in inside)
    taken = [_around(frame.x(spot.x), frame.y(spot.y)) for spot in inside] + _lines(frame)
    taken += (each.box for each in corners)
    for spot in inside:
        parts += _number(spot, frame, taken)
    return svg(chart.title, 640, frame.bottom + FOOT, [*parts, *_key(chart, frame.bottom)])


def _spot(x: float, y: float, *, hollow: bool) -> str:
    fill, edge = (PAPER, MAIN) if hollow else (MAIN, PAPER)
    return tag("circle", cx=x, cy=y, r=SPOT, fill=fill, stroke=edge, stroke_width=1.5)


def _around(x: float, y: float) -> Box:
    return x - SPOT, y - SPOT, x + SPOT, y + SPOT


def _lines(frame: Frame) -> list[Box]:
    """Where the targets are drawn, which no number crosses."""
    x, y = frame.x(0), frame.y(0)
    return [(frame.left, y - 1, frame.right, y + 1), (x - 1, frame.top, x + 1, frame.bottom)]


# --- the ground ----------------------------------------------------------------------------


def _ground(frame: Frame, chart: plots.Field) -> list[str]:
    """The band of what is at the target, that of views which are close, and the targets."""
    margin = min(chart.margin, frame.reach)
    low, high = frame.x(-margin), frame.x(margin)
    square = {"x": frame.left, "y": frame.top, "width": frame.side, "height": frame.side}
    band = {"x": low, "y": frame.top, "width": high - low, "height": frame.side}
    return [
        tag("rect", fill=PAPER, stroke=RULE, **square),
        tag("rect", fill=BAND, **band),
        tag("path", d=_close(frame, chart.apart), fill=CLOSE),
        *(_edge(frame, side * chart.apart) for side in (1, -1)),
        line(frame.left, frame.y(0), frame.right, frame.y(0), INK, 1.5),
        line(frame.x(0), frame.top, frame.x(0), frame.bottom, INK, 1.5),
    ]


CLOSE = "#f3e9df"
"""Of the band in which views are close, which its edges tell apart in grey."""


def _close(frame: Frame, apart: float) -> str:
    """The outline of where self and others are less than so many levels apart."""
    far = frame.reach
    corners = [(-far, apart - far), (far - apart, far), (far, far), (far, far - apart)]
    corners += [(apart - far, -far), (-far, -far)]
    return "M" + "L".join(f"{short(frame.x(x))} {short(frame.y(y))}" for x, y in corners) + "Z"


def _edge(frame: Frame, shift: float) -> str:
    """Where self is higher than others by just so much."""
    far = frame.reach
    start, end = max(-far, -far - shift), min(far, far - shift)
    ends = (f"{short(frame.x(x))} {short(frame.y(x + shift))}" for x in (start, end))
    return tag("path", d="M" + "L".join(ends), stroke=SOFT, stroke_width=1, stroke_dasharray="4 3")


def _ticks(frame: Frame) -> Iterator[str]:
    small = {"fill": SOFT, "font_size": "10"}
    for level in range(-int(frame.reach), int(frame.reach) + 1):
        x, y = frame.x(level), frame.y(level)
        number = f"{level:+d}".replace("-", "−") if level else "0"
        yield line(x, frame.bottom, x, frame.bottom + 4, SOFT)
        yield line(frame.left - 4, y, frame.left, y, SOFT)
        yield text(x, frame.bottom + 14, number, text_anchor="middle", **small)
        yield text(frame.left - 7, y + 3.5, number, text_anchor="end", **small)


def _axes(chart: plots.Field, frame: Frame) -> list[str]:
    turned = f"rotate(-90 14 {short(frame.top)})"
    along = {"text_anchor": "end", "fill": SOFT}
    return [
        text(frame.right, frame.bottom + 27, chart.x_label, **along),
        text(14, frame.top, chart.y_label, transform=turned, **along),
    ]


LETTER = 5.4
"""At most what a letter of the words in the corners is wide, on the mean of a line of them."""


@dataclass(frozen=True)
class CornerLine:
    """A line of words in a corner: where it starts or, on the right, ends; y is its foot."""

    words: str
    x: float
    y: float
    on_right: bool

    @property
    def box(self) -> Box:
        """What it covers, which no number lies on."""
        wide = LETTER * len(self.words)
        left = self.x - wide if self.on_right else self.x
        return left, self.y - 8, left + wide, self.y + 3

    def drawn(self) -> str:
        look = {"text_anchor": "end" if self.on_right else "start", "fill": SOFT, "font_size": "9"}
        return text(self.x, self.y, self.words, **look)


def _corners(chart: plots.Field, frame: Frame) -> Iterator[CornerLine]:
    """What a spot in each quarter means, beside the slanting band; a line for each half of it."""
    for n, words in enumerate(chart.corners):
        x = (frame.left + 4, frame.right - 4)[n % 2]
        halves = words.split(", ")
        foot = frame.bottom - 6 - 12 * (len(halves) - 1)
        first = (frame.top + 12, frame.y(0) - 5, frame.y(0) + 12, foot)[n]
        for place, half in enumerate(halves):
            comma = "," if place < len(halves) - 1 else ""
            yield CornerLine(half + comma, x, first + 12 * place, n % 2 == 1)


# --- numbers and key -----------------------------------------------------------------------


def _number(spot: plots.Spot, frame: Frame, taken: list[Box]) -> Iterator[str]:
    """The number of a spot at the first place near it that is free, with a line from afar."""
    x, y, wide = frame.x(spot.x), frame.y(spot.y), 6.5 * len(str(spot.number))
    for dx, dy, away in _around_it(wide):
        box = (x + dx - wide / 2, y + dy - 5, x + dx + wide / 2, y + dy + 5)
        if _inside(box, frame) and not any(_meet(box, each) for each in taken):
            taken.append((box[0] - 3, box[1], box[2] + 3, box[3]))  # 2 beside 1 would be 21
            if away:
                yield line(x, y, x + dx, y + dy + (5 if dy < 0 else -5), SOFT, 0.75)
            look = {"text_anchor": "middle", "font_weight": "600"}
            yield text(x + dx, y + dy + 4, str(spot.number), **look)
            return


def _around_it(wide: float) -> Iterator[tuple[float, float, bool]]:
    """Beside, over and under a spot, then ever further; the last says whether it is far."""
    near = SPOT + 2 + wide / 2
    yield from ((near, 0, False), (-near, 0, False), (0, -12, False), (0, 12, False))
    for away in range(12, 90, 6):
        for dx, dy in ((1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1)):
            yield dx * away, dy * away, True


def _inside(box: Box, frame: Frame) -> bool:
    left, top, right, bottom = box
    return left > frame.left and right < frame.right and top > frame.top and bottom < frame.bottom


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _key(chart: plots.Field, bottom: float) -> Iterator[str]:
    """What the spots and bands are, then the name to each number while there is room."""
    swatch: dict[str, float] = {"x": KEY, "width": 14, "height": 9}
    dashed = {"stroke": SOFT, "stroke_dasharray": "4 3"}
    samples = (
        _spot(KEY + 7, 9, hollow=False),
        _spot(KEY + 7, 9 + PITCH, hollow=True),
        tag("rect", y=5 + 2 * PITCH, fill=BAND, **swatch),
        tag("rect", y=5 + 3 * PITCH, fill=CLOSE, **dashed, **swatch),
    )
    for place, (sample, words) in enumerate(zip(samples, chart.key, strict=True)):
        yield sample + text(KEY + 22, 13 + place * PITCH, words)
    start = 20 + 4 * PITCH
    pitch = min(PITCH, (bottom + FOOT - start) / len(chart.spots))
    if pitch < LEAST_PITCH:
        return  # the table that follows has them all
    for place, spot in enumerate(chart.spots):
        y = start + pitch * place
        number = {"text_anchor": "end", "font_weight": "600"}
        yield text(KEY + 14, y, str(spot.number), **number) + text(KEY + 22, y, _name(chart, spot))


def _name(chart: plots.Field, spot: plots.Spot) -> str:
    where = f" {chart.outside}" if chart.is_outside(spot) else ""
    return f"{_shortened(spot.label, LONGEST_NAME - len(where))}{where}"


def _shortened(name: str, room: float) -> str:
    """As much of a name as a line of the key holds, in widths of a middling letter."""
    widths = accumulate(1.7 if letter.isupper() else 1.0 for letter in name)
    fit = sum(width <= room for width in widths)
    return name if fit == len(name) else f"{name[: fit - 1].rstrip()}…"
