"""One's own data: on a page, as a file, and answers taken back."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import AuditEvent, Council, Person, RaterGroup, Response, Round, User
from tests.cast import add_participant, add_rater, answer, signed_in
from tests.spring import by_link, invite, token_of

PAGE, FILE = "/me/data/", "/me/data.json"


@pytest.fixture
def today_round(open_round: Round) -> Round:
    """Open on the day of the test, because the pages ask the clock."""
    open_round.closes_on = timezone.localdate()
    open_round.save()
    return open_round


@pytest.fixture
def bobs_answers(today_round: Round, carol: Person, bob: Person) -> Response:
    rater = add_rater(add_participant(today_round, carol), bob, RaterGroup.MANAGER)
    invite(today_round, bob)
    return answer(rater, 4, comments={"communication": "Good."})


def withdrawal(response: Response) -> str:
    assert response.rater is not None
    return reverse("my_answers_withdraw", args=[response.rater.pk])


class TestThePage:
    def test_shows_a_participant_what_is_held(
        self, spring: Round, bob: Person, carol: Person
    ) -> None:
        bob.name = "Bertrand"  # too long for a random token to hold it
        bob.save()
        page = signed_in(account(carol)).get(PAGE).content.decode()
        assert "carol@example.gov.uk" in page
        assert "I show communication in way 1." in page
        assert "Word 0" in page
        assert "Bertrand" not in page
        assert "Peer 0" not in page

    def test_shows_a_rater_by_link_what_is_held_also_after_closing(
        self, spring: Round, bob: Person
    ) -> None:
        page = by_link(bob).get(PAGE).content.decode()
        assert "a person whom you were asked to rate as manager" in page
        assert "Better." in page
        assert "Carol" not in page
        assert "Its answers are deleted on 30 Jun 2026." in page

    def test_says_truthfully_what_happens_after_the_cut(
        self, ashford: Council, spring: Round, bob: Person
    ) -> None:
        ashford.link_cut_months = 2
        ashford.save()
        page = by_link(bob).get(PAGE).content.decode()
        assert "2 months after release at the latest your answers are deleted" in page

    def test_asks_a_stranger_who_they_are(self, db: None) -> None:
        answer = Client().get(PAGE)
        assert answer.status_code == 302
        assert answer["Location"] == "/link/?next=%2Fme%2Fdata%2F"

    def test_brings_a_rater_who_opens_the_link_again_back_here(
        self, spring: Round, bob: Person
    ) -> None:
        client = Client()
        client.get(reverse("link_arrive", args=[token_of(bob)]))
        answer = client.post(reverse("link_start"), {"next": PAGE})
        assert answer["Location"] == PAGE
        assert client.get(PAGE).status_code == 200

    def test_serves_an_account_without_a_council(self, olga: User) -> None:
        page = signed_in(olga).get(PAGE).content.decode()
        assert "olga@example.gov.uk" in page

    def test_takes_no_post(self, carol: Person) -> None:
        assert signed_in(account(carol)).post(PAGE).status_code == 405


class TestTheFile:
    def test_holds_the_same_and_is_recorded(self, spring: Round, carol: Person) -> None:
        answer = signed_in(account(carol)).post(FILE)
        assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
        data = json.loads(answer.content)
        assert data["person"]["name"] == "Carol"
        assert len(data["assessed"][0]["own_answers"]["ratings"]) == 12
        event = AuditEvent.objects.get(action="data.copied")
        assert (event.by, event.subject_id) == (account(carol), account(carol).pk)

    def test_is_given_to_a_rater_by_link(self, spring: Round, bob: Person) -> None:
        data = json.loads(by_link(bob).post(FILE).content)
        assert data["rated"][0]["answers"]["comments"][0]["text"] == "Good."
        event = AuditEvent.objects.get(action="data.copied")
        assert (event.by, event.council) == (None, spring.council)

    def test_is_not_given_to_a_stranger(self, spring: Round) -> None:
        assert Client().post(FILE)["Location"] == PAGE
        assert not AuditEvent.objects.filter(action="data.copied").exists()

    def test_is_not_made_when_a_link_is_only_followed(self, carol: Person) -> None:
        assert signed_in(account(carol)).get(FILE).status_code == 405


class TestWithdrawing:
    def test_asks_first_and_deletes_nothing(self, bobs_answers: Response, bob: Person) -> None:
        page = by_link(bob).get(withdrawal(bobs_answers))
        assert "This cannot be undone." in page.content.decode()
        assert Response.objects.exists()

    def test_deletes_the_answers_and_says_so(self, bobs_answers: Response, bob: Person) -> None:
        page = by_link(bob).post(withdrawal(bobs_answers), follow=True)
        assert page.redirect_chain == [(PAGE, 302)]
        assert "Your answers are withdrawn and deleted." in page.content.decode()
        assert not Response.objects.exists()

    def test_is_offered_while_there_is_something_to_withdraw(
        self, bobs_answers: Response, bob: Person
    ) -> None:
        client = by_link(bob)
        assert withdrawal(bobs_answers) in client.get(PAGE).content.decode()
        client.post(withdrawal(bobs_answers))
        assert withdrawal(bobs_answers) not in client.get(PAGE).content.decode()

    def test_works_for_ones_own_assessment(self, bobs_answers: Response, carol: Person) -> None:
        own = answer(bobs_answers.participant.raters.get(group="self"), 3)
        signed_in(account(carol)).post(withdrawal(own))
        assert Response.objects.get() == bobs_answers

    def test_after_closing_is_refused_kindly(
        self, bobs_answers: Response, today_round: Round, bob: Person, alice: User
    ) -> None:
        client = by_link(bob)
        Round.objects.update(state="closed", closed_at=timezone.now(), closed_by=alice)
        assert client.post(withdrawal(bobs_answers)).status_code == 410
        assert Response.objects.exists()

    def test_of_somebody_elses_answers_is_not_found(
        self, bobs_answers: Response, today_round: Round, frank: Person, carol: Person
    ) -> None:
        invite(today_round, frank)
        for client in (by_link(frank), signed_in(account(carol))):
            assert client.post(withdrawal(bobs_answers)).status_code == 404
        assert Response.objects.exists()

    def test_of_an_unknown_rating_is_not_found(self, bobs_answers: Response, bob: Person) -> None:
        path = reverse("my_answers_withdraw", args=[uuid.uuid4()])
        assert by_link(bob).get(path).status_code == 404

    def test_asks_a_stranger_who_they_are(self, bobs_answers: Response) -> None:
        asked = Client().get(withdrawal(bobs_answers))
        assert asked["Location"].startswith("/link/?next=")
        answer = Client().post(withdrawal(bobs_answers))
        assert answer.status_code == 403
        assert "nothing has been changed" in answer.content.decode()
        assert Response.objects.exists()


def account(person: Person) -> User:
    assert person.user is not None
    return person.user
