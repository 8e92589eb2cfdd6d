"""The field of self and others: spots that do not hide one another, each with its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from reports.content import blocks
from reports.drawing import BAND, INK, MAIN, PAPER, RULE, SOFT, line, short, svg, tag, text

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


def draw_field(chart: blocks.Field) -> SafeString:
    """The spots first, so that a name gives way to every spot and no spot to a name."""
    frame = Frame(20, 2, 638, 152)
    parts = [*_ground(frame, chart), *_corners(chart.corners, frame), *_axes(chart, frame)]
    taken: list[Box] = []
    spots = [(spot, *_free(frame.place(spot, chart.reach), taken)) for spot in chart.spots]
    for spot, x, y in spots:
        fill, ink = (PAPER, MAIN) if spot.at_target else (MAIN, PAPER)
        parts.append(tag("circle", cx=x, cy=y, r=8.5, fill=fill, stroke=ink, stroke_width=1.5))
        number = {"text_anchor": "middle", "fill": ink, "font_weight": "600"}
        parts.append(text(x, y + 4, str(spot.number), **number))
    taken += _fixed(frame, chart.corners)
    for spot, x, y in spots:
        parts.append(_label(spot, x, y, frame, taken))
    return svg(chart.title, 640, 170, parts)


def _ground(frame: Frame, chart: blocks.Field) -> list[str]:
    x, y = frame.middle
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    edge = chart.margin / chart.reach * (frame.right - x - 12)
    return [
        tag("rect", x=frame.left, y=frame.top, width=wide, height=high, fill=PAPER, stroke=RULE),
        tag("rect", x=x - edge, y=frame.top, width=2 * edge, height=high, fill=BAND),
        line(frame.left, y, frame.right, y, INK, 1.5),
        line(x, frame.top, x, frame.bottom, INK, 1.5),
    ]


def _axes(chart: blocks.Field, frame: Frame) -> list[str]:
    turned = f"rotate(-90 {short(frame.left - 6)} {short(frame.top)})"
    along = {"text_anchor": "end", "fill": SOFT}
    return [
        text(frame.right, frame.bottom + 15, chart.x_label, **along),
        text(frame.left - 6, frame.top, chart.y_label, transform=turned, **along),
    ]


def _corners(corners: tuple[str, str, str, str], frame: Frame) -> list[str]:
    places = [(frame.left + 8, "start"), (frame.right - 8, "end")]
    found = []
    for n, word in enumerate(corners):
        x, anchor = places[n % 2]
        y = frame.top + 16 if n < 2 else frame.bottom - 8
        found.append(text(x, y, word, text_anchor=anchor, fill=SOFT, font_weight="600"))
    return found


def _corner_box(frame: Frame, n: int, word: str) -> Box:
    wide = 12 + 6 * len(word)
    left = frame.left if n % 2 == 0 else frame.right - wide
    top = frame.top if n < 2 else frame.bottom - 22
    return left, top, left + wide, top + 22


def _fixed(frame: Frame, corners: tuple[str, ...]) -> list[Box]:
    """Where the axes and the words of the corners are."""
    x, y = frame.middle
    axes = [(frame.left, y - 1, frame.right, y + 1), (x - 1, frame.top, x + 1, frame.bottom)]
    return [*axes, *(_corner_box(frame, n, word) for n, word in enumerate(corners))]


def _free(point: tuple[float, float], taken: list[Box]) -> tuple[float, float]:
    """A place for a spot: where it belongs, or beside what lies there already."""
    x, y = point
    while any(_meet((x - 8, y - 8, x + 8, y + 8), box) for box in taken):
        x += 4
    taken.append((x - 8.5, y - 8.5, x + 8.5, y + 8.5))
    return x, y


def _label(spot: blocks.Spot, x: float, y: float, frame: Frame, taken: list[Box]) -> str:
    """The name at the first place that is free, with a line to it from afar; else the number."""
    numbered = f"{spot.number} {spot.label}"  # from afar, where another spot may be nearer
    wide = 5.8 * len(numbered)
    own = (x - 8.5, y - 8.5, x + 8.5, y + 8.5)
    for left, baseline, anchor, away in _sides(spot, x, y):
        start = left - (wide if anchor == "end" else 0)
        box = (start, baseline - 10, start + wide, baseline + 3)
        if _inside(box, frame) and not any(_meet(box, each) for each in taken if each != own):
            taken.append(box)
            if away:
                name = text(left, baseline, numbered, text_anchor=anchor)
                return name + _leader(x, y, baseline)
            return text(left, baseline, spot.label, text_anchor=anchor)
    return ""


def _sides(spot: blocks.Spot, x: float, y: float) -> Iterator[tuple[float, float, str, int]]:
    """Beside it, then over or under it, ever further, first on its own side of the target."""
    yield x + 12, y + 4, "start", 0
    yield x - 12, y + 4, "end", 0
    for away in range(0, 77, 7):
        over, under = y - 11 - away, y + 18 + away
        for baseline in (over, under) if spot.y >= 0 else (under, over):
            shift = 3 if away else 8  # by the line, or clear of the spot
            yield x + shift, baseline, "start", away
            yield x - shift, baseline, "end", away


def _leader(x: float, y: float, baseline: float) -> str:
    start, end = (y - 8.5, baseline - 9) if baseline < y else (y + 8.5, baseline + 2)
    return line(x, start, x, end, SOFT, 0.75)


def _inside(box: Box, frame: Frame) -> bool:
    left, top, right, bottom = box
    return left > frame.left and right < frame.right and top > frame.top and bottom < frame.bottom


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
