"""The quality of the questions as a workbook: one sheet of dimensions, one of indicators."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.selectors.instrument import DimensionFigures, IndicatorFigures, Reading

# Every text is written as text: no indicator can become a formula or a link.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(reading: Reading) -> bytes:
    """The figures of a reading, with what to change, as printed on the page."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        dimensions, indicators, notes = (
            book.add_worksheet(name) for name in (_("Dimensions"), _("Indicators"), _("Notes"))
        )
        _fill(dimensions, _dimension_head(), map(_dimension, reading.dimensions), bold, wrap)
        rows = (_indicator(d.name, each) for d in reading.dimensions for each in d.indicators)
        _fill(indicators, _indicator_head(), rows, bold, wrap)
        for place, note in enumerate(_notes(reading)):
            notes.write_string(place, 0, note)
    return target.getvalue()


def _fill(
    sheet: Any, head: tuple[str, ...], rows: Iterable[tuple[Any, ...]], bold: Any, wrap: Any
) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 1, 40, wrap)
    sheet.set_column(2, len(head) - 2, 14, wrap)
    sheet.set_column(len(head) - 1, len(head) - 1, 80, wrap)
    for column, name in enumerate(head):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)


def _dimension_head() -> tuple[str, ...]:
    return (
        _("Dimension"),
        _("Alpha"),
        _("ICC(1), one rater"),
        _("ICC(1), mean of the raters"),
        _("Raters a participant"),
        _("What to change"),
    )


def _dimension(each: DimensionFigures) -> tuple[Any, ...]:
    said = dict.fromkeys([each.alpha_absent, each.icc_absent, *each.advice])
    return (
        each.name,
        *(_number(t) for t in (each.alpha, each.icc, each.icc_average, each.icc_raters)),
        _sentences(said),
    )


def _indicator_head() -> tuple[str, ...]:
    return (
        _("Dimension"),
        _("Indicator"),
        _("Ratings"),
        _("Not observed, %"),
        _("Mean"),
        _("At the top level, %"),
        _("Goes with the others"),
        _("What to change"),
    )


def _indicator(dimension: str, each: IndicatorFigures) -> tuple[Any, ...]:
    figures = (each.not_observed, each.mean, each.at_top, each.item_rest)
    return (
        dimension,
        each.text,
        each.n or None,
        *(_number(text) for text in figures),
        _sentences([each.absent, *each.advice]),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def _sentences(sentences: Iterable[str]) -> str:
    return " ".join(filter(None, sentences))


def _notes(reading: Reading) -> tuple[str, ...]:
    return (
        ngettext(
            "Worked out on {date} from {rounds} released round with {responses} answers.",
            "Worked out on {date} from {rounds} released rounds with {responses} answers.",
            reading.rounds,
        ).format(
            date=reading.read_at.date().isoformat(),
            rounds=reading.rounds,
            responses=reading.responses,
        ),
        _("Answers of participants about themselves are not among them."),
        _("Goes with the others: the correlation of an indicator with the sum of the others."),
        _("A figure made earlier is kept until at least 30 more ratings are behind a new one."),
    )
