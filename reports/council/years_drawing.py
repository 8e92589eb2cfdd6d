"""The picture of a council over the years: which way each figure moved, from round to round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString

from reports.content import plots
from reports.council.drawings import LABELS, MIDDLE, ROW, SMALL, WIDE, clipped
from reports.drawing import INK, MAIN, PAPER, RULE, SOFT, line, svg, tag, text

WIDEST_STEP = 200.0
BY_MARK = 8
"""So many holders or fewer have a mark each; of more it says how many moved which way."""
TOP, WITHOUT_NUMBERS, LINE = 44.0, 22.0, 13.0
COUNTED = (plots.Moved.UP, plots.Moved.UNCLEAR, plots.Moved.DOWN)


def draw_round_steps(chart: plots.RoundSteps) -> SafeString:
    """Dimensions down, steps between rounds across."""
    pitch = min(WIDEST_STEP, (WIDE - LABELS) / max(len(chart.across), 1))
    right = LABELS + pitch * len(chart.across)
    by_mark = any(len(column.holders) <= BY_MARK for column in chart.across)
    heads = [_in_lines(column.label, pitch - 8) for column in chart.across]
    deeper = LINE * any(second for _first, second in heads)
    first = deeper + (TOP if by_mark else WITHOUT_NUMBERS)
    parts: list[str] = []
    for place, (column, said) in enumerate(zip(chart.across, heads, strict=True)):
        parts += _head(column, said, (LABELS + pitch * place, deeper), pitch)
    for number, row in enumerate(chart.lines):
        top = first + ROW * number
        parts.append(line(0, top, right, top, RULE, 0.75))
        parts.append(text(0, top + 16, clipped(row.label, LABELS - 12)))
        for place, marks in enumerate(row.marks):
            parts += _cell(marks, LABELS + pitch * place, pitch, top + ROW / 2)
    foot = first + ROW * len(chart.lines) + 8
    return svg(chart.title, WIDE, foot + 22, [*parts, *_key(chart, foot)])


def _in_lines(label: str, room: float) -> tuple[str, str]:
    """A head in one line, or in two where it is too long for one; the second may be empty."""
    words = label.split()
    fits = [
        n for n in range(1, len(words) + 1) if clipped(said := " ".join(words[:n]), room) == said
    ]
    n = max(fits, default=1)
    return clipped(" ".join(words[:n]), room), clipped(" ".join(words[n:]), room)


def _head(
    column: plots.StepColumn, said: tuple[str, str], at: tuple[float, float], pitch: float
) -> Iterator[str]:
    left, down = at
    middle = left + pitch / 2
    above, below = said if said[1] else ("", said[0])
    if above:
        yield text(middle, 12 + down - LINE, above, font_weight="600", **MIDDLE)
    yield text(middle, 12 + down, below, font_weight="600", **MIDDLE)
    yield line(left + 4, 17 + down, left + pitch - 4, 17 + down, INK, 1.2)
    if len(column.holders) <= BY_MARK:
        room = pitch / max(len(column.holders), 1)
        for place, head in enumerate(column.holders):
            x = left + room * (place + 0.5)
            yield text(x, 34 + down, str(head.number), font_size="10", fill=SOFT, **MIDDLE)


def _cell(marks: Sequence[plots.Moved], left: float, pitch: float, y: float) -> Iterator[str]:
    if len(marks) <= BY_MARK:
        room = pitch / max(len(marks), 1)
        for place, mark in enumerate(marks):
            yield moved_mark(mark, left + room * (place + 0.5), y)
        return
    counts = Counter(marks)
    room = pitch / len(COUNTED)
    for place, mark in enumerate(COUNTED):
        x = left + room * (place + 0.5)
        yield moved_mark(mark, x - 9, y)
        yield text(x + 1, y + 4, str(counts[mark]))


def moved_mark(mark: plots.Moved, x: float, y: float) -> str:
    """A full triangle upward, a hollow one downward, a dash, a dot."""
    if mark is plots.Moved.UP:
        return tag("path", d=f"M{x - 6:.2f} {y + 5:.2f}l6 -11l6 11Z", fill=MAIN)
    if mark is plots.Moved.DOWN:
        shape = f"M{x - 5.5:.2f} {y - 5:.2f}l5.5 10l5.5 -10Z"
        return tag("path", d=shape, fill=PAPER, stroke=INK, stroke_width=1.8)
    if mark is plots.Moved.UNCLEAR:
        return line(x - 5, y, x + 5, y, SOFT, 2)
    return tag("circle", cx=x, cy=y, r=1.6, fill=SOFT)


def _key(chart: plots.RoundSteps, foot: float) -> Iterator[str]:
    x = 8.0
    for mark, words in chart.key:
        yield moved_mark(mark, x, foot + 8)
        yield text(x + 11, foot + 12, words, **SMALL)
        x += 11 + len(words) * 5.2 + 20
