"""Deliberate weakenings of what keeps hidden who marked what; see tests.attacks.mutations."""

from __future__ import annotations

from assessment.scoring import disclosure, profile
from tests.attacks.planting import Mutation, on_councils
from tests.attacks.test_councils import TestAnyCouncil, TestEveryCountOfMarks
from tests.scoring.test_marks import TestClosingComments, TestMarks

EXACT = on_councils(TestAnyCouncil.test_withstands_the_attacker_who_sees_exact_figures)
WORLDS = on_councils(TestAnyCouncil.test_releases_the_same_in_worlds_where_each_mark_is_another)
COUNTS = TestEveryCountOfMarks()

OF_MARKS = (
    Mutation(
        "marks are counted exactly",
        disclosure,
        "Band(number * MARKS_BAND, people if number == last else number * MARKS_BAND + 2)",
        "Band(count, count)",
        (TestMarks().test_come_in_bands_of_three, EXACT, WORLDS),
    ),
    Mutation(
        "marks among four raters",
        disclosure,
        "MARKS_MINIMUM = 5",
        "MARKS_MINIMUM = 4",
        (TestMarks().test_of_four_colleagues_are_withheld, EXACT),
    ),
    Mutation(
        "the bands may take up every mark there is",
        disclosure,
        "        taken > MARKS_EACH * people - MARKS_BAND\n",
        "        False\n",
        (COUNTS.test_gives_nobody_away_to_an_outsider_or_to_one_who_answered,),
    ),
    Mutation(
        "the last band may be narrow",
        disclosure,
        "last = max(0, (people + 1) // MARKS_BAND - 1)",
        "last = people // MARKS_BAND",
        (EXACT, COUNTS.test_gives_nobody_away_to_an_outsider_or_to_one_who_answered),
    ),
    Mutation(
        "marks of a group that HR withholds",
        profile,
        "    return [response for response in assessment.counted if response.group in ANONYMOUS]",
        "    return [each for each in assessment.responses if each.group in ANONYMOUS]",
        (
            TestMarks().test_leave_out_a_group_that_hr_withholds,
            TestClosingComments().test_leave_out_a_group_that_hr_withholds,
        ),
    ),
)
