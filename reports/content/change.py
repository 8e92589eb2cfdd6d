"""What has changed since the last comparable round: then and now, others and oneself."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.release.selectors.results import (
    DimensionTexts,
    Figure,
    Group,
    Measure,
    Trend,
)
from reports.content import words
from reports.content.blocks import Cell, Keep, Row, Table, TableColumn, Text
from reports.content.book import Book
from reports.content.notes import Notes
from reports.content.plots import Arrow, Move, Moves


def change_block(book: Book) -> tuple[Keep, ...]:
    """How others' view, and one's own, moved since the last comparable round.

    A report of an earlier edition has the difference alone.
    """
    found = [
        (each, figure)
        for each in book.report.framework.dimensions
        if (figure := book.get(Measure.CHANGE, each.key, group=Group.OTHERS))
    ]
    if not found or book.report.compared_on is None:
        return ()
    if any(figure.measure is Measure.THEN for figure in book.report.figures):
        parts = (_compared(book, _rule(book), _key()), _then_and_now(book, found))
    else:
        parts = (_compared(book, _rule_of_differences(book)), _differences(book, found))
    return (Keep(parts),)


def _compared(book: Book, *more: str) -> Text:
    if book.report.compared_on is None:
        raise LookupError("The report is compared with none.")
    with_what = _("Compared with {round}, released on {date}.").format(
        round=book.report.compared_round, date=words.date(book.report.compared_on)
    )
    return Text(" ".join((with_what, *more)))


# --- then and now ------------------------------------------------------------------------


def _rule(book: Book) -> str:
    return _(
        "Then, now and change are made of the statements whose words are the same, of others with "
        "at least {k} ratings in both rounds: “now” can differ from the score in other parts. “No "
        "clear change” means that the difference could well be chance."
    ).format(k=book.report.min_group_size)


def _key() -> str:
    return _("A hollow mark is then, the one that the arrow leads to is now; you are the ring.")


def _then_and_now(book: Book, found: list[tuple[DimensionTexts, Figure]]) -> Table:
    notes = Notes(book)
    rows = tuple(Row(each.name, _row(notes, each, figure)) for each, figure in found)
    return Table(
        caption=_("Then and now"),
        columns=(
            TableColumn(_("Dimension"), 16),
            book.levels_column("range", 28, _("then and now")),
            TableColumn(_("Others then"), 7, numeric=True),
            TableColumn(_("Others now"), 7, numeric=True),
            TableColumn(_("Change"), 8, numeric=True),
            TableColumn(_("Ratings"), 8, numeric=True),
            TableColumn(_("You now"), 8, numeric=True, symbol=words.shape(Group.SELF)),
            TableColumn(_("Target"), 6, numeric=True, symbol=words.TARGET),
            TableColumn(_("Reading"), 12),
        ),
        rows=rows,
        notes=notes.under(),
    )


def _row(notes: Notes, each: DimensionTexts, figure: Figure) -> tuple[Cell, ...]:
    book = notes.book
    nothing = Cell(words.NOTHING, tone="nothing")
    ends = {group: _ends(book, each, group) for group in (Group.OTHERS, Group.SELF)}
    others, own = ends[Group.OTHERS], ends[Group.SELF]
    return (
        _chart(book, each, ends),
        Cell(words.number(others[0])) if others else nothing,
        Cell(words.number(others[1])) if others else nothing,
        notes.cell(figure, words.signed),
        notes.count(figure),
        _own(own) if own else nothing,
        _target(notes, each),
        nothing if figure.value is None else Cell(words.TRENDS[Trend(figure.code)]()),
    )


def _ends(book: Book, each: DimensionTexts, group: Group) -> tuple[Fraction, Fraction] | None:
    """Then and now as printed; now is then and the change, which is made of what is printed."""
    then = book.exact(Measure.THEN, each.key, group=group)
    shift = book.exact(Measure.CHANGE, each.key, group=group)
    if then is None or shift is None:
        return None
    start = words.tenth(then)
    return start, start + words.tenth(shift)


def _own(ends: tuple[Fraction, Fraction]) -> Cell:
    then = _("then {value}").format(value=words.number(ends[0]))
    return Cell(words.number(ends[1]), bound=then)


def _chart(
    book: Book, each: DimensionTexts, ends: dict[Group, tuple[Fraction, Fraction] | None]
) -> Cell:
    shown = {group: found for group, found in ends.items() if found is not None}
    if not shown:
        return Cell(words.NOTHING, tone="nothing")
    clear = book.code(Measure.CHANGE, each.key, group=Group.OTHERS) in (Trend.UP, Trend.DOWN)
    moves = tuple(
        Move(group.value, float(start), float(end), clear and group is Group.OTHERS)
        for group, (start, end) in shown.items()
    )
    labels = {
        Group.OTHERS: (_("others then"), _("others now")),
        Group.SELF: (_("you then"), _("you now")),
    }
    named = [
        (label, words.number(value))
        for group, values in shown.items()
        for label, value in zip(labels[group], values, strict=True)
    ]
    if asked := book.asked(each):
        named.append((_("target"), asked))
    title = words.titled(_("Then and now in {dimension}").format(dimension=each.name), named)
    drawn = book.drawn(Measure.TARGET, each.key)
    return Cell("", chart=Moves(title, book.scale, moves, drawn, float(book.margin(each))))


# --- differences alone -------------------------------------------------------------------


def _rule_of_differences(book: Book) -> str:
    return _(
        "In a change only statements whose words are the same count, with at least {k} ratings in "
        "both rounds. “No clear change” means that the difference could well be chance."
    ).format(k=book.report.min_group_size)


def _differences(book: Book, found: list[tuple[DimensionTexts, Figure]]) -> Table:
    notes = Notes(book)
    values = [abs(figure.value) for _each, figure in found if figure.value is not None]
    reach = max([1.0, *map(words.drawn_at, values)])
    return Table(
        caption=_("Change in the view of others"),
        columns=(
            TableColumn(_("Dimension"), 24),
            TableColumn(_("Lower | higher"), 29),
            TableColumn(_("Change"), 9, numeric=True),
            TableColumn(_("Ratings"), 8, numeric=True),
            TableColumn(_("Others now"), 9, numeric=True),
            TableColumn(_("Target"), 7, numeric=True),
            TableColumn(_("Reading"), 14),
        ),
        rows=tuple(Row(each.name, _change(notes, each, figure, reach)) for each, figure in found),
        notes=notes.under(),
    )


def _change(notes: Notes, each: DimensionTexts, figure: Figure, reach: float) -> tuple[Cell, ...]:
    now, target = notes.others(each), _target(notes, each)
    if figure.value is None:
        nothing = Cell(words.NOTHING, tone="nothing")
        return nothing, notes.cell(figure), nothing, now, target, nothing
    trend = Trend(figure.code)
    what = _("Change in {dimension}").format(dimension=each.name)
    title = words.titled(what, [("", words.signed(figure))])
    return (
        Cell(
            "", chart=Arrow(title, reach, words.drawn_at(figure.value), trend is not Trend.UNCLEAR)
        ),
        notes.cell(figure, words.signed),
        notes.count(figure),
        now,
        target,
        Cell(words.TRENDS[trend]()),
    )


def _target(notes: Notes, each: DimensionTexts) -> Cell:
    return notes.cell(notes.book.get(Measure.TARGET, each.key), words.target)
