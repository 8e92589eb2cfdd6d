"""Ways to weaken what a council is told of itself, each with what must notice."""

from __future__ import annotations

from assessment.scoring import audiences, told
from tests.attacks.planting import Mutation, scenario
from tests.attacks.test_council_together import TestASponsorWhoRates
from tests.scoring.test_audiences import (
    TestACouncilFigure,
    TestAFigureOfARole,
    TestCountedRatings,
)

OF_COUNCILS = (
    Mutation(
        "a council figure counts ratings, not raters",
        audiences,
        "if len(by_rater) < COUNCIL_RATERS:",
        "if by_rater.total() < COUNCIL_RATERS:",
        (TestACouncilFigure().test_counts_different_raters_and_not_ratings,),
    ),
    Mutation(
        "a council figure that is mostly one rater's",
        audiences,
        "COUNCIL_LARGEST_SHARE = Fraction(1, 2)",
        "COUNCIL_LARGEST_SHARE = Fraction(1)",
        (TestACouncilFigure().test_is_not_the_view_of_one_rater, scenario("A17")),
    ),
    Mutation(
        "a council figure of four participants",
        audiences,
        "COUNCIL_PARTICIPANTS = 5",
        "COUNCIL_PARTICIPANTS = 4",
        (TestACouncilFigure().test_is_withheld_from_four,),
    ),
    Mutation(
        "a council gap over fewer participants than the score",
        audiences,
        "if all(_released(member, Measure.GAP, dimension, None) for member in scored):",
        "if True:",
        (TestACouncilFigure().test_has_no_gap_where_somebody_is_asked_for_nothing,),
    ),
    Mutation(
        "the mean of a council is told exactly",
        told,
        "at_the_ends(printed(sum(counted, Fraction(0)) / len(counted)), len(scores), highest)",
        "at_the_ends(sum(counted, Fraction(0)) / len(counted), len(scores), highest)",
        (TestACouncilFigure().test_is_told_as_a_tenth,),
    ),
    Mutation(
        "a council's mean counts scores at an end of the scale as they are",
        told,
        "min(max(score.value, lowest), top)",
        "score.value",
        (TestACouncilFigure().test_counts_half_a_level_from_each_end_for_whoever_is_nearer_to_it,),
    ),
    Mutation(
        "a council's mean is told up to half a level from the top",
        told,
        "    return Fraction(floor(10 * ((one_less + others) / FEWEST_TOLD + HALF_A_TENTH)), 10)",
        "    return highest - FROM_AN_END",
        (TestASponsorWhoRates().test_is_not_though_all_but_one_rating_are_the_highest,),
    ),
    Mutation(
        "a role's figure beside too few others",
        audiences,
        "    if any(\n        council_refusal(",
        "    if all(\n        council_refusal(",
        (TestAFigureOfARole().test_is_not_told_where_the_rest_are_too_few,),
    ),
    Mutation(
        "a council figure counts who is rated by a manager alone",
        audiences,
        "if basis([figure for figure in figures if figure.dimension == key]) is Basis.GROUPS",
        "if True",
        (TestCountedRatings().test_leave_out_what_rests_on_a_manager_alone,),
    ),
)
