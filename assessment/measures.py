"""What the product says of each measure and how it writes its values, declared once.

A measure is a member of `Measure` and a line here; a house test holds that there is no other list.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from assessment.scoring.aggregate import one_decimal
from assessment.scoring.values import Measure

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ValueFormat(Enum):
    """How figures of a measure are written: counts, ranks and weights are whole."""

    WHOLE = "as a whole number"
    TENTHS = "with one decimal"
    WORDS = "by a word or a comment"


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    name: _StrPromise
    value_format: ValueFormat


MEASURES: dict[Measure, MeasureFacts] = {
    Measure.INVITED: MeasureFacts(gettext_lazy("People asked"), ValueFormat.WHOLE),
    Measure.COMPLETED: MeasureFacts(gettext_lazy("People who answered"), ValueFormat.WHOLE),
    Measure.MERGED: MeasureFacts(
        gettext_lazy("Group that was put together with others"), ValueFormat.WORDS
    ),
    Measure.ITEM_MEAN: MeasureFacts(gettext_lazy("Mean rating of a statement"), ValueFormat.TENTHS),
    Measure.NOT_OBSERVED: MeasureFacts(gettext_lazy("Ratings “not observed”"), ValueFormat.WHOLE),
    Measure.SCORE: MeasureFacts(gettext_lazy("Score"), ValueFormat.TENTHS),
    Measure.RATERS: MeasureFacts(gettext_lazy("People behind a score"), ValueFormat.WHOLE),
    Measure.TARGET: MeasureFacts(gettext_lazy("Target"), ValueFormat.TENTHS),
    Measure.IMPORTANCE: MeasureFacts(gettext_lazy("Importance"), ValueFormat.WHOLE),
    Measure.ROLE_TARGET: MeasureFacts(gettext_lazy("Target of a role"), ValueFormat.TENTHS),
    Measure.ROLE_IMPORTANCE: MeasureFacts(gettext_lazy("Importance for a role"), ValueFormat.WHOLE),
    Measure.ROLE_GAP: MeasureFacts(gettext_lazy("Gap to a role’s target"), ValueFormat.TENTHS),
    Measure.RANGE_LOW: MeasureFacts(gettext_lazy("Expected range, low end"), ValueFormat.TENTHS),
    Measure.RANGE_HIGH: MeasureFacts(gettext_lazy("Expected range, high end"), ValueFormat.TENTHS),
    Measure.POSITION: MeasureFacts(
        gettext_lazy("Position in the expected range"), ValueFormat.WORDS
    ),
    Measure.GAP: MeasureFacts(gettext_lazy("Gap to target"), ValueFormat.TENTHS),
    Measure.MARGIN: MeasureFacts(gettext_lazy("Margin around the target"), ValueFormat.TENTHS),
    Measure.GAP_SELF: MeasureFacts(gettext_lazy("Gap to target, own view"), ValueFormat.TENTHS),
    Measure.PERCEPTION_GAP: MeasureFacts(
        gettext_lazy("Own view minus the view of others"), ValueFormat.TENTHS
    ),
    Measure.AGREEMENT: MeasureFacts(
        gettext_lazy("Agreement of own view and others"), ValueFormat.WORDS
    ),
    Measure.QUADRANT: MeasureFacts(
        gettext_lazy("Own view and others against the target"), ValueFormat.WORDS
    ),
    Measure.PRIORITY: MeasureFacts(gettext_lazy("Priority"), ValueFormat.TENTHS),
    Measure.RANK: MeasureFacts(gettext_lazy("Rank"), ValueFormat.WHOLE),
    Measure.SPREAD: MeasureFacts(gettext_lazy("How far views agree"), ValueFormat.WORDS),
    Measure.DISTRIBUTION: MeasureFacts(gettext_lazy("Ratings of a level"), ValueFormat.WHOLE),
    Measure.COMMENT: MeasureFacts(gettext_lazy("Comment"), ValueFormat.WORDS),
    Measure.KEEP_DOING: MeasureFacts(gettext_lazy("What to keep doing"), ValueFormat.WORDS),
    Measure.DO_DIFFERENTLY: MeasureFacts(gettext_lazy("What to do differently"), ValueFormat.WORDS),
    Measure.MARKED_LOW: MeasureFacts(
        gettext_lazy("Marked as most important, at least"), ValueFormat.WHOLE
    ),
    Measure.MARKED_HIGH: MeasureFacts(
        gettext_lazy("Marked as most important, at most"), ValueFormat.WHOLE
    ),
    Measure.THEN: MeasureFacts(
        gettext_lazy("Round before, on the statements that both have"), ValueFormat.TENTHS
    ),
    Measure.CHANGE: MeasureFacts(gettext_lazy("Change since the round before"), ValueFormat.TENTHS),
    Measure.CHECK_IN: MeasureFacts(
        gettext_lazy("Change of a skill since the report, in steps"), ValueFormat.TENTHS
    ),
    Measure.BENCHMARK_MEDIAN: MeasureFacts(gettext_lazy("Median of councils"), ValueFormat.TENTHS),
    Measure.BENCHMARK_LOWER_QUARTILE: MeasureFacts(
        gettext_lazy("Lower quartile of councils"), ValueFormat.TENTHS
    ),
    Measure.BENCHMARK_UPPER_QUARTILE: MeasureFacts(
        gettext_lazy("Upper quartile of councils"), ValueFormat.TENTHS
    ),
}


def as_shown(measure: Measure, value: Fraction) -> int | Decimal:
    """A value in as many digits as the report shows: more would tell more than it does."""
    whole = MEASURES[measure].value_format is ValueFormat.WHOLE
    return int(value) if whole else one_decimal(value)
