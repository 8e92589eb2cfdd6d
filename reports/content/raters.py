"""How many people a report rests on, of each group as it is shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.languages import join_names
from assessment.release.selectors.results import Figure, Group, Measure, Reason
from reports.content import words
from reports.content.blocks import Cell, Row, Table, TableColumn
from reports.content.book import Book


def who_answered(book: Book) -> Table:
    """The table on the cover."""
    rows = [
        Row(_rated_as(book, figure.group), (Cell(_answered(book, figure)),))
        for figure in book.all(Measure.COMPLETED)
        if figure.group
    ]
    return Table(
        caption=_("Who answered"),
        columns=(
            TableColumn(_("Group"), 70),
            TableColumn(_("Answered"), 30, numeric=True),
        ),
        rows=tuple(rows),
    )


def _rated_as(book: Book, group: Group) -> str:
    if group is Group.SELF:
        return _("Yourself")
    if group is not Group.COLLEAGUES or not (merged := book.merged):
        return book.title(group)
    return _("{colleagues} ({groups})").format(
        colleagues=book.title(group), groups=join_names(words.group(each) for each in merged)
    )


def _answered(book: Book, figure: Figure) -> str:
    if figure.withheld == Reason.GROUP_CHANGED:
        return _("withheld by HR")
    if figure.withheld:
        return _("fewer than {k}").format(k=book.report.min_group_size)
    return str(int(words.value_of(figure)))
