"""Numbers become drawings: inline SVG of attributes only, so that page and PDF look the same.

The title stands first, for assistive technology. Every series has a shape of its own and every
number stands in the table that the drawing is part of: nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, singledispatch

from django.utils.safestring import SafeString

from assessment.rater_groups import facts_of
from assessment.release.selectors.results import Group
from reports import field
from reports.content import plots
from reports.council import drawings, years_drawing
from reports.drawing import BAND, INK, MAIN, PAPER, RULE, SOFT, WARM, line, short, svg, tag, text

SHADES = ("#8b3a1c", "#d99a6c", "#e3e3e0", "#7fa9b3", "#1d5c6b")

EDGE = 8.0
WIDTHS = {"bar": 240.0, "lanes": 210.0, "narrow lanes": 130.0, "range": 190.0}
WIDTHS |= {"dots": 126.0, "narrow dots": 94.0}
"""Of the charts that have levels, so that the numbers over a column stand where they should."""

LANE = 8.4

LANE_OF_DOTS = 9.0

LANE_OF_MOVES = 12.0

ROOM_FOR_A_POINT = 15.0
"""Between the middles of two marks, for a point that hides neither."""

APART = 10.0
"""So far apart two marks stand clear in one lane."""

NARROWEST = 15.0
"""Of the parts of a strip: the number of ratings must fit in."""

WIDE_ENOUGH = 40.0
"""Of a part of a strip for “level 4” instead of “4”."""


@dataclass(frozen=True, slots=True)
class HorizontalScale:
    """Maps values onto the width of a drawing."""

    lowest: float
    highest: float
    width: float

    def x(self, value: float) -> float:
        share = (value - self.lowest) / (self.highest - self.lowest)
        return EDGE + share * (self.width - 2 * EDGE)

    def ticks(self) -> Iterable[int]:
        return range(int(self.lowest), int(self.highest) + 1)


def _band(axis: HorizontalScale, middle: float, margin: float, height: float) -> list[str]:
    """What counts as at the target, as far as the axis goes."""
    if not margin:
        return []
    left = axis.x(max(axis.lowest, middle - margin))
    right = axis.x(min(axis.highest, middle + margin))
    return [tag("rect", x=left, y=0, width=right - left, height=height, fill=BAND)]


@lru_cache
def _grid(axis: HorizontalScale, height: float) -> str:
    path = "".join(f"M{short(axis.x(t))} 0V{short(height)}" for t in axis.ticks())
    return tag("path", d=path, stroke=RULE, stroke_width=0.75)


# --- marks: a shape for each series --------------------------------------------------------


def _ring(x: float, y: float) -> str:
    return tag("circle", cx=x, cy=y, r=4.4, fill=PAPER, stroke=INK, stroke_width=2)


def _polygon(x: float, y: float, corners: Iterable[tuple[float, float]], fill: str) -> str:
    path = "L".join(f"{short(x + dx)} {short(y + dy)}" for dx, dy in corners)
    return tag("path", d=f"M{path}Z", fill=fill)


def _disc(x: float, y: float) -> str:
    return tag("circle", cx=x, cy=y, r=5, fill=MAIN)


def _bar_key(x: float, y: float) -> str:
    return tag("rect", x=x - 8, y=y - 3.5, width=16, height=7, fill=MAIN)


def _target_key(x: float, y: float) -> str:
    return tag("rect", x=x - 8, y=y - 8, width=16, height=16, fill=BAND) + _tick(x, y)


def _tick(x: float, y: float, reach: float = 8) -> str:
    return tag("rect", x=x - 1.25, y=y - reach, width=2.5, height=2 * reach, fill=INK)


def mark(series: str, x: float, y: float) -> str:
    """The shape of a series, which is a group or one of the others, around a point."""
    if series in _OTHER_MARKS:
        return _OTHER_MARKS[series](x, y)
    shape = facts_of(Group(series)).mark
    return _polygon(x, y, shape.corners, WARM if shape.warm else MAIN)


_OTHER_MARKS: dict[str, Callable[[float, float], str]] = {
    Group.SELF: _ring,
    Group.COLLEAGUES: _disc,
    Group.OTHERS: _disc,
    "bar": _bar_key,
    "target": _target_key,
}


# --- drawings ------------------------------------------------------------------------------


@singledispatch
def draw(chart: object) -> SafeString:
    """The SVG of a chart; TypeError for what is none."""
    raise TypeError(f"{type(chart).__name__} cannot be drawn.")


@draw.register
def _symbol(chart: plots.Symbol) -> SafeString:
    return svg(chart.title, 20, 18, [mark(chart.series, 10, 9)])


def _axis(scale: plots.Scale, charts: str) -> HorizontalScale:
    return HorizontalScale(scale.lowest, scale.highest, WIDTHS[charts])


@draw.register
def _levels(chart: plots.Axis) -> SafeString:
    axis = _axis(chart.scale, chart.over)
    return svg(chart.title, axis.width, 12, _numbers(axis))


@lru_cache
def _numbers(axis: HorizontalScale) -> tuple[str, ...]:
    look = {"text_anchor": "middle", "fill": SOFT}
    return tuple(text(axis.x(t), 10, str(t), **look) for t in axis.ticks())


@draw.register
def _bar(chart: plots.Bar) -> SafeString:
    axis, middle = _axis(chart.scale, "bar"), 11.0
    band = [] if chart.target is None else _band(axis, chart.target, chart.margin, 22)
    parts = [*band, _grid(axis, 22)]
    if chart.others is not None:
        start, end = axis.x(chart.scale.lowest), axis.x(chart.others)
        bar = {"x": start, "y": middle - 5, "width": max(end - start, 1), "height": 10}
        parts.append(tag("rect", fill=MAIN, **bar))
    if chart.target is not None:
        parts.append(_tick(axis.x(chart.target), middle, 10))
    if chart.own is not None:
        parts.append(_ring(axis.x(chart.own), middle))
    return svg(chart.title, axis.width, 22, parts)


@draw.register
def _ladder(chart: plots.Ladder) -> SafeString:
    axis, width = HorizontalScale(-chart.reach, chart.reach, 72), 72.0
    middle, end = axis.x(0), axis.x(-chart.gap)
    fill = WARM if chart.gap > 0 else MAIN
    bar = tag("rect", x=min(middle, end), y=5, width=abs(end - middle), height=8, fill=fill)
    rule = line(EDGE, 9, width - EDGE, 9, RULE)
    band = _band(axis, 0, chart.margin, 18)
    return svg(chart.title, width, 18, [*band, rule, bar, _tick(middle, 9, 9)])


@draw.register
def _lanes(chart: plots.Lanes) -> SafeString:
    axis = _axis(chart.scale, chart.width)
    height = LANE * len(chart.series) + 4
    band = [] if chart.target is None else _band(axis, chart.target, chart.margin, height)
    parts = [*band, _grid(axis, height)]
    if chart.target is not None:
        parts.append(line(axis.x(chart.target), 0, axis.x(chart.target), height, INK, 2))
    places = {each.series: (axis.x(each.value), _lane(chart, each)) for each in chart.marks}
    if own := places.get("self"):
        path = "".join(f"M{short(own[0])} {short(y)}H{short(x)}" for x, y in places.values())
        parts.append(tag("path", d=path, stroke=SOFT, stroke_width=1.5))
    parts += (mark(series, x, y) for series, (x, y) in places.items())
    return svg(chart.title, axis.width, height, parts)


def _lane(chart: plots.Lanes, each: plots.Mark) -> float:
    return 2 + LANE * (chart.series.index(each.series) + 0.5)


@draw.register
def _dots(chart: plots.Dots) -> SafeString:
    axis = _axis(chart.scale, chart.width)
    marks = [each for each in chart.marks if each.series != "bar"]
    places = stacked([axis.x(each.value) for each in marks])
    bar = LANE_OF_DOTS * max([1, *(lane + 1 for lane in places)]) + 2
    height = bar + (7 if len(marks) < len(chart.marks) else 0)
    band = [] if chart.target is None else _band(axis, chart.target, chart.margin, height)
    parts = [*band, _grid(axis, height)]
    if chart.target is not None:
        parts.append(line(axis.x(chart.target), 0, axis.x(chart.target), height, INK, 2))
    start = axis.x(chart.scale.lowest)
    for each in chart.marks:
        if each.series == "bar":
            width = max(axis.x(each.value) - start, 1)
            parts.append(tag("rect", fill=MAIN, x=start, y=bar + 1, width=width, height=5))
    for each, lane in zip(marks, places, strict=True):
        parts.append(mark(each.series, axis.x(each.value), 1 + LANE_OF_DOTS * (lane + 0.5)))
    return svg(chart.title, axis.width, height, parts)


def stacked(places: list[float]) -> list[int]:
    """For each place the first lane, 0 at the top, in which it meets no earlier one."""
    lanes: list[list[float]] = []
    found = []
    for x in places:
        free = (n for n, taken in enumerate(lanes) if all(abs(x - t) >= APART for t in taken))
        lane = next(free, len(lanes))
        lanes[lane : lane + 1] = [[*(lanes[lane] if lane < len(lanes) else []), x]]
        found.append(lane)
    return found


@draw.register
def _strip(chart: plots.Strip) -> SafeString:
    left, parts = 0.0, []
    for place, (count, width) in enumerate(zip(chart.counts, _widths(chart.counts), strict=True)):
        if not count:
            continue
        fill = _shade(place, len(chart.counts))
        level = {"text_anchor": "middle", "font_size": "9", "fill": SOFT}
        name = chart.level.format(place + 1) if width > WIDE_ENOUGH else str(place + 1)
        parts.append(text(left + width / 2, 8, name, **level))
        parts.append(tag("rect", x=left, y=11, width=max(width - 1, 1), height=16, fill=fill))
        ink = PAPER if fill in (SHADES[0], SHADES[-1]) else INK
        parts.append(text(left + width / 2, 23, str(count), text_anchor="middle", fill=ink))
        left += width
    return svg(chart.title, 300, 28, parts)


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
def _range(chart: plots.Range) -> SafeString:
    axis = _axis(chart.scale, "range")
    low, high = axis.x(chart.low), axis.x(chart.high)
    parts = [
        tag("rect", x=low, y=0, width=high - low, height=30, fill=BAND),
        _grid(axis, 30),
        line(EDGE, 15, axis.width - EDGE, 15, SOFT),
    ]
    for place, each in enumerate(chart.marks):
        parts.append(mark(each.series, axis.x(each.value), 8 + 14 * place))
    return svg(chart.title, axis.width, 30, parts)


@draw.register
def _arrow(chart: plots.Arrow) -> SafeString:
    axis = HorizontalScale(-chart.reach, chart.reach, 180)
    middle, end = axis.x(0), axis.x(chart.shift)
    parts = [line(EDGE, 10, 180 - EDGE, 10, RULE), line(middle, 1, middle, 19, INK, 1.5)]
    if not chart.clear:
        left, width = min(middle, end), max(abs(end - middle), 1)
        parts.append(tag("rect", x=left, y=7, width=width, height=6, fill=PAPER, stroke=SOFT))
    else:
        point = 7 if end > middle else -7
        parts.append(line(middle, 10, end - point, 10, MAIN, 4))
        parts.append(_polygon(end, 10, [(0, 0), (-point, -6), (-point, 6)], MAIN))
    return svg(chart.title, 180, 20, parts)


@draw.register
def _moves(chart: plots.Moves) -> SafeString:
    axis, height = _axis(chart.scale, "range"), LANE_OF_MOVES * len(chart.moves) + 2
    band = [] if chart.target is None else _band(axis, chart.target, chart.margin, height)
    parts = [*band, _grid(axis, height)]
    if chart.target is not None:
        parts.append(line(axis.x(chart.target), 0, axis.x(chart.target), height, INK, 2))
    for place, each in enumerate(chart.moves):
        parts += _move(axis, each, 1 + LANE_OF_MOVES * (place + 0.5))
    return svg(chart.title, axis.width, height, parts)


def _move(axis: HorizontalScale, each: plots.Move, y: float) -> list[str]:
    """From hollow to full; the point touches the mark of now, and is left out where none fits."""
    start, end, ink = axis.x(each.then), axis.x(each.now), MAIN if each.clear else SOFT
    hollow = tag("circle", cx=start, cy=y, r=3.2, fill=PAPER, stroke=SOFT, stroke_width=1.5)
    way = 1 if end > start else -1
    parts = [line(start, y, end, y, ink, 3 if each.clear else 1.2), hollow]
    if abs(end - start) >= ROOM_FOR_A_POINT:
        point = end - 5 * way
        parts.append(_polygon(point, y, [(0, 0), (-6 * way, -4.5), (-6 * way, 4.5)], ink))
    return [*parts, mark(each.series, end, y)]


@draw.register
def _field(chart: plots.Field) -> SafeString:
    return field.draw_field(chart)


@draw.register
def _blend(chart: plots.Blend) -> SafeString:
    return drawings.draw_blend(chart)


@draw.register
def _focus_lanes(chart: plots.FocusLanes) -> SafeString:
    return drawings.draw_focus_lanes(chart)


@draw.register
def _quarters(chart: plots.Quarters) -> SafeString:
    return drawings.draw_quarters(chart)


@draw.register
def _round_steps(chart: plots.RoundSteps) -> SafeString:
    return years_drawing.draw_round_steps(chart)
