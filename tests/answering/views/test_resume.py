"""Coming back leads to the first open question."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assessment.answering import services as responses
from assessment.models import Dimension, Person, Rater, Round, User
from tests.answers import answer_all, dimension_of, follow, invite, page, save
from tests.cast import NOW, answer, signed_in


class TestGoingOn:
    def test_leads_to_the_first_question_without_an_answer(
        self, frank_comes: Client, peer: Rater, dimension: Dimension
    ) -> None:
        save(peer, 4)
        response = frank_comes.get(page("answer_resume", peer))

        questions = page("answer_questions", peer, dimension)
        assert response.headers["Location"] == f"{questions}#id_q-communication-2"

    def test_leads_past_a_part_that_is_whole(self, frank_comes: Client, peer: Rater) -> None:
        save(peer, 4, None, 2)
        response = frank_comes.get(page("answer_resume", peer))

        leadership = page("answer_questions", peer, dimension_of(peer.participant, "leadership"))
        assert response.headers["Location"] == f"{leadership}#id_q-leadership-1"

    def test_leads_to_the_check_when_all_is_answered(
        self, frank_comes: Client, peer: Rater
    ) -> None:
        answer_all(peer)

        assert frank_comes.get(page("answer_resume", peer)).url == page("answer_check", peer)  # type: ignore[attr-defined]

    @pytest.mark.parametrize("declined", [False, True])
    def test_leads_to_the_promise_before_the_first_answer_and_after_declining(
        self, frank_comes: Client, peer: Rater, declined: bool
    ) -> None:
        if declined:
            save(peer, 4)
            responses.decline(rater=peer, reason="Hardly meet", at=NOW)

        response = frank_comes.get(page("answer_resume", peer))
        assert response.headers["Location"] == page("answer_promise", peer)

    def test_is_offered_by_the_tasks_and_the_list(self, frank_comes: Client, peer: Rater) -> None:
        tasks, going_on = page("answer_tasks", peer), page("answer_resume", peer)
        assert going_on not in frank_comes.get(tasks).content.decode()
        save(peer, 4)

        assert going_on in frank_comes.get(tasks).content.decode()
        assert going_on in frank_comes.get(reverse("answer_list")).content.decode()

    def test_by_the_link_leads_there_straight(
        self, round: Round, peer: Rater, frank: Person
    ) -> None:
        save(peer, 4)

        assert follow(Client(), invite(round, frank)[1]) == page("answer_resume", peer)


class TestWhoElse:
    def test_of_the_council_finds_nothing(self, alice: User, peer: Rater) -> None:
        assert signed_in(alice).get(page("answer_resume", peer)).status_code == 404

    def test_of_another_council_finds_nothing(self, dave: User, peer: Rater) -> None:
        assert signed_in(dave).get(page("answer_resume", peer)).status_code == 404

    def test_is_unknown_opens_the_link_again(self, peer: Rater) -> None:
        url = page("answer_resume", peer)
        assert Client().get(url).headers["Location"].startswith(reverse("link_start"))

    def test_comes_by_a_bad_address_finds_nothing(self, frank_comes: Client, own: Rater) -> None:
        assert frank_comes.get(page("answer_resume", own)).status_code == 404

    def test_sends_a_form_is_refused(self, frank_comes: Client, peer: Rater) -> None:
        assert frank_comes.post(page("answer_resume", peer)).status_code == 405


class TestTheMinutesLeft:
    def test_are_said_on_the_page_and_the_tasks(
        self, frank_comes: Client, peer: Rater, url: str
    ) -> None:
        for address in (url, page("answer_tasks", peer)):
            assert "About 5 minutes left" in frank_comes.get(address).content.decode()
        answer(peer, submitted=False)

        assert "Every statement is answered." in frank_comes.get(url).content.decode()
