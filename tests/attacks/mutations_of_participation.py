"""Deliberate weakenings of what keeps hidden who answered; see tests.attacks.mutations."""

from __future__ import annotations

from assessment.scoring import disclosure, profile
from tests.attacks.planting import Mutation
from tests.scoring.test_disclosure import TestMerging
from tests.scoring.test_profile import TestCounts

OF_PARTICIPATION = (
    Mutation(
        "a group in which nobody answered is left out",
        disclosure,
        "if group in small or group in asked]",
        "if group in small]",
        (TestCounts().test_look_alike_when_nobody_answered_and_when_too_few_did,),
    ),
    Mutation(
        "how many were asked is released",
        profile,
        "    for group in IDENTIFIED:\n        yield _count(Measure.COMPLETED",
        "    for group in assessment.invited:\n"
        "        yield _count(Measure.INVITED, group, assessment.invited[group])\n"
        "    for group in IDENTIFIED:\n        yield _count(Measure.COMPLETED",
        (TestCounts().test_never_say_how_many_were_asked,),
    ),
    Mutation(
        "a group inside another has a count of its own",
        profile,
        "        yield Figure(Measure.MERGED, group=group, code=Group.COLLEAGUES)\n",
        "        yield Figure(Measure.MERGED, group=group, code=Group.COLLEAGUES)\n"
        "        yield _count(Measure.COMPLETED, group, sheet.completed.get(group, 0))\n",
        (TestMerging().test_says_which_groups_were_merged_and_how_many_answered,),
    ),
)
