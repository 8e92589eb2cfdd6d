"""The quality of the questions as a workbook: one sheet of dimensions, one of indicators."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from assessment.quality.selectors import MINIMUM, DimensionFigures, IndicatorFigures, Reading

# Every text is written as text: no indicator can become a formula or a link.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def reading_workbook(reading: Reading) -> bytes:
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
    sheet: Any, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], bold: Any, wrap: Any
) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 1, 40, wrap)
    sheet.set_column(2, len(head) - 2, 14, wrap)
    sheet.set_column(len(head) - 1, len(head) - 1, 80, wrap)
    for number, row in enumerate([head, *rows]):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, *([] if number else [bold]))


def _dimension_head() -> tuple[str, ...]:
    return (_("Dimension"), _("Alpha"), _("ICC(1)"), _("What to change"))


def _dimension(each: DimensionFigures) -> tuple[str, ...]:
    return each.name, each.alpha, each.icc, " ".join(each.advice)


def _indicator_head() -> tuple[str, ...]:
    return (
        _("Dimension"),
        _("Indicator"),
        _("Ratings"),
        _("Not observed"),
        _("Mean on the scale"),
        _("Near the top level"),
        _("Goes with the others"),
        _("What to change"),
    )


def _indicator(dimension: str, each: IndicatorFigures) -> tuple[str, ...]:
    bands = (each.ratings, each.not_observed, each.mean, each.near_top, each.item_rest)
    return dimension, each.text, *bands, " ".join(filter(None, [each.absent, *each.advice]))


def _notes(reading: Reading) -> tuple[str, ...]:
    return (
        _("Worked out on {date}, from released figures alone.").format(
            date=reading.read_at.date().isoformat()
        ),
        _("Answers of participants about themselves are not among them."),
        _("Goes with the others: the correlation of an indicator with the sum of the others."),
        _(
            "A figure made earlier is kept until at least {minimum} more participants are behind "
            "a new one."
        ).format(minimum=MINIMUM),
    )
