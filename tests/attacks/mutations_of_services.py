"""Deliberate weakenings of services, each with the attack that must catch it.

They live in the database, so whoever runs the checks needs one: tests.attacks.a_database makes it.
"""

from __future__ import annotations

from assessment.answering import services as answering
from assessment.data_protection.services import retention
from assessment.quality import selectors as quality
from assessment.release.selectors import answers, rater_changes
from assessment.rounds.services import raters
from tests.attacks.planting import Mutation
from tests.attacks.test_served import (
    TestADraft,
    TestALateAnswer,
    TestAnAddress,
    TestAnswering,
    TestDeclining,
    TestRoundsThatAreNearlyRepeated,
    TestTheCut,
    TestThePageBeforeARelease,
    TestThePoolOfQuestions,
    TestTwoReadingsOfTheQuestions,
    TestWithdrawing,
)

NO_SET = TestTheCut().test_leaves_no_set_of_answers_whoever_gave_it
NO_DAY = TestTheCut().test_leaves_no_trace_of_who_answered_what_and_on_which_day
NO_MOMENT = TestAnswering().test_leaves_no_trace_of_who_came_when
LISTED = TestThePageBeforeARelease().test_says_of_everybody_what_changed_who_answers_as_whom

OF_RELEASED = """older).filter(state=Round.State.RELEASED)
    return Response.objects.filter("""
CUT = "answers(Kind.RATINGS, months.link, _released_responses, _delete)"
POOLED = """    return tuple(
        report_of(str(councils[report]), figures)
"""
EVERY_RATING = """    from fractions import Fraction
    from assessment.models import Rating
    from assessment.scoring.values import Figure, Group

    def of_everybody(report):
        given = Rating.objects.filter(response__participant__report=report, level__isnull=False)
        others = given.exclude(response__rater__group="self").values_list("indicator")
        for key, mean, n in others.annotate(models.Avg("level"), models.Count("pk")):
            value = Fraction(str(mean))
            yield Figure(
                Measure.ITEM_MEAN, indicator=str(key), group=Group.OTHERS, value=value, n=n
            )

    return tuple(
        report_of(str(councils[report]), [*figures, *of_everybody(report)])
"""
WITHDRAW = """    _round, response = hold(rater, at, link, declined_too=True)
    if response is not None:
"""
DECLINE = """        raise NoReason(_("Say why you cannot rate this person."))
    if response is not None:
"""
SUBMIT = '    response.save(update_fields=["submitted_on"])\n'
MOMENT = """    audit.record(
        action=Action.RATER_DECLINE_TAKEN_BACK, subject=round, council=round.council, by=None, at=at
    )
"""

SERVED = (
    Mutation(
        "drafts count at the release",
        answers,
        "    rows = Response.objects.completed().filter(participant__in=participants)\n",
        "    rows = Response.objects.filter(participant__in=participants)\n",
        (TestADraft().test_counts_for_nothing_at_the_release,),
    ),
    Mutation(
        "small groups stand in the pool that questions are judged by",
        quality,
        POOLED,
        EVERY_RATING,
        (TestThePoolOfQuestions().test_is_the_same_whatever_groups_gave_that_are_too_small,),
    ),
    Mutation(
        "a council's reading of the questions is not held against that of all councils",
        quality,
        "models.Q(council=council) | models.Q(council=None)",
        "models.Q(council=council)",
        (TestTwoReadingsOfTheQuestions().test_never_tell_the_few_who_are_in_one_of_them_only,),
    ),
    Mutation(
        "nearly repeated rounds are compared group by group only",
        rater_changes,
        """        for one in _behind_figures(before, k)
        for other in _behind_figures(after, k)
""",
        """        for group in before.keys() & after.keys()
        for one, other in [(before[group], after[group])]
""",
        (
            TestRoundsThatAreNearlyRepeated().test_are_told_whenever_two_reports_together_tell_a_rating,
        ),
    ),
    *(
        Mutation(
            f"raters who {what} are not listed before the release",
            rater_changes,
            f"    Action.{action}: ",
            "    None: ",
            (LISTED,),
        )
        for what, action in {
            "were withdrawn": "RATER_WITHDRAWN",
            "were added": "RATER_ADDED",
            "changed groups": "RATER_MOVED",
            "had an address corrected": "PERSON_CORRECTED",
        }.items()
    ),
    Mutation(
        "an address may change after answering",
        raters,
        "    if Response.objects.filter(rater__person=person).exclude(**own).exists():\n",
        "    if False:\n",
        (TestAnAddress().test_that_hr_corrects_opens_nobodys_answers,),
    ),
    Mutation(
        "submitting leaves a moment in the audit",
        answering,
        SUBMIT,
        SUBMIT + MOMENT,
        (NO_MOMENT,),
    ),
    Mutation(
        "withdrawn answers become a draft",
        answering,
        WITHDRAW + "        response.delete()\n",
        WITHDRAW + "        Response.objects.filter(pk=response.pk).update(submitted_on=None)\n",
        (TestWithdrawing().test_leaves_no_trace_that_somebody_answered,),
    ),
    Mutation(
        "who declines leaves a draft behind",
        answering,
        DECLINE + "        response.delete()\n",
        DECLINE + "        response.refresh_from_db()\n",
        (TestDeclining().test_leaves_no_trace_of_what_was_answered_before,),
    ),
    Mutation(
        "answers are taken after the round has closed",
        answering,
        "    if not round.accepts_answers_on(timezone.localdate(at)):\n",
        "    if False:\n",
        (TestALateAnswer().test_is_as_if_it_had_never_been_sent,),
    ),
    Mutation(
        "the cut leaves sets that were never submitted",
        retention,
        OF_RELEASED,
        OF_RELEASED + "submitted_on__isnull=False, ",
        (NO_SET, NO_DAY),
    ),
    Mutation(
        "the cut leaves what managers and participants answered",
        retention,
        OF_RELEASED,
        OF_RELEASED + '~models.Q(rater__group__in=["self", "manager"]), ',
        (NO_SET, NO_DAY),
    ),
    Mutation(
        "the cut keeps the day on which somebody answered",
        retention,
        CUT,
        CUT.replace("_delete", "lambda rows: [row.ratings.all().delete() for row in rows]"),
        (NO_SET, NO_DAY),
    ),
    Mutation(
        "the cut keeps sets in the order in which they came",
        retention,
        CUT,
        CUT.replace("_delete", "lambda rows: rows.update(submitted_on=None)"),
        (NO_SET, NO_DAY),
    ),
    Mutation(
        "the cut comes a month later than raters were told",
        retention,
        CUT,
        CUT.replace("months.link", "months.link + 1"),
        (NO_SET, NO_DAY),
    ),
)
