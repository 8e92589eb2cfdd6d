"""Deliberate weakenings of how many raters are said to be behind a score."""

from __future__ import annotations

from assessment.scoring import profile, sheet
from tests.attacks.planting import Mutation, on_councils
from tests.attacks.test_councils import TestAnyCouncil
from tests.scoring.test_raters import TestRatersBehindAScore

EXACT = on_councils(TestAnyCouncil.test_withstands_the_attacker_who_sees_exact_figures)
WORLDS = on_councils(TestAnyCouncil.test_releases_the_same_in_worlds_where_each_rating_is_another)
SAID = TestRatersBehindAScore()

OF_RATERS = (
    Mutation(
        "raters are counted over withheld statements too",
        sheet,
        "[key for key in spec.indicators if isinstance(items[key], Released)]",
        "spec.indicators",
        (SAID.test_leave_out_who_rated_only_what_is_withheld, EXACT, WORLDS),
    ),
    Mutation(
        "raters are all who answered",
        sheet,
        "return sum(any(each.ratings.get(key) is not None for key in shown) for each in members)",
        "return len(members) if shown else 0",
        (SAID.test_leave_out_who_saw_nothing,),
    ),
    Mutation(
        "raters of others are all who rated, of groups withheld too",
        profile,
        "yield _count(Measure.RATERS, Group.OTHERS, others, key)",
        "people = sum(each.completed for each in sheet.groups.values())\n"
        "        yield _count(Measure.RATERS, Group.OTHERS, people, key)",
        (SAID.test_of_others_are_those_of_the_groups_shown, EXACT),
    ),
)
