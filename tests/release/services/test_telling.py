"""What a release makes for people who may not open its reports."""

from __future__ import annotations

from typing import Any

import pytest

from assessment.models import (
    Council,
    CouncilFigure,
    Framework,
    Person,
    RatingCount,
    Release,
    Round,
    User,
)
from assessment.release.services import release
from assessment.scoring.values import Measure
from tests.cast import NOW, make_person, make_round
from tests.council.told.world import rated
from tests.released_by_half import write_some
from tests.workers import DATABASE_QUEUE


@pytest.fixture
def closed(ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
    """Six participants, each rated by three of their own."""
    round = make_round(ashford, framework, by=alice, state="closed")
    for person in (carol, *(make_person(ashford, f"Champion {n}") for n in range(5))):
        rated(round, person, ("e-champion",), 3, 4, 4)
    return round


@pytest.fixture
def by_half(closed: Round, alice: User, settings: Any) -> Round:
    """Asked for, and two reports are made."""
    settings.TASKS = DATABASE_QUEUE
    release.ask(round=closed, by=alice, at=NOW)
    write_some(closed, 2)
    return closed


def told() -> list[tuple[str, str | None]]:
    figures = CouncilFigure.objects.order_by("position")
    return [(str(each.measure), str(each.value) if each.value else None) for each in figures]


class TestFiguresOfACouncil:
    def test_are_written_with_the_release(self, closed: Round, alice: User) -> None:
        release.release(round=closed, by=alice, at=NOW)
        assert told() == [
            ("score", "3.7000000000"),
            ("gap", "0.3000000000"),
            ("score", "3.7000000000"),
            ("gap", "0.3000000000"),
            ("score", "3.7000000000"),
            ("score", "3.7000000000"),
        ]
        scores = CouncilFigure.objects.filter(measure=Measure.SCORE)
        assert {(each.n, each.bound, each.withheld) for each in scores} == {(6, "", "")}

    def test_leave_no_count_of_who_rated_behind(self, closed: Round, alice: User) -> None:
        release.release(round=closed, by=alice, at=NOW)
        assert not Release.objects.exists()
        assert not RatingCount.objects.exists()

    def test_are_not_there_before_the_release(self, by_half: Round) -> None:
        assert RatingCount.objects.count() == 2
        assert not CouncilFigure.written.exists()

    def test_are_the_same_when_a_worker_goes_on_after_a_crash(
        self, by_half: Round, alice: User
    ) -> None:
        release.release(round=by_half, by=alice, at=NOW)
        assert {value for _measure, value in told()} == {"3.7000000000", "0.3000000000"}
        assert not RatingCount.objects.exists()

    def test_are_made_of_everybody_or_of_nobody(self, by_half: Round, alice: User) -> None:
        RatingCount.objects.all()[0].delete()  # as if an earlier edition had begun
        release.release(round=by_half, by=alice, at=NOW)
        assert told() == []

    def test_count_a_rater_of_several_once(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        from tests.cast import add_participant, add_rater, answer

        round = make_round(ashford, framework, by=alice, state="closed")
        peers = [make_person(ashford, f"Common {n}") for n in range(4)]
        for n in range(6):
            participant = add_participant(round, make_person(ashford, f"Head {n}"))
            for peer in peers:
                answer(add_rater(participant, peer, "peer"), 3)
        release.release(round=round, by=alice, at=NOW)
        withheld = {each.withheld for each in CouncilFigure.objects.all()}
        assert withheld == {"council_too_few_raters"}
