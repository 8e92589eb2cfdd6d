"""The limit of the promise in numbers: what raters are told is what is found."""

from __future__ import annotations

from math import ceil

import pytest

from assessment import visibility
from tests.attacks.telling import given_away, near_the_top, share, typical, ways


class TestOneWhoTells:
    @pytest.mark.parametrize(("k", "said"), [(3, "in about 3"), (4, "in about 1")])
    def test_gives_the_others_away_as_often_as_raters_are_told(self, k: int, said: str) -> None:
        assert said == f"in about {100 * share(k, 1, typical()):.0f}"
        assert f" {said} of 100 statements" in visibility.limit(k=k)

    @pytest.mark.parametrize("k", [5, 6])
    def test_hardly_ever_does_where_the_group_is_larger(self, k: int) -> None:
        assert 100 * share(k, 1, typical()) < 1
        assert "in fewer than 1 of 100 statements" in visibility.limit(k=k)

    @pytest.mark.parametrize("k", [3, 4, 5, 6])
    def test_does_so_more_often_near_the_top_and_never_more_than_is_said(self, k: int) -> None:
        most = share(k, 1, near_the_top(k))
        assert f"in up to {ceil(100 * most)} where" in visibility.limit(k=k)
        others = [((1.0, (0.0, 0.0, 0.0, 1 - top / 50, top / 50)),) for top in range(51)]
        assert max(share(k, 1, raters) for raters in others) <= most + 1e-9

    def test_gives_nobody_away_in_the_middle_of_the_scale(self) -> None:
        middle = [levels for levels in ways(3) if not {1, 5} & set(levels)]
        assert {given_away(3, 1)[levels] for levels in middle} == {0}


class TestAllButOneWhoTell:
    @pytest.mark.parametrize("k", [3, 4, 5])
    def test_nearly_always_know_the_rating_of_the_last(self, k: int) -> None:
        assert share(k, k - 1, typical()) > 0.95
