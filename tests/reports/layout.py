"""A PDF as it lies on the table: its lines page by page, and how far each page is filled."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from reports.content.blocks import Heading, ReportContent, Table

FOOT = 17 * 72 / 25.4  # the margin at the foot of a page, in points


LARGE = 14  # points: lines of headings are higher than this, the rows of tables lower
COLUMN = 100  # points: what begins within so much of a line stands in its column


@dataclass(frozen=True, order=True)
class Line:
    """The words of a line and where it stands, in points from the top left of its page."""

    bottom: float
    words: str
    left: float
    height: float

    def is_over(self, other: Line) -> bool:
        return self.bottom < other.bottom and abs(self.left - other.left) < COLUMN


@dataclass(frozen=True)
class Page:
    """What stands on a page from top to bottom, and how far down it reaches, 0 to 1.

    `stranded` are the large lines with nothing below them in their column.
    """

    lines: tuple[str, ...]
    filled: float
    stranded: frozenset[str]

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Each line with the first word of the next one."""
        return {(line, following.split()[0]) for line, following in pairwise(self.lines)}


def pages(body: bytes) -> list[Page]:
    command = ["pdftotext", "-bbox-layout", "-", "-"]
    done = subprocess.run(command, input=body, capture_output=True, check=True)
    return [_page(part) for part in done.stdout.decode().split("<page ")[1:]]


def printed(found: list[Page]) -> str:
    """Every line of some pages in one."""
    return " ".join(line for page in found for line in page.lines)


def _page(text: str) -> Page:
    height = float(re.search(r'height="([\d.]+)"', text)[1])  # type: ignore[index]
    lines = sorted(_lines(text, height - FOOT))
    stranded = {
        line.words
        for line in lines
        if line.height > LARGE and not any(line.is_over(other) for other in lines)
    }
    filled = lines[-1].bottom / (height - FOOT)
    return Page(tuple(line.words for line in lines), filled, frozenset(stranded))


def _lines(text: str, foot: float) -> Iterator[Line]:
    places = r'<line xMin="([\d.]+)" yMin="([\d.]+)" [^>]*yMax="([\d.]+)">(.*?)</line>'
    for *numbers, inside in re.findall(places, text, re.DOTALL):
        left, top, bottom = map(float, numbers)
        if bottom < foot:
            words = unescape(" ".join(re.findall(r">([^<]+)</word>", inside)))
            yield Line(bottom, words, left, bottom - top)


def headings(content: ReportContent) -> set[str]:
    found = set()
    for number, part in enumerate((p for p in content.parts if p.groups), 1):
        found |= {part.title, f"{number} {part.title}"}
        for keep in part.groups:
            for block in keep.blocks:
                if isinstance(block, Heading):
                    found.add(block.text)
                elif isinstance(block, Table) and not block.caption_hidden:
                    found.add(block.caption)
    return found
