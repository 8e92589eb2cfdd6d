"""Readings of a council's picture by declared rules: what several figures together point to.

A rule looks at the picture alone, so at released figures as they are printed. None fires on a
withheld figure, on one within its margin, or on fewer people than it needs. `council_rules` says
what each needs. docs/adr/0039.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from assessment.scoring.council import CouncilPicture
from assessment.scoring.council_mandate_rules import (
    core_skills_short,
    customer_service_short,
    holders_see_mandate,
    managers_see_mandate,
    obstacle_not_person,
    planning_unsettled,
)
from assessment.scoring.council_role_rules import (
    all_on_one,
    focus_narrowed,
    no_services_champion,
    role_vacant,
    targets_pull_apart,
)
from assessment.scoring.council_rules import NEEDS, CouncilReading, CouncilRule, holders_with_role


def council_readings(
    picture: CouncilPicture, previous: CouncilPicture | None = None
) -> tuple[CouncilReading, ...]:
    """Every rule that fires, once each, in the order of `CouncilRule`.

    `previous` is the picture of the last comparable round of the same council, where there is one.
    """
    found = (
        _RULES[rule](picture, previous)
        for rule in CouncilRule
        if _is_asked(rule, picture, previous)
    )
    return tuple(reading for reading in found if reading is not None)


def _is_asked(rule: CouncilRule, picture: CouncilPicture, previous: CouncilPicture | None) -> bool:
    needs = NEEDS[rule]
    if needs.previous and previous is None:
        return False
    return len(holders_with_role(picture)) >= needs.holders


_Rule = Callable[[CouncilPicture, CouncilPicture | None], CouncilReading | None]

_RULES: Mapping[CouncilRule, _Rule] = MappingProxyType(
    {
        CouncilRule.ROLE_VACANT: role_vacant,
        CouncilRule.ALL_ON_ONE: all_on_one,
        CouncilRule.NO_SERVICES_CHAMPION: no_services_champion,
        CouncilRule.FOCUS_NARROWED: focus_narrowed,
        CouncilRule.OBSTACLE_NOT_PERSON: obstacle_not_person,
        CouncilRule.MANAGERS_SEE_MANDATE: managers_see_mandate,
        CouncilRule.HOLDERS_SEE_MANDATE: holders_see_mandate,
        CouncilRule.PLANNING_UNSETTLED: planning_unsettled,
        CouncilRule.CORE_SKILLS_SHORT: core_skills_short,
        CouncilRule.CUSTOMER_SERVICE_SHORT: customer_service_short,
        CouncilRule.TARGETS_PULL_APART: targets_pull_apart,
    }
)
