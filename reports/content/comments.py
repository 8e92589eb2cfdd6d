"""What people wrote: by question, then by who wrote it, as many on paper as six pages hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessment.closing_questions import ClosingQuestion
from assessment.languages import join_names
from assessment.release.selectors.results import (
    IDENTIFIED,
    Figure,
    Group,
    Measure,
)
from reports.content import absences, words
from reports.content.blocks import Heading, Keep, Quote, Quotes, Text
from reports.content.book import Book
from reports.content.heights import LINE
from reports.content.widths import width

_NAMED = tuple(group for group in IDENTIFIED if group is not Group.SELF)
_WRITERS = (*_NAMED, Group.COLLEAGUES, Group.SELF)

PAGES = 6
"""So many pages at most have comments on them; the page on the screen has all."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question and what was written to it; `key` is a dimension's, empty for a closing one."""

    key: str
    title: str
    figures: tuple[Figure, ...]


def _questions(book: Book) -> list[_Asked]:
    """What was asked for words, the closing questions first, with everything of the answers."""
    closing = [_Asked("", str(q.label), tuple(book.all(q.measure))) for q in ClosingQuestion]
    return closing + [
        _Asked(each.key, each.name, tuple(book.all(Measure.COMMENT, each.key)))
        for each in book.report.framework.dimensions
    ]


def comments(book: Book, elsewhere: Collection[str] = ()) -> tuple[Keep, ...]:
    """What was written, by question; colleagues together and in no order that tells anything.

    Without what stands elsewhere, by the keys of its dimensions; why something is not shown is
    said here for all of it.
    """
    keeps, found = [], book.once(_on_paper)
    for asked, blocks in found:
        for place, block in enumerate(blocks if asked.key not in elsewhere else ()):
            keeps.append(Keep((Heading(asked.title), block) if place == 0 else (block,), "flow"))
    if any(blocks for _asked, blocks in found) and (withheld := _withheld(book)):
        keeps.append(Keep((Text(withheld, "small"),)))
    return tuple(keeps)


def comments_of(book: Book, dimension: str) -> tuple[Quotes, ...]:
    """What was written about one dimension, by who wrote it."""
    return next(blocks for asked, blocks in book.once(_on_paper) if asked.key == dimension)


def under_figures(written: tuple[Quotes, ...]) -> Keep:
    """What was written about a skill as it stands under its figures."""
    return Keep(
        tuple(
            replace(each, title=_("Comments: {who}").format(who=words.inside(each.title)))
            for each in written
        ),
        "flow columns",
    )


def height_in_columns(written: tuple[Quotes, ...]) -> float:
    """How much of a page comments take in two columns, in millimetres; 0 for none."""
    lines = sum(lines_of(quote.text) for block in written for quote in block.quotes)
    return (lines + 1.5 * len(written)) / 2 * LINE + 9 if written else 0.0


def _written(book: Book, asked: _Asked) -> tuple[Quotes, ...]:
    return tuple(
        Quotes(_written_by(book, group), written)
        for group in _WRITERS
        if (written := _quotes(asked.figures, group))
    )


def _written_by(book: Book, group: Group) -> str:
    if group is Group.SELF:
        return _("From yourself")
    if group in _NAMED:
        return _("From your {manager}").format(manager=book.name(group))
    return _("From colleagues, in random order")


def _quotes(figures: Sequence[Figure], group: Group) -> tuple[Quote, ...]:
    return tuple(
        Quote(words.safe(figure.text), words.direction(figure.text))
        for figure in figures
        if figure.group is group and figure.withheld is None
    )


def _withheld(book: Book) -> str:
    """One line for the questions whose comments from colleagues are withheld."""
    found: dict[str, list[str]] = {}
    for asked in _questions(book):
        for figure in asked.figures:
            if figure.withheld is not None:
                found.setdefault(book.reason(figure), []).append(words.inside(asked.title))
    return " ".join(
        _("{reason} This is about {questions}.").format(questions=join_names(names), reason=reason)
        for reason, names in found.items()
    )


def why_no_part(book: Book) -> str:
    """Why there is no part with comments."""
    if any(blocks for _asked, blocks in book.once(_on_paper)):
        return _("each stands with its skill")
    figures = [each for asked in _questions(book) for each in asked.figures]
    return absences.why_no_comments(book, figures)


# --- what six pages hold -----------------------------------------------------------------------

_LINE = 48
"""Middling letters of a line in one of two columns."""
_LINES_OF_A_PAGE = 98
"""Lines of both columns of a page."""
_ROOM = (PAGES - 1) * _LINES_OF_A_PAGE
"""They begin anywhere on a page: five pages of lines reach over six at most."""
_AROUND_A_QUOTE = 0.35
_AROUND_A_GROUP = 4.0
"""Lines that the gap behind a comment takes, and the headings and the note around those of one."""
_BREAKS = re.compile("[ \t\u200b]+")


def _on_paper(book: Book) -> list[tuple[_Asked, tuple[Quotes, ...]]]:
    """Every question with its comments, and of each group how many are printed.

    One after the other from each group, in the order of the release, which is drawn by lot: who
    wrote a comment, when and how long it is decide nothing but where the room ends.
    """
    found = [(asked, _written(book, asked)) for asked in _questions(book)]
    printed = _printed([each for _asked, blocks in found for each in blocks])
    return [
        (asked, tuple(replace(each, printed=next(printed)) for each in blocks))
        for asked, blocks in found
    ]


def _printed(blocks: list[Quotes]) -> Iterator[int]:
    """Of each block how many fit; a block ends with the first that does not."""
    room = _ROOM - _AROUND_A_GROUP * len(blocks)
    taken = [0] * len(blocks)
    open_ = list(range(len(blocks)))
    while open_:
        still = []
        for place in open_:
            quotes = blocks[place].quotes
            if taken[place] == len(quotes):
                continue
            if (lines := lines_of(quotes[taken[place]].text)) <= room:
                room -= lines
                taken[place] += 1
                still.append(place)
        open_ = still
    yield from taken


def lines_of(text: str) -> float:
    """How many lines of a column a comment takes, rather too many than too few."""
    return sum(map(_lines_of_paragraph, text.split("\n"))) + _AROUND_A_QUOTE


def _lines_of_paragraph(text: str) -> int:
    """Word after word, as it is set; a word breaks where it is wider than a line."""
    lines, filled = 1, 0.0
    for word in _BREAKS.split(text):
        wide = width(word)
        if filled and filled + wide > _LINE:
            lines, filled = lines + 1, 0.0
        lines += int(wide // _LINE)
        filled += wide % _LINE + 1
    return lines
