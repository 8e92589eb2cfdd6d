"""Ways to weaken the comparison of councils, each with what must notice."""

from __future__ import annotations

from assessment.scoring import benchmark
from tests.attacks.planting import Mutation
from tests.scoring.test_benchmark import TestABenchmark, TestARole

OF_BENCHMARK = (
    Mutation(
        "a benchmark counts the own council among the others",
        benchmark,
        "OWN = 1",
        "OWN = 0",
        (TestABenchmark().test_of_five_councils_is_withheld_for_each_has_four_others,),
    ),
    Mutation(
        "a benchmark of one other council",
        benchmark,
        "BENCHMARK_COUNCILS = 5",
        "BENCHMARK_COUNCILS = 1",
        (TestABenchmark().test_of_two_or_no_councils_is_withheld,),
    ),
    Mutation(
        "a benchmark of figures finer than they are printed",
        benchmark,
        "sorted(printed(score) for score in scores)",
        "sorted(scores)",
        (TestABenchmark().test_is_made_of_figures_as_they_are_printed,),
    ),
    Mutation(
        "quartiles next to the median",
        benchmark,
        "QUARTILE_DISTANCE = Fraction(2, 10)",
        "QUARTILE_DISTANCE = Fraction(0)",
        (TestABenchmark().test_of_councils_close_together_has_no_quartiles,),
    ),
    Mutation(
        "a role of other councils beside everybody",
        benchmark,
        "if not few and found.keys() != scores[ComparedPlace(place.dimension)].keys():",
        "if False:",
        (TestARole().test_is_not_where_a_council_more_is_in_the_comparison_of_everybody,),
    ),
)
