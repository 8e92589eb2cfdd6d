"""A new address for an account in use waits for another HR account, or for a day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import AuditEvent, Correction, Person, User
from assessment.rounds.selectors.asked_addresses import WAIT_HOURS, asked_address
from assessment.rounds.services import outbox, raters
from tests import console
from tests.cast import signed_in
from tests.handover import HERS, NEW, World, is_in, make_participant, sign_in

NOW = timezone.now()
A_DAY = datetime.timedelta(hours=WAIT_HOURS)


@pytest.fixture
def used(world: World) -> Client:
    """Carol, who has signed in."""
    make_participant(world)
    return sign_in(HERS)


@pytest.fixture
def beth(world: World) -> User:
    return User.objects.create_user(
        "beth@example.gov.uk", "pw", name="Beth", council=world.alice.council, is_hr=True
    )


def text(response: Any) -> str:
    return console.text(response)


def ask(
    world: World, by: User, *, email: str = NEW, after: datetime.timedelta | None = None
) -> str:
    """The address that the person has then."""
    at = NOW + (after or datetime.timedelta())
    raters.correct_person(person=world.carol, name="Carol", email=email, by=by, at=at)
    person = Person.objects.get(pk=world.carol.pk)
    assert person.user is None or person.user.email == person.email
    return person.email


class TestAnAccountInUse:
    def test_keeps_its_address_while_one_of_hr_asks_again_and_again(
        self, world: World, used: Client
    ) -> None:
        for hours in (0, 1, WAIT_HOURS - 1):
            after = datetime.timedelta(hours=hours)
            assert ask(world, world.alice, after=after) == HERS
        assert is_in(used)
        assert AuditEvent.objects.filter(action="person.address_asked").count() == 1
        assert not AuditEvent.objects.filter(action="person.corrected").exists()

    def test_tells_the_address_in_use_at_once_and_no_other(
        self, world: World, used: Client
    ) -> None:
        mail.outbox.clear()
        ask(world, world.alice)
        outbox.send_all(clock=timezone.now)
        assert [each.to for each in mail.outbox] == [[HERS]]
        body = str(mail.outbox[0].body)
        assert "a second member of HR has to confirm it, or a day has to pass" in " ".join(
            body.split()
        )
        assert NEW not in body

    def test_gets_it_from_another_hr_account_at_once(
        self, world: World, used: Client, beth: User
    ) -> None:
        ask(world, world.alice)
        assert ask(world, beth) == NEW
        assert not is_in(used)

    def test_gets_it_after_a_day(self, world: World, used: Client) -> None:
        ask(world, world.alice)
        assert ask(world, world.alice, after=A_DAY) == NEW

    def test_does_not_get_another_one_than_was_asked_for(
        self, world: World, used: Client, beth: User
    ) -> None:
        ask(world, world.alice)
        third, hour = "third@example.gov.uk", datetime.timedelta(hours=1)
        assert ask(world, beth, email=third, after=hour) == HERS
        assert ask(world, world.alice, after=A_DAY) == HERS, "the last one asked for counts"

    def test_does_not_get_one_that_was_asked_for_long_ago(self, world: World, used: Client) -> None:
        ask(world, world.alice)
        assert ask(world, world.alice, after=datetime.timedelta(days=14)) == HERS

    def test_gets_another_name_at_once(self, world: World, used: Client) -> None:
        raters.correct_person(person=world.carol, name="Carol C", email=NEW, by=world.alice, at=NOW)
        person = Person.objects.get(pk=world.carol.pk)
        assert (person.name, person.email) == ("Carol C", HERS)

    def test_has_nothing_waiting_once_it_is_settled(
        self, world: World, used: Client, beth: User
    ) -> None:
        ask(world, world.alice)
        assert asked_address(Person.objects.get(pk=world.carol.pk), NOW)
        ask(world, beth)
        assert asked_address(Person.objects.get(pk=world.carol.pk), NOW) is None


class TestAnAccountThatNobodyUsed:
    def test_gets_another_address_at_once(self, world: World) -> None:
        make_participant(world)
        assert ask(world, world.alice) == NEW


class TestThePage:
    def test_says_what_waits_and_who_may_confirm_it(
        self, world: World, used: Client, beth: User
    ) -> None:
        url = reverse("person_edit", args=[world.carol.pk])
        alice = signed_in(world.alice)
        assert "another HR account confirms it" in text(alice.get(url))
        sent = {"name": "Carol", "email": NEW, "language": world.carol.language}
        page = text(alice.post(url, sent, follow=True))
        assert "The address waits: another HR account confirms it, or a day has to pass." in page
        page = text(signed_in(beth).get(url))
        assert f"Alice asked for the address {NEW} on" in page
        assert "To keep the present address, do nothing." in page

        page = text(signed_in(beth).post(url, sent, follow=True))
        assert "The name and the address have been corrected." in page
        assert Person.objects.get(pk=world.carol.pk).email == NEW


def test_what_was_asked_for_goes_with_the_person(world: World, used: Client) -> None:
    ask(world, world.alice)
    Person.objects.get(pk=world.carol.pk).delete()
    assert not Correction.objects.exists()
