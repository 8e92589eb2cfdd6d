"""How much of a printed page blocks take, in millimetres: rather too much than too little.

What is set decides where it breaks; this decides only what is put together before it is set.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from math import ceil

from reports.content.blocks import (
    Block,
    Bullets,
    Facts,
    Heading,
    Message,
    Row,
    Table,
    TableColumn,
    Text,
)
from reports.content.widths import width as width_of

PAGE = 260.0
WIDTH = 174.0
"""Of what is printed on a page, in millimetres."""

LETTER = 1.5
"""The width of a middling letter with what is lost at the ends of lines."""
LINE = 5.0
LINE_OF_TABLE = 4.2
CHART = 9.5
"""Of a row with a chart."""


def height(blocks: Iterable[Block]) -> float:
    return sum(map(_height, blocks))


def lines_across(text: str, width: float = WIDTH) -> int:
    """How many lines a text takes at a width in millimetres."""
    return max(1, ceil(len(text) * LETTER / width))


@singledispatch
def _height(block: object) -> float:
    raise TypeError(f"Nothing is known of how high {type(block).__name__} is.")


@_height.register
def _heading(block: Heading) -> float:
    return lines_across(block.text) * 5.5 + 1.5


@_height.register
def _text(block: Text) -> float:
    return lines_across(block.text) * LINE + 1.6


@_height.register
def _bullets(block: Bullets) -> float:
    """In one of two columns."""
    found = sum(lines_across(each, WIDTH / 2 - 8) * LINE + 0.4 for each in block.items)
    return found + (LINE + 1 if block.title else 0) + 1.5


TITLE, SAID, LINE_OF_MESSAGE = 39.0, 131.0, 4.8
"""Of a message: its title at the left and what it says beside that, and a line of it."""


@_height.register
def _message(block: Message) -> float:
    """It leads to a part by its name and page, in smaller letters."""
    said = _lines_set(f"{block.text} {block.part}, page 99", SAID) * LINE_OF_MESSAGE + 0.6
    items = sum(_lines_set(each, SAID - 4.5) * LINE_OF_MESSAGE + 0.3 for each in block.items)
    return 3.4 + max(said + items + 0.6 * bool(items), _lines_set(block.title, TITLE) * 5.3)


@_height.register
def _facts(block: Facts) -> float:
    return 3 + sum(_lines_set(f"{f.label}: {f.text}", WIDTH) * LINE + 1.2 for f in block.facts)


def _lines_set(text: str, width: float) -> int:
    """How many lines a text takes, whatever its letters."""
    return max(1, ceil(width_of(text) * LETTER / width))


@_height.register
def _table(block: Table) -> float:
    rows = sum(_row(row, block.columns) for row in block.rows)
    notes = lines_across("".join(sentence + " " * 6 for _mark, sentence in block.notes)) * 4.6
    heads = (f"{each.label} {each.symbol}" for each in block.columns)
    head = max(map(lines_across, heads, map(_inside, block.columns))) * LINE_OF_TABLE
    return 6 + head + 2 + rows + (notes if block.notes else 0) + 3


def _row(row: Row, columns: tuple[TableColumn, ...]) -> float:
    texts = zip((row.header, *(cell.text for cell in row.cells)), columns, strict=True)
    found = max(lines_across(text, _inside(column)) for text, column in texts) * LINE_OF_TABLE
    return 2 + max(found, CHART * any(cell.chart for cell in row.cells))


def _inside(column: TableColumn) -> float:
    return WIDTH * column.width / 100 - 1.4
