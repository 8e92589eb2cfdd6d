"""What emails say, and how they leave."""

from __future__ import annotations

import datetime
import html
import logging
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import (
    Council,
    Invitation,
    Person,
    QueuedEmail,
    Round,
    User,
)
from assessment.rounds.selectors.invitations import find_invitation
from assessment.rounds.services import invitations, letters, outbox
from tests.answers import close
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    make_person,
    make_round,
)
from tests.letters import only, parts, token_in
from tests.plugins.smtp import Mailbox

Kind = QueuedEmail.Kind
SOON = NOW + datetime.timedelta(minutes=11)
SECOND = datetime.timedelta(seconds=1)


def find_all(mailbox: Mailbox) -> int:
    """How many messages came with a link; every one of these links works."""
    with_link = [each for each in mailbox.messages if "/link/" in parts(each)[0]]
    assert all(
        find_invitation(token_in(each), at=NOW + datetime.timedelta(hours=20)) for each in with_link
    )
    return len(with_link)


class TestTheEmailToARater:
    def test_says_whom_why_until_when_and_what_is_promised(
        self, issued: Round, frank: Person, smtp_server: Mailbox, settings: Any
    ) -> None:
        settings.PUBLIC_URL = "https://skills.example.gov.uk"
        invitations.send_pending(round=issued, at=NOW)

        message = only(smtp_server.to(frank.email))
        assert message["From"] == "Ashford Sample Council <no-reply@example.gov.uk>"
        assert message["Reply-To"] == "hr@ashford.example.gov.uk"
        assert message["Auto-Submitted"] == "auto-generated"
        assert "Carol" in message["Subject"]
        for text in parts(message):
            assert "Carol, head of ICT (you are asked as: peer)" in text
            assert "about 5 minutes" in text
            assert "23 March 2026" in text
            assert "at least 3 people" in text
            assert "https://skills.example.gov.uk/link/" in text

    def test_lists_everybody_in_one_email(
        self, issued: Round, frank: Person, ashford: Council, smtp_server: Mailbox
    ) -> None:
        add_rater(add_participant(issued, make_person(ashford, "Zoë")), frank, "partner")
        invitations.send_pending(round=issued, at=NOW)

        message = only(smtp_server.to(frank.email))
        assert "2 colleagues" in message["Subject"]
        assert "- Carol, head of ICT (you are asked as: peer)" in parts(message)[0]
        assert "- Zoë, head of ICT (you are asked as: partner)" in parts(message)[0]

    def test_brings_a_link_of_which_only_a_hash_is_kept(
        self, issued: Round, frank: Person, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)

        token = token_in(only(smtp_server.to(frank.email)))
        invitation = Invitation.objects.get(person=frank)
        assert find_invitation(token) == invitation
        assert len(token) >= 43
        assert token not in str(Invitation.objects.values_list())
        assert invitation.sent_at == NOW

    @pytest.mark.parametrize(
        "name",
        ["Siân O’Brien", "D'Arcy, Bob", "Ну <b>Bold</b> & Co", "A\r\nBcc: everybody@example.com"],
    )
    def test_survives_any_name(
        self, issued: Round, carol: Person, frank: Person, smtp_server: Mailbox, name: str
    ) -> None:
        for person in (carol, frank):
            Person.objects.filter(pk=person.pk).update(name=name)
        Council.objects.update(name=f"Council of {name}")

        assert invitations.send_pending(round=issued, at=NOW).failed == 0

        message = only(smtp_server.to(frank.email))
        plain, page = parts(message)
        shown = " ".join(name.split())
        assert message["Bcc"] is None
        assert message["To"] == frank.email
        assert shown in message["Subject"]
        assert shown in str(message["From"]).replace("\\", "")
        assert f"- {shown}, head of ICT (" in plain
        assert html.escape(shown) in page
        assert "<b>" not in page

    def test_names_no_figure_and_nobody_else(
        self, issued: Round, frank: Person, bob: Person, smtp_server: Mailbox
    ) -> None:
        bob.name = "Bertrand"  # too long for a random link to hold it
        bob.save()
        invitations.send_pending(round=issued, at=NOW)

        assert "Bertrand" not in str(only(smtp_server.to(frank.email)))


class TestSending:
    def test_uses_one_connection_for_a_batch_and_constant_queries_for_its_words(
        self, issued: Round, smtp_server: Mailbox, ashford: Council, alice: User
    ) -> None:
        for number in range(20):
            add_rater(issued.participants.get(), make_person(ashford, f"Peer {number}"), "peer")
        invitations.issue(round=issued, by=alice, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            sent = outbox.send_batch(at=NOW, round=issued)

        assert (sent.sent, smtp_server.connections) == (23, 1)
        own = (
            13 * 23
        )  # in three short transactions each: taken in hand, its link, what became of it
        assert len(queries) - own <= 12

    def test_waits_for_a_mail_server_that_is_away(
        self,
        issued: Round,
        settings: Any,
        smtp_server: Mailbox,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        at = NOW
        with caplog.at_level(logging.WARNING):
            for wait in (1, 2, 5, 15, 30, 60, 60):
                assert invitations.send_pending(round=issued, at=at).stopped
                almost = at + datetime.timedelta(minutes=wait) - SECOND
                assert invitations.send_pending(round=issued, at=almost).taken == 0
                at = almost + 2 * SECOND
        assert "example" not in caplog.text
        assert set(QueuedEmail.objects.values_list("failures", "reason")) == {(0, "away")}

        settings.EMAIL_PORT = there
        assert invitations.send_pending(round=issued, at=at).sent == 3
        assert len(smtp_server.messages) == 3

    def test_tries_all_at_once_when_the_server_is_back(
        self, issued: Round, alice: User, ashford: Council, settings: Any, smtp_server: Mailbox
    ) -> None:
        there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        invitations.send_pending(round=issued, at=NOW)
        settings.EMAIL_PORT = there
        add_rater(issued.participants.get(), make_person(ashford, "Gina"), "peer")
        invitations.issue(round=issued, by=alice, at=NOW)
        assert invitations.send_pending(round=issued, at=NOW + SECOND).sent == 4

    def test_tries_a_deferred_address_until_the_round_closes(
        self, issued: Round, frank: Person, smtp_server: Mailbox
    ) -> None:
        smtp_server.deferred.add(frank.email)
        for hours in range(8):
            at = NOW + datetime.timedelta(hours=2 * hours)
            sent = invitations.send_pending(round=issued, at=at)
            assert (sent.failed, sent.stopped) == (0, False)
        row = QueuedEmail.objects.get(person=frank)
        assert (row.failures, row.delays, row.reason) == (0, 8, "deferred")
        assert find_all(smtp_server) == 2  # Bob's and Carol's

        close(issued)
        invitations.send_pending(round=issued, at=NOW + datetime.timedelta(days=1))
        assert not QueuedEmail.objects.filter(person=frank).exists()

    def test_tries_a_refused_address_later_and_sends_the_others(
        self,
        issued: Round,
        frank: Person,
        smtp_server: Mailbox,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        smtp_server.refused.add(frank.email)
        sent = invitations.send_pending(round=issued, at=NOW)

        assert (sent.sent, sent.failed, sent.stopped) == (2, 1, False)
        own = [each.getMessage() for each in caplog.records if each.name.startswith("assessment")]
        assert len(own) == 1
        assert "SMTPRecipientsRefused" in own[0]
        assert not re.search(r"example|Frank", own[0])
        assert invitations.send_pending(round=issued, at=NOW).taken == 0
        smtp_server.refused.clear()
        assert invitations.send_pending(round=issued, at=SOON).sent == 1
        assert len(smtp_server.to(frank.email)) == 1

    def test_gives_an_address_up_after_five_refusals(
        self, issued: Round, frank: Person, smtp_server: Mailbox
    ) -> None:
        smtp_server.refused.add(frank.email)
        for attempt in range(8):
            invitations.send_pending(round=issued, at=NOW + datetime.timedelta(hours=7 * attempt))

        row = QueuedEmail.objects.given_up().get()
        assert (row.person, row.failures, row.reason) == (frank, 5, "address")

    def test_tries_a_given_up_address_at_once_when_asked(
        self, issued: Round, frank: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        smtp_server.refused.add(frank.email)
        invitations.send_pending(round=issued, at=NOW)
        smtp_server.refused.clear()
        invitations.resend(invitation=Invitation.objects.get(person=frank), by=alice, at=NOW)
        assert invitations.send_pending(round=issued, at=NOW).sent == 1

    def test_goes_on_over_a_new_connection_when_one_breaks(
        self, issued: Round, smtp_server: Mailbox
    ) -> None:
        smtp_server.hangs_up_after = 1
        sent = invitations.send_pending(round=issued, at=NOW)
        assert (sent.sent, sent.stopped, smtp_server.connections) == (2, False, 2)
        assert invitations.send_pending(round=issued, at=SOON).sent == 1

        # The server had accepted it: it is there twice, as one message, and both links work.
        assert len(smtp_server.messages) == 4
        assert len({each["Message-ID"] for each in smtp_server.messages}) == 3
        assert find_all(smtp_server) == 4

    def test_counts_the_server_as_away_when_every_connection_breaks(
        self, issued: Round, smtp_server: Mailbox
    ) -> None:
        smtp_server.hangs_up_after = 3
        assert invitations.send_pending(round=issued, at=NOW).stopped
        assert not QueuedEmail.objects.filter(failures__gt=0).exists()

    def test_says_the_name_of_the_service_and_not_of_the_machine(
        self, issued: Round, frank: Person, smtp_server: Mailbox, settings: Any
    ) -> None:
        settings.PUBLIC_URL = "https://skills.example.gov.uk"
        settings.DEFAULT_FROM_EMAIL = "Skills <no-reply@example.gov.uk>"
        invitations.send_pending(round=issued, at=NOW)
        assert smtp_server.names == {"skills.example.gov.uk"}
        row = QueuedEmail.objects.get(person=frank)
        assert only(smtp_server.to(frank.email))["Message-ID"] == f"<{row.pk}@example.gov.uk>"

    def test_drops_what_was_stopped_while_the_batch_was_under_way(
        self, issued: Round, alice: User, smtp_server: Mailbox
    ) -> None:
        (letter,) = letters.write_letters(outbox._claim(NOW, issued), at=NOW)[-1:]
        person = letter.row.person
        assert person is not None
        invitation = Invitation.objects.get(person=person)
        invitations.revoke(invitation=invitation, by=alice, at=NOW)
        invitations.resend(invitation=invitation, by=alice, at=NOW)
        run = outbox._Run(NOW)
        run.send(letter)
        run.hang_up()
        assert smtp_server.messages == []
        invitation.refresh_from_db()
        assert invitation.token_hash == ""

    def test_takes_over_from_a_sender_that_crashed(
        self, issued: Round, smtp_server: Mailbox
    ) -> None:
        QueuedEmail.objects.update(claimed_until=NOW + outbox.IN_HAND)

        assert invitations.send_pending(round=issued, at=NOW).taken == 0
        assert invitations.send_pending(round=issued, at=SOON).sent == 3

    def test_drops_invitations_to_a_round_that_has_closed(
        self, issued: Round, smtp_server: Mailbox
    ) -> None:
        close(issued)

        invitations.send_pending(round=issued, at=NOW)

        assert smtp_server.messages == []
        assert not QueuedEmail.objects.exists()

    def test_of_one_round_leaves_the_others(
        self, issued: Round, ashford: Council, framework: Any, alice: User, smtp_server: Mailbox
    ) -> None:
        other = make_round(ashford, framework, by=alice, state="open", name="Autumn")

        assert invitations.send_pending(round=other, at=NOW).taken == 0


class TestTheCommand:
    def test_says_what_it_did(self, issued: Round, smtp_server: Mailbox) -> None:
        issued.closes_on += datetime.timedelta(days=36500)
        issued.save()
        out = StringIO()
        call_command("send_pending", stdout=out)

        assert out.getvalue() == "Sent 3, failed 0.\n"
        assert len(smtp_server.messages) == 3

    def test_fails_when_the_mail_server_is_away(self, issued: Round, settings: Any) -> None:
        issued.closes_on += datetime.timedelta(days=36500)
        issued.save()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with pytest.raises(CommandError, match="out of reach"):
            call_command("send_pending", stdout=StringIO())
