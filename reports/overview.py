"""The sheet of a round that people read: a row a participant and dimension, numbers as numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.release.selectors.result_lines import ReportFacts, ResultLine
from assessment.release.selectors.results import Figure, Group, Measure
from reports.columns import Value, printed_value, why_withheld

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FigurePlace: TypeAlias = tuple[Measure, Group | None]
Lines: TypeAlias = Mapping[FigurePlace, ResultLine]


@dataclass(frozen=True, slots=True)
class OverviewColumn:
    """`figure` says of which figure of the dimension something stands here, `shows` what.

    Without one it is about whom.
    """

    label: _StrPromise
    width: int
    figure: FigurePlace | None = None
    value: Callable[[ReportFacts, str], str] = lambda about, dimension: ""
    shows: Callable[[ResultLine], Value] = lambda line: printed_value(line.figure)


_OTHERS = (Measure.SCORE, Group.OTHERS)

OVERVIEW = (
    OverviewColumn(gettext_lazy("Name"), 28, value=lambda about, dimension: about.name),
    OverviewColumn(gettext_lazy("Reference"), 11, value=lambda about, dimension: about.reference),
    OverviewColumn(
        gettext_lazy("Roles"),
        24,
        value=lambda about, dimension: "; ".join(name for _key, name in about.roles),
    ),
    OverviewColumn(gettext_lazy("Unit"), 18, value=lambda about, dimension: about.unit),
    OverviewColumn(gettext_lazy("Dimension"), 24, value=lambda about, dimension: dimension),
    OverviewColumn(gettext_lazy("Others"), 9, _OTHERS),
    OverviewColumn(gettext_lazy("Raters"), 9, _OTHERS, shows=lambda line: line.raters),
    OverviewColumn(gettext_lazy("Fewest ratings"), 9, _OTHERS, shows=lambda line: line.figure.n),
    OverviewColumn(gettext_lazy("Most ratings"), 9, _OTHERS, shows=lambda line: line.most),
    OverviewColumn(
        gettext_lazy("Groups differ"),
        9,
        _OTHERS,
        shows=lambda line: _("yes") if line.mixed else None,
    ),
    OverviewColumn(gettext_lazy("Self"), 9, (Measure.SCORE, Group.SELF)),
    OverviewColumn(gettext_lazy("Target"), 9, (Measure.TARGET, None)),
    OverviewColumn(gettext_lazy("Gap"), 9, (Measure.GAP, None)),
    OverviewColumn(gettext_lazy("Margin"), 9, (Measure.MARGIN, None)),
    OverviewColumn(gettext_lazy("Priority"), 11, (Measure.PRIORITY, None)),
    OverviewColumn(gettext_lazy("Rank"), 8, (Measure.RANK, None)),
)
WHY = OverviewColumn(gettext_lazy("Why a figure is missing"), 44)


def place_of(figure: Figure) -> FigurePlace:
    return figure.measure, figure.group


def overview_row(about: ReportFacts, dimension: str, lines: Lines, k: int) -> list[Value]:
    """Withheld figures are empty cells, so that the others add up; the last cell says why."""
    cells: list[Value] = []
    reasons: dict[str, None] = {}
    for column in OVERVIEW:
        if column.figure is None:
            cells.append(column.value(about, dimension))
        elif line := lines.get(column.figure):
            cells.append(column.shows(line))
            if line.figure.withheld:
                reasons[why_withheld(line.figure, k)] = None
        else:
            cells.append(None)
    return [*cells, " ".join(reasons)]
