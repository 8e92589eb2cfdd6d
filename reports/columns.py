"""The columns of the files of results, declared once: what each is called, holds and means.

The files, their data dictionary, the ZIP's description and docs/results-files.md are made of these.
A name or a code is the same in every language and every version; a meaning is for people.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.measures import as_shown
from assessment.release.selectors.result_lines import ResultLine
from assessment.release.selectors.results import Bound, Figure, Group, Measure, explain

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UNIT_AT_RELEASE = gettext_lazy(
    "The part of the council where the participant worked at the release; empty where that was "
    "not known. It is never a rater’s."
)

Value: TypeAlias = str | float | int | datetime.date | None


class Holds(StrEnum):
    """What a column holds, in the words of Frictionless table schemas."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    DAY = "date"


HOLDS = {
    Holds.TEXT: gettext_lazy("text"),
    Holds.WHOLE: gettext_lazy("whole number"),
    Holds.NUMBER: gettext_lazy("number with at most one decimal"),
    Holds.DAY: gettext_lazy("date"),
}


@dataclass(frozen=True, slots=True)
class FileColumn:
    """`value` takes a line and the round's minimum group size."""

    name: str
    meaning: _StrPromise
    value: Callable[[ResultLine, int], Value]
    holds: Holds = Holds.TEXT
    width: int = 12


# --- values -------------------------------------------------------------------------------


def printed_value(figure: Figure) -> float | int | None:
    """In as many digits as the report shows: more would tell more."""
    if figure.value is None:
        return None
    shown = as_shown(figure.measure, figure.value)
    return shown if isinstance(shown, int) else float(shown)


def bounds_of_mean(line: ResultLine) -> tuple[Value, Value]:
    """Between which numbers the exact mean lies; the value itself where the file gives it."""
    figure, value = line.figure, printed_value(line.figure)
    if figure.measure is not Measure.ITEM_MEAN or figure.group is Group.OTHERS:
        return value, value
    if figure.bound is Bound.OR_LOWER:
        return float(line.about.lowest), value
    return value, float(line.about.highest) if figure.bound is Bound.OR_HIGHER else value


def why_withheld(figure: Figure, k: int) -> str:
    """Why a figure is withheld, in a sentence; empty where it is not."""
    return explain(figure.withheld, k=k, say=_) if figure.withheld else ""


def _joined(names: list[str]) -> str:
    return "; ".join(names)


# --- columns ------------------------------------------------------------------------------

_WHO = (
    FileColumn(
        "name",
        gettext_lazy("The participant’s name. Two people may have one: count by participant."),
        lambda line, k: line.about.name,
        width=28,
    ),
    FileColumn(
        "roles",
        gettext_lazy("The roles that the participant holds, with semicolons between them."),
        lambda line, k: _joined([name for _key, name in line.about.roles]),
        width=24,
    ),
    FileColumn(
        "unit",
        UNIT_AT_RELEASE,
        lambda line, k: line.about.unit,
        width=24,
    ),
)
_WHAT = (
    FileColumn(
        "measure",
        gettext_lazy("What the figure measures. Never add or average over two measures."),
        lambda line, k: line.figure.measure.value,
        width=16,
    ),
    FileColumn(
        "dimension",
        gettext_lazy("The skill, mandate or focus that it is about; empty for the whole report."),
        lambda line, k: line.dimension.name,
        width=24,
    ),
)
_GROUP = FileColumn(
    "group",
    gettext_lazy("The rater group; colleagues are groups put together, others all but self."),
    lambda line, k: line.figure.group.value if line.figure.group else "",
)
_WITHHELD = (
    FileColumn(
        "withheld_code",
        gettext_lazy("Why there is no figure, as a code; empty where there is one."),
        lambda line, k: line.figure.withheld.value if line.figure.withheld else "",
        width=20,
    ),
    FileColumn(
        "withheld",
        gettext_lazy("The same in a sentence. No value stands behind it anywhere in the file."),
        lambda line, k: why_withheld(line.figure, k),
        width=40,
    ),
)
_BEHIND = (
    FileColumn(
        "answered",
        gettext_lazy(
            "How many people of the group answered, as on the cover of the report; empty where "
            "that is withheld or the figure rests on no group."
        ),
        lambda line, k: line.answered,
        Holds.WHOLE,
    ),
    FileColumn(
        "raters",
        gettext_lazy(
            "How many people gave a rating behind the figure; empty where it is not of a mean or a "
            "score, and for a score of a report from before raters were counted."
        ),
        lambda line, k: line.raters,
        Holds.WHOLE,
    ),
    FileColumn(
        "ratings",
        gettext_lazy(
            "How many ratings are behind the figure; for a dimension, the fewest on any of its "
            "statements."
        ),
        lambda line, k: line.figure.n,
        Holds.WHOLE,
    ),
    FileColumn(
        "ratings_highest",
        gettext_lazy("The same, for a dimension the most on any of its statements."),
        lambda line, k: line.most,
        Holds.WHOLE,
    ),
    FileColumn(
        "groups_differ",
        gettext_lazy(
            "“yes” where the view of others is not that of the same groups in every statement."
        ),
        lambda line, k: "yes" if line.mixed else "",
    ),
)
_KEYS = (
    FileColumn(
        "role_keys",
        gettext_lazy("The keys of the roles in the framework, with semicolons between them."),
        lambda line, k: _joined([key for key, _name in line.about.roles]),
        width=24,
    ),
    FileColumn(
        "dimension_key",
        gettext_lazy("The key of the dimension in the framework; the same in every version."),
        lambda line, k: line.dimension.key,
        width=20,
    ),
)
_WHEN = (
    FileColumn(
        "round_name",
        gettext_lazy("The round’s name."),
        lambda line, k: line.about.round_name,
        width=16,
    ),
    FileColumn(
        "opens_on",
        gettext_lazy("The first day for answers."),
        lambda line, k: line.about.opens_on,
        Holds.DAY,
    ),
    FileColumn(
        "ended_on",
        gettext_lazy("The last day for answers."),
        lambda line, k: line.about.ended_on,
        Holds.DAY,
    ),
    FileColumn(
        "released_on",
        gettext_lazy("The day on which the reports were released."),
        lambda line, k: line.about.released_on,
        Holds.DAY,
    ),
    FileColumn(
        "council_name",
        gettext_lazy("The council’s name."),
        lambda line, k: line.about.council_name,
        width=24,
    ),
    FileColumn(
        "framework_key",
        gettext_lazy("The key of the framework; the same in every version."),
        lambda line, k: line.about.framework_key,
        width=20,
    ),
    FileColumn(
        "framework_version",
        gettext_lazy("The version of the framework. Compare versions with care."),
        lambda line, k: line.about.framework_version,
    ),
)
_IDS = (
    FileColumn(
        "report",
        gettext_lazy("The report’s id, by which two people of one name are two."),
        lambda line, k: str(line.about.report),
        width=38,
    ),
    FileColumn(
        "participant",
        gettext_lazy("The participant’s id: one person in one round, another in the next."),
        lambda line, k: str(line.about.participant),
        width=38,
    ),
    FileColumn(
        "round",
        gettext_lazy("The round’s id, by which files of several rounds can be stacked."),
        lambda line, k: str(line.about.round),
        width=38,
    ),
    FileColumn(
        "council",
        gettext_lazy("The council’s id."),
        lambda line, k: str(line.about.council),
        width=38,
    ),
    FileColumn(
        "framework",
        gettext_lazy("The id of this version of the framework."),
        lambda line, k: str(line.about.framework),
        width=38,
    ),
)

FIGURES: tuple[FileColumn, ...] = (
    *_WHO,
    *_WHAT,
    FileColumn(
        "statement",
        gettext_lazy("The statement that was rated; empty for a figure of the whole dimension."),
        lambda line, k: line.statement.name,
        width=24,
    ),
    FileColumn(
        "role",
        gettext_lazy("The role that a target belongs to, where somebody holds several."),
        lambda line, k: line.role.name,
    ),
    _GROUP,
    FileColumn(
        "level",
        gettext_lazy("The level whose ratings are counted, where ratings are counted by level."),
        lambda line, k: line.figure.level,
        Holds.WHOLE,
    ),
    FileColumn(
        "value",
        gettext_lazy("The figure, with one decimal as in the report; empty where it is withheld."),
        lambda line, k: printed_value(line.figure),
        Holds.NUMBER,
    ),
    FileColumn(
        "lower_bound",
        gettext_lazy(
            "The lowest that the mean can be: the lowest level where the report says “or lower”, "
            "else the value."
        ),
        lambda line, k: bounds_of_mean(line)[0],
        Holds.NUMBER,
    ),
    FileColumn(
        "upper_bound",
        gettext_lazy(
            "The highest that the mean can be: the highest level where the report says "
            "“or higher”, else the value."
        ),
        lambda line, k: bounds_of_mean(line)[1],
        Holds.NUMBER,
    ),
    *_BEHIND,
    FileColumn(
        "word",
        gettext_lazy("The finding, where it is a word and no number."),
        lambda line, k: line.figure.code.replace("_", " "),
        width=18,
    ),
    *_WITHHELD,
    *_KEYS,
    FileColumn(
        "statement_key",
        gettext_lazy("The key of the statement in the framework."),
        lambda line, k: line.statement.key,
        width=20,
    ),
    FileColumn(
        "role_key",
        gettext_lazy("The key of the role in the framework."),
        lambda line, k: line.role.key,
        width=16,
    ),
    *_WHEN,
    *_IDS,
)


COMMENTS: tuple[FileColumn, ...] = (
    FileColumn(
        "marking",
        gettext_lazy("How the file is to be kept: confidential."),
        lambda line, k: _("Confidential"),
        width=14,
    ),
    *_WHO,
    *_WHAT,
    _GROUP,
    FileColumn(
        "comment",
        gettext_lazy("What somebody wrote, in a random order. Nothing tells who, or when."),
        lambda line, k: line.figure.text,
        width=80,
    ),
    *_WITHHELD,
    *_KEYS,
    *_WHEN,
    *_IDS,
)


def row_of(columns: Iterable[FileColumn], line: ResultLine, k: int) -> tuple[Value, ...]:
    """One row a figure."""
    return tuple(column.value(line, k) for column in columns)
