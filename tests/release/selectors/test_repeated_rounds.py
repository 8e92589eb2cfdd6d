"""Rounds soon after each other in which nearly the same people answered."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Council, Framework, Person, Round, User
from assessment.release.selectors import rater_changes
from assessment.release.services import release
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round

PEERS = ["Ida", "Jo", "Kit", "Lou"]


class TestTwoRoundsCloseTogether:
    @pytest.fixture
    def held(
        self, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> Callable[..., Round]:
        def hold(name: str, peers: list[str], *, days: int = 0, group: str = "peer") -> Round:
            round = make_round(ashford, framework, by=alice, state="closed", name=name)
            round.closed_at = NOW + datetime.timedelta(days=days)
            round.save()
            participant = add_participant(round, carol)
            for peer in peers:
                known = Person.objects.filter(name=peer).first() or make_person(ashford, peer)
                answer(add_rater(participant, known, group))
            return round

        return hold

    @pytest.fixture
    def spring(self, held: Callable[..., Round], alice: User) -> Round:
        round = held("Spring", PEERS)
        release.release(round=round, by=alice, at=NOW)
        return round

    def test_with_the_same_raters_but_one_are_named(
        self, spring: Round, held: Callable[..., Round]
    ) -> None:
        assert rater_changes.nearly_repeated(held("Autumn", [*PEERS, "Newcomer"])) == ["Carol"]
        assert rater_changes.nearly_repeated(held("Winter", PEERS[1:])) == ["Carol"]

    @pytest.mark.parametrize(
        "peers",
        [
            PEERS,  # the difference is everybody's, so nobody's
            ["Ida", "Mo", "Nan", "Oz"],  # as many new as a group must have
            ["Ida", "Jo"],  # a group that is not shown
        ],
    )
    def test_with_other_raters_are_not(
        self, spring: Round, held: Callable[..., Round], peers: list[str]
    ) -> None:
        assert rater_changes.nearly_repeated(held("Autumn", peers)) == []

    def test_are_named_also_when_somebody_only_changed_groups(
        self, spring: Round, held: Callable[..., Round], ashford: Council
    ) -> None:
        autumn = held("Autumn", PEERS[:3])
        moved = Person.objects.get(name="Lou")
        answer(add_rater(autumn.participants.get(), moved, "report"))
        assert rater_changes.nearly_repeated(autumn) == ["Carol"]

    def test_are_named_when_people_moved_between_groups_and_all_together_are_nearly_the_same(
        self, held: Callable[..., Round], alice: User
    ) -> None:
        """No two groups are nearly the same: six of nine have moved, and one is another."""
        before = held("Spring", ["Ada", "Bea", "Cyd"])
        self.add_reports(before, ["Dot", "Eve", "Fay"])
        self.add_reports(before, ["Gay", "Hal", "Ian"], group="partner")
        release.release(round=before, by=alice, at=NOW)
        after = held("Autumn", ["Ada", "Dot", "Gay"])
        self.add_reports(after, ["Bea", "Eve", "Hal"])
        self.add_reports(after, ["Cyd", "Fay", "Jan"], group="partner")
        assert rater_changes.nearly_repeated(after) == ["Carol"]

    def test_are_named_when_small_groups_are_shown_together_with_nearly_the_same(
        self, held: Callable[..., Round], alice: User
    ) -> None:
        before = held("Spring", ["Ada", "Bea", "Cyd"])
        self.add_reports(before, ["Dot", "Eve"])
        self.add_reports(before, ["Fay", "Gay"], group="partner")
        release.release(round=before, by=alice, at=NOW)
        after = held("Autumn", ["Hal", "Ian", "Jan"])
        self.add_reports(after, ["Dot", "Eve"])
        self.add_reports(after, ["Fay", "Kim"], group="partner")
        assert rater_changes.nearly_repeated(after) == ["Carol"]

    def add_reports(self, round: Round, names: list[str], group: str = "report") -> None:
        for name in names:
            known = Person.objects.filter(name=name).first() or make_person(round.council, name)
            answer(add_rater(round.participants.get(), known, group))

    def test_are_not_close_after_half_a_year(
        self, spring: Round, held: Callable[..., Round]
    ) -> None:
        assert rater_changes.nearly_repeated(held("Autumn", PEERS[1:], days=184)) == []

    def test_cannot_be_compared_once_the_answers_are_deleted_and_that_is_said(
        self, spring: Round, held: Callable[..., Round]
    ) -> None:
        autumn = held("Autumn", PEERS[1:])
        assert rater_changes.not_comparable(autumn) == []
        spring.participants.get().responses.all().delete()
        assert rater_changes.nearly_repeated(autumn) == []
        assert rater_changes.not_comparable(autumn) == ["Carol"]

    def test_need_no_comparison_where_no_group_was_shown(
        self, held: Callable[..., Round], alice: User
    ) -> None:
        release.release(round=held("Spring", PEERS[:2]), by=alice, at=NOW)
        autumn = held("Autumn", PEERS)
        Round.objects.get(name="Spring").participants.get().responses.all().delete()
        assert rater_changes.not_comparable(autumn) == []

    def test_cost_no_query_more_for_more_of_them(
        self, spring: Round, held: Callable[..., Round]
    ) -> None:
        autumn = held("Autumn", PEERS[1:])

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                rater_changes.nearly_repeated(autumn)
                rater_changes.not_comparable(autumn)
            return len(captured)

        before = queries()
        for name in ("Gwen", "Huw"):
            person = make_person(autumn.council, name)
            for round in (spring, autumn):
                for peer in PEERS:
                    rater = add_rater(
                        round.participants.filter(person=person).first()
                        or add_participant(round, person),
                        Person.objects.get(name=peer),
                        "peer",
                    )
                    answer(rater)
        assert queries() == before
