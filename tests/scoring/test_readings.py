"""What a new reading shows beside those that somebody has seen."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessment.scoring.instrument import PooledResponse, instrument_quality, may_refresh
from assessment.scoring.readings import Part, Place, beside, parts
from assessment.scoring.values import FrameworkSpec, Withheld
from tests.scoring.builders import skill
from tests.scoring.test_instrument import SHROUT_AND_FLEISS, SIX_RATERS, UNEQUAL, pooled


def ratings(n: int, mean: str = "3.0") -> Part:
    return Part(Place.RATINGS, "i1", n, {"mean": mean})


def found(spec: FrameworkSpec, responses: list[PooledResponse]) -> dict[Place, Part]:
    quality = instrument_quality(spec, responses)
    assert not isinstance(quality, Withheld)
    return {part.place: part for part in reversed(parts(quality))}


class TestParts:
    def test_print_the_alpha_of_the_worked_example(self) -> None:
        alpha = found(*pooled(SIX_RATERS * 5))[Place.ALPHA]
        # Five times the six: variances of items and totals change by one factor, alpha does not.
        assert (alpha.n, alpha.values) == (30, {"verdict": "", "alpha": "0.94"})

    def test_print_the_icc_of_shrout_and_fleiss(self) -> None:
        dimension = skill(1)
        groups = [row * 5 for row in SHROUT_AND_FLEISS]
        responses = [
            PooledResponse(str(n), {dimension.indicators[0]: level})
            for n, row in enumerate(groups)
            for level in row
        ]
        icc = found(FrameworkSpec((dimension,), highest=10), responses)[Place.ICC]
        # The same rows five times over: MSB × 5 and MSW × 90/114; by the formula of the source.
        between, within, k = Fraction("11.24166667") * 5, Fraction("6.26388889") * 90 / 114, 20
        expected = (between - within) / (between + (k - 1) * within)
        assert icc.n == 120
        assert icc.values["single"] == f"{float(expected):.2f}"
        assert icc.values["raters"] == "20.0"

    def test_print_the_raters_of_unequal_groups(self) -> None:
        dimension = skill(1)
        rows = [
            (str(n % 4) + str(copy), level)
            for copy in range(3)
            for n, row in enumerate(UNEQUAL)
            for level in row
        ]
        responses = [PooledResponse(who, {dimension.indicators[0]: level}) for who, level in rows]
        icc = found(FrameworkSpec((dimension,)), responses)[Place.ICC]
        assert icc.n == 45
        assert icc.values["raters"] == "3.7"

    def test_round_halves_up_and_know_no_minus_zero(self) -> None:
        rows: list[tuple[int | None, ...]] = [(4, 3)] * 27 + [(5, 4)] * 9 + [(None, 2)] * 4
        part = found(*pooled(rows))[Place.RATINGS]
        assert part.values == {"not_observed": "10", "mean": "4.3", "at_top": "25"}


class TestBeside:
    def test_shows_what_was_never_shown(self) -> None:
        assert beside([ratings(30)], [], []) == ((ratings(30),), 1)

    def test_keeps_the_last_figure_until_thirty_more(self) -> None:
        old = ratings(40)
        assert beside([ratings(69, "4.0")], [old], [old]) == ((old,), 0)
        assert beside([ratings(70, "4.0")], [old], [old]) == ((ratings(70, "4.0"),), 1)

    def test_asks_every_figure_that_was_shown_not_only_the_last(self) -> None:
        first, last = ratings(40), ratings(80)
        assert beside([ratings(41, "4.0")], [last], [first, last]) == ((last,), 0)

    def test_shows_the_same_figure_to_others(self) -> None:
        assert beside([ratings(40)], [], [ratings(40)]) == ((ratings(40),), 1)
        assert beside([ratings(40, "4.0")], [], [ratings(40)])[0][0].values == {}

    def test_keeps_a_figure_whose_ratings_were_deleted(self) -> None:
        old = ratings(40)
        assert beside([], [old], [old]) == ((old,), 0)
        assert beside([Part(Place.RATINGS, "i1")], [old], [old]) == ((old,), 0)

    @given(st.lists(st.integers(min_value=30, max_value=200), max_size=12))
    def test_never_shows_two_figures_that_differ_by_a_few_ratings(self, counts: list[int]) -> None:
        own: tuple[Part, ...] = ()
        seen: list[Part] = []
        for place, count in enumerate(counts):
            own, _new = beside([ratings(count, f"{place}")], own, seen)
            seen += own
        shown = {part.n: part.values["mean"] for part in seen}
        assert len(shown) == len({(part.n, part.values["mean"]) for part in seen})
        assert all(may_refresh(a, b) for a, b in itertools.combinations(shown, 2))
