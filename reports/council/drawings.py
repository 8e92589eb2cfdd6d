"""The pictures of a whole council: holders as numbered marks, with names while there is room.

Each mark differs by its shape; the table that follows a picture has every number and name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from django.utils.safestring import SafeString

from reports.content import plots
from reports.content.widths import letter_width
from reports.drawing import BAND, INK, MAIN, PAPER, RULE, SOFT, line, svg, tag, text

WIDE = 640.0
LETTER = 5.4
"""At most what a middling letter takes, at the size in which names are drawn."""
SMALL = {"font_size": "10", "fill": SOFT}
MIDDLE = {"text_anchor": "middle"}


def clipped(words: str, room: float) -> str:
    """As much of a text as fits into so many points."""
    widths = list(accumulate(letter_width(each) * LETTER for each in words))
    if not widths or widths[-1] <= room:
        return words
    fit = sum(width <= room - LETTER for width in widths)
    return f"{words[: max(fit, 1)].rstrip()}…"


# --- who can lead on what ------------------------------------------------------------------

LABELS = 176.0
WIDEST_COLUMN = 118.0
NAMED = 4
"""So many holders or fewer have their names over the columns."""
ROW = 24.0


def draw_blend(chart: plots.Blend) -> SafeString:
    """Skills down, holders across, a heading over those who hold the same roles."""
    count = sum(len(side.holders) for side in chart.sides)
    gaps = 10.0 * (len(chart.sides) - 1)
    pitch = min(WIDEST_COLUMN, (WIDE - LABELS - gaps) / max(count, 1))
    places: list[float] = []
    parts: list[str] = []
    left = LABELS
    for side in chart.sides:
        wide = pitch * len(side.holders)
        parts += _side(side, left, wide)
        for place, head in enumerate(side.holders):
            x = left + pitch * (place + 0.5)
            places.append(x)
            parts.append(_column_head(head, x, pitch, named=count <= NAMED))
        left += wide + 10
    for number, row in enumerate(chart.skills):
        parts += _blend_row(row, places, TOP + ROW * number, left - 10)
    foot = TOP + ROW * len(chart.skills) + 8
    return svg(chart.title, WIDE, foot + 22, [*parts, *_blend_key(chart, foot)])


TOP = 40.0


def _side(side: plots.HolderSide, left: float, wide: float) -> Iterator[str]:
    label = clipped(side.label, max(wide, 46))
    yield text(left + wide / 2, 12, label, font_weight="600", **MIDDLE)
    yield line(left + 2, 17, left + wide - 2, 17, INK, 1.2)


def _column_head(head: plots.HolderHead, x: float, pitch: float, *, named: bool) -> str:
    words = clipped(head.name, pitch - 6) if named else str(head.number)
    size = "11" if pitch > 16 else "8"
    return text(x, 32, words, font_size=size, fill=INK, **MIDDLE)


def _blend_row(
    row: plots.BlendRow, places: Sequence[float], top: float, right: float
) -> Iterator[str]:
    yield line(0, top, right, top, RULE, 0.75)
    yield text(0, top + 16, clipped(row.label, LABELS - 12))
    for x, standing in zip(places, row.marks, strict=True):
        yield standing_mark(standing, x, top + ROW / 2)


def standing_mark(standing: plots.LeadMark, x: float, y: float) -> str:
    """The shape of a standing: a diamond, a disc, a ring, a dash, nothing."""
    if standing is plots.LeadMark.LEADS:
        return tag("path", d=f"M{x:.2f} {y - 6:.2f}l6 6l-6 6l-6 -6Z", fill=MAIN)
    if standing is plots.LeadMark.REACHES:
        return tag("circle", cx=x, cy=y, r=4.4, fill=MAIN)
    if standing is plots.LeadMark.BELOW:
        return tag("circle", cx=x, cy=y, r=4, fill=PAPER, stroke=INK, stroke_width=1.8)
    if standing is plots.LeadMark.UNSAID:
        return line(x - 3.5, y, x + 3.5, y, SOFT, 1.6)
    return ""


def _blend_key(chart: plots.Blend, foot: float) -> Iterator[str]:
    x = 8.0
    for standing, words in chart.key:
        yield standing_mark(standing, x, foot + 8)
        yield text(x + 11, foot + 12, words, **SMALL)
        x += 11 + len(words) * 5.2 + 20


# --- where attention goes ------------------------------------------------------------------

LEFT, RIGHT = 20.0, 620.0
SPOT = 7.5
BY_NAME = 6
"""So many holders or fewer in a lane each have a line, with the name beside the spot."""
LINE = 18.0


def draw_focus_lanes(chart: plots.FocusLanes) -> SafeString:
    """A lane for each role under one axis; the range that it expects is a band."""
    named = all(len(lane.spots) <= BY_NAME for lane in chart.lanes)
    parts, top = list(_axis(chart)), 34.0
    for lane in chart.lanes:
        lines = list(_lines(chart, lane, named=named))
        height = LINE * max(len(lines), 1) + 4
        parts += _lane_ground(chart, lane, top + 20, height)
        for place, spots in enumerate(reversed(lines)):
            y = top + 20 + height - 2 - LINE * (place + 0.5)
            parts += (_lane_spot(chart, lane, spot, y, named=named) for spot in spots)
        top += 20 + height + 12
    return svg(chart.title, WIDE, top + 18, [*parts, *_lane_key(chart, top)])


def _x(chart: plots.FocusLanes, value: float) -> float:
    low, high = chart.scale.lowest, chart.scale.highest
    return LEFT + (value - low) / (high - low) * (RIGHT - LEFT)


def _axis(chart: plots.FocusLanes) -> Iterator[str]:
    room = (RIGHT - LEFT) / 2 - 10
    yield text(LEFT - 8, 11, f"← {clipped(chart.ends[0], room)}", font_weight="600")
    end = f"{clipped(chart.ends[1], room)} →"
    yield text(RIGHT + 8, 11, end, font_weight="600", text_anchor="end")
    for level in range(int(chart.scale.lowest), int(chart.scale.highest) + 1):
        yield text(_x(chart, level), 28, str(level), **SMALL, **MIDDLE)


def _lane_ground(
    chart: plots.FocusLanes, lane: plots.RoleLane, top: float, height: float
) -> Iterator[str]:
    yield text(LEFT - 8, top - 6, clipped(lane.label, WIDE - 40), font_weight="600")
    if lane.low is not None and lane.high is not None:
        left, right = _x(chart, lane.low), _x(chart, lane.high)
        edge = {"stroke": SOFT, "stroke_dasharray": "4 3", "stroke_width": "1"}
        yield tag("rect", x=left, y=top, width=right - left, height=height, fill=BAND, **edge)
    for level in range(int(chart.scale.lowest), int(chart.scale.highest) + 1):
        foot = top + height
        yield line(_x(chart, level), foot, _x(chart, level), foot + 4, SOFT)
    yield line(LEFT - 8, top + height, RIGHT + 8, top + height, SOFT)


def _lines(
    chart: plots.FocusLanes, lane: plots.RoleLane, *, named: bool
) -> Iterator[list[plots.LaneSpot]]:
    """The spots of a lane, from the top line to the lowest: each its own, or stacked."""
    spots = sorted(lane.spots, key=lambda spot: (spot.value, spot.number))
    if named:
        yield from ([spot] for spot in spots)
        return
    lines: list[list[plots.LaneSpot]] = []
    for spot in spots:
        x = _x(chart, spot.value)
        fits = (each for each in lines if x - _x(chart, each[-1].value) >= 2 * SPOT + 0.5)
        free = next(fits, None)
        if free is None:
            lines.append(free := [])
        free.append(spot)
    yield from reversed(lines)


def _lane_spot(
    chart: plots.FocusLanes, lane: plots.RoleLane, spot: plots.LaneSpot, y: float, *, named: bool
) -> str:
    x = _x(chart, spot.value)
    drawn = numbered(spot.number, x, y, full=spot.within)
    if not named:
        return drawn
    on_left = _name_on_left(chart, lane, spot)
    edge = x - SPOT - 5 if on_left else x + SPOT + 5
    room = edge - LEFT if on_left else RIGHT - edge
    anchor = "end" if on_left else "start"
    return drawn + text(edge, y + 4, clipped(spot.name, room), text_anchor=anchor)


def _name_on_left(chart: plots.FocusLanes, lane: plots.RoleLane, spot: plots.LaneSpot) -> bool:
    """Towards the middle; away from the band where there is room, as its edge would cross it."""
    x = _x(chart, spot.value)
    below = lane.low is not None and spot.value < lane.low
    above = lane.high is not None and spot.value > lane.high
    room = x - LEFT if below else RIGHT - x
    if (below or above) and clipped(spot.name, room - SPOT - 5) == spot.name:
        return below
    return x > (LEFT + RIGHT) / 2


def numbered(number: int, x: float, y: float, *, full: bool) -> str:
    """A holder’s number in a disc, full or hollow."""
    fill, ink = (MAIN, PAPER) if full else (PAPER, INK)
    edge = {"stroke": MAIN if full else INK, "stroke_width": 1 if full else 1.8}
    disc = tag("circle", cx=x, cy=y, r=SPOT - 0.5, fill=fill, **edge)
    size = "9" if number < 100 else "7"
    return disc + text(x, y + 3.2, str(number), font_size=size, fill=ink, **MIDDLE)


def _lane_key(chart: plots.FocusLanes, top: float) -> Iterator[str]:
    within, outside, band = chart.key
    x, y = LEFT, top + 6
    for full, words in ((True, within), (False, outside)):
        fill, edge = (MAIN, MAIN) if full else (PAPER, INK)
        yield tag("circle", cx=x, cy=y, r=5, fill=fill, stroke=edge, stroke_width=1.8)
        yield text(x + 11, y + 4, words, **SMALL)
        x += 11 + len(words) * 5.2 + 22
    dashed = {"fill": BAND, "stroke": SOFT, "stroke_dasharray": "4 3"}
    yield tag("rect", x=x - 6, y=y - 5, width=16, height=10, **dashed)
    yield text(x + 16, y + 4, band, **SMALL)


# --- mandate against skill -----------------------------------------------------------------

SIDE, HEAD = 96.0, 24.0
GUTTER = 8.0
BOX = (WIDE - SIDE - GUTTER - 2) / 2
IN_LINES = 6
"""So many holders or fewer in a box stand one below the other, with their names."""
CHIP = 20.0


def draw_quarters(chart: plots.Quarters) -> SafeString:
    """Two by two boxes with what helps in each, the holders in them, and the rest below."""
    named = all(len(box.holders) <= IN_LINES for box in (*chart.boxes, chart.rest))
    heights = [
        max(_box_height(box, BOX, named=named) for box in chart.boxes[place : place + 2])
        for place in (0, 2)
    ]
    parts = [
        text(SIDE + BOX / 2, 14, clipped(chart.across[0], BOX), fill=SOFT, **MIDDLE),
        text(SIDE + GUTTER + BOX * 1.5, 14, clipped(chart.across[1], BOX), fill=SOFT, **MIDDLE),
    ]
    top = HEAD
    for place, height in enumerate(heights):
        parts += _row_label(chart.down[place], top + height / 2)
        for column in (0, 1):
            left = SIDE + column * (BOX + GUTTER)
            box = chart.boxes[2 * place + column]
            parts += _box(box, left, top, BOX, height, named=named)
        top += height + GUTTER
    if chart.rest.holders:
        wide = WIDE - SIDE - 2
        height = _box_height(chart.rest, wide, named=named)
        parts += _box(chart.rest, SIDE, top, wide, height, named=named, dashed=True)
        top += height + GUTTER
    return svg(chart.title, WIDE, top, parts)


def _row_label(words: str, y: float) -> Iterator[str]:
    lines = _wrapped(words, SIDE - 10)
    for place, each in enumerate(lines):
        yield text(0, y + 4 + 14 * (place - (len(lines) - 1) / 2), each, fill=SOFT)


def _wrapped(words: str, room: float) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and clipped(longer, room) == longer:
            lines[-1] = longer
        else:
            lines.append(clipped(word, room))
    return lines


def _box_height(box: plots.QuarterBox, wide: float, *, named: bool) -> float:
    across = 1 if named else int((wide - 16) // CHIP)
    return max(56.0, 34 + CHIP * -(-len(box.holders) // across) + 4)


def _box(
    box: plots.QuarterBox,
    left: float,
    top: float,
    wide: float,
    height: float,
    *,
    named: bool,
    dashed: bool = False,
) -> Iterator[str]:
    edge = {"stroke_dasharray": "4 3"} if dashed else {}
    square = {"x": left, "y": top, "width": wide, "height": height}
    yield tag("rect", fill=PAPER, stroke=SOFT, **square, **edge)
    yield text(left + 10, top + 19, clipped(box.label, wide - 50), font_weight="600")
    yield text(left + wide - 10, top + 19, str(len(box.holders)), text_anchor="end", fill=SOFT)
    across = 1 if named else int((wide - 16) // CHIP)
    for place, head in enumerate(box.holders):
        x = left + 18 + CHIP * (place % across)
        y = top + 38 + CHIP * (place // across)
        yield numbered(head.number, x, y, full=not dashed)
        if named:
            yield text(x + 13, y + 4, clipped(head.name, wide - 45))
