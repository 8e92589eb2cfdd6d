"""What pages say about emails: waiting, failed and sent are three things."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessment.models import Invitation, QueuedEmail, Rater, Round, User
from assessment.rounds.services import invitations
from tests.attacks.clock import SESSION
from tests.cast import signed_in
from tests.console import get, text
from tests.plugins.smtp import Mailbox

WAITING = "waiting to be sent"
FAILED = "could not be sent"
AWAY = "the mail server of this service cannot be reached"
UNKNOWN = "the mail server does not accept this address"


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def asked(round: Round, peer: Rater, alice: User) -> Round:
    """Carol, and Frank who rates her, are invited; nothing has left."""
    invitations.issue(round=round, by=alice, at=timezone.now())
    return round


def pages(hr: Client, round: Round, peer: Rater) -> dict[str, str]:
    return {
        "round": text(get(hr, "round_page", round.pk)),
        "reminders": text(get(hr, "round_remind", round.pk)),
        "participant": text(get(hr, "participant_page", peer.participant_id)),
        "rater": text(get(hr, "rater_page", peer.pk)),
    }


def without_clock(found: dict[str, str]) -> dict[str, str]:
    return {name: re.sub(SESSION, "", page) for name, page in found.items()}


def assert_none_says_sent(found: dict[str, str]) -> None:
    for name, page in found.items():
        assert "within the last 24 hours" not in page, name
        assert "got an email" not in page, name


class TestAnEmailThatWaits:
    def test_is_told_on_every_page(self, hr: Client, asked: Round, peer: Rater) -> None:
        found = pages(hr, asked, peer)
        assert_none_says_sent(found)
        for name, page in found.items():
            assert WAITING in page.lower(), name
            assert FAILED not in page.lower(), name
        assert "Send 1 reminder" not in found["reminders"]

    def test_says_why(
        self, hr: Client, asked: Round, peer: Rater, smtp_server: Mailbox, settings: Any
    ) -> None:
        settings.EMAIL_PORT = 1
        invitations.send_pending(round=asked, at=timezone.now())
        for name, page in pages(hr, asked, peer).items():
            assert AWAY in page, name


class TestAnEmailThatFailed:
    @pytest.fixture(autouse=True)
    def refused(self, asked: Round, peer: Rater, smtp_server: Mailbox) -> None:
        smtp_server.refused |= {peer.person.email, peer.participant.person.email}
        invitations.send_pending(round=asked, at=timezone.now())
        assert not smtp_server.messages

    def test_is_told_on_every_page_with_the_reason(
        self, hr: Client, asked: Round, peer: Rater
    ) -> None:
        found = pages(hr, asked, peer)
        assert_none_says_sent(found)
        for name, page in found.items():
            assert FAILED in page.lower(), name
            assert UNKNOWN in page, name
            assert WAITING not in page.lower() or name == "reminders", name
        assert "Some emails of “Spring” could not be sent." in text(get(hr, "round_list"))

    def test_is_told_in_bounded_queries_however_many_there_are(
        self, hr: Client, asked: Round, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(25):
            get(hr, "round_page", asked.pk)


class TestAnEmailThatWasSent:
    def test_is_told_as_such(
        self, hr: Client, asked: Round, peer: Rater, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=asked, at=timezone.now())
        found = pages(hr, asked, peer)
        for name, page in found.items():
            assert WAITING not in page.lower() and FAILED not in page.lower(), name  # noqa: PT018
        assert "were sent an email within the last 24 hours" in found["reminders"]
        assert "Sent" in found["rater"]

    def test_makes_an_earlier_failure_needless(
        self, hr: Client, asked: Round, peer: Rater, smtp_server: Mailbox, alice: User
    ) -> None:
        QueuedEmail.objects.update(failures=5, reason="address")
        later = timezone.now() + datetime.timedelta(seconds=1)
        invitations.remind(round=asked, by=alice, at=later)
        invitations.send_pending(round=asked, at=later)
        assert len(smtp_server.messages) == 2
        assert FAILED not in pages(hr, asked, peer)["round"].lower()


class TestALinkToFinishLater:
    def test_is_told_to_hr_on_no_page_about_people_for_its_day_is_theirs(
        self, hr: Client, asked: Round, peer: Rater, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=asked, at=timezone.now())
        before = without_clock(pages(hr, asked, peer))
        link = Invitation.objects.get(person=peer.person)
        invitations.finish_later(invitation=link, at=timezone.now())
        waiting = without_clock(pages(hr, asked, peer))
        QueuedEmail.objects.filter(kind="later").update(failures=5, reason="address")
        refused = without_clock(pages(hr, asked, peer))
        for name in ("round", "participant", "rater"):
            assert before[name] == waiting[name] == refused[name]
