"""What raters are promised, in the numbers that the code goes by."""

from __future__ import annotations

from assessment.data_protection.selectors.periods import Months, of_council
from assessment.models import Council
from assessment.rater_groups import anonymous_groups
from assessment.scoring.disclosure import FLOOR_ABOVE_LOWEST, MINIMUM_K
from assessment.scoring.reasons import thresholds
from assessment.scoring.values import LOWEST


def promised_thresholds(k: int = MINIMUM_K) -> dict[str, int | str]:
    """Every threshold of a round with minimum group size k, by the names in scoring.reasons.

    And `lowest_shown`: a mean of an anonymous group below it is shown as this "or lower";
    `groups` are the anonymous ones.
    """
    groups = ", ".join(anonymous_groups())
    lowest = LOWEST + FLOOR_ABOVE_LOWEST
    return {**thresholds(k), "lowest_shown": f"{float(lowest):.1f}", "groups": groups}


def periods(council: Council | None) -> Months:
    """How many months what is kept, for a council; without one, what councils start with."""
    return of_council(council or Council())
