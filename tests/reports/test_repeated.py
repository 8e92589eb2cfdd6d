"""No sentence is printed on page after page of a report."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest

from reports import pdf, services
from reports.content.blocks import Block, Bullets, Heading, ReportContent, Table
from tests.reports.drawn_reports import odd, report
from tests.reports.said import squeezed, words

SHORT, LONG = 3, 7
"""So many words are a sentence, with a full stop and without; fewer are a label, as in a note."""

SHARE = 1 / 4
"""Of the pages: the nine dimensions drawn take half of them, so one in two may have a sentence."""

FEW = 2
"""On so many pages a sentence may stand however short the report is."""

ORDINARY, ODD = range(4), (2, 4, 5, 6, 7, 9, 13)


def contents() -> Iterator[tuple[str, ReportContent]]:
    yield from ((f"ordinary {seed}", report(seed)) for seed in ORDINARY)
    yield from ((f"odd {seed}", odd(seed).content) for seed in ODD)


def printed_pages(content: ReportContent) -> list[str]:
    body = pdf.render(services.html_of(content), content.key)
    done = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
    return [squeezed(page) for page in done.stdout.decode().split("\f")[:-1]]


def sentences(content: ReportContent) -> set[str]:
    """What is said, but for the running head and foot and for the names of parts and tables."""
    blocks = (b for part in content.parts for keep in part.groups for b in keep.blocks)
    pieces = (piece for block in blocks for piece in said_in(block))
    every = (each for piece in pieces for each in re.split(r"(?<=[.!?])\s+", piece))
    return {each for each in every if len(each.split()) >= (SHORT if each[-1:] == "." else LONG)}


def said_in(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (sentence for _mark, sentence in block.notes)
        yield from (cell.text for row in block.rows for cell in row.cells)
    elif isinstance(block, Bullets):
        yield from block.items
    elif not isinstance(block, Heading):
        yield from words(block)


def repeated(content: ReportContent) -> Iterator[str]:
    pages = printed_pages(content)
    for sentence in sorted(sentences(content)):
        on = sum(squeezed(sentence) in page for page in pages)
        if on > max(FEW, SHARE * len(pages)):
            yield f"{on} of {len(pages)}: {sentence}"


@pytest.mark.parametrize(("name", "content"), list(contents()), ids=lambda each: str(each)[:12])
def test_no_sentence_is_on_more_than_a_quarter_of_the_pages(
    name: str, content: ReportContent
) -> None:
    assert list(repeated(content)) == [], name


def test_pages_are_read() -> None:
    """Or nothing would be found on any of them."""
    content = report(0)
    pages = printed_pages(content)
    found = [each for each in sentences(content) if any(squeezed(each) in p for p in pages)]
    assert len(pages) >= 8
    assert len(found) > 0.8 * len(sentences(content)) > 50
