"""Which skills raters marked as most important, beside what the framework says of them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.release.selectors.results import DimensionTexts, Figure, Group, Kind, Measure
from reports.content import words
from reports.content.blocks import Cell, Heading, Keep, Row, Table, TableColumn, Text
from reports.content.book import Book
from reports.content.notes import Notes

_WHO = (Group.COLLEAGUES, Group.MANAGER, Group.SELF)


def marks_block(book: Book) -> tuple[Keep, ...]:
    """A line for each skill; nothing where what is released tells of no mark."""
    skills = book.dimensions(Kind.SKILL)
    least = [figure for each in skills for figure in book.all(Measure.MARKED_LOW, each.key)]
    if not any(figure.withheld or figure.value for figure in least):
        return ()
    shown = [figure for figure in least if figure.withheld is None]
    who = [group for group in _WHO if any(figure.group is group for figure in shown)]
    hidden = next((figure.withheld for figure in least if figure.withheld), None)
    notes = Notes(book)
    title = _("Marked as most important for your role now")
    table = Table(
        caption=title,
        caption_hidden=True,
        columns=(
            TableColumn(_("Skill"), 34),
            TableColumn(_("Importance"), 18),
            *(TableColumn(_title(book, group), 48 // len(who), numeric=True) for group in who),
        ),
        rows=tuple(
            Row(each.name, (_importance(book, notes, each), *_cells(book, notes, each, who)))
            for each in skills
        ),
        notes=notes.under(),
    )
    said = [_text()]
    if hidden:
        said.append(
            _("What colleagues marked is withheld: {reason}.").format(reason=book.brief(hidden))
        )
    if not who:
        return (Keep((Heading(title), Text(" ".join(said)))),)
    return (Keep((Heading(title), Text(" ".join(said)), table)),)


def _title(book: Book, group: Group) -> str:
    if group is Group.SELF:
        return _("You")
    return _("Colleagues") if group is Group.COLLEAGUES else book.title(group)


def _text() -> str:
    return _(
        "Each person could mark up to two. Bands keep single marks private. "
        "Marks change no target, gap or priority."
    )


def _importance(book: Book, notes: Notes, each: DimensionTexts) -> Cell:
    return notes.cell(book.get(Measure.IMPORTANCE, each.key), words.importance)


def _cells(book: Book, notes: Notes, each: DimensionTexts, who: list[Group]) -> tuple[Cell, ...]:
    return tuple(_cell(book, notes, each, group) for group in who)


def _cell(book: Book, notes: Notes, each: DimensionTexts, group: Group) -> Cell:
    low = book.get(Measure.MARKED_LOW, each.key, group=group)
    high = book.get(Measure.MARKED_HIGH, each.key, group=group)
    if low is None or low.withheld or high is None:
        return notes.cell(low)
    return Cell(_count(low, high))


def _count(low: Figure, high: Figure) -> str:
    """“3 to 5 of 9”; of one person whether they marked it."""
    least, most, people = int(words.value_of(low)), int(words.value_of(high)), low.n or 0
    if people == 1:
        return _("marked") if least else words.NOTHING
    if least == most:
        return _("{count} of {people}").format(count=least, people=people)
    return _("{least} to {most} of {people}").format(least=least, most=most, people=people)
