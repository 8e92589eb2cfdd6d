"""The start page of whoever signs in."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.models import Participant, Person, Report, Round, User
from assessment.release.services import release
from assessment.rounds.services import rounds
from tests.cast import add_participant, add_rater, answer, make_person, signed_in
from tests.console import get, text


@pytest.fixture
def participant(open_round: Round, carol: Person, bob: Person, frank: Person) -> Participant:
    open_round.closes_on = timezone.localdate() + datetime.timedelta(days=20)
    open_round.save()
    participant = add_participant(open_round, carol)
    add_rater(participant, bob, "manager")
    add_rater(participant, frank, "peer")
    return participant


@pytest.fixture
def client(carol: Person) -> Client:
    assert carol.user is not None
    return signed_in(carol.user)


class TestAParticipantsHome:
    def test_says_what_is_asked_and_by_when(
        self, client: Client, participant: Participant, bob: Person, carol: Person
    ) -> None:
        add_rater(add_participant(participant.round, bob), carol, "peer")
        page = text(get(client, "home"))
        assert "2 assessments are waiting for you." in page
        assert "Yourself" in page
        closes = participant.round.closes_on
        assert f"Until {closes.day} {closes:%B %Y}." in page

    def test_names_the_raters_and_never_who_has_answered(
        self, client: Client, participant: Participant
    ) -> None:
        before = text(get(client, "home"))
        assert "Manager Bob Peer Frank" in before
        answer(participant.raters.get(group="peer"))
        declined = participant.raters.get(group="manager")
        declined.declined_on = timezone.localdate()
        declined.save()
        assert text(get(client, "home")) == before

    def test_shows_the_report_after_release_only(
        self, client: Client, participant: Participant, alice: User
    ) -> None:
        assert "HR releases your report" in text(get(client, "home"))
        rounds.close(round=participant.round, by=alice, at=timezone.now())
        release.release(round=participant.round, by=alice, at=timezone.now())
        page = get(client, "home").content.decode()
        assert f"/reports/{Report.objects.get().pk}/" in page
        assert f"/reports/{Report.objects.get().pk}.pdf" in page

    def test_asks_nothing_more_after_the_closing_date(
        self, client: Client, participant: Participant
    ) -> None:
        participant.round.closes_on = timezone.localdate() - datetime.timedelta(days=1)
        participant.round.opens_on = participant.round.closes_on
        participant.round.save()
        assert "Nothing is asked of you" in text(get(client, "home"))

    def test_costs_no_more_queries_with_more_raters_and_requests(
        self, client: Client, participant: Participant, carol: Person
    ) -> None:
        queries(client)  # the questionnaire of a framework is read once for all
        few = queries(client)
        for number in range(10):
            person = make_person(carol.council, f"P{number}")
            add_rater(participant, person, "peer")
            add_rater(add_participant(participant.round, person), carol, "peer")
        assert queries(client) == few


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert get(client, "home").status_code == 200
    return len(captured)


class TestOthersAtHome:
    def test_hr_lands_on_the_rounds(self, alice: User) -> None:
        assert get(signed_in(alice), "home")["Location"] == "/hr/"

    def test_hr_who_is_assessed_finds_both(self, alice: User, participant: Participant) -> None:
        person = make_person(participant.round.council, "Alice", alice.email)
        person.user = alice
        person.save()
        add_participant(participant.round, person)
        page = text(get(signed_in(alice), "home"))
        assert "Run the rounds of your council" in page
        assert "1 assessment is waiting for you." in page

    def test_an_editor_goes_to_the_admin(self, erin: User) -> None:
        assert get(signed_in(erin), "home")["Location"] == "/admin/"

    def test_an_editor_who_is_assessed_finds_both(
        self, erin: User, participant: Participant
    ) -> None:
        person = make_person(participant.round.council, "Erin", erin.email)
        person.user = erin
        person.save()
        add_participant(participant.round, person)
        page = text(get(signed_in(erin), "home"))
        assert "Open the admin" in page
        assert "Run the rounds" not in page
        assert "1 assessment is waiting for you." in page

    def test_nobody_signs_in_first(self, db: None) -> None:
        assert get(Client(), "home")["Location"] == "/accounts/login/?next=/"

    def test_a_form_cannot_be_sent_there(self, erin: User) -> None:
        assert signed_in(erin).post("/").status_code == 405
