"""What a new reading shows beside those that somebody has seen."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.quality.advice import ADVICE, WORDS
from assessment.quality.readings import (
    EDGES,
    Place,
    PlaceBands,
    band,
    bands_by_place,
    beside,
    for_reader,
)
from assessment.quality.statistics import instrument_quality, may_refresh
from tests.quality.test_statistics import reported


def statement(n: int, mean: int = 1, council: str = "ashford") -> PlaceBands:
    return PlaceBands(Place.STATEMENT, "i1", {council: n}, {"mean": mean})


class TestBands:
    def test_have_a_word_each(self) -> None:
        assert {key: len(edges) + 1 for key, edges in EDGES.items()} == {
            key: len(words) for key, words in WORDS.items()
        }
        assert all(each < len(WORDS[measure]) for measure, each in ADVICE)

    def test_begin_at_their_lower_edge(self) -> None:
        assert [band("near_top", Fraction(n, 100)) for n in (0, 19, 20, 49, 50, 79, 80, 100)] == [
            0, 0, 1, 1, 2, 2, 3, 3,
        ]  # fmt: skip
        assert band("alpha", Fraction(-9)) == 0

    def test_hold_a_dozen_counts_of_the_fewest_ratings_at_least(self) -> None:
        """No number of people follows from a band of shares, at the ends neither."""
        for measure in ("not_observed", "mean", "near_top"):
            edges = [Fraction(0), *EDGES[measure], Fraction(1)]
            assert all(100 * (b - a) >= 13 for a, b in itertools.pairwise(edges))


class TestParts:
    def test_say_the_same_where_everybody_and_where_nearly_everybody_is_at_an_end(self) -> None:
        for end, near in ((5, 4), (1, 2)):
            alike = reported([(end, 3)] * 40)
            nearly = reported([(end, 3)] * 39 + [(near, 3)])
            assert self.bands(*alike) == self.bands(*nearly)

    def test_without_a_value_are_withheld_like_those_of_too_few(self) -> None:
        framework, undefined = reported([(3, 4), (4, 3)] * 15)
        _framework, few = reported([(3, 4), (None, 4)] * 29)
        keys = (Place.TOGETHER, "communication"), (Place.REST, "communication1")
        for reports in (undefined, few):
            quality = instrument_quality(framework, reports)
            assert quality is not None
            found = {part.key: part for part in bands_by_place(quality)}
            if reports is few:
                assert found[keys[0]] == PlaceBands(*keys[0])
                assert found[keys[1]] == PlaceBands(*keys[1])
            else:
                assert found[keys[0]] == PlaceBands(*keys[0])

    @staticmethod
    def bands(*pooled: object) -> dict[tuple[Place, str], object]:
        quality = instrument_quality(*pooled)  # type: ignore[arg-type]
        assert quality is not None
        return {
            part.key: part.bands
            for part in bands_by_place(quality)
            if part.place is Place.STATEMENT
        }


class TestBeside:
    def test_shows_what_was_never_shown(self) -> None:
        assert beside([statement(30)], [], []) == ((statement(30),), 1)

    def test_keeps_the_last_figure_until_thirty_more(self) -> None:
        old = statement(40)
        assert beside([statement(69, 2)], [old], [old]) == ((old,), 0)
        assert beside([statement(70, 2)], [old], [old]) == ((statement(70, 2),), 1)

    def test_asks_every_figure_that_was_shown_not_only_the_last(self) -> None:
        first, last = statement(40), statement(80)
        assert beside([statement(41, 2)], [last], [first, last]) == ((last,), 0)

    def test_shows_the_same_figure_to_others(self) -> None:
        assert beside([statement(40)], [], [statement(40)]) == ((statement(40),), 1)
        assert beside([statement(40, 2)], [], [statement(40)])[0][0].bands == {}
        elsewhere = statement(40, council="brindle")
        assert beside([statement(40)], [], [elsewhere])[0][0].bands == {}

    def test_keeps_a_figure_whose_reports_were_deleted(self) -> None:
        old = statement(40)
        assert beside([], [old], [old]) == ((old,), 0)
        assert beside([PlaceBands(Place.STATEMENT, "i1")], [old], [old]) == ((old,), 0)

    @settings(deadline=None)
    @given(st.lists(st.integers(min_value=30, max_value=200), max_size=12))
    def test_never_shows_two_figures_that_differ_by_a_few_participants(
        self, counts: list[int]
    ) -> None:
        own: tuple[PlaceBands, ...] = ()
        seen: list[PlaceBands] = []
        for place, count in enumerate(counts):
            own, _new = beside([statement(count, place)], own, seen)
            seen += own
        shown = {part.n: part.bands["mean"] for part in seen}
        assert len(shown) == len({(part.n, part.bands["mean"]) for part in seen})
        assert all(may_refresh(a, b) for a, b in itertools.combinations(shown, 2))


class TestForAReaderFromWithin:
    def test_leaves_what_rests_on_thirty_participants_elsewhere(self) -> None:
        for elsewhere, left in ((0, False), (29, False), (30, True)):
            part = PlaceBands(
                Place.STATEMENT, "i1", {"ashford": 40, "brindle": elsewhere}, {"mean": 1}
            )
            assert bool(for_reader(part, {"ashford"}).bands) is left
            assert for_reader(part, ()) == part
