"""A rater takes back what they answered, while the round takes answers."""

from __future__ import annotations

import datetime

import pytest

from assessment.answering import services as responses
from assessment.models import AuditEvent, Comment, Person, RaterGroup, Rating, Response, Round
from tests.cast import NOW, add_participant, add_rater, answer


class TestWithdrawing:
    def test_deletes_the_ratings_and_the_comments_and_leaves_the_rater_asked(
        self, open_round: Round, carol: Person, bob: Person
    ) -> None:
        rater = add_rater(add_participant(open_round, carol), bob, RaterGroup.MANAGER)
        answer(rater, 4, comments={"communication": "Good."})
        responses.withdraw(rater=rater, at=NOW)
        for model in (Response, Rating, Comment):
            assert not model._default_manager.exists()
        rater.refresh_from_db()
        assert rater.declined_on is None

    def test_leaves_the_answers_of_others_alone(
        self, open_round: Round, carol: Person, bob: Person, frank: Person
    ) -> None:
        participant = add_participant(open_round, carol)
        mine = add_rater(participant, bob, RaterGroup.MANAGER)
        answer(mine, 4)
        other = answer(add_rater(participant, frank, RaterGroup.PEER), 2)
        responses.withdraw(rater=mine, at=NOW)
        assert Response.objects.get() == other

    def test_leaves_no_trace_of_its_moment(
        self, open_round: Round, carol: Person, bob: Person
    ) -> None:
        rater = add_rater(add_participant(open_round, carol), bob, RaterGroup.MANAGER)
        answer(rater, 4)
        responses.withdraw(rater=rater, at=NOW)
        assert not AuditEvent.objects.exists()

    def test_without_answers_does_nothing(
        self, open_round: Round, carol: Person, bob: Person
    ) -> None:
        rater = add_rater(add_participant(open_round, carol), bob, RaterGroup.MANAGER)
        responses.withdraw(rater=rater, at=NOW)
        assert not Response.objects.exists()

    def test_after_the_closing_date_is_refused_and_keeps_everything(
        self, open_round: Round, carol: Person, bob: Person
    ) -> None:
        rater = add_rater(add_participant(open_round, carol), bob, RaterGroup.MANAGER)
        answer(rater, 4)
        with pytest.raises(responses.RoundClosed):
            responses.withdraw(rater=rater, at=NOW + datetime.timedelta(days=22))
        assert Response.objects.exists()
