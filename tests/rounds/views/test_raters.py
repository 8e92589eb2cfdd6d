"""One participant with their raters, and what HR puts right one by one."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.models import Invitation, Participant, Person, QueuedEmail, Rater, Round, User
from assessment.rounds.services import invitations
from tests.cast import NOW, add_participant, add_rater, answer, make_person, signed_in
from tests.console import get, post, said, text

OF_PARTICIPANT = ["participant_page", "participant_roles", "participant_remove", "rater_new"]
OF_RATER = ["rater_page", "rater_group", "rater_withdraw", "rater_resend", "rater_revoke"]


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def participant(open_round: Round, carol: Person) -> Participant:
    return add_participant(open_round, carol)


@pytest.fixture
def peer(participant: Participant, frank: Person) -> Rater:
    return add_rater(participant, frank, "peer")


@pytest.fixture
def invited(peer: Rater, alice: User) -> Rater:
    invitations.issue(round=peer.participant.round, by=alice, at=NOW)
    QueuedEmail.objects.all().delete()
    return peer


class TestAParticipant:
    def test_is_shown_with_raters_and_what_they_did_but_no_dates(
        self, hr: Client, peer: Rater
    ) -> None:
        answer(peer)
        page = text(get(hr, "participant_page", peer.participant.pk))
        assert "Frank frank@example.com Peer Answered" in page
        assert "Carol carol@example.gov.uk Self Not yet" in page
        assert "2026" not in page

    def test_costs_no_more_queries_with_more_raters(self, hr: Client, invited: Rater) -> None:
        few = queries(hr, invited.participant)
        for number in range(10):
            person = make_person(invited.person.council, f"R{number}")
            add_rater(invited.participant, person, "peer")
        assert queries(hr, invited.participant) == few

    def test_gets_other_roles(self, hr: Client, participant: Participant) -> None:
        post(hr, "participant_roles", participant.pk, roles=["e-champion", "head-of-ict"])
        assert participant.roles.count() == 2

    @pytest.mark.parametrize("roles", [[], ["janitor"]])
    def test_keeps_the_roles_when_none_is_chosen(
        self, hr: Client, participant: Participant, roles: list[str]
    ) -> None:
        response = post(hr, "participant_roles", participant.pk, roles=roles)
        assert "There is a problem" in text(response)
        assert participant.roles.count() == 1

    def test_is_taken_out_after_saying_what_is_lost(self, hr: Client, peer: Rater) -> None:
        answer(peer)
        page = text(get(hr, "participant_remove", peer.participant.pk))
        assert "1 rater is no longer asked" in page
        assert "The answers of 1 person are deleted." in page
        post(hr, "participant_remove", peer.participant.pk)
        assert not Participant.objects.exists()


def queries(client: Client, participant: Participant) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert get(client, "participant_page", participant.pk).status_code == 200
    return len(captured)


class TestARater:
    def test_is_added_and_invited(self, hr: Client, participant: Participant) -> None:
        data = {"name": "Gina", "email": "gina@example.gov.uk", "group": "peer"}
        response = post(hr, "rater_new", participant.pk, **data)
        assert response["Location"] == f"/participants/{participant.pk}/"
        assert Rater.objects.filter(person__name="Gina", group="peer").exists()
        assert QueuedEmail.objects.filter(person__name="Gina").exists()

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": ""}, "Enter the full name."),
            ({"email": "frank"}, "Enter an email address like"),
            ({"group": "self"}, "Choose one of these groups."),
            ({"email": "frank@example.com"}, "Frank already rates Carol."),
        ],
    )
    def test_is_not_added_when_something_is_wrong(
        self, hr: Client, peer: Rater, wrong: dict[str, str], sentence: str
    ) -> None:
        data = {"name": "Gina", "email": "gina@example.gov.uk", "group": "peer"} | wrong
        response = post(hr, "rater_new", peer.participant.pk, **data)
        assert sentence in text(response)
        assert f'value="{data["email"]}"' in response.content.decode()
        assert Rater.objects.count() == 2

    def test_keeps_a_known_name_and_says_so(
        self, hr: Client, participant: Participant, bob: Person
    ) -> None:
        data = {"name": "Robert", "email": bob.email, "group": "peer"}
        response = post(hr, "rater_new", participant.pk, **data)
        assert "known as Bob, and that name was kept" in said(response)

    def test_is_moved_to_another_group(self, hr: Client, peer: Rater) -> None:
        post(hr, "rater_group", peer.pk, group="partner")
        peer.refresh_from_db()
        assert peer.group == "partner"

    def test_is_withdrawn_after_saying_what_is_lost(self, hr: Client, peer: Rater) -> None:
        assert "are deleted" not in text(get(hr, "rater_withdraw", peer.pk))
        answer(peer)
        assert "Answers that they have saved are deleted." in text(
            get(hr, "rater_withdraw", peer.pk)
        )
        post(hr, "rater_withdraw", peer.pk)
        assert not Rater.objects.filter(pk=peer.pk).exists()

    def test_gets_a_new_email(self, hr: Client, invited: Rater) -> None:
        assert "One email goes to frank@example.com." in text(get(hr, "rater_resend", invited.pk))
        assert not QueuedEmail.objects.exists()
        post(hr, "rater_resend", invited.pk)
        assert QueuedEmail.objects.get().person == invited.person

    def test_has_their_link_stopped(self, hr: Client, invited: Rater) -> None:
        get(hr, "rater_revoke", invited.pk)
        assert not Invitation.objects.filter(revoked_at__isnull=False).exists()
        post(hr, "rater_revoke", invited.pk)
        assert Invitation.objects.get(revoked_at__isnull=False).person == invited.person
        assert "Link stopped" in text(get(hr, "rater_page", invited.pk))

    @pytest.mark.parametrize("name", ["rater_resend", "rater_revoke"])
    def test_has_no_link_before_the_round_opens(self, hr: Client, peer: Rater, name: str) -> None:
        assert "Nobody was invited yet" in said(get(hr, name, peer.pk))


class TestAPerson:
    def test_is_corrected(self, hr: Client, peer: Rater) -> None:
        data = {"name": "Franklin", "email": "franklin@example.com"}
        response = post(hr, "person_edit", peer.person_id, **data)
        assert response["Location"] == f"/rounds/{peer.participant.round_id}/people/"
        peer.person.refresh_from_db()
        assert (peer.person.name, peer.person.email) == ("Franklin", "franklin@example.com")

    def test_with_an_account_is_said_to_lose_the_password(
        self, hr: Client, participant: Participant, peer: Rater
    ) -> None:
        sentence = "takes their password away"
        assert sentence in text(get(hr, "person_edit", participant.person_id))
        assert sentence not in text(get(hr, "person_edit", peer.person_id))

    def test_gets_a_language(self, hr: Client, peer: Rater) -> None:
        page = get(hr, "person_edit", peer.person_id).content.decode()
        assert 'value="en-gb" checked' in page
        same = {"name": peer.person.name, "email": peer.person.email}
        post(hr, "person_edit", peer.person_id, **same, language="cy")
        peer.person.refresh_from_db()
        assert peer.person.language == "cy"
        refused = post(hr, "person_edit", peer.person_id, **same, language="fr")
        assert "Choose one of these languages." in text(refused)

    def test_gets_a_unit_that_is_shown_and_can_be_emptied(
        self, hr: Client, participant: Participant
    ) -> None:
        person = participant.person
        typed = {"name": person.name, "email": person.email, "unit": "<Housing>"}
        assert post(hr, "person_edit", person.pk, **typed).status_code == 302
        for name, key in {
            "participant_page": participant.pk,
            "round_people": participant.round_id,
            "round_page": participant.round_id,
        }.items():
            assert "&lt;Housing&gt;" in get(hr, name, key).content.decode(), name
        form = get(hr, "person_edit", person.pk).content.decode()
        assert 'value="&lt;Housing&gt;"' in form
        post(hr, "person_edit", person.pk, **{**typed, "unit": ""})
        person.refresh_from_db()
        assert person.unit == ""

    def test_keeps_a_unit_that_is_too_long_for_another_try(self, hr: Client, peer: Rater) -> None:
        typed = {"name": "Frank", "email": peer.person.email, "unit": "ŵ" * 121}
        refused = post(hr, "person_edit", peer.person_id, **typed)
        assert refused.status_code == 200
        assert "at most 120 characters" in text(refused)
        assert "ŵ" * 121 in refused.content.decode()

    def test_has_a_unit_in_welsh_for_who_reads_it(self, hr: Client, peer: Rater) -> None:
        post(hr, "language", language="cy")
        page = text(get(hr, "person_edit", peer.person_id))
        assert "Y rhan o’r cyngor" in page.replace("'", "’")

    def test_keeps_what_was_typed_when_the_address_is_taken(
        self, hr: Client, peer: Rater, bob: Person
    ) -> None:
        response = post(hr, "person_edit", peer.person_id, name="Franklin", email=bob.email)
        assert "Another person of your council" in text(response)
        assert 'value="Franklin"' in response.content.decode()


class TestWhoMayNot:
    @pytest.mark.parametrize("name", [*OF_PARTICIPANT, *OF_RATER, "person_edit"])
    def test_see_or_change_anybody(self, peer: Rater, dave: User, carol: Person, name: str) -> None:
        subject = (
            peer.participant.pk
            if name in OF_PARTICIPANT
            else peer.person_id
            if name == "person_edit"
            else peer.pk
        )
        assert carol.user is not None
        for client, status in [
            (Client(), 302),
            (signed_in(dave), 404),
            (signed_in(carol.user), 403),
        ]:
            assert get(client, name, subject).status_code == status
            if not name.endswith("_page"):
                assert post(client, name, subject).status_code == status
        assert Rater.objects.filter(pk=peer.pk, group="peer").exists()

    @pytest.mark.parametrize("name", [*OF_PARTICIPANT, *OF_RATER, "person_edit"])
    def test_guess_an_address(self, hr: Client, name: str) -> None:
        assert get(hr, name, uuid.uuid4()).status_code == 404

    @pytest.mark.parametrize("name", ["participant_page", "rater_page"])
    def test_use_another_method(self, hr: Client, peer: Rater, name: str) -> None:
        subject = peer.pk if name == "rater_page" else peer.participant.pk
        assert post(hr, name, subject).status_code == 405
        assert hr.put(f"/raters/{peer.pk}/withdraw/").status_code == 405
