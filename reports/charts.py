"""Numbers become drawings: inline SVG of attributes only, so that page and PDF look the same.

The title stands first, for assistive technology. Every series has a shape of its own and every
number stands in the table that the drawing is part of: nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import singledispatch

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.content import blocks

INK = "#17252c"
SOFT = "#5b6b73"
RULE = "#c9d2d6"
BAND = "#dde7ea"
MAIN = "#1d5c6b"
WARM = "#b3541e"
PAPER = "#ffffff"
SHADES = ("#8b3a1c", "#d99a6c", "#e3e3e0", "#7fa9b3", "#1d5c6b")
FONT = "'Source Sans 3', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

EDGE = 8.0
WIDTHS = {"bar": 240.0, "lanes": 210.0, "range": 190.0}
"""Of the charts that have levels, so that the numbers over a column stand where they should."""

LANE = 9.0

NARROWEST = 15.0
"""Of the parts of a strip: the number of ratings must fit in."""

WIDE_ENOUGH = 40.0
"""Of a part of a strip for “level 4” instead of “4”."""


class Axis:
    """Maps values onto the width of a drawing."""

    def __init__(self, lowest: float, highest: float, width: float) -> None:
        self.lowest, self.highest, self.width = lowest, highest, width

    def x(self, value: float) -> float:
        share = (value - self.lowest) / (self.highest - self.lowest)
        return EDGE + share * (self.width - 2 * EDGE)

    def ticks(self) -> Iterable[int]:
        return range(int(self.lowest), int(self.highest) + 1)


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _tag(name: str, **attributes: float | str) -> str:
    written = " ".join(
        f'{key.replace("_", "-")}="{_n(v) if not isinstance(v, str) else v}"'
        for key, v in attributes.items()
    )
    return f"<{name} {written}/>"


def _text(x: float, y: float, text: str, **attributes: str) -> str:
    settings = {"font_size": "11", "fill": INK, "font_family": FONT, **attributes}
    written = " ".join(f'{k.replace("_", "-")}="{v}"' for k, v in settings.items())
    return f'<text x="{_n(x)}" y="{_n(y)}" {written}>{escape(text)}</text>'


def _svg(title: str, width: float, height: float, parts: Iterable[str]) -> SafeString:
    return mark_safe(  # noqa: S308 - every text in it went through escape()
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_n(width)}" '
        f'height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1) -> str:
    return _tag(
        "path", d=f"M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}", stroke=stroke, stroke_width=width
    )


def _grid(axis: Axis, height: float) -> list[str]:
    path = "".join(f"M{_n(axis.x(t))} 0V{_n(height)}" for t in axis.ticks())
    return [_tag("path", d=path, stroke=RULE, stroke_width=0.75)]


# --- marks: a shape for each series --------------------------------------------------------


def _ring(x: float, y: float) -> str:
    return _tag("circle", cx=x, cy=y, r=4.4, fill=PAPER, stroke=INK, stroke_width=2)


def _polygon(x: float, y: float, corners: Iterable[tuple[float, float]], fill: str) -> str:
    path = "L".join(f"{_n(x + dx)} {_n(y + dy)}" for dx, dy in corners)
    return _tag("path", d=f"M{path}Z", fill=fill)


def _diamond(x: float, y: float) -> str:
    return _polygon(x, y, [(0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)], WARM)


def _square(x: float, y: float) -> str:
    return _polygon(x, y, [(-4.2, -4.2), (4.2, -4.2), (4.2, 4.2), (-4.2, 4.2)], MAIN)


def _up(x: float, y: float) -> str:
    return _polygon(x, y, [(0, -5.2), (5.2, 4.2), (-5.2, 4.2)], MAIN)


def _down(x: float, y: float) -> str:
    return _polygon(x, y, [(0, 5.2), (5.2, -4.2), (-5.2, -4.2)], MAIN)


def _disc(x: float, y: float) -> str:
    return _tag("circle", cx=x, cy=y, r=5, fill=MAIN)


def _bar_key(x: float, y: float) -> str:
    return _tag("rect", x=x - 8, y=y - 3.5, width=16, height=7, fill=MAIN)


def _tick(x: float, y: float, reach: float = 8) -> str:
    return _tag("rect", x=x - 1.25, y=y - reach, width=2.5, height=2 * reach, fill=INK)


MARKS: dict[str, Callable[[float, float], str]] = {
    "self": _ring,
    "manager": _diamond,
    "peer": _square,
    "report": _up,
    "partner": _down,
    "colleagues": _disc,
    "others": _disc,
    "bar": _bar_key,
    "target": _tick,
}


# --- drawings ------------------------------------------------------------------------------


@singledispatch
def draw(chart: object) -> SafeString:
    """The SVG of a chart; TypeError for what is none."""
    raise TypeError(f"{type(chart).__name__} cannot be drawn.")


@draw.register
def _symbol(chart: blocks.Symbol) -> SafeString:
    return _svg(chart.title, 20, 18, [MARKS[chart.series](10, 9)])


def _axis(scale: blocks.Scale, charts: str) -> Axis:
    return Axis(scale.lowest, scale.highest, WIDTHS[charts])


@draw.register
def _levels(chart: blocks.Axis) -> SafeString:
    axis = _axis(chart.scale, chart.over)
    numbers = [_text(axis.x(t), 10, str(t), text_anchor="middle", fill=SOFT) for t in axis.ticks()]
    return _svg(chart.title, axis.width, 12, numbers)


@draw.register
def _bar(chart: blocks.Bar) -> SafeString:
    axis, middle = _axis(chart.scale, "bar"), 11.0
    parts = _grid(axis, 22)
    if chart.others is not None:
        start, end = axis.x(chart.scale.lowest), axis.x(chart.others)
        bar = {"x": start, "y": middle - 5, "width": max(end - start, 1), "height": 10}
        parts.append(_tag("rect", fill=MAIN, **bar))
    if chart.target is not None:
        parts.append(_tick(axis.x(chart.target), middle, 10))
    if chart.own is not None:
        parts.append(_ring(axis.x(chart.own), middle))
    return _svg(chart.title, axis.width, 22, parts)


@draw.register
def _ladder(chart: blocks.Ladder) -> SafeString:
    axis, width = Axis(-chart.reach, chart.reach, 72), 72.0
    middle, end = axis.x(0), axis.x(-chart.gap)
    fill = WARM if chart.gap > 0 else MAIN
    bar = _tag("rect", x=min(middle, end), y=5, width=abs(end - middle), height=8, fill=fill)
    rule = _line(EDGE, 9, width - EDGE, 9, RULE)
    return _svg(chart.title, width, 18, [rule, bar, _tick(middle, 9, 9)])


@draw.register
def _lanes(chart: blocks.Lanes) -> SafeString:
    axis = _axis(chart.scale, "lanes")
    height = LANE * len(chart.series) + 4
    parts = _grid(axis, height)
    if chart.target is not None:
        parts.append(_line(axis.x(chart.target), 0, axis.x(chart.target), height, INK, 2))
    places = {mark.series: (axis.x(mark.value), _lane(chart, mark)) for mark in chart.marks}
    if own := places.get("self"):
        path = "".join(f"M{_n(own[0])} {_n(y)}H{_n(x)}" for x, y in places.values())
        parts.append(_tag("path", d=path, stroke=SOFT, stroke_width=1.5))
    parts += (MARKS[series](x, y) for series, (x, y) in places.items())
    return _svg(chart.title, axis.width, height, parts)


def _lane(chart: blocks.Lanes, mark: blocks.Mark) -> float:
    return 2 + LANE * (chart.series.index(mark.series) + 0.5)


@draw.register
def _strip(chart: blocks.Strip) -> SafeString:
    left, parts = 0.0, []
    for place, (count, width) in enumerate(zip(chart.counts, _widths(chart.counts), strict=True)):
        if not count:
            continue
        fill = _shade(place, len(chart.counts))
        level = {"text_anchor": "middle", "font_size": "9", "fill": SOFT}
        name = chart.level.format(place + 1) if width > WIDE_ENOUGH else str(place + 1)
        parts.append(_text(left + width / 2, 8, name, **level))
        parts.append(_tag("rect", x=left, y=11, width=max(width - 1, 1), height=16, fill=fill))
        ink = PAPER if fill in (SHADES[0], SHADES[-1]) else INK
        parts.append(_text(left + width / 2, 23, str(count), text_anchor="middle", fill=ink))
        left += width
    return _svg(chart.title, 300, 28, parts)


def _widths(counts: tuple[int, ...]) -> list[float]:
    """Shares of the strip, none too narrow for its own number."""
    room = 300 - NARROWEST * sum(map(bool, counts))
    return [bool(count) * NARROWEST + room * count / sum(counts) for count in counts]


def _shade(place: int, levels: int) -> str:
    """A shade of its own for each level: between two of the five where there are not five."""
    before, part = divmod(place * (len(SHADES) - 1) / (levels - 1), 1)
    low, high = (_channels(each) for each in (SHADES * 2)[int(before) : int(before) + 2])
    mixed = (round(a + (b - a) * part) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


@draw.register
def _range(chart: blocks.Range) -> SafeString:
    axis = _axis(chart.scale, "range")
    low, high = axis.x(chart.low), axis.x(chart.high)
    parts = [
        _tag("rect", x=low, y=0, width=high - low, height=30, fill=BAND),
        *_grid(axis, 30),
        _line(EDGE, 15, axis.width - EDGE, 15, SOFT),
    ]
    for place, mark in enumerate(chart.marks):
        parts.append(MARKS[mark.series](axis.x(mark.value), 8 + 14 * place))
    return _svg(chart.title, axis.width, 30, parts)


@draw.register
def _arrow(chart: blocks.Arrow) -> SafeString:
    axis = Axis(-chart.reach, chart.reach, 180)
    middle, end = axis.x(0), axis.x(chart.shift)
    parts = [_line(EDGE, 10, 180 - EDGE, 10, RULE), _line(middle, 1, middle, 19, INK, 1.5)]
    if not chart.clear:
        left, width = min(middle, end), max(abs(end - middle), 1)
        parts.append(_tag("rect", x=left, y=7, width=width, height=6, fill=PAPER, stroke=SOFT))
    else:
        point = 7 if end > middle else -7
        parts.append(_line(middle, 10, end - point, 10, MAIN, 4))
        parts.append(_polygon(end, 10, [(0, 0), (-point, -6), (-point, 6)], MAIN))
    return _svg(chart.title, 180, 20, parts)


# --- the field of self and others -----------------------------------------------------------

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """The area inside the axes."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def place(self, spot: blocks.Spot, reach: float) -> tuple[float, float]:
        x, y = self.middle
        return (
            x + spot.x / reach * (self.right - x - 12),
            y - spot.y / reach * (y - self.top - 12),
        )


@draw.register
def _field(chart: blocks.Field) -> SafeString:
    frame = Frame(20, 2, 638, 172)
    parts = [*_ground(frame), *_corners(chart.corners, frame), *_axes(chart, frame)]
    taken: list[Box] = []
    spots = [(spot, *_free(frame.place(spot, chart.reach), taken)) for spot in chart.spots]
    for spot, x, y in spots:
        parts.append(_tag("circle", cx=x, cy=y, r=8.5, fill=MAIN, stroke=PAPER, stroke_width=1.5))
        number = {"text_anchor": "middle", "fill": PAPER, "font_weight": "600"}
        parts.append(_text(x, y + 4, str(spot.number), **number))
    taken += _fixed(frame)
    for spot, x, y in spots:
        parts.append(_label(spot, x, y, frame, taken))
    return _svg(chart.title, 640, 190, parts)


def _ground(frame: Frame) -> list[str]:
    x, y = frame.middle
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    return [
        _tag("rect", x=frame.left, y=frame.top, width=wide, height=high, fill=PAPER, stroke=RULE),
        _tag("rect", x=x, y=frame.top, width=wide / 2, height=high / 2, fill=BAND),
        _line(frame.left, y, frame.right, y, INK, 1.5),
        _line(x, frame.top, x, frame.bottom, INK, 1.5),
    ]


def _axes(chart: blocks.Field, frame: Frame) -> list[str]:
    turned = f"rotate(-90 {_n(frame.left - 6)} {_n(frame.top)})"
    along = {"text_anchor": "end", "fill": SOFT}
    return [
        _text(frame.right, frame.bottom + 15, chart.x_label, **along),
        _text(frame.left - 6, frame.top, chart.y_label, transform=turned, **along),
    ]


def _corners(corners: tuple[str, str, str, str], frame: Frame) -> list[str]:
    places = [(frame.left + 8, "start"), (frame.right - 8, "end")]
    found = []
    for n, text in enumerate(corners):
        x, anchor = places[n % 2]
        y = frame.top + 16 if n < 2 else frame.bottom - 8
        found.append(_text(x, y, text, text_anchor=anchor, fill=SOFT, font_weight="600"))
    return found


def _corner_box(frame: Frame, n: int) -> Box:
    left = frame.left if n % 2 == 0 else frame.right - 100
    top = frame.top if n < 2 else frame.bottom - 22
    return left, top, left + 100, top + 22


def _fixed(frame: Frame) -> list[Box]:
    """Where the axes and the words of the corners are."""
    x, y = frame.middle
    axes = [(frame.left, y - 1, frame.right, y + 1), (x - 1, frame.top, x + 1, frame.bottom)]
    return [*axes, *(_corner_box(frame, n) for n in range(4))]


def _free(point: tuple[float, float], taken: list[Box]) -> tuple[float, float]:
    """A place for a spot: where it belongs, or beside what lies there already."""
    x, y = point
    while any(_meet((x - 8, y - 8, x + 8, y + 8), box) for box in taken):
        x += 4
    taken.append((x - 8.5, y - 8.5, x + 8.5, y + 8.5))
    return x, y


def _label(spot: blocks.Spot, x: float, y: float, frame: Frame, taken: list[Box]) -> str:
    """The name beside its spot, on the first side that is free; the number alone if none is.

    First on the side of the target that the spot belongs to.
    """
    text = spot.label
    wide = 5.8 * len(text)
    over = [(x + 8, y - 11, "start"), (x - 8, y - 11, "end")]
    under = [(x + 8, y + 18, "start"), (x - 8, y + 18, "end")]
    beside = [(x + 12, y + 4, "start"), (x - 12, y + 4, "end")]
    for left, baseline, anchor in beside + (over + under if spot.y >= 0 else under + over):
        start = left - (wide if anchor == "end" else 0)
        box = (start, baseline - 10, start + wide, baseline + 3)
        inside = box[0] > frame.left and box[2] < frame.right and box[3] < frame.bottom
        own = (x - 8.5, y - 8.5, x + 8.5, y + 8.5)
        if inside and not any(_meet(box, other) for other in taken if other != own):
            taken.append(box)
            return _text(left, baseline, text, text_anchor=anchor)
    return ""


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
