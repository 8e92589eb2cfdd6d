"""Emails about accounts: to a user, or to an address that is nobody's."""

from __future__ import annotations

import datetime

from assessment.data_protection.services import rights
from assessment.models import Person, QueuedEmail, Round, User
from assessment.rounds.services import outbox
from tests.cast import NOW
from tests.letters import only, parts
from tests.plugins.smtp import Mailbox

Kind = QueuedEmail.Kind


class TestAnEmailAboutAnAccount:
    def test_goes_to_an_address_that_is_nobodys_any_more(
        self, alice: User, smtp_server: Mailbox
    ) -> None:
        outbox.queue_account_email(
            kind=Kind.ADDRESS_LEFT, user=alice, to="Old@ashford.example.gov.uk", at=NOW
        )
        assert outbox.send_batch(at=NOW).sent == 1
        message = only(smtp_server.to("old@ashford.example.gov.uk"))
        assert str(message["Subject"]).endswith(": this address is no longer used")
        assert "Alice" not in parts(message)[0]
        assert not QueuedEmail.objects.exists()

    def test_is_forgotten_when_it_is_refused_for_good(
        self, alice: User, smtp_server: Mailbox
    ) -> None:
        smtp_server.refused.add("old@example.com")
        outbox.queue_account_email(kind=Kind.ADDRESS_LEFT, user=alice, to="old@example.com", at=NOW)
        for attempt in range(5):
            assert outbox.send_batch(at=NOW + datetime.timedelta(hours=7 * attempt)).failed == 1
        assert not QueuedEmail.objects.exists()

    def test_waits_once_however_often_it_is_asked_for(self, alice: User) -> None:
        for _time in range(3):
            outbox.queue_account_email(kind=Kind.PASSWORD, user=alice, at=NOW)
            outbox.queue_account_email(kind=Kind.UNKNOWN_ACCOUNT, to="x@example.com", at=NOW)
        assert QueuedEmail.objects.count() == 2

    def test_goes_with_the_person_who_is_erased(
        self, open_round: Round, frank: Person, alice: User
    ) -> None:
        outbox.queue_account_email(kind=Kind.UNKNOWN_ACCOUNT, to=frank.email.upper(), at=NOW)
        rights.erase(person=frank, by=alice, at=NOW)
        assert not QueuedEmail.objects.exists()
