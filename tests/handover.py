"""An account, its owner, and what somebody at an address can still do with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Council, Person, Round, User
from assessment.rounds.services import outbox, raters
from tests.cast import PASSWORD, make_participant_account, make_person

HERS, NEW = "carol@example.gov.uk", "new.carol@example.gov.uk"
CHOSEN = "three short words"
LINK = re.compile(r"https?://[^/]+(/accounts/password/reset/key/\S+)")


@pytest.fixture
def uncounted() -> Iterator[None]:
    """What tests try at these addresses is not counted from one to the next."""
    cache.clear()
    yield
    cache.clear()


@dataclass
class World:
    """Those who change something, and the person who has the address HERS."""

    alice: User
    olga: User
    round: Round
    carol: Person

    @property
    def account(self) -> User:
        return User.objects.get(email=HERS)


@pytest.fixture
def world(alice: User, olga: User, open_round: Round, ashford: Council) -> World:
    return World(alice, olga, open_round, make_person(ashford, "Carol", HERS))


def make_participant(world: World) -> None:
    make_participant_account(world.carol)


def correct(world: World) -> None:
    """HR gives Carol her new address: one asks for it, and another confirms it where it waits."""
    asking, _new = User.objects.get_or_create(
        email="beth@example.gov.uk",
        defaults={"name": "Beth", "council": world.alice.council, "is_hr": True},
    )
    for by in (asking, world.alice):
        raters.correct_person(person=world.carol, name="Carol", email=NEW, by=by, at=timezone.now())


def sign_in(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return not client.get(reverse("home")).get("Location", "").startswith(reverse("account_login"))


def ask_for_link(email: str) -> str:
    """The link that a request for a new password brings to this address, or nothing."""
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": email})
    outbox.send_all(clock=timezone.now)
    return link_to(email)


def link_to(email: str) -> str:
    """The newest link to a password that was sent to exactly this address."""
    letters = [each for each in mail.outbox if [to.lower() for to in each.to] == [email.lower()]]
    links = [found[1] for each in letters if (found := LINK.search(str(each.body)))]
    return links[-1] if links else ""


def choose(link: str, password: str = CHOSEN) -> Client:
    """Follow the link and choose a password, as far as it lets one."""
    client = Client()
    page = client.get(link, follow=True)
    if page.redirect_chain:
        address = page.redirect_chain[-1][0]
        client.post(address, {"password1": password, "password2": password})
    return client
