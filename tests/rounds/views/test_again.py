"""The pages on which HR makes the next round of the same people."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Council, Framework, Person, Rater, Round, User
from tests.cast import (
    add_participant,
    add_rater,
    make_participant_account,
    make_person,
    make_round,
    signed_in,
)
from tests.console import text
from tests.rounds.last_year import last_year

FILLED: dict[str, Any] = {
    "name": "Next year",
    **{"opens_on-day": "2", "opens_on-month": "3", "opens_on-year": "2027"},
    **{"closes_on-day": "23", "closes_on-month": "3", "closes_on-year": "2027"},
}


@pytest.fixture
def spring(
    ashford: Council, framework: Framework, carol: Person, frank: Person, alice: User
) -> Round:
    return last_year(ashford, framework, carol, frank, by=alice)


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


def words(answer: Any) -> str:
    return text(answer)


def page_of(round: Round) -> str:
    return reverse("round_again", args=[round.pk])


def filled(round: Round, **changes: Any) -> dict[str, Any]:
    return {**FILLED, "framework": str(round.framework_id), **changes}


class TestHR:
    def test_come_from_the_page_of_the_released_round(self, hr: Client, spring: Round) -> None:
        there = hr.get(reverse("round_page", args=[spring.pk])).content.decode()
        assert page_of(spring) in there

    def test_see_who_is_taken_over_before_anything_is_made(self, hr: Client, spring: Round) -> None:
        Rater.objects.filter(person__name="Hugo").update(group="partner")
        said = words(hr.post(page_of(spring), filled(spring)))
        assert "2 participants" in said
        assert "4 ratings by other people" in said
        assert "5 people to be asked" in said
        assert "1 rating was declined last time" in said
        assert "It is the same version of the framework" in said
        assert not Round.objects.filter(name="Next year").exists()

    def test_make_it_with_the_second_press_and_go_there(self, hr: Client, spring: Round) -> None:
        answer = hr.post(page_of(spring), filled(spring, confirmed="1"))
        made = Round.objects.get(name="Next year")
        assert answer["Location"] == reverse("round_page", args=[made.pk])
        assert made.is_draft

    def test_send_with_the_second_press_what_they_entered_in_the_first(
        self, hr: Client, spring: Round
    ) -> None:
        page = hr.post(page_of(spring), filled(spring)).content.decode()
        for name, value in filled(spring).items():
            assert f'name="{name}" value="{value}"' in page

    def test_press_twice_and_have_one_round(self, hr: Client, spring: Round) -> None:
        places = {
            hr.post(page_of(spring), filled(spring, confirmed="1"))["Location"] for _ in range(2)
        }
        assert len(places) == 1
        assert Round.objects.filter(name="Next year").count() == 1

    def test_go_back_and_find_what_they_entered(self, hr: Client, spring: Round) -> None:
        page = hr.post(page_of(spring), filled(spring, change="1")).content.decode()
        assert 'value="Next year"' in page
        assert "Check who is assessed again" not in page

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": ""}, "Enter a name for the round."),
            ({"name": "Last year"}, "Another round has this name."),
            ({"closes_on-year": "2026"}, "must not be before the opening date"),
            ({"framework": "x"}, "Choose one of these frameworks."),
        ],
    )
    def test_are_told_what_is_wrong_and_keep_what_they_entered(
        self, hr: Client, spring: Round, wrong: dict[str, str], said: str
    ) -> None:
        page = hr.post(page_of(spring), filled(spring, **wrong))
        assert said in words(page)
        assert 'value="23"' in page.content.decode()

    def test_are_told_of_the_draft_that_is_there(self, hr: Client, spring: Round) -> None:
        hr.post(page_of(spring), filled(spring, confirmed="1"))
        assert "A draft has been made from this round already" in words(hr.get(page_of(spring)))
        again = hr.post(page_of(spring), filled(spring, name="Another", confirmed="1"))
        assert "The draft “Next year” has been made from this round already" in words(again)

    def test_of_a_round_that_is_not_released_are_led_back(
        self, hr: Client, open_round: Round
    ) -> None:
        answer = hr.get(page_of(open_round), follow=True)
        assert "The round has not been released yet" in words(answer)

    def test_read_whose_account_is_closed_and_cannot_go_on_without_anybody(
        self, hr: Client, spring: Round
    ) -> None:
        make_participant_account(Person.objects.get(name="Gina"))
        User.objects.filter(is_hr=False).update(is_active=False)
        page = hr.post(page_of(spring), filled(spring))
        assert "2 people whose accounts are closed: Carol, Gina" in words(page)
        assert "Nobody of this round can be assessed again" in words(page)
        assert 'name="confirmed"' not in page.content.decode()

    def test_are_shown_names_as_text(self, hr: Client, spring: Round, carol: Person) -> None:
        Person.objects.filter(pk=carol.pk).update(name="<b>Carol</b>")
        User.objects.filter(person=carol).update(is_active=False)
        page = hr.post(page_of(spring), filled(spring)).content.decode()
        assert "&lt;b&gt;Carol" in page
        assert "<b>Carol" not in page

    def test_wait_no_longer_for_more_people(
        self, hr: Client, spring: Round, ashford: Council
    ) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                hr.post(page_of(spring), filled(spring))
            return len(captured)

        cost()
        few = cost()
        for number in range(5):
            participant = add_participant(spring, make_person(ashford, f"More {number}"))
            add_rater(participant, make_person(ashford, f"Rater {number}"), "peer")
        assert cost() == few


class TestWhoMayNot:
    def test_make_one(self, spring: Round, dave: User, carol: Person, erin: User) -> None:
        assert carol.user
        met = {
            who.name: signed_in(who).post(page_of(spring), filled(spring, confirmed="1"))
            for who in (dave, carol.user, erin)
        }
        assert {name: each.status_code for name, each in met.items()} == {
            "Dave": 404,
            "Carol": 403,
            "Erin": 404,
        }
        assert Client().get(page_of(spring)).status_code == 302
        assert not Round.objects.filter(name="Next year").exists()

    def test_make_one_of_a_round_that_they_take_part_in(self, spring: Round, carol: Person) -> None:
        assert carol.user
        User.objects.filter(pk=carol.user.pk).update(is_hr=True)
        hr = signed_in(carol.user)
        assert hr.post(page_of(spring), filled(spring, confirmed="1")).status_code == 403
        page = hr.get(reverse("round_page", args=[spring.pk])).content.decode()
        assert page_of(spring) not in page

    def test_guess_an_address_or_another_method(self, hr: Client, spring: Round) -> None:
        assert hr.get(reverse("round_again", args=[uuid.uuid4()])).status_code == 404
        assert hr.delete(page_of(spring)).status_code == 405
        assert not Round.objects.exclude(pk=spring.pk).exists()


def test_a_name_that_is_taken_between_the_two_presses_is_said(
    hr: Client, spring: Round, ashford: Council, framework: Framework, alice: User
) -> None:
    make_round(ashford, framework, by=alice, name="Next year")
    page = hr.post(page_of(spring), filled(spring, confirmed="1"))
    assert "Another round has the name “Next year”" in words(page)
