"""The sponsor's pages, HR's page of the letter, and the participant's word."""

from __future__ import annotations

import uuid
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from assessment.council.told.services.told import give_consent, make_letter
from assessment.models import Consent, CouncilLetter, Person, Report, Round, User
from tests.cast import add_participant, make_person, make_round, signed_in
from tests.council.told.world import LATER

pytestmark = pytest.mark.one_database


def words(response: Any) -> str:
    assert response.status_code == 200
    return unescape(" ".join(strip_tags(response.content.decode()).split()))


def read(user: User, name: str, *arguments: object) -> str:
    return words(signed_in(user).get(reverse(name, args=arguments), follow=True))


def report_of(person: Person, round: Round) -> Report:
    return Report.objects.get(participant__person=person, participant__round=round)


def agree(round: Round, *people: Person) -> None:
    for person in people:
        assert person.user is not None
        give_consent(report=report_of(person, round), by=person.user, at=LATER)


class TestTheSponsorsPages:
    def test_begin_at_home(self, large: Round, susan: User) -> None:
        page = read(susan, "home")
        assert "Council picture" in page
        assert "Large, released on 31 March 2026" in page
        assert (
            reverse("council_told", args=[large.pk])
            in signed_in(susan).get(reverse("council_told_list")).content.decode()
        )

    def test_list_no_round_that_is_not_released(
        self, large: Round, alice: User, susan: User
    ) -> None:
        later = make_round(large.council, large.framework, by=alice, state="closed", name="Later")
        assert "Later" not in read(susan, "council_told_list")
        met = signed_in(susan).get(reverse("council_told", args=[later.pk]))
        assert met.status_code == 404

    def test_tell_figures_of_many_and_no_name(
        self, large: Round, carol: Person, susan: User
    ) -> None:
        page = read(susan, "council_told", large.pk)
        assert "The role of e-champion is shared by 5 people." in page
        assert "The role of head of ICT is held by one person." in page
        assert "“Mandate” is seen as low, over everybody who takes part." in page
        assert "Communication 3.4 0.5 below the target" in page
        assert "Mandate 2.0 or lower" in page
        names = [carol.name, "Champion 0", "Peer 0"]
        assert [name for name in names if name in page] == []

    def test_say_that_nothing_may_be_said_of_few(
        self, small: Round, carol: Person, susan: User
    ) -> None:
        agree(small, carol)
        page = read(susan, "council_told", small.pk)
        assert "Nothing may be said yet." in page
        assert "Mandate" not in page
        assert "e-champion" not in page

    def test_say_what_was_agreed_to_once_the_letter_is_made(
        self, small: Round, carol: Person, alice: User, susan: User
    ) -> None:
        agree(small, carol)
        make_letter(round=small, by=alice, at=LATER)
        page = read(susan, "council_told", small.pk)
        assert "“Mandate” is seen as low for e-champion." in page
        assert "The letter to the sponsor (PDF)" in page
        assert "head of ICT is" not in page
        assert "Carol" not in page

    def test_open_no_report_and_no_round(self, large: Round, carol: Person, susan: User) -> None:
        client, report = signed_in(susan), report_of(carol, large)
        for name, key in [
            ("report_page", report.pk),
            ("report_pdf", report.pk),
            ("round_page", large.pk),
            ("round_letter", large.pk),
            ("round_results_csv", large.pk),
            ("participant_page", report.participant_id),
            ("council_consent", report.pk),
        ]:
            assert client.get(reverse(name, args=[key])).status_code == 403, name

    def test_are_there_for_hr_and_for_nobody_else(
        self, large: Round, alice: User, dave: User, carol: Person, client: Client
    ) -> None:
        address = reverse("council_told", args=[large.pk])
        assert signed_in(alice).get(address).status_code == 200
        assert signed_in(dave).get(address).status_code == 404
        assert carol.user is not None
        assert signed_in(carol.user).get(address).status_code == 403
        assert client.get(address).status_code == 302
        assert signed_in(alice).post(address).status_code == 405
        assert signed_in(alice).post(reverse("council_told_list")).status_code == 405
        unknown = reverse("council_told", args=[uuid.uuid4()])
        assert signed_in(alice).get(unknown).status_code == 404

    def test_ask_as_often_of_many_as_of_more(self, large: Round, susan: User, gina: Person) -> None:
        client, address = signed_in(susan), reverse("council_told", args=[large.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for n in range(6):
            add_participant(large, make_person(large.council, f"Later {n}"), "e-champion")
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few)


class TestTheLettersPage:
    def test_counts_who_has_agreed_and_says_what_the_letter_would(
        self, small: Round, carol: Person, alice: User
    ) -> None:
        page = read(alice, "round_letter", small.pk)
        assert "0 of 2 participants have agreed" in page
        assert "Nothing may be said yet." in page
        agree(small, carol)
        page = read(alice, "round_letter", small.pk)
        assert "1 of 2 participants have agreed" in page
        assert "“Mandate” is seen as low for e-champion." in page
        assert "Carol" not in page

    def test_makes_the_letter_on_a_post_alone(
        self, small: Round, carol: Person, alice: User
    ) -> None:
        agree(small, carol)
        client, address = signed_in(alice), reverse("round_letter", args=[small.pk])
        client.get(address)
        assert not CouncilLetter.objects.exists()
        assert "The letter is made." in words(client.post(address, follow=True))
        assert CouncilLetter.objects.get().made_by == alice
        assert "is made already" in words(client.post(address, follow=True))

    def test_refuses_where_nothing_may_be_said(self, small: Round, alice: User) -> None:
        address = reverse("round_letter", args=[small.pk])
        said = words(signed_in(alice).post(address, follow=True))
        assert "there is no letter to make" in said
        assert not CouncilLetter.objects.exists()

    def test_is_for_hr_of_the_council_who_take_no_part(
        self, small: Round, carol: Person, alice: User, dave: User, susan: User, client: Client
    ) -> None:
        address = reverse("round_letter", args=[small.pk])
        assert carol.user is not None
        carol.user.is_hr = True
        carol.user.save()
        met = {
            "dave": signed_in(dave).get(address).status_code,
            "susan": signed_in(susan).get(address).status_code,
            "carol": signed_in(carol.user).get(address).status_code,
            "nobody": client.get(address).status_code,
            "put": signed_in(alice).put(address).status_code,
        }
        assert met == {"dave": 404, "susan": 403, "carol": 403, "nobody": 302, "put": 405}
        assert signed_in(carol.user).post(address).status_code == 403
        assert not CouncilLetter.objects.exists()

    def test_is_led_to_from_the_round(self, small: Round, alice: User) -> None:
        page = signed_in(alice).get(reverse("round_page", args=[small.pk])).content.decode()
        assert reverse("round_letter", args=[small.pk]) in page
        assert reverse("council_told", args=[small.pk]) in page


class TestAParticipantsWord:
    def test_is_asked_for_at_home_and_on_the_report(self, small: Round, carol: Person) -> None:
        assert carol.user is not None
        client, report = signed_in(carol.user), report_of(carol, small)
        address = reverse("council_consent", args=[report.pk])
        for page in (reverse("home"), reverse("report_page", args=[report.pk])):
            assert address in client.get(page).content.decode()
        assert "you have not agreed" in words(client.get(reverse("home")))

    def test_is_given_and_taken_back(self, small: Round, carol: Person) -> None:
        assert carol.user is not None
        client = signed_in(carol.user)
        address = reverse("council_consent", args=[report_of(carol, small).pk])
        assert "You have not agreed." in words(client.get(address))
        assert not Consent.objects.exists()
        assert "You agreed on" in words(client.post(address, {"agrees": "yes"}, follow=True))
        assert Consent.objects.count() == 1
        assert "You have not agreed." in words(client.post(address, {"agrees": "no"}, follow=True))
        assert not Consent.objects.exists()

    def test_is_no_yes_where_nothing_was_said(self, small: Round, carol: Person) -> None:
        assert carol.user is not None
        address = reverse("council_consent", args=[report_of(carol, small).pk])
        signed_in(carol.user).post(address)
        assert not Consent.objects.exists()

    def test_can_no_longer_be_changed_after_the_letter(
        self, small: Round, carol: Person, alice: User
    ) -> None:
        agree(small, carol)
        make_letter(round=small, by=alice, at=LATER)
        assert carol.user is not None
        client = signed_in(carol.user)
        address = reverse("council_consent", args=[report_of(carol, small).pk])
        assert "Take it back" not in words(client.get(address))
        assert "can no longer be changed" in words(client.post(address, follow=True))
        assert Consent.objects.exists()

    def test_is_not_needed_of_many(self, large: Round, carol: Person) -> None:
        assert carol.user is not None
        client, report = signed_in(carol.user), report_of(carol, large)
        address = reverse("council_consent", args=[report.pk])
        page = words(client.get(address))
        assert "figures over 5 participants or more" in page
        assert "I agree" not in page
        assert address not in client.get(reverse("home")).content.decode()

    def test_is_nobody_elses(
        self, small: Round, carol: Person, gina: Person, alice: User, dave: User, client: Client
    ) -> None:
        address = reverse("council_consent", args=[report_of(carol, small).pk])
        assert gina.user is not None
        for user, status in ((gina.user, 403), (alice, 403), (dave, 404)):
            assert signed_in(user).post(address, {"agrees": "yes"}).status_code == status
        assert client.post(address, {"agrees": "yes"}).status_code == 302
        assert not Consent.objects.exists()
        assert carol.user is not None
        unknown = reverse("council_consent", args=[uuid.uuid4()])
        assert signed_in(carol.user).get(unknown).status_code == 404
        assert signed_in(carol.user).put(address).status_code == 405

    def test_is_in_the_own_copy_and_not_in_hrs(
        self, small: Round, carol: Person, alice: User
    ) -> None:
        agree(small, carol)
        assert carol.user is not None
        said = "to what your council’s chief executive may be told"
        assert said in read(carol.user, "my_data")
        assert said not in read(alice, "data_person", carol.pk)
        assert "agreed" not in read(alice, "audit").casefold().replace("disagreed", "")
