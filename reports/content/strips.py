"""Statements on their scale: a strip for each, and which are highest and lowest as others see them.

Drawn and compared is what is printed in the row, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.rater_groups import facts_of
from assessment.release.selectors.results import (
    DimensionTexts,
    Figure,
    Group,
    Kind,
    Measure,
    one_decimal,
)
from reports.content import words
from reports.content.blocks import Cell, TableColumn
from reports.content.book import Book
from reports.content.plots import Dots, Mark

ROOM = 44
"""Percent of the table that a statement and a strip of full width need."""

BAR = "bar"
"""The series of others, whose disc would be that of colleagues."""


def has_strips(book: Book, each: DimensionTexts, groups: Sequence[Group]) -> bool:
    """Whether a skill has a figure on a statement to draw."""
    return each.kind is Kind.SKILL and any(
        _drawn(book, each, indicator.key, group) is not None
        for indicator in each.indicators
        for group in groups
    )


def columns(book: Book, each: DimensionTexts, room: int) -> tuple[TableColumn, TableColumn]:
    """The statement and its strip, in what the numbers leave of the table."""
    width = "dots" if room >= ROOM else "narrow dots"
    share = 21 if room >= ROOM else 16
    return TableColumn(_("Statement"), room - share), book.levels_column(width, share, each.name)


def symbol(group: Group) -> str:
    """The mark of a series of a strip, for the head of its column."""
    return words.BAR if group is Group.OTHERS else words.shape(group)


def width_of(group: Group) -> int:
    """Of a column of numbers beside strips: closer than elsewhere."""
    narrower = {Group.SELF: 2, Group.OTHERS: 2}
    return facts_of(group).width_without_mark - narrower.get(group, 1)


def strip(
    book: Book, each: DimensionTexts, place: int, shown: Mapping[Group, Cell], room: int
) -> Cell:
    """The strip of a statement; its title says what the cells of its row do.

    `place` counts the statements from 1.
    """
    indicator = each.indicators[place - 1].key
    values = {group: _drawn(book, each, indicator, group) for group in shown}
    marks = tuple(
        Mark(BAR if group is Group.OTHERS else group.value, value)
        for group, value in values.items()
        if value is not None
    )
    if not marks:
        return Cell(words.NOTHING, tone="nothing")
    named = [(book.name(g), cell_words(shown[g])) for g, value in values.items() if value]
    if asked := book.asked(each):
        named.append((_("target"), asked))
    what = _("Statement {number} of {skill}").format(number=place, skill=each.name)
    return Cell(
        "",
        chart=Dots(
            words.titled(what, named),
            book.scale,
            marks,
            book.drawn(Measure.TARGET, each.key),
            float(book.margin(each)),
            "dots" if room >= ROOM else "narrow dots",
        ),
    )


def cell_words(cell: Cell) -> str:
    """A figure as its cell prints it: “3.2 (5)”, “1.5 or lower”."""
    return " ".join(filter(None, (cell.text, cell.bound)))


def _figure(book: Book, each: DimensionTexts, indicator: str, group: Group) -> Figure | None:
    return book.get(Measure.ITEM_MEAN, each.key, indicator, group=group)


def _drawn(book: Book, each: DimensionTexts, indicator: str, group: Group) -> float | None:
    figure = _figure(book, each, indicator, group)
    return None if figure is None or figure.value is None else words.drawn_at(figure.value)


# --- the ends ----------------------------------------------------------------------------


def extremes(book: Book, each: DimensionTexts) -> dict[str, str]:
    """The statements that several others see highest and lowest of those shown, in words.

    By what is printed; all that are alike. None where all are, or where others are one person.
    """
    if each.kind is not Kind.SKILL or not book.concludes(each):
        return {}
    found = {
        indicator.key: Fraction(one_decimal(figure.value))
        for indicator in each.indicators
        if (figure := _figure(book, each, indicator.key, Group.OTHERS)) and figure.value is not None
    }
    ends = {max(found.values()): _("↑ highest"), min(found.values()): _("↓ lowest")}
    if len(ends) < 2:
        return {}
    return {key: ends[value] for key, value in found.items() if value in ends}


def with_extreme(cell: Cell, extreme: str) -> Cell:
    return replace(cell, bound=extreme) if extreme else cell
