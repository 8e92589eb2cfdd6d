"""What a column of a council workbook is, and those that several of its sheets have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.translation import gettext_lazy as _

from assessment.release.selectors.results import Reason, one_decimal
from assessment.scoring.council_holders import SeenScore
from reports.columns import Holds, Value
from reports.council.book import CouncilBook

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Writes: TypeAlias = Callable[[CouncilBook, Any], Value]


@dataclass(frozen=True, slots=True)
class CouncilColumn:
    """`value` takes the book and a row of the sheet."""

    name: str
    meaning: _StrPromise
    value: Writes
    holds: Holds = Holds.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class CouncilSheet:
    name: _StrPromise
    rows: Callable[[CouncilBook], Iterable[Any]]
    columns: tuple[CouncilColumn, ...]


def tenth_or_none(value: Fraction | None) -> float | None:
    """In as many digits as the report shows."""
    return None if value is None else float(one_decimal(value))


def yes_or_no(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


def _raters(book: CouncilBook, holder: str, dimension: str, seen: SeenScore) -> int | None:
    """How many people are behind a score of others; nothing beside a withheld one."""
    behind = book.behind(holder, dimension)
    if seen.score is None or behind is None:
        return None
    return behind.fewest if behind.raters is None else behind.raters


def why_no_figure(book: CouncilBook, reason: Reason | None) -> str:
    """The reason in a sentence; empty where there is none."""
    return book.explained(reason) if reason else ""


# --- columns that several sheets have ------------------------------------------------------


def who_columns(holder: Callable[[Any], str]) -> tuple[CouncilColumn, ...]:
    """Whose row it is; `holder` takes the row."""
    return (
        CouncilColumn(
            "number",
            _("By which the holder is marked in the report. Count people by it, not by name."),
            lambda book, row: book.number(holder(row)),
            Holds.WHOLE,
            8,
        ),
        CouncilColumn(
            "name", _("The holder’s name."), lambda book, row: book.name(holder(row)), width=28
        ),
    )


def score_columns(
    holder: Callable[[Any], str], dimension: Callable[[Any], str], seen: Callable[[Any], SeenScore]
) -> tuple[CouncilColumn, ...]:
    """A score from others with who is behind it; each function takes the row."""
    return (
        CouncilColumn(
            "others",
            _("The score from others, with one decimal; empty where it is withheld."),
            lambda book, row: tenth_or_none(seen(row).score),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "raters",
            _("How many people are behind that score."),
            lambda book, row: _raters(book, holder(row), dimension(row), seen(row)),
            Holds.WHOLE,
        ),
        CouncilColumn(
            "concludes",
            _("yes where several people are behind it, so that something may be concluded."),
            lambda book, row: yes_or_no(seen(row).concludes),
        ),
    )


def withheld_columns(seen: Callable[[Any], SeenScore]) -> tuple[CouncilColumn, ...]:
    """Why a score from others is not there."""
    return (
        CouncilColumn(
            "withheld_code",
            _("Why there is no score from others, as a code."),
            lambda book, row: seen(row).withheld or "",
            width=20,
        ),
        CouncilColumn(
            "withheld",
            _("The same in a sentence. No value stands behind it anywhere in the file."),
            lambda book, row: why_no_figure(book, seen(row).withheld),
            width=44,
        ),
    )


def dimension_column(name: str, meaning: _StrPromise, key: Callable[[Any], str]) -> CouncilColumn:
    """What a row is about, by its name in the framework."""
    return CouncilColumn(name, meaning, lambda book, row: book.dimension(key(row)).name, width=24)
