"""The workbook of a council report: what the page says in figures, and what each column means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from reports.columns import HOLDS
from reports.council.book import CouncilBook, ReleasedCouncil
from reports.council.corners import CORNERS
from reports.council.sheets import SHEETS_OF_COUNCIL
from reports.workbooks import ResultsBook


def write_council_workbook(about: ReleasedCouncil, file: IO[bytes]) -> None:
    """A sheet for each part, the data dictionary and notes; into a file that is open."""
    book = CouncilBook(about)
    with ResultsBook(file, book.picture.k) as made:
        for sheet in SHEETS_OF_COUNCIL:
            widths = [column.width for column in sheet.columns]
            table = made.table(str(sheet.name), [column.name for column in sheet.columns], widths)
            for row in sheet.rows(book):
                table.add([column.value(book, row) for column in sheet.columns], wrapped=True)
        head = (_("Sheet"), _("Column"), _("Type"), _("Meaning"))
        dictionary = made.table(_("Data dictionary"), head, (16, 20, 26, 90))
        for line in council_dictionary():
            dictionary.add(line, wrapped=True)
        notes = made.table(_("Notes"), [_("Notes")], [100])
        for note in _notes():
            notes.add([note], wrapped=True)
        made.name_pages(f"{about.told.council} · {about.told.round}")


def council_dictionary() -> Iterator[tuple[str, str, str, str]]:
    """A row for each column of each sheet, and one for each code of what helps."""
    for sheet in SHEETS_OF_COUNCIL:
        for column in sheet.columns:
            kind = str(HOLDS[column.holds])
            yield str(sheet.name), column.name, kind, str(column.meaning)
            if column.name == "helps_code":
                for corner, say in CORNERS.items():
                    title, meaning = say()
                    if corner:
                        text = _("{word}: {meaning}").format(word=title, meaning=meaning)
                        yield str(sheet.name), corner.value, "", text


def _notes() -> tuple[str, ...]:
    return (
        _("For HR only: for those who may open every report of this round."),
        _("Released results of one round. Nothing in this file can change any more."),
        _("Values have one decimal, as in the reports. Gap: target minus others."),
        _("Withheld: the column of that name says why. No value stands behind it in this file."),
        _("For development only: not for decisions about pay, grading or selection."),
    )
