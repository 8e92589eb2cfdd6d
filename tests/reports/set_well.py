"""What is wrong with how a report is set: pages, headings, the cover, and what stands over."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from reports.content.blocks import Message, ReportContent
from tests.reports.layout import headings

MM = 72 / 25.4  # in points
HEAD, FOOT, SIDE = 20 * MM, 17 * MM, 18 * MM
SLIP = 1.5
"""Points that letters may stand over without anybody seeing it."""

LARGE = 15
"""Points: lines of headings are higher than this, those of text lower."""

COLUMN = 100
"""Points: what begins within so much of a line stands in its column."""

TALL = 60
"""Points: no single line is as high; what is turned on its side is not read here."""

PLACE = r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"'


@dataclass(frozen=True)
class Box:
    """Words and where they stand, in points from the top left of the page."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        low = min(self.bottom - self.top, other.bottom - other.top)
        return across > SLIP and down > 0.4 * low

    def is_over(self, other: Box) -> bool:
        return self.bottom < other.bottom and abs(self.left - other.left) < COLUMN


@dataclass(frozen=True)
class Sheet:
    """A page as printed: its lines between the margins, and every word on it."""

    number: int
    width: float
    height: float
    lines: tuple[Box, ...]
    every_word: tuple[Box, ...]

    @property
    def filled(self) -> float:
        """How far down it is printed, of what there is between top and foot."""
        lowest = max((line.bottom for line in self.lines), default=0.0)
        return lowest / (self.height - FOOT)


def faults(body: bytes, content: ReportContent) -> list[str]:
    """Everything that is wrong, by kind and page; nothing where the report is well set."""
    found = list(sheets(body))
    titles = {_tight(each) for each in headings(content)} - {""}
    beside = {_tight(block.title) for block in _messages(content)}
    wrong = [*_cover(found, content), *_thin(found)]
    for sheet in found:
        wrong += [*_headings(sheet, titles, beside), *_over(sheet), *_collisions(sheet)]
    return wrong


def sheets(body: bytes) -> Iterator[Sheet]:
    command = ["pdftotext", "-bbox-layout", "-", "-"]
    done = subprocess.run(command, input=body, capture_output=True, check=True)
    for number, part in enumerate(done.stdout.decode().split("<page ")[1:], 1):
        yield _sheet(number, part)


def _sheet(number: int, text: str) -> Sheet:
    width, height = (_side(text, each) for each in ("width", "height"))
    lines = [
        Box(unescape(" ".join(re.findall(r">([^<]+)</word>", inside))), *map(float, place))
        for *place, inside in re.findall(rf"<line {PLACE}>(.*?)</line>", text, re.DOTALL)
    ]
    words = [
        Box(unescape(inside), *map(float, place))
        for *place, inside in re.findall(rf"<word {PLACE}>([^<]*)</word>", text)
    ]
    head = HEAD if number > 1 else 0.0
    between = [each for each in lines if each.bottom > head and each.top < height - FOOT]
    upright = tuple(each for each in words if each.bottom - each.top < TALL)
    return Sheet(number, width, height, tuple(between), upright)


def _side(text: str, name: str) -> float:
    found = re.search(rf'{name}="([\d.]+)"', text)
    assert found
    return float(found[1])


def _tight(text: str) -> str:
    return re.sub("[\\s\u200b\u00ad]", "", text)


def _cover(found: list[Sheet], content: ReportContent) -> Iterator[str]:
    """The first part begins on page 2."""
    first = next((part for part in content.parts if part.groups), None)
    if first is None:
        return
    begins = _tight(f"{first.number}{first.title}")
    top = found[1].lines[:1] if len(found) > 1 else ()
    if not any(_tight(line.words) and begins.startswith(_tight(line.words)) for line in top):
        yield "cover: it is not one page"


def _thin(found: list[Sheet]) -> Iterator[str]:
    for sheet in found[:-1]:
        if not sheet.lines:
            yield f"blank: page {sheet.number}"
        elif sheet.filled < 1 / 3:
            yield f"thin: page {sheet.number} is {sheet.filled:.0%} full"
    if not found[-1].lines:
        yield f"blank: page {len(found)}"


def _messages(content: ReportContent) -> Iterator[Message]:
    """Their titles stand beside their texts, not over them."""
    for part in content.parts:
        for keep in part.groups:
            yield from (block for block in keep.blocks if isinstance(block, Message))


def _headings(sheet: Sheet, titles: set[str], beside: set[str]) -> Iterator[str]:
    """Large lines with nothing below them in their column; pages of nothing but headings."""
    large = [line for line in sheet.lines if line.bottom - line.top > LARGE]
    large = [line for line in large if _is_of(line.words, titles, beside)]
    if sheet.number > 1 and large and len(large) == len(sheet.lines):
        yield f"headings alone: page {sheet.number}"
        return
    for line in large:
        if not any(line.is_over(other) for other in sheet.lines if other not in large):
            yield f"stranded: “{line.words[:40]}” on page {sheet.number}"


def _is_of(words: str, titles: set[str], beside: set[str]) -> bool:
    """Whether a line is a heading, or a line of one; numbers alone stand in the contents."""
    tight = _tight(words)
    if tight.isdigit() or any(tight in title for title in beside):
        return False
    return any(tight in title for title in titles)


def _over(sheet: Sheet) -> Iterator[str]:
    """Words that leave the paper, or what is printed of it between the margins."""
    for word in sheet.every_word:
        side = 0.0 if sheet.number == 1 else SIDE
        out = word.left < side - SLIP or word.right > sheet.width - side + SLIP
        if out or word.top < 0 or word.bottom > sheet.height:
            yield f"over: “{word.words[:30]}” on page {sheet.number}"
    foot = sheet.height - (15 * MM if sheet.number == 1 else FOOT)
    for line in sheet.lines:
        if line.top < foot - SLIP and line.bottom > foot + 2 * SLIP:
            yield f"over: “{line.words[:30]}” at the foot of page {sheet.number}"


def _collisions(sheet: Sheet) -> Iterator[str]:
    words = sorted(sheet.every_word, key=lambda word: word.top)
    for place, word in enumerate(words):
        for other in words[place + 1 :]:
            if other.top > word.bottom:
                break
            if word.overlaps(other):
                pair = f"“{word.words[:20]}” and “{other.words[:20]}”"
                yield f"collision: {pair} on page {sheet.number}"
