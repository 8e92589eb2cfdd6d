"""Numbers become drawings: inline SVG of attributes only, so that page and PDF look the same.

The title stands first, for assistive technology. Every series has a shape of its own and every
number stands in the table that the drawing is part of: nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
FONT = "Source Sans 3, Helvetica Neue, Arial, DejaVu Sans, sans-serif"

WIDTH, EDGE = 240.0, 8.0


class Axis:
    """Maps values onto the width of a drawing."""

    def __init__(self, lowest: float, highest: float, width: float = WIDTH) -> None:
        self.lowest, self.highest, self.width = lowest, highest, width

    def x(self, value: float) -> float:
        share = (value - self.lowest) / (self.highest - self.lowest)
        return EDGE + share * (self.width - 2 * EDGE)

    def ticks(self) -> Iterable[float]:
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


@draw.register
def _bar(chart: blocks.Bar) -> SafeString:
    axis, middle = Axis(chart.scale.lowest, chart.scale.highest), 11.0
    parts = _grid(axis, 22)
    if chart.others is not None:
        start, end = axis.x(chart.scale.lowest), axis.x(chart.others)
        bar = {"x": start, "y": middle - 5, "width": max(end - start, 1), "height": 10}
        parts.append(_tag("rect", fill=MAIN, **bar))
    if chart.target is not None:
        parts.append(_tick(axis.x(chart.target), middle, 10))
    if chart.own is not None:
        parts.append(_ring(axis.x(chart.own), middle))
    return _svg(chart.title, WIDTH, 22, parts)


@draw.register
def _ladder(chart: blocks.Ladder) -> SafeString:
    axis, width = Axis(-chart.reach, chart.reach, 110), 110.0
    middle, end = axis.x(0), axis.x(-chart.gap)
    fill = WARM if chart.gap > 0 else MAIN
    bar = _tag("rect", x=min(middle, end), y=5, width=abs(end - middle), height=8, fill=fill)
    rule = _line(EDGE, 9, width - EDGE, 9, RULE)
    return _svg(chart.title, width, 18, [rule, bar, _tick(middle, 9, 9)])


@draw.register
def _lanes(chart: blocks.Lanes) -> SafeString:
    axis = Axis(chart.scale.lowest, chart.scale.highest, 220)
    lane = 11.0
    height = lane * len(chart.series) + 4
    parts = _grid(axis, height)
    if chart.target is not None:
        parts.append(_line(axis.x(chart.target), 0, axis.x(chart.target), height, INK, 2))
    for mark in chart.marks:
        y = 2 + lane * (chart.series.index(mark.series) + 0.5)
        parts.append(MARKS[mark.series](axis.x(mark.value), y))
    return _svg(chart.title, 220, height, parts)


@draw.register
def _strip(chart: blocks.Strip) -> SafeString:
    total, left, parts = sum(chart.counts), 0.0, []
    for place, count in enumerate(chart.counts):
        if not count:
            continue
        width = 300 * count / total
        fill = _shade(place, len(chart.counts))
        parts.append(_tag("rect", x=left, y=1, width=max(width - 1, 1), height=18, fill=fill))
        ink = PAPER if fill in (SHADES[0], SHADES[-1]) else INK
        if width >= 16:
            parts.append(_text(left + width / 2, 14, str(count), text_anchor="middle", fill=ink))
        left += width
    return _svg(chart.title, 300, 20, parts)


def _shade(place: int, levels: int) -> str:
    return SHADES[round(place * (len(SHADES) - 1) / (levels - 1))]


@draw.register
def _range(chart: blocks.Range) -> SafeString:
    axis = Axis(chart.scale.lowest, chart.scale.highest, 190)
    low, high = axis.x(chart.low), axis.x(chart.high)
    parts = [
        _tag("rect", x=low, y=0, width=high - low, height=30, fill=BAND),
        *_grid(axis, 30),
        _line(EDGE, 15, 190 - EDGE, 15, SOFT),
    ]
    for place, mark in enumerate(chart.marks):
        parts.append(MARKS[mark.series](axis.x(mark.value), 8 + 14 * place))
    return _svg(chart.title, 190, 30, parts)


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


@draw.register
def _field(chart: blocks.Field) -> SafeString:
    width, height = 460.0, 250.0
    middle_x, middle_y = width / 2 + 10, height / 2 - 8
    half_x, half_y = width / 2 - 20, height / 2 - 18
    left, right = middle_x - half_x, middle_x + half_x
    top, bottom = middle_y - half_y, middle_y + half_y
    parts = [
        _tag("rect", x=left, y=top, width=2 * half_x, height=2 * half_y, fill=PAPER, stroke=RULE),
        _tag("rect", x=middle_x, y=top, width=half_x, height=half_y, fill=BAND),
        _line(left, middle_y, right, middle_y, INK, 1.5),
        _line(middle_x, top, middle_x, bottom, INK, 1.5),
        *_corners(chart.corners, left, right, top, bottom),
        _text(right, bottom + 15, chart.x_label, text_anchor="end", fill=SOFT),
        _text(
            left - 6,
            top,
            chart.y_label,
            text_anchor="end",
            fill=SOFT,
            transform=f"rotate(-90 {_n(left - 6)} {_n(top)})",
        ),
    ]
    for spot, x, y in _places(chart, middle_x, middle_y, half_x, half_y):
        parts.append(_tag("circle", cx=x, cy=y, r=9, fill=MAIN, stroke=PAPER, stroke_width=1.5))
        parts.append(
            _text(x, y + 4, str(spot.number), text_anchor="middle", fill=PAPER, font_weight="600")
        )
    return _svg(chart.title, width, height, parts)


def _corners(
    corners: tuple[str, str, str, str], left: float, right: float, top: float, bottom: float
) -> list[str]:
    places = [
        (left + 8, top + 16, "start"),
        (right - 8, top + 16, "end"),
        (left + 8, bottom - 8, "start"),
        (right - 8, bottom - 8, "end"),
    ]
    return [
        _text(x, y, text, text_anchor=anchor, fill=SOFT, font_weight="600")
        for text, (x, y, anchor) in zip(corners, places, strict=True)
    ]


def _places(
    chart: blocks.Field, middle_x: float, middle_y: float, half_x: float, half_y: float
) -> list[tuple[blocks.Spot, float, float]]:
    """Where the spots go; one that would lie on another moves aside by its own width."""
    found: list[tuple[blocks.Spot, float, float]] = []
    for spot in chart.spots:
        x = middle_x + spot.x / chart.reach * (half_x - 12)
        y = middle_y - spot.y / chart.reach * (half_y - 12)
        while any(abs(x - other) < 17 and abs(y - o) < 17 for _spot, other, o in found):
            x += 18
        found.append((spot, x, y))
    return found
