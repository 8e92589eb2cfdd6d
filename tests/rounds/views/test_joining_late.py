"""HR adds people to a round that is open, and deletes a draft made by mistake."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from assessment.models import Participant, Person, QueuedEmail, Rater, Round, User
from tests.answers import close, keep_open
from tests.cast import add_participant, make_round, signed_in
from tests.console import get, post, said, text
from tests.rounds.views.test_people import confirm, upload
from tests.spreadsheets.builders import HEADER, MANAGER, PEER, as_csv

GINA = {"name": "Gina", "email": "gina@example.gov.uk", "roles": ["head-of-ict"]}


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def running(open_round: Round) -> Round:
    return keep_open(open_round)


@pytest.fixture
def draft(running: Round, alice: User, carol: Person) -> Round:
    round = make_round(running.council, running.framework, by=alice, name="Mistake")
    add_participant(round, carol)
    return round


class TestAddingAParticipant:
    def test_leads_to_their_page_and_invites_them(self, hr: Client, running: Round) -> None:
        page = text(get(hr, "participant_new", running.pk))
        assert "One person gets an account, and an email" in page
        response = post(hr, "participant_new", running.pk, **GINA)
        added = Participant.objects.get(person__name="Gina")
        assert response["Location"] == f"/participants/{added.pk}/"
        assert "Now add their raters" in said(response)
        assert QueuedEmail.objects.get().person == added.person

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": ""}, "Enter the full name."),
            ({"email": "gina"}, "Enter an email address like"),
            ({"roles": []}, "Choose at least one role."),
            ({"roles": ["janitor"]}, "Choose from these roles."),
            ({"email": "dave@brindle.example.gov.uk"}, "belong to accounts that cannot be used"),
        ],
    )
    def test_keeps_what_was_typed_when_something_is_wrong(
        self, hr: Client, running: Round, dave: User, wrong: dict[str, object], sentence: str
    ) -> None:
        data = GINA | wrong
        response = post(hr, "participant_new", running.pk, **data)
        assert sentence in text(response)
        assert f'value="{data["email"]}"' in response.content.decode()
        assert not Participant.objects.exists()

    def test_keeps_a_known_name_and_says_so(
        self, hr: Client, running: Round, carol: Person
    ) -> None:
        response = post(hr, "participant_new", running.pk, **GINA | {"email": carol.email})
        assert "known as Carol, and that name was kept" in said(response)

    def test_is_over_when_the_round_is_closed(self, hr: Client, running: Round) -> None:
        close(running)
        for response in (
            get(hr, "participant_new", running.pk),
            post(hr, "participant_new", running.pk, **GINA),
        ):
            assert response["Location"] == f"/rounds/{running.pk}/"
            assert "nobody can be added" in said(response)
        assert not Participant.objects.exists()

    def test_is_offered_while_people_can_join(self, hr: Client, running: Round) -> None:
        link = f"/rounds/{running.pk}/participants/new/"
        assert link in get(hr, "round_page", running.pk).content.decode()
        close(running)
        assert link not in get(hr, "round_page", running.pk).content.decode()


class TestASpreadsheetForAnOpenRound:
    def test_says_how_many_emails_it_sends_and_sends_them(self, hr: Client, running: Round) -> None:
        assert "a file can only add people" in text(get(hr, "people_import", running.pk))
        upload(hr, running, as_csv([HEADER, MANAGER, PEER]))
        page = text(get(hr, "people_import_check", running.pk))
        assert "3 people get one email each" in page
        assert "Import and send 3 emails" in page
        assert "A spreadsheet is waiting" in text(get(hr, "round_page", running.pk))
        assert not QueuedEmail.objects.exists()
        confirm(hr, running)
        assert QueuedEmail.objects.count() == Rater.objects.count() == 3

    def test_cannot_take_anybody_out(self, hr: Client, running: Round, carol: Person) -> None:
        add_participant(running, carol)
        assert "Take them all out first" not in text(get(hr, "people_import", running.pk))
        upload(hr, running, as_csv([HEADER, PEER]), mode="replace")
        assert "take out" not in text(get(hr, "people_import_check", running.pk))


class TestDeletingADraft:
    def test_says_what_goes_and_deletes_it(self, hr: Client, draft: Round) -> None:
        page = text(get(hr, "round_delete", draft.pk))
        assert "who rates whom: 1 participant, 1 person in all" in page
        assert "Nobody was invited and nobody has answered anything" in page
        assert Round.objects.filter(pk=draft.pk).exists()
        response = post(hr, "round_delete", draft.pk)
        assert response["Location"] == "/rounds/"
        assert "“Mistake” has been deleted" in said(response)
        assert not Round.objects.filter(pk=draft.pk).exists()

    def test_is_not_possible_once_it_was_opened(self, hr: Client, running: Round) -> None:
        for response in (
            get(hr, "round_delete", running.pk),
            post(hr, "round_delete", running.pk),
        ):
            assert "cannot be deleted" in said(response)
        assert Round.objects.filter(pk=running.pk).exists()


@pytest.mark.parametrize("name", ["participant_new", "round_delete"])
class TestWhoMayNot:
    def test_see_or_do_it(self, draft: Round, dave: User, carol: Person, name: str) -> None:
        assert carol.user is not None
        for client, status in [
            (Client(), 302),
            (signed_in(dave), 404),
            (signed_in(carol.user), 403),
        ]:
            assert get(client, name, draft.pk).status_code == status
            assert post(client, name, draft.pk, **GINA).status_code == status
        assert Round.objects.filter(pk=draft.pk).exists()
        assert Participant.objects.count() == 1

    def test_guess_an_address(self, hr: Client, name: str) -> None:
        assert get(hr, name, uuid.uuid4()).status_code == 404

    def test_use_another_method(self, hr: Client, draft: Round, name: str) -> None:
        address = {"participant_new": "participants/new", "round_delete": "delete"}[name]
        assert hr.delete(f"/rounds/{draft.pk}/{address}/").status_code == 405
