"""Figures over councils (rule 12): one set for every reader."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from assessment.scoring.benchmark import ComparedPlace, benchmark_figures, year_figures
from assessment.scoring.values import Bound, Figure, Measure, Reason
from tests.scoring.builders import SKILL, only

QUARTILES = (Measure.BENCHMARK_LOWER_QUARTILE, Measure.BENCHMARK_UPPER_QUARTILE)
SIX = ("3", "3.2", "3.4", "3.6", "4", "4.2")


def compared(*scores: str, role: str | None = None, highest: int = 5) -> tuple[Figure, ...]:
    values = [Fraction(score) for score in scores]
    return benchmark_figures(ComparedPlace(SKILL, role), values, highest=highest)


def alike(councils: int, score: str = "3") -> Sequence[str]:
    return [score] * councils


class TestABenchmark:
    def test_of_six_councils_is_their_median(self) -> None:
        median = only(compared(*SIX), Measure.BENCHMARK_MEDIAN)
        assert (median.value, median.n) == (Fraction("3.5"), 6)

    def test_of_five_councils_is_withheld_for_each_has_four_others(self) -> None:
        figures = compared(*SIX[:5])
        assert [(f.withheld, f.value, f.n) for f in figures] == [
            (Reason.BENCHMARK_TOO_FEW, None, None)
        ]

    def test_of_two_or_no_councils_is_withheld(self) -> None:
        # A25
        assert [f.withheld for f in compared("3.8", "3.4")] == [Reason.BENCHMARK_TOO_FEW]
        assert [f.withheld for f in compared()] == [Reason.BENCHMARK_TOO_FEW]

    def test_gives_no_council_more_than_a_quarter_of_the_weight(self) -> None:
        # The one that is far out moves the middle no further than its neighbour.
        far = only(compared(*SIX[:5], "4.4"), Measure.BENCHMARK_MEDIAN)
        assert far.value == only(compared(*SIX), Measure.BENCHMARK_MEDIAN).value

    @pytest.mark.parametrize(("councils", "shown"), [(11, False), (12, True)])
    def test_has_quartiles_from_eleven_others(self, councils: int, shown: bool) -> None:
        figures = compared(*(f"{Fraction(30 + n, 10)}" for n in range(councils)))
        for measure in QUARTILES:
            quartile = only(figures, measure)
            assert (quartile.value is not None) is shown
            assert (quartile.withheld is Reason.QUARTILES_TOO_FEW) is not shown

    @pytest.mark.parametrize(
        ("low", "high", "shown"),
        [("3.3", "3.7", True), ("3.4", "3.7", False), ("3.3", "3.6", False), ("3.5", "3.5", False)],
    )
    def test_has_no_quartile_next_to_the_median(self, low: str, high: str, shown: bool) -> None:
        # Between the two would be half of the councils with figures a tenth apart.
        figures = compared(*alike(5, low), *alike(3, "3.5"), *alike(5, high))
        assert only(figures, Measure.BENCHMARK_MEDIAN).value == Fraction("3.5")
        for measure in QUARTILES:
            reason = only(figures, measure).withheld
            assert reason == (None if shown else Reason.QUARTILES_TOO_NARROW)

    def test_of_councils_close_together_has_no_quartiles(self) -> None:
        figures = compared(*alike(6, "3.4"), *alike(6, "3.5"))
        assert only(figures, QUARTILES[0]).withheld is Reason.QUARTILES_TOO_NARROW

    def test_interpolates_quartiles(self) -> None:
        figures = compared(*(f"{Fraction(20 + n, 10)}" for n in range(13)))
        assert only(figures, Measure.BENCHMARK_LOWER_QUARTILE).value == Fraction("2.3")
        assert only(figures, Measure.BENCHMARK_MEDIAN).value == Fraction("2.6")
        assert only(figures, Measure.BENCHMARK_UPPER_QUARTILE).value == Fraction("2.9")

    def test_is_made_of_figures_as_they_are_printed(self) -> None:
        exact = compared("3", "3", "3.44", "3.45", "4", "4")
        assert exact == compared("3", "3", "3.4", "3.5", "4", "4")
        assert only(exact, Measure.BENCHMARK_MEDIAN).value == Fraction("3.5")

    def test_is_printed_to_one_decimal_with_halves_up(self) -> None:
        median = only(compared("3", "3", "3.2", "3.3", "4", "4"), Measure.BENCHMARK_MEDIAN)
        assert median.value == Fraction("3.3")

    @pytest.mark.parametrize(
        ("score", "value", "bound"),
        [
            ("1", "2", Bound.OR_LOWER),
            ("2", "2", Bound.OR_LOWER),
            ("2.1", "2.1", Bound.EXACT),
            ("4.2", "4.2", Bound.EXACT),
            ("4.3", "4.3", Bound.OR_HIGHER),
            ("5", "4.3", Bound.OR_HIGHER),
        ],
    )
    def test_near_an_end_does_not_tell_what_half_of_the_councils_have(
        self, score: str, value: str, bound: Bound
    ) -> None:
        (median, *_quartiles) = compared(*alike(12, score))
        assert (median.value, median.bound) == (Fraction(value), bound)

    def test_has_the_end_of_its_own_scale(self) -> None:
        figures = compared(*alike(6, "5.9"), highest=7)
        assert only(figures, Measure.BENCHMARK_MEDIAN).bound is Bound.EXACT

    def test_says_whose_role_it_is_about(self) -> None:
        assert {f.role for f in compared(*SIX, role="champion")} == {"champion"}
        assert {f.role for f in compared(*SIX[:5], role="champion")} == {"champion"}


class TestARole:
    """In a year: beside the comparison of everybody."""

    def test_is_compared_where_the_same_councils_are(self) -> None:
        everybody = {f"council {n}": Fraction(3) for n in range(6)}
        figures = self.year(everybody, everybody)
        assert self.median(figures, "champion").value == 3

    def test_is_not_where_a_council_more_is_in_the_comparison_of_everybody(self) -> None:
        role = {f"council {n}": Fraction(3) for n in range(6)}
        figures = self.year({**role, "one more": Fraction(4)}, role)
        assert self.median(figures, None).value == 3
        withheld = self.median(figures, "champion")
        assert withheld.withheld is Reason.BENCHMARK_OTHER_COUNCILS

    def test_of_too_few_says_so_whoever_else_is_there(self) -> None:
        role = {f"council {n}": Fraction(3) for n in range(5)}
        figures = self.year({**role, "one more": Fraction(4)}, role)
        withheld = self.median(figures, "champion")
        assert withheld.withheld is Reason.BENCHMARK_TOO_FEW

    @staticmethod
    def median(figures: Sequence[Figure], role: str | None) -> Figure:
        return only((f for f in figures if f.role == role), Measure.BENCHMARK_MEDIAN)

    @staticmethod
    def year(everybody: Mapping[str, Fraction], role: Mapping[str, Fraction]) -> tuple[Figure, ...]:
        scores = {ComparedPlace(SKILL): everybody, ComparedPlace(SKILL, "champion"): role}
        return tuple(year_figures(scores, highest={SKILL: 5}))
