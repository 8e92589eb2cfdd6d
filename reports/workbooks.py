"""The workbook of a round: an overview to read and print, the long table, what each column means.

Everything is written in one walk over the results, row by row, so memory does not grow with them.
"""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import IO, Any, Self

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from assessment.release.selectors.result_lines import ReportFacts, ResultLine
from assessment.release.selectors.results import Reason, explain, thresholds
from reports.columns import COMMENTS, FIGURES, FileColumn, Value, row_of
from reports.dictionary import dictionary_head, dictionary_rows
from reports.overview import OVERVIEW, WHY, FigurePlace, overview_row, place_of

LONGEST_TEXT = 32_767
FULL = 1_048_576
A4 = 9
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


class ResultsBook:
    """A workbook that is being written; whole once it is left."""

    def __init__(self, file: IO[bytes], k: int) -> None:
        self.book = xlsxwriter.Workbook(file, OPTIONS)
        self.k = k
        self.head = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.formats = {
            int: self.book.add_format({"num_format": "0", "valign": "top"}),
            float: self.book.add_format({"num_format": "0.0", "valign": "top"}),
        }
        self.tables: list[SheetTable] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for table in self.tables:
            table.finish()
        self.book.close()

    def table(self, name: str, head: Sequence[str], widths: Sequence[int]) -> SheetTable:
        found = SheetTable(self, name, head, widths)
        self.tables.append(found)
        return found

    def write_figures(self, lines: Iterable[ResultLine]) -> None:
        """The whole file, with the overview and the long table in one walk over the results."""
        overview = self.table(
            _("Overview"),
            [str(each.label) for each in (*OVERVIEW, WHY)],
            [each.width for each in (*OVERVIEW, WHY)],
        )
        figures = self.long_table(_("Figures"), FIGURES)
        about = None
        for about, group in itertools.groupby(lines, key=lambda line: line.about):
            # What is said of a dimension may stand in two places of a report.
            found: defaultdict[str, dict[FigurePlace, ResultLine]] = defaultdict(dict)
            for line in group:
                figures.add(row_of(FIGURES, line, self.k))
                if line.dimension.key and not line.statement.key and not line.role.key:
                    found[line.dimension.name].setdefault(place_of(line.figure), line)
            for dimension, places in found.items():
                overview.add(overview_row(about, dimension, places, self.k))
        self.explain(FIGURES, _notes(self.k), about)

    def write_comments(self, lines: Iterable[ResultLine]) -> None:
        """The file of comments, which holds no figure."""
        comments = self.long_table(_("Comments"), COMMENTS)
        about = None
        for line in lines:
            about = line.about
            comments.add(row_of(COMMENTS, line, self.k), wrapped=True)
        self.explain(COMMENTS, _notes_on_comments(self.k), about)

    def long_table(self, name: str, columns: Sequence[FileColumn]) -> SheetTable:
        return self.table(name, [each.name for each in columns], [each.width for each in columns])

    def explain(
        self, columns: Sequence[FileColumn], notes: Iterable[str], about: ReportFacts | None
    ) -> None:
        """What the columns and codes mean, the notes, and the round's name on printed pages."""
        widths = (20, 26, 26, 90)
        dictionary = self.table(_("Data dictionary"), dictionary_head(), widths)
        for row in dictionary_rows(columns, self.k):
            dictionary.add(row, wrapped=True)
        written = self.table(_("Notes"), [_("Notes")], [100])
        for note in notes:
            written.add([note], wrapped=True)
        self.name_pages(f"{about.council_name} · {about.round_name}" if about else "")

    def name_pages(self, title: str) -> None:
        """What stands on top of each printed page, and in the properties of the file."""
        for table in self.tables:
            table.title = title
        self.book.set_properties(
            {"title": title, "author": str(settings.PRODUCT_NAME), "comments": _("Confidential")}
        )


class SheetTable:
    """A table on a sheet; where that is full, another follows. XLSX would drop what is too much."""

    def __init__(
        self, book: ResultsBook, name: str, head: Sequence[str], widths: Sequence[int]
    ) -> None:
        self.book, self.name, self.head, self.widths = book, name, head, widths
        self.title, self.sheets = "", 0
        self._begin()

    def _begin(self) -> None:
        self.sheets += 1
        name = self.name if self.sheets == 1 else f"{self.name} {self.sheets}"
        self.sheet = self.book.book.add_worksheet(name)
        self.sheet.freeze_panes(1, 1)
        for column, (label, width) in enumerate(zip(self.head, self.widths, strict=True)):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(0, column, label, self.book.head)
        self.next = 1

    def add(self, values: Iterable[Value], *, wrapped: bool = False) -> None:
        if self.next == FULL:
            self.finish()
            self._begin()
        for column, value in enumerate(values):
            self._write(column, value, wrapped)
        self.next += 1

    def _write(self, column: int, value: Value, wrapped: bool) -> None:
        if isinstance(value, str):
            if value:
                look = self.book.text if wrapped else None
                self.sheet.write_string(self.next, column, value[:LONGEST_TEXT], look)
        elif isinstance(value, datetime.date):
            self.sheet.write_datetime(self.next, column, value)
        elif value is not None:
            self.sheet.write_number(self.next, column, value, self.book.formats[type(value)])

    def finish(self) -> None:
        """Filters over all rows, and how the sheet is printed."""
        sheet: Any = self.sheet
        sheet.autofilter(0, 0, max(self.next - 1, 1), len(self.head) - 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.repeat_rows(0)
        if sum(self.widths) < WIDEST_ON_ONE_PAGE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.repeat_columns(0)
        sheet.set_header(f"&L{_plain(self.title)}&R{_plain(_('Confidential'))}")
        sheet.set_footer(f"&L{_plain(self.name)}&R&P / &N")


WIDEST_ON_ONE_PAGE = 250
"""In characters: a wider table is printed over several pages instead of too small to read."""


def _plain(text: str) -> str:
    """A text in the head or foot of a page, where an ampersand begins a code."""
    return text.replace("&", "&&")[:100]


def _notes(k: int) -> tuple[str, ...]:
    limits = thresholds(k)
    return (
        _("Released results of one round. Nothing in this file can change any more."),
        _(
            "Figures has a row for each figure. Keep to one measure and one group before you add "
            "or average, and count people by participant or reference, not by name."
        ),
        _(
            "Raters: people behind a score. Fewest and most ratings: on one of its statements. "
            "Groups differ: others are not the same groups in every statement."
        ),
        _("Values have one decimal, as in the reports. Gap: target minus others."),
        _(
            "Within the margin of the target a skill counts as at it. It has no priority then, nor "
            "where only one person’s ratings can be shown."
        ),
        _("Withheld: the column of that name says why. No value stands behind it in this file."),
        _("Not asked: a group is asked only statements that it can see. Nothing is missing."),
        _(
            "A group needs at least {k} ratings; a score a figure for {share}% of its statements."
        ).format(**limits),
        _(
            "“Or lower” and “or higher” mark the ends of the scale, where the exact mean of a "
            "group would tell what everybody gave. In every figure made of it, such a mean counts "
            "as the number in the column of values."
        ),
        _("For development only: not for decisions about pay, grading or selection."),
    )


def _notes_on_comments(k: int) -> tuple[str, ...]:
    return (
        _(
            "Confidential: words can give away who wrote them. Give this file to nobody who may "
            "not read the reports, and do not guess at who wrote what."
        ),
        _("Withheld: the column of that name says why. No comment stands behind it in this file."),
        explain(Reason.COMMENTS_TOO_FEW, k=k, say=_),
        _("For development only: not for decisions about pay, grading or selection."),
    )
