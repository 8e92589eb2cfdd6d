"""One skill by itself: its statements, how views spread, and what helps from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.rater_groups import facts_of
from assessment.release.selectors.results import (
    Basis,
    DimensionTexts,
    Group,
    Kind,
    Measure,
    Spread,
    nearest_level,
)
from reports.content import strips, words
from reports.content.absences import no_spread
from reports.content.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Keep,
    Quotes,
    Row,
    Table,
    TableColumn,
    Text,
)
from reports.content.book import Book
from reports.content.comments import comments_of, height_in_columns, under_figures
from reports.content.heights import PAGE, height
from reports.content.notes import Notes
from reports.content.plots import Strip
from reports.content.seen import seen_at

_WIDTH = 8
PLACE_OF_STAND = 3
"""Of the blocks of a skill, those up to where it stands in words."""

HEAD_OF_PART = 18.0
"""Millimetres of a page that the heading of the part takes above the first skill."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """What a skill has, how many millimetres its figures take, and whether comments fit below."""

    figures: tuple[Block, ...]
    helps: tuple[Bullets, ...]
    written: tuple[Quotes, ...]
    taken: float
    fits: bool


def page(book: Book, each: DimensionTexts) -> tuple[Keep, ...]:
    """A skill by its statements, how views spread, what helps from here, and what people wrote.

    The comments are under the figures where the page has room for them, else in their own part.
    """
    laid = book.once(_laid_out)[each.key]
    figures, under = laid.figures, laid.written if laid.fits else ()
    if laid.written and not laid.fits:
        where = Text(_("What people wrote about this is under Comments."), "small")
        figures = (*figures[:PLACE_OF_STAND], where, *figures[PLACE_OF_STAND:])
    fills = laid.taken + height_in_columns(under) > (PAGE - HEAD_OF_PART) / 2
    columns = "helps columns fine" if len(laid.helps) > 1 else "helps fine"
    return (
        Keep(figures, "skill page" if fills and not book.silent else "skill"),
        *([Keep(laid.helps, columns)] if laid.helps else []),
        *([under_figures(under)] if under else []),
    )


def commented(book: Book) -> frozenset[str]:
    """The skills, by key, that have their comments under their figures."""
    return frozenset(key for key, laid in book.once(_laid_out).items() if laid.fits)


def _laid_out(book: Book) -> dict[str, _Laid]:
    """Every skill by its key: two parts of the report depend on what fits."""
    return {
        each.key: _lay(book, each, 0 if place else HEAD_OF_PART)
        for place, each in enumerate(book.dimensions(Kind.SKILL))
    }


def _lay(book: Book, each: DimensionTexts, above: float) -> _Laid:
    figures, helps = _figures(book, each), tuple(_suggestions(book, each))
    written, taken = comments_of(book, each.key), _taken(figures, helps)
    fits = height_in_columns(written) <= PAGE - above - taken
    return _Laid(figures, helps, written, taken, fits)


def _figures(book: Book, each: DimensionTexts) -> tuple[Block, ...]:
    return (
        Heading(each.name, anchor=f"skill-{each.key[:8]}"),
        Text(each.description, "muted"),
        Text(stand(book, each)),
        statements(book, each),
        *_spreads(book, each),
        *_levels(book, each),
    )


def _taken(figures: tuple[Block, ...], helps: tuple[Bullets, ...]) -> float:
    return height(figures) + max((height([each]) for each in helps), default=0.0)


def stand(book: Book, each: DimensionTexts) -> str:
    """Where the skill stands, in one or two sentences; the reason where it cannot be said."""
    others = book.seen_score(each)
    own = book.level(each, Group.SELF)
    found = []
    if others is None or others.value is None:
        found.append(book.reason(others) if others and not book.silent else "")
    else:
        found.append(seen_at(book, each, f"{words.shown(others)} ({book.raters(others)})"))
    if own:
        found.append(_("You see yourself at {own}.").format(own=own))
    return " ".join(filter(None, found))


def statements(book: Book, each: DimensionTexts) -> Table:
    """Every statement with the mean of each group and the number of ratings behind it."""
    notes = Notes(book)
    alone = book.basis(each) is Basis.MANAGER  # what others say is in a column already
    groups = book.groups if alone else (*book.groups, Group.OTHERS)
    drawn = strips.has_strips(book, each, groups)
    widths = [
        strips.width_of(group) if drawn else facts_of(group).width_without_mark for group in groups
    ]
    room = 100 - sum(widths) - _WIDTH
    ends = strips.extremes(book, each)
    rows = []
    for place, indicator in enumerate(each.indicators, 1):
        cells = {
            group: notes.rated(
                book.get(Measure.ITEM_MEAN, each.key, indicator.key, group=group), group
            )
            for group in groups
        }
        strip = [strips.strip(book, each, place, cells, room)] if drawn else []
        if Group.OTHERS in cells:
            end = ends.get(indicator.key, "")
            cells[Group.OTHERS] = strips.with_extreme(cells[Group.OTHERS], end)
        missing = Cell(_not_observed(book, each.key, indicator.key))
        rows.append(Row(indicator.text, (*strip, *cells.values(), missing)))
    return Table(
        caption=_("Statements"),
        columns=(
            *(strips.columns(book, each, room) if drawn else (TableColumn(_("Statement"), room),)),
            *(
                TableColumn(
                    book.title(group), width, True, symbol=strips.symbol(group) if drawn else ""
                )
                for group, width in zip(groups, widths, strict=True)
            ),
            TableColumn(_("Not observed"), _WIDTH, numeric=True),
        ),
        rows=tuple(rows),
        notes=notes.under(),
    )


def _not_observed(book: Book, dimension: str, indicator: str) -> str:
    """Of the groups that are shown, how many could not observe it."""
    counts = [
        figure.value
        for group in book.groups
        if (figure := book.get(Measure.NOT_OBSERVED, dimension, indicator, group=group))
        and figure.value is not None
    ]
    return str(int(sum(counts))) if counts else words.NOTHING


def _spreads(book: Book, each: DimensionTexts) -> Iterator[Block]:
    groups = [g for g in book.groups if book.get(Measure.SPREAD, each.key, group=g)]
    if not groups:
        return
    figures = [
        figure
        for measure in (Measure.DISTRIBUTION, Measure.SPREAD)
        for figure in book.all(measure, each.key)
    ]
    if all(figure.withheld for figure in figures):
        if reason := no_spread(book, each):
            yield Text(reason, "small")
        return
    notes = Notes(book)
    rows = tuple(_spread_row(book, notes, each, group) for group in groups)
    yield Table(
        caption=_("How views spread"),
        columns=(
            TableColumn(_("Group"), 25),
            TableColumn(
                _("Ratings of each level, 1 to {top}").format(top=book.report.framework.highest), 50
            ),
            TableColumn(_("Views"), 25),
        ),
        rows=rows,
        notes=notes.under(),
    )


def _spread_row(book: Book, notes: Notes, each: DimensionTexts, group: Group) -> Row:
    counts = tuple(
        int(words.value_of(figure))
        for figure in book.all(Measure.DISTRIBUTION, each.key)
        if figure.group is group and figure.withheld is None
    )
    if counts:
        listing = ", ".join(
            _("level {level}: {count}").format(level=level, count=count)
            for level, count in enumerate(counts, 1)
        )
        title = _("{skill}, ratings of {group}: {listing}").format(
            skill=each.name, group=book.name(group), listing=listing
        )
        strip = Cell("", chart=Strip(title, counts, _("level {}")))
        name = f"{book.title(group)} ({words.ratings(sum(counts))})"
    else:
        name = book.title(group)
        strip = notes.cell(book.get(Measure.DISTRIBUTION, each.key, group=group))
    spread = book.get(Measure.SPREAD, each.key, group=group)
    views = notes.cell(spread, lambda figure: words.SPREADS[Spread(figure.code)]())
    return Row(name, (strip, views))


def _levels(book: Book, each: DimensionTexts) -> Iterator[Block]:
    """The level reached and the next one.

    The level reached is the nearest to others' score; to the own where that is withheld.
    """
    if (basis := _basis(book, each)) is not None:
        yield _levels_table(each, basis, nearest_level(basis, book.report.framework.highest))


def _suggestions(book: Book, each: DimensionTexts) -> Iterator[Bullets]:
    """What helps to get to the next level, and to the one after it."""
    basis = _basis(book, each)
    if basis is None:
        return
    reached = nearest_level(basis, book.report.framework.highest)
    title = (
        _("What helps from here")
        if book.level(each)
        else _("What helps from where you see yourself")
    )
    if now := each.suggestions.get(reached, ()):
        yield Bullets(now, title)
    if then := each.suggestions.get(reached + 1, ()):
        yield Bullets(then, _("And after that"))


def _basis(book: Book, each: DimensionTexts) -> Fraction | None:
    """The printed score that the level reached is that of."""
    return book.tenths(each) or book.tenths(each, Group.SELF)


def _levels_table(each: DimensionTexts, score: Fraction, reached: int) -> Table:
    """The level reached and the next one; exactly between two levels, these two."""
    first = reached - 1 if words.is_between(score) else reached
    rows = [
        Row(f"{level.value} {level.label}", (Cell(level.anchor),), tone)
        for level in each.levels
        for offset, tone in ((0, "reached"), (1, "next"))
        if level.value == first + offset
    ]
    return Table(
        caption=_levels_title(each, score, reached),
        columns=(TableColumn(_("Level"), 24), TableColumn(_("What people see"), 76)),
        rows=tuple(rows),
    )


def _levels_title(each: DimensionTexts, score: Fraction, reached: int) -> str:
    place = words.near_level(score, reached)
    if reached == len(each.levels) or words.is_between(score):
        return _("Where this is: {place}").format(place=place)
    return _("Where this is: {place}; and the level after it").format(place=place)
