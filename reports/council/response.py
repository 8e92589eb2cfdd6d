"""Who answered about whom, in groups as the reports show them; what is withheld, and why."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessment.rater_groups import name_of
from assessment.release.selectors.results import Group, Reason
from assessment.scoring.council import GroupAnswered, HolderAnswered
from reports.content import words
from reports.content.blocks import Cell, Keep, Row, Table, TableColumn, Text
from reports.council.book import CouncilBook
from reports.council.notes import CouncilNotes, tone_of


def response_part(book: CouncilBook) -> tuple[Keep, ...]:
    """What is withheld in a sentence, then a row for each holder."""
    table = _table(book)
    return (Keep((Text(withheld_in_words(book)),)), Keep((table,), tone_of(len(table.rows))))


def withheld_in_words(book: CouncilBook) -> str:
    """About whom a group is withheld; that nothing is where that is so."""
    found = [
        each.holder
        for each in book.picture.response
        if any(group.withheld for group in each.groups)
    ]
    alone = _(
        "Each number is of people who answered, as the report of that holder gives it. How many "
        "were asked stands on the page of the round."
    )
    if not found:
        return " ".join([_("No group is withheld."), alone])
    said = _("A group is withheld in the reports of: {names}.").format(names=book.people(found))
    return " ".join([said, alone])


def _groups(book: CouncilBook) -> list[Group]:
    found = {each.group for holder in book.picture.response for each in holder.groups}
    return [group for group in Group if group in found]


def _table(book: CouncilBook) -> Table:
    notes = CouncilNotes(book)
    groups = _groups(book)
    width = 60 // max(len(groups), 1)
    rows: dict[tuple[Cell, ...], list[str]] = {}
    found = {each.holder: each for each in book.picture.response}
    for holder in book.holders:
        cells = tuple(_cell(book, notes, found[holder], group) for group in groups)
        rows.setdefault(cells, []).append(holder)
    return Table(
        caption=_("How many answered about each holder"),
        columns=(
            TableColumn(_("Holder"), 100 - width * len(groups)),
            *(TableColumn(_title(group), width, numeric=True) for group in groups),
        ),
        rows=tuple(Row(header, cells) for header, cells in _headed(book, rows)),
        notes=notes.under(),
    )


def _headed(
    book: CouncilBook, rows: dict[tuple[Cell, ...], list[str]]
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """A row for each holder; where there are many, those of the same numbers share one."""
    if not book.is_long:
        whose = {holder: cells for cells, holders in rows.items() for holder in holders}
        yield from ((book.listed(holder), whose[holder]) for holder in book.holders)
        return
    yield from ((book.people(holders), cells) for cells, holders in rows.items())


def _title(group: Group) -> str:
    return _("Self") if group is Group.SELF else words.capital(str(name_of(group)))


def _cell(book: CouncilBook, notes: CouncilNotes, holder: HolderAnswered, group: Group) -> Cell:
    found = [each for each in holder.groups if each.group is group]
    if not found:
        return notes.missing(None)
    return Cell(answered_in_words(book, found[-1]))


def answered_in_words(book: CouncilBook, each: GroupAnswered) -> str:
    """The number, or why there is none, as on the cover of a gap report."""
    if each.merged_into:
        return _("in {group}").format(group=name_of(each.merged_into))
    if each.withheld is Reason.GROUP_CHANGED:
        return _("withheld by HR")
    if each.withheld:
        return _("fewer than {k}").format(k=book.picture.k)
    return str(each.answered)
