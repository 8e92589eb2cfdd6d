"""Whoever holds a link sees and changes the answers behind it, and is told so beforehand."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.data_protection.services import retention
from assessment.models import Dimension, Person, QueuedEmail, Rater, Round, User
from assessment.release.services import release
from assessment.rounds.services import invitations, outbox
from tests.answers import bases, close, follow, invite, levels, page, posted
from tests.cast import answer, make_participant_account, signed_in

YOURS = "Whoever has it can see what you answered, and change it until the round closes"
WORDS = "Frank's own words."
KINDS = [QueuedEmail.Kind.INVITATION, QueuedEmail.Kind.REMINDER, QueuedEmail.Kind.LATER]


@pytest.fixture
def link(peer: Rater, round: Round, frank: Person) -> str:
    return invite(round, frank)[1]


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("&#x27;", "'")


class TestTheRater:
    @pytest.mark.parametrize("kind", KINDS)
    def test_is_told_in_every_email_with_a_link(
        self, link: str, round: Round, frank: Person, kind: str
    ) -> None:
        outbox.queue(round=round, people=[frank.pk], kind=kind, at=timezone.now())
        invitations.send_pending(round=round, at=timezone.now())
        (letter,) = mail.outbox
        assert "/link/" in str(letter.body)
        assert YOURS in str(letter.body)

    def test_is_told_before_the_first_question(self, link: str, peer: Rater) -> None:
        client = Client()
        follow(client, link)
        assert YOURS in text(client, page("answer_promise", peer))

    def test_who_signed_in_is_told_nothing_of_a_link(self, peer: Rater, frank: Person) -> None:
        client = signed_in(make_participant_account(frank))
        assert "How do you see" in text(client, page("answer_promise", peer))
        assert YOURS not in text(client, page("answer_promise", peer))

    def test_is_told_in_the_help(self, db: None) -> None:
        assert YOURS in text(Client(), reverse("help_raters"))


class TestSomebodyElseWithTheLink:
    @pytest.fixture
    def stranger(self, link: str, peer: Rater) -> Client:
        """On another device, after Frank has submitted."""
        answer(peer, 2, comments={"communication": WORDS})
        client = Client()
        follow(client, link)
        return client

    def test_sees_and_changes_the_answers_while_the_round_is_open(
        self, stranger: Client, peer: Rater, dimension: Dimension
    ) -> None:
        assert WORDS in text(stranger, page("answer_check", peer))
        address = page("answer_questions", peer, dimension)
        stranger.post(address, posted(dimension, "5") | bases(stranger, address))
        assert set(levels(peer).values()) == {2, 5}

    def test_changes_nothing_once_it_has_closed_and_sees_what_is_held(
        self, stranger: Client, peer: Rater, dimension: Dimension, round: Round
    ) -> None:
        close(round)
        for step in ("answer_promise", "answer_tasks", "answer_check", "answer_submitted"):
            assert stranger.get(page(step, peer)).status_code == 410
            assert WORDS not in text(stranger, page(step, peer))
        address = page("answer_questions", peer, dimension)
        stranger.post(address, posted(dimension, "5") | bases(stranger, address))
        assert set(levels(peer).values()) == {2}
        assert WORDS in text(stranger, reverse("my_data"))

    def test_sees_nothing_once_it_was_stopped(
        self, stranger: Client, peer: Rater, frank: Person, alice: User
    ) -> None:
        invitations.revoke(invitation=frank.invitations.get(), by=alice, at=timezone.now())
        self.sees_nothing(stranger, peer)

    def test_sees_nothing_once_the_rater_uses_a_newer_link(
        self, stranger: Client, peer: Rater, round: Round, frank: Person
    ) -> None:
        follow(Client(), invite(round, frank)[1])
        self.sees_nothing(stranger, peer)

    def test_sees_nothing_after_the_cut(
        self, stranger: Client, peer: Rater, round: Round, alice: User
    ) -> None:
        close(round)
        release.release(round=round, by=alice, at=timezone.now())
        later = timezone.now() + datetime.timedelta(days=31 * round.council.link_cut_months + 1)
        retention.apply(council=round.council, at=later)
        self.sees_nothing(stranger, peer)

    def sees_nothing(self, stranger: Client, peer: Rater) -> None:
        for address in (page("answer_check", peer), reverse("my_data")):
            response = stranger.get(address)
            assert response.status_code == 302
            assert response.headers["Location"].startswith(reverse("link_start"))
