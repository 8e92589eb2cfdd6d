"""Who is in a round, who has answered, and what became of each link."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Invitation, Participant, Person, QueuedEmail, Rater, Round
from assessment.rounds.selectors import people
from assessment.rounds.selectors.people import AnswerState, Link, PeopleFilter, PersonSort
from tests.cast import NOW, TODAY, add_participant, add_rater, answer, make_person


@pytest.fixture
def peer(open_round: Round, carol: Person, frank: Person) -> Rater:
    return add_rater(add_participant(open_round, carol), frank, "peer")


@pytest.fixture
def three(peer: Rater, bob: Person) -> Round:
    """Carol has nothing done, Frank half of two, Bob declined."""
    round = peer.participant.round
    second = add_participant(round, bob)
    answer(peer)
    add_rater(second, peer.person, "partner")
    own = second.raters.get(group="self")
    own.declined_on = TODAY
    own.save()
    return round


def names(round: Round, **how: object) -> list[str]:
    return [person.name for person in people.list_people(round, **how)]  # type: ignore[arg-type]


class TestThePeopleOfARound:
    def test_come_once_each_with_their_counts(self, three: Round) -> None:
        found = people.list_people(three)
        assert [(p.name, p.asked, p.answered, p.declined, p.waiting) for p in found] == [  # type: ignore[attr-defined]
            ("Bob", 1, 0, 1, 0),
            ("Carol", 1, 0, 0, 1),
            ("Frank", 2, 1, 0, 1),
        ]

    def test_are_those_of_this_round_only(self, three: Round, ashford: object) -> None:
        make_person(three.council, "Nobody")
        assert "Nobody" not in names(three)

    @pytest.mark.parametrize(
        ("show", "found"),
        [
            (PeopleFilter.ALL, ["Bob", "Carol", "Frank"]),
            (PeopleFilter.WAITING, ["Carol", "Frank"]),
            (PeopleFilter.ANSWERED, []),
            (PeopleFilter.DECLINED, ["Bob"]),
            (PeopleFilter.BUSY, []),
        ],
    )
    def test_can_be_filtered(self, three: Round, show: PeopleFilter, found: list[str]) -> None:
        assert names(three, show=show) == found

    @pytest.mark.parametrize("search", ["FRA", "frank@example.com"])
    def test_can_be_searched(self, three: Round, search: str) -> None:
        assert names(three, search=search) == ["Frank"]

    def test_can_be_sorted(self, three: Round) -> None:
        assert names(three, sort=PersonSort.ASKED) == ["Frank", "Bob", "Carol"]
        assert names(three, sort=PersonSort.WAITING) == ["Carol", "Frank", "Bob"]


class TestTheRatersOfAParticipant:
    def test_come_by_group_and_name(self, peer: Rater, bob: Person) -> None:
        add_rater(peer.participant, bob, "manager")
        lines = people.list_raters(peer.participant)
        assert [(each.rater.person.name, each.rater.group) for each in lines] == [
            ("Carol", "self"),
            ("Bob", "manager"),
            ("Frank", "peer"),
        ]

    @pytest.mark.parametrize(
        ("done", "expected"),
        [
            ("", AnswerState.WAITING),
            ("draft", AnswerState.WAITING),
            ("submitted", AnswerState.ANSWERED),
        ],
    )
    def test_have_answered_when_they_submitted(
        self, peer: Rater, done: str, expected: AnswerState
    ) -> None:
        if done:
            answer(peer, submitted=done == "submitted")
        assert people.get_rater_line(Rater.objects.get(pk=peer.pk)).answer is expected

    def test_may_have_declined(self, peer: Rater) -> None:
        peer.declined_on = TODAY
        assert people.get_rater_line(peer).answer is AnswerState.DECLINED

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({}, Link.WAITING),
            ({"sent_at": NOW}, Link.SENT),
            ({"sent_at": NOW, "revoked_at": NOW}, Link.REVOKED),
        ],
    )
    def test_say_what_became_of_their_link(
        self, peer: Rater, fields: dict[str, object], expected: Link
    ) -> None:
        assert people.get_rater_line(peer).link is Link.NONE
        Invitation.objects.create(round=peer.participant.round, person=peer.person, **fields)
        assert people.get_rater_line(peer).link is expected

    def test_say_when_an_email_was_given_up(self, peer: Rater) -> None:
        round = peer.participant.round
        Invitation.objects.create(round=round, person=peer.person)
        QueuedEmail.objects.create(
            round=round, person=peer.person, kind="invitation", queued_at=NOW, failures=5
        )
        assert people.get_rater_line(peer).link is Link.FAILED

    def test_cost_no_more_queries_when_there_are_more(self, peer: Rater) -> None:
        few = count_queries(peer.participant)
        for number in range(20):
            add_rater(peer.participant, make_person(peer.person.council, f"R{number}"), "peer")
        assert count_queries(peer.participant) == few


def count_queries(participant: Participant) -> int:
    with CaptureQueriesContext(connection) as queries:
        for line in people.list_raters(participant):
            assert line.rater.person.name
    return len(queries)
