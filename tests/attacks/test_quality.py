"""Every report of a council and the page about the questions, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from assessment.models import Council as CouncilRow
from assessment.models import Framework, Result, User
from assessment.quality import services as instrument
from assessment.quality.selectors import parts_of
from assessment.scoring.profile import score_participant
from assessment.scoring.values import Group
from tests.attacks.quality import (
    FRAMEWORK,
    SIZES,
    Council,
    K,
    council,
    given_away,
    keys,
    naive_page,
    shown_page,
)
from tests.instrument import SOON, Levels, judged_round, plain

COUNCILS = range(20)


class TestANaivePage:
    def test_gives_ratings_away(self) -> None:
        """Else the attacker would prove nothing. All twenty: python -m tests.attacks.quality."""
        told = [
            each
            for world in map(council, range(2))
            for each in given_away(world, naive_page(world))
        ]
        assert sum(each.people for each in told) >= 5
        assert any(each.withheld for each in told)

    def test_gives_nothing_away_that_is_not_so(self) -> None:
        world = council(1)
        for told in given_away(world, naive_page(world)):
            name, group, _on, key = told.where.split()
            levels = [
                response.ratings[key]
                for response in world.assessments[name].responses
                if response.group == group and response.ratings[key] is not None
            ]
            assert set(levels) == {told.level}


class TestThePage:
    def test_is_empty_for_councils_of_five_so_nothing_follows(self) -> None:
        for world in map(council, COUNCILS):
            assert shown_page([world]) == {}
            assert given_away(world, {}) == []

    def test_of_all_of_them_together_is_what_their_reports_say_whatever_is_behind(self) -> None:
        """A rating changes that no report tells, and nothing on the page does."""
        worlds = [council(seed) for seed in range(7)]
        page = shown_page(worlds)
        assert len(page) > len(keys()), "it does say something"
        changed = 0
        for other in other_worlds(worlds[0]):
            changed += 1
            assert shown_page([other, *worlds[1:]]) == page
        assert changed > 10


def other_worlds(world: Council) -> Iterator[Council]:
    """Councils with the same reports, in which a group rates one statement otherwise."""
    for name, assessment in world.assessments.items():
        for group in (Group.PEER, Group.REPORT):
            of_group = [r for r in assessment.responses if r.group is group]
            for key in keys():
                levels = [response.ratings[key] for response in of_group]
                if not (swapped := _same_sum(levels)):
                    continue
                ratings = {
                    r.rater: {**r.ratings, key: level}
                    for r, level in zip(of_group, swapped, strict=True)
                }
                responses = tuple(
                    replace(r, ratings=ratings.get(r.rater, r.ratings))
                    for r in assessment.responses
                )
                other = replace(assessment, responses=responses)
                figures = score_participant(other, rng=Random(0))
                if figures == world.figures[name]:
                    yield Council(
                        {**world.assessments, name: other}, {**world.figures, name: figures}
                    )


def _same_sum(levels: list[int | None]) -> list[int] | None:
    """Three in a row become all alike, or the other way round; else there is no such change."""
    seen = [level for level in levels if level is not None]
    if len(seen) != len(levels) or sum(seen) % 3 or not 3 < sum(seen) < 15:
        return None
    middle = sum(seen) // 3
    alike = [middle] * 3
    return [middle - 1, middle, middle + 1] if seen == alike else alike


class TestTheStoredPage:
    @pytest.mark.django_db
    @pytest.mark.parametrize("peers", [(3, 3, 3), (2, 3, 4)])
    def test_is_the_same_whatever_is_behind_the_same_reports(
        self,
        peers: tuple[int, int, int],
        ashford: CouncilRow,
        framework: Framework,
        alice: User,
        erin: User,
    ) -> None:
        """All peers gave 3, or one each gave 2, 3 and 4: no report tells, and no band does."""

        def rated(participant: int, rater: int) -> Levels:
            levels = plain(participant, rater)
            return {**levels, "leadership-2": peers[rater - 1]} if rater else levels

        judged_round(ashford, framework, alice, peers=3, levels=rated)
        reading = instrument.take_reading(framework=framework, council=None, by=erin, at=SOON)
        told = sorted(
            Result.objects.filter(measure="item_mean", indicator__key="leadership-2").values_list(
                "group", "value", "n"
            )
        )
        assert {row[0] for row in told} == {"manager", "peer", "others"}
        key = str(framework.dimensions.get(key="leadership").indicators.get(key="leadership-2").pk)
        (bands,) = (p.bands for p in parts_of(reading) if p.about == key and "mean" in p.bands)
        assert dict(bands) == {"ratings": 0, "not_observed": 0, "mean": 1, "near_top": 0}

    def test_has_the_threshold_of_the_reports(self) -> None:
        """The councils above are as small as groups may be."""
        assert min(size for group, size in SIZES.items() if group is not Group.MANAGER) == K
        assert FRAMEWORK.highest == 5
