"""What a report says, in the order in which it should be read aloud; drawings apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import singledispatch

from reports import glyphs
from reports.content import blocks, plots

PAGE = ", page N"
"""What a link is followed by on paper, wherever the page turns out to be."""


def said(content: blocks.ReportContent) -> str:
    """Every word and figure after the contents, without spaces."""
    return squeezed("".join(glyphs.printable(piece) for piece in _pieces(content)))


def squeezed(text: str) -> str:
    """Without what layout adds or takes away: spaces, places to break, bullets."""
    return re.sub("[\\s\u200b\u00ad•]", "", text)


def without_pages(text: str) -> str:
    """Squeezed text without the numbers of the pages on which more stands."""
    text = re.sub(r"(Moreonthisskill)onpage\d+", r"\1", text)
    return re.sub(r"(,page)\d+", r"\1N", text)


def _pieces(content: blocks.ReportContent) -> Iterator[str]:
    for part in content.parts:
        if part.groups:
            yield f"{part.number}{part.title}"
            for keep in part.groups:
                for block in keep.blocks:
                    yield from words(block)
    what = "edition for the conversation" if content.edition else "content"
    yield f"Fingerprint of the {what}, goals apart: {content.fingerprint}"


@singledispatch
def words(block: object) -> Iterator[str]:
    raise TypeError(f"No words are known for {type(block).__name__}.")


@words.register
def _text(block: blocks.Text) -> Iterator[str]:
    yield block.text


@words.register
def _heading(block: blocks.Heading) -> Iterator[str]:
    yield block.text


@words.register
def _bullets(block: blocks.Bullets) -> Iterator[str]:
    yield block.title
    yield from block.items


@words.register
def _callout(block: blocks.Callout) -> Iterator[str]:
    yield block.title + block.text


@words.register
def _message(block: blocks.Message) -> Iterator[str]:
    yield f"{block.title}{block.text}{block.part}{PAGE}"
    yield from block.items


@words.register
def _quotes(block: blocks.Quotes) -> Iterator[str]:
    yield block.title
    yield from (quote.text for quote in block.quotes[: block.fits])
    if block.beyond:
        many = "comment is" if block.beyond == 1 else "comments are"
        yield f"{block.beyond} more {many} on the page of this report, on the screen."


@words.register
def _facts(block: blocks.Facts) -> Iterator[str]:
    yield from (f"{fact.label}:{fact.text}" for fact in block.facts)


@words.register
def _field(block: plots.Field) -> Iterator[str]:
    yield ""


@words.register
def _table(block: blocks.Table) -> Iterator[str]:
    yield block.caption
    yield from ("" if c.axis else c.label + c.symbol for c in block.columns)
    for row in block.rows:
        yield row.header
        yield from ("" if cell.chart else cell.text + cell.bound + cell.mark for cell in row.cells)
    for mark, sentence in block.notes:
        yield mark + sentence


@words.register
def _plan(block: blocks.Plan) -> Iterator[str]:
    goal = block.goal
    yield f"{goal.number}.{goal.title}{goal.why}"
    if goal.reason:
        yield f"Why I chose it:{goal.reason}"
    yield from (f"An idea: {suggestion}" for suggestion in goal.suggestions)
    yield from (f"After that: {suggestion}" for suggestion in goal.later)
    if goal.anchor:
        yield "More on this skill"
    for label, text in (
        ("What I will do", goal.text),
        ("How I will know that it works", goal.sign_of_success),
        ("Review on", goal.review_on),
    ):
        yield f"{label}:{text}" if text else label


@words.register
def _room(block: blocks.Room) -> Iterator[str]:
    yield block.label


@words.register
def _look_back(block: blocks.LookBack) -> Iterator[str]:
    yield f"{block.goal.skill}." if block.goal.skill else ""
    yield block.goal.text
    if block.goal.sign_of_success:
        yield f"How I will know that it works:{block.goal.sign_of_success}"
    yield "How it went"
