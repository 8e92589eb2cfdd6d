"""The sheet of the council workbook that has the benchmark."""

from __future__ import annotations

from typing import TypeAlias

from django.utils.translation import gettext_lazy as _

from assessment.council.benchmark.selectors import BenchmarkLine, Middle
from assessment.release.selectors.results import Reason
from reports.columns import Holds
from reports.council.book import CouncilBook
from reports.council.columns import CouncilColumn, CouncilSheet, tenth_or_none, why_no_figure
from reports.council.compared import compared_lines, own_mean

Line: TypeAlias = tuple[str, str | None, BenchmarkLine]


def _value(middle: Middle) -> float | None:
    return None if middle.value is None else float(middle.value)


def _own(book: CouncilBook, row: Line) -> float | None:
    return tenth_or_none(own_mean(book, row[0])) if row[1] is None else None


def _why(book: CouncilBook, row: Line) -> str:
    withheld = row[2].median.withheld or row[2].lower.withheld
    return why_no_figure(book, Reason(withheld) if withheld else None)


BENCHMARK_SHEET = CouncilSheet(
    _("Benchmark"),
    compared_lines,
    (
        CouncilColumn(
            "dimension",
            _("The skill, mandate or focus."),
            lambda book, row: book.dimension(row[0]).name,
            width=28,
        ),
        CouncilColumn(
            "role",
            _("The role whose holders are compared; empty where it is everybody."),
            lambda book, row: book.role(row[1]) if row[1] else "",
            width=20,
        ),
        CouncilColumn(
            "year",
            _("The year of the benchmark."),
            lambda book, row: book.about.benchmark.year,
            Holds.WHOLE,
        ),
        CouncilColumn("own_mean", _("The mean of your council."), _own, Holds.NUMBER),
        CouncilColumn(
            "median",
            _("The median of the councils."),
            lambda book, row: _value(row[2].median),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "lower_quartile",
            _("The lower quartile of the councils."),
            lambda book, row: _value(row[2].lower),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "upper_quartile",
            _("The upper quartile of the councils."),
            lambda book, row: _value(row[2].upper),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "councils",
            _("How many councils are compared."),
            lambda book, row: row[2].councils,
            Holds.WHOLE,
        ),
        CouncilColumn(
            "withheld",
            _("Why there is no median, or no quartiles. No value stands behind it in the file."),
            _why,
            width=44,
        ),
    ),
)
