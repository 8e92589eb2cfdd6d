"""Deliberate weakenings of who is asked what; see tests.attacks.mutations."""

from __future__ import annotations

from assessment.scoring import disclosure, profile, sheet
from tests.attacks.planting import Mutation
from tests.scoring.test_who_is_asked import (
    TestComments,
    TestGroupsPutTogether,
    TestSelfAndOthers,
    TestWhatAGroupIsNotAsked,
)

OF_ASKING = (
    Mutation(
        "groups put together show what only some of them are asked",
        sheet,
        "elif not all(asked):",
        "elif False:",
        (
            TestGroupsPutTogether().test_show_only_what_all_of_them_are_asked,
            TestGroupsPutTogether().test_say_nowhere_how_many_answered_in_one_of_them,
        ),
    ),
    Mutation(
        "what a group is not asked is missing",
        disclosure,
        "if item != NOT_ASKED]",
        "if item]",
        (
            TestWhatAGroupIsNotAsked().test_counts_in_no_share_of_its_score,
            TestSelfAndOthers().test_are_compared_on_what_both_have,
        ),
    ),
    Mutation(
        "answers from before a move to another group count",
        sheet,
        "    assessment = only_answers_asked(assessment)\n",
        "",
        (TestWhatAGroupIsNotAsked().test_tells_nothing_of_people_who_were_moved,),
    ),
    Mutation(
        "comments hide behind people who could not have written",
        profile,
        "if spec.asked_of(group)]",
        "]",
        (TestComments().test_hide_behind_nobody_who_could_not_have_written,),
    ),
)
