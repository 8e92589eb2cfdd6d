"""Rows of results as values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from assessment.models import Result
from assessment.scoring.values import Bound, Figure, Group, Measure, Reason

FIGURE = (
    *("measure", "dimension", "indicator", "group", "role", "level"),
    *("value", "n", "bound", "code", "text", "withheld"),
)


def figure_of(
    measure: str,
    dimension: uuid.UUID | None,
    indicator: uuid.UUID | None,
    group: str,
    role: uuid.UUID | None,
    level: int | None,
    value: Decimal | None,
    n: int | None,
    bound: str,
    code: str,
    text: str,
    withheld: str,
) -> Figure:
    """A row of results, by the fields of FIGURE, as a value."""
    return Figure(
        measure=Measure(measure),
        dimension=_key(dimension),
        indicator=_key(indicator),
        group=Group(group) if group else None,
        role=_key(role),
        level=level,
        value=None if value is None else Fraction(value),
        n=n,
        bound=Bound(bound),
        code=code,
        text=text,
        withheld=Reason(withheld) if withheld else None,
    )


def _key(identifier: uuid.UUID | None) -> str | None:
    return None if identifier is None else str(identifier)


def figures_of_check_ins(report_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Figure, ...]]:
    """The figures of check-ins in one query, each in the order of its release."""
    rows = Result.of_check_ins.filter(report__in=list(report_ids)).order_by("report", "position")
    listed = rows.values_list("report", *FIGURE)
    return {
        report: tuple(figure_of(*row) for _report, *row in of_report)
        for report, of_report in groupby(listed, key=itemgetter(0))
    }
