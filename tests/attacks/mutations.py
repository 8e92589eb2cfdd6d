"""Deliberate weakenings of disclosure control, each with the tests that must catch it.

`python -m tests.attacks.mutations` plants each, then those of services, and says who caught what.
"""

from __future__ import annotations

import sys

from assessment.quality import statistics as instrument
from assessment.scoring import change, disclosure, profile, sheet
from tests.attacks.a_database import a_database
from tests.attacks.mutations_of_asking import OF_ASKING
from tests.attacks.mutations_of_benchmark import OF_BENCHMARK
from tests.attacks.mutations_of_councils import OF_COUNCILS
from tests.attacks.mutations_of_marks import OF_MARKS
from tests.attacks.mutations_of_participation import OF_PARTICIPATION
from tests.attacks.mutations_of_raters import OF_RATERS
from tests.attacks.planting import (
    RAW_OTHERS,
    Mutation,
    on_councils,
    scenario,
    tell,
    verdicts,
)
from tests.attacks.test_councils import TestAnyCouncil, TestEverySmallGroup
from tests.quality.test_statistics import TestTheInstrument
from tests.scoring.test_change import TestComparability
from tests.scoring.test_disclosure import (
    TestADistribution,
    TestAgreementWords,
    TestAnIndicator,
    TestComments,
    TestMerging,
    TestTheOrderOfFigures,
    TestTheThreshold,
)
from tests.scoring.test_measures import TestADimensionScore, TestOthers

EXACT = on_councils(TestAnyCouncil.test_withstands_the_attacker_who_sees_exact_figures)
ROUNDED = on_councils(TestAnyCouncil.test_withstands_the_attacker_who_sees_one_decimal)
WORLDS = on_councils(TestAnyCouncil.test_releases_the_same_in_worlds_where_each_rating_is_another)
ANY_ORDER = on_councils(TestAnyCouncil.test_releases_the_same_whatever_the_order_of_responses)
SMALL = TestEverySmallGroup()
LEFT_OUT = TestAnIndicator().test_is_withheld_when_too_few_observed_it_and_left_out_of_everything

OTHERS = "disclosure.release_others([sheet.items[key] for sheet in rating_others])"
LAST_SCORE = "    yield figure(Measure.SCORE, view.others_score, key, group=Group.OTHERS)\n"

MUTATIONS = (
    Mutation(
        "a minimum group size of two is accepted",
        disclosure,
        "MINIMUM_K = 3",
        "MINIMUM_K = 2",
        (TestTheThreshold().test_is_three_and_never_lower,),
    ),
    Mutation(
        "the group threshold is off by one",
        disclosure,
        "    identified = [",
        "    k -= 1\n    identified = [",
        (TestTheThreshold().test_hides_a_group_of_one_fewer,),
    ),
    Mutation(
        "the indicator threshold is off by one",
        disclosure,
        "if tally.n < k:",
        "if tally.n < k - 1:",
        (LEFT_OUT, EXACT),
    ),
    Mutation(
        "the indicator threshold ignores a round's larger k",
        disclosure,
        "if tally.n < k:",
        "if tally.n < MINIMUM_K:",
        (scenario("A26"),),
    ),
    Mutation(
        "n comes from the invitations",
        sheet,
        "Counter(response.group for response in assessment.counted)",
        "Counter(assessment.invited)",
        (TestTheThreshold().test_counts_completed_responses_and_not_invitations,),
    ),
    Mutation(
        "a hidden group is shown after all",
        sheet,
        """barred.get(key)
        or disclosure.release_item(tally, part.group, k=assessment.k, highest=highest)""",
        """disclosure.release_item(
            tally, Group.MANAGER if hidden else part.group, k=assessment.k, highest=highest
        )""",
        (
            TestTheThreshold().test_hides_a_group_of_one_fewer,
            scenario("A1"),
            scenario("A23"),
            EXACT,
            ROUNDED,
            WORLDS,
        ),
    ),
    Mutation(
        "small groups are not merged with each other",
        disclosure,
        "tuple(group for group in ANONYMOUS if group in small)",
        "tuple(small[:1])",
        (TestMerging().test_puts_two_small_groups_together_when_that_is_enough,),
    ),
    Mutation(
        "the smallest shown group does not join",
        disclosure,
        "if small and _people(small, completed) < k and large:",
        "if False:",
        (TestMerging().test_never_shows_a_merged_group_apart_as_well,),
    ),
    Mutation(
        "a merged group is shown apart as well",
        disclosure,
        "[group for group in large if group is not joining]",
        "large",
        (
            TestMerging().test_never_shows_a_merged_group_apart_as_well,
            scenario("A2"),
            scenario("A4"),
            ROUNDED,
        ),
    ),
    *(*OF_PARTICIPATION, *OF_ASKING, *OF_MARKS, *OF_RATERS),
    Mutation(
        "others are made of all raters, hidden ones too",
        sheet,
        OTHERS,
        RAW_OTHERS.format(test="is not Group.SELF"),
        (LEFT_OUT, EXACT, ROUNDED, WORLDS),
    ),
    Mutation(
        "others are made of exact means where the shown ones are blurred",
        sheet,
        OTHERS,
        RAW_OTHERS.format(test="in [m for p in arrangement.shown for m in p.members][1:]"),
        (EXACT, WORLDS),
    ),
    Mutation(
        "a second total with other weights",
        profile,
        LAST_SCORE,
        LAST_SCORE
        + """    means = [
        Fraction(sum(t.total for t in g.tallies.values()), sum(t.n for t in g.tallies.values()))
        for g in sheet.groups.values() if any(t.n for t in g.tallies.values())
    ]
    if means:
        total = sum(means) / len(means)
        yield Figure(Measure.SCORE, key, group=Group.OTHERS, value=total, n=3)
""",
        (TestOthers().test_count_every_rater_the_same, EXACT, WORLDS),
    ),
    Mutation(
        "figures are ordered by a hidden value",
        profile,
        "    for group, part in sheet.groups.items():\n        if group is not",
        "    for group, part in sorted(\n"
        "        sheet.groups.items(), key=lambda g: sum(t.total for t in g[1].tallies.values())\n"
        "    ):\n        if group is not",
        (TestTheOrderOfFigures().test_is_the_framework_order_whatever_the_values_are, WORLDS),
    ),
    Mutation(
        "the floor is left out",
        disclosure,
        "if mean < floor:",
        "if False:",
        (scenario("A11"), SMALL.test_rating_one_indicator_on_any_scale_gives_nobody_away, WORLDS),
    ),
    Mutation(
        "the ceiling is left out",
        disclosure,
        "if mean >= ceiling:",
        "if False:",
        (
            scenario("A11 top"),
            SMALL.test_rating_one_indicator_on_any_scale_gives_nobody_away,
            WORLDS,
        ),
    ),
    Mutation(
        "only a unanimous highest rating gets the ceiling's words",
        disclosure,
        "highest - Fraction(1, n)",
        "Fraction(highest)",
        (scenario("A11 top"), EXACT),
    ),
    Mutation(
        "a score over withheld indicators too",
        profile,
        "score = score_of(part_of(part.items, view.spec))",
        """score = score_of({
                key: Released(Fraction(t.total, t.n), t.n) if t.n else part.items[key]
                for key, t in part_of(part.tallies, view.spec).items()
            })""",
        (LEFT_OUT, EXACT, WORLDS),
    ),
    Mutation(
        "a score over any share of the indicators",
        disclosure,
        "SCORE_SHARE = Fraction(60, 100)",
        "SCORE_SHARE = Fraction(40, 100)",
        (TestADimensionScore().test_needs_sixty_per_cent_of_its_indicators,),
    ),
    Mutation(
        "not-observed counts of withheld indicators",
        disclosure,
        "if isinstance(item, Withheld) and group not in IDENTIFIED:",
        "if False:",
        (
            TestAnIndicator().test_keeps_its_count_of_not_observed_to_itself_when_withheld,
            SMALL.test_of_whom_nobody_observed_a_statement_gives_nobody_away,
            WORLDS,
        ),
    ),
    Mutation(
        "a reason that tells that nobody observed",
        disclosure,
        "        return Withheld(Reason.INDICATOR_TOO_FEW)",
        "        return Withheld(Reason.INDICATOR_TOO_FEW if tally.n else Reason.NO_RATINGS)",
        (TestAnIndicator().test_gives_the_same_reason_for_no_rating_as_for_two, WORLDS),
    ),
    Mutation(
        "the distribution threshold is off by one",
        disclosure,
        "DISTRIBUTION_MINIMUM = 5",
        "DISTRIBUTION_MINIMUM = 4",
        (
            TestADistribution().test_is_withheld_from_four,
            TestADistribution().test_leaves_out_an_indicator_that_four_of_them_rated,
        ),
    ),
    Mutation(
        "the distribution takes in an indicator that few rated",
        disclosure,
        "        and item.n >= minimum\n",
        "",
        (TestADistribution().test_leaves_out_an_indicator_that_four_of_them_rated,),
    ),
    Mutation(
        "the distribution and the words take in whole means",
        disclosure,
        "        and item.value.denominator != 1\n",
        "",
        (
            TestADistribution().test_leaves_out_indicators_with_a_whole_or_a_blurred_mean,
            TestAgreementWords().test_leave_out_indicators_with_a_whole_mean,
            SMALL.test_of_three_to_five_people_on_three_levels_gives_nobody_away,
            WORLDS,
        ),
    ),
    Mutation(
        "the distribution and the words take in blurred means",
        disclosure,
        "        and item.bound is Bound.EXACT\n",
        "",
        (
            TestADistribution().test_leaves_out_indicators_with_a_whole_or_a_blurred_mean,
            SMALL.test_of_three_to_five_people_on_three_levels_gives_nobody_away,
            WORLDS,
        ),
    ),
    Mutation(
        "a distribution of one indicator",
        disclosure,
        "OPEN_INDICATORS_MINIMUM = 2",
        "OPEN_INDICATORS_MINIMUM = 1",
        (TestADistribution().test_is_withheld_when_fewer_than_two_are_left,),
    ),
    Mutation(
        "the threshold of agreement words is off by one",
        disclosure,
        "SPREAD_MINIMUM = 6",
        "SPREAD_MINIMUM = 5",
        (TestAgreementWords().test_are_withheld_from_five,),
    ),
    Mutation(
        "agreement words over every shown indicator",
        disclosure,
        "pool = open_indicators(items, SPREAD_MINIMUM)",
        "pool = tuple(key for key, item in items.items() if isinstance(item, Released)) * 2",
        (
            TestAgreementWords().test_are_withheld_when_fewer_than_two_are_left,
            SMALL.test_rating_one_indicator_on_any_scale_gives_nobody_away,
            WORLDS,
        ),
    ),
    Mutation(
        "comments of one author",
        disclosure,
        "return max(COMMENT_AUTHORS_MINIMUM, k)",
        "return 1",
        (TestComments().test_of_one_author_among_five_ratings_are_withheld, scenario("A20"), EXACT),
    ),
    Mutation(
        "comments of two authors",
        disclosure,
        "return max(COMMENT_AUTHORS_MINIMUM, k)",
        "return 2",
        (TestComments().test_are_withheld_from_two_authors, EXACT),
    ),
    Mutation(
        "comments among four raters",
        disclosure,
        "COMMENT_RESPONSES_MINIMUM = 5",
        "COMMENT_RESPONSES_MINIMUM = 4",
        (TestComments().test_are_withheld_from_four_raters, EXACT),
    ),
    Mutation(
        "comments are not shuffled",
        disclosure,
        "    rng.shuffle(comments)\n",
        "",
        (TestComments().test_are_shuffled_anew_for_every_question,),
    ),
    Mutation(
        "the shuffle starts from the order of the responses",
        disclosure,
        "comments = sorted(filter(",
        "comments = list(filter(",
        (TestComments().test_do_not_follow_the_order_of_the_responses, ANY_ORDER),
    ),
    Mutation(
        "a change of statements that k people rated in one of the rounds",
        change,
        "if min(each.n for each in pair) >= k]",
        "if max(each.n for each in pair) >= k]",
        (TestComparability().test_needs_k_ratings_in_both_rounds,),
    ),
    *OF_COUNCILS,
    *OF_BENCHMARK,
    Mutation(
        "the instrument is judged on few participants",
        instrument,
        "PARTICIPANTS_MINIMUM = 30",
        "PARTICIPANTS_MINIMUM = 3",
        (TestTheInstrument().test_is_not_judged_on_twenty_nine_participants,),
    ),
    Mutation(
        "the instrument is judged on few ratings",
        instrument,
        "RATINGS_MINIMUM = 100",
        "RATINGS_MINIMUM = 10",
        (TestTheInstrument().test_is_not_judged_on_ninety_nine_ratings,),
    ),
)


if __name__ == "__main__":
    with a_database():
        from tests.attacks.mutations_of_services import SERVED

        sys.exit(tell(verdicts((*MUTATIONS, *SERVED))))
