"""Deliberate weakenings of what keeps hidden who answered; see tests.attacks.mutations."""

from __future__ import annotations

from assessment.scoring import disclosure, participation, profile
from tests.attacks.planting import Mutation
from tests.scoring.test_disclosure import TestMerging
from tests.scoring.test_participation import TestAGroupStandsApart, TestWhoAnswered
from tests.scoring.test_profile import TestCounts

WHO_ANSWERED = TestWhoAnswered().test_does_not_depend_on_the_order_of_groups
STANDS_APART = TestAGroupStandsApart().test_tells_nothing_of_the_only_one_of_another
JOINING = TestAGroupStandsApart().test_or_joins_by_how_many_were_asked

OF_PARTICIPATION = (
    Mutation(
        "a group in which nobody answered is left out",
        disclosure,
        "(asked or {}).get(group, 0)",
        "0",
        (WHO_ANSWERED, STANDS_APART),
    ),
    Mutation(
        "counts stand where they tell who answered",
        participation,
        "if _tells(asked, each, classes[each])]",
        "if False]",
        (WHO_ANSWERED, STANDS_APART),
    ),
    Mutation(
        "whoever joins is chosen by how many answered",
        participation,
        "large.remove(min(large, key=lambda place: asked[place]))",
        "large.remove(min(large, key=lambda place: answered[place]))",
        (JOINING,),
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
