"""What emails to a participant say, and what their links open."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from assessment.models import Council, Invitation, Person, QueuedEmail, Round, User
from assessment.release.services import release
from assessment.rounds.selectors.invitations import find_invitation
from assessment.rounds.services import accounts, invitations, outbox
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round
from tests.letters import only, parts, token_in
from tests.plugins.smtp import Mailbox

Kind = QueuedEmail.Kind
YOURS = "Whoever has it can see what you answered, and change it until the round closes"
SOON = NOW + datetime.timedelta(minutes=11)


class TestWhatMayFollow:
    def test_is_told_to_whoever_is_asked_about_somebody_else(
        self, issued: Round, carol: Person, frank: Person, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)

        told = {
            person: "may ask you again" in parts(only(smtp_server.to(person.email)))[0]
            for person in (carol, frank)
        }
        assert told == {carol: False, frank: True}


class TestTheEmailToAParticipant:
    def test_brings_a_link_of_their_own_without_a_password(
        self, open_round: Round, bob: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        add_participant(open_round, bob)
        accounts.ensure_for_participants(round=open_round, by=alice, at=NOW)
        invitations.issue(round=open_round, by=alice, at=NOW)
        invitations.send_pending(round=open_round, at=NOW)

        message = only(smtp_server.to(bob.email))
        plain = parts(message)[0]
        assert find_invitation(token_in(message)) == Invitation.objects.get(person=bob)
        assert plain.count("http") == 1
        assert "/accounts/" not in plain
        assert "You need no password for this." in plain
        assert "stops working" not in plain

    def test_is_the_same_when_there_is_a_password(
        self, issued: Round, carol: Person, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)

        plain = parts(only(smtp_server.to(carol.email)))[0]
        assert "/link/" in plain
        assert "Sign in" not in plain
        assert "about yourself" in plain

    @pytest.mark.parametrize("kind", [Kind.INVITATION, Kind.REMINDER, Kind.LATER])
    def test_brings_a_new_link_beside_the_one_before(
        self, issued: Round, carol: Person, smtp_server: Mailbox, kind: str
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)
        outbox.queue(round=issued, people=[carol.pk], kind=kind, at=SOON)
        invitations.send_pending(round=issued, at=SOON)

        first, second = smtp_server.to(carol.email)
        plain = " ".join(parts(second)[0].split())
        assert "stops working when you use this one, or after a day" in plain
        assert YOURS in plain
        assert len({token_in(first), token_in(second)}) == 2
        for message in (first, second):
            assert find_invitation(token_in(message), at=SOON)
        assert find_invitation(token_in(first), at=SOON + datetime.timedelta(days=1)) is None

    def test_is_not_sent_once_the_account_is_closed(
        self, issued: Round, carol: Person, smtp_server: Mailbox
    ) -> None:
        User.objects.filter(person=carol).update(is_active=False)
        invitations.send_pending(round=issued, at=NOW)
        assert smtp_server.to(carol.email) == []

    def test_lists_whom_the_participant_rates_too(
        self, issued: Round, carol: Person, ashford: Council, smtp_server: Mailbox
    ) -> None:
        add_rater(add_participant(issued, make_person(ashford, "Gina")), carol, "peer")
        invitations.send_pending(round=issued, at=NOW)

        assert (
            "- Gina, head of ICT (you are asked as: peer)"
            in parts(only(smtp_server.to(carol.email)))[0]
        )

    def test_tells_of_the_released_report_without_a_figure(
        self,
        ashford: Council,
        framework: Any,
        alice: User,
        carol: Person,
        smtp_server: Mailbox,
    ) -> None:
        closed = make_round(ashford, framework, by=alice, state="closed")
        participant = add_participant(closed, carol)
        answer(participant.raters.get(), 5)
        release.release(round=closed, by=alice, at=NOW)
        invitations.send_pending(round=closed, at=NOW)

        plain = parts(only(smtp_server.to(carol.email)))[0]
        link = f"http://127.0.0.1:8000/reports/{participant.report.pk}/"
        assert link in plain
        assert not re.search(r"\d", plain.replace(link, ""))
        assert plain.count("http") == 1
        assert "Sign in with carol@example.gov.uk and your password:" in plain

    def test_says_how_to_choose_a_password_for_the_report_when_there_is_none(
        self,
        ashford: Council,
        framework: Any,
        alice: User,
        carol: Person,
        smtp_server: Mailbox,
    ) -> None:
        closed = make_round(ashford, framework, by=alice, state="closed")
        answer(add_participant(closed, carol).raters.get(), 5)
        user = User.objects.get(person=carol)
        user.set_unusable_password()
        user.save()
        release.release(round=closed, by=alice, at=NOW)
        invitations.send_pending(round=closed, at=NOW)

        plain = " ".join(parts(only(smtp_server.to(carol.email)))[0].split())
        assert plain.count("http") == 1
        assert "http://127.0.0.1:8000/accounts/password/reset/" in plain
        assert "open this page, enter carol@example.gov.uk" in plain
        assert "Then sign in with carol@example.gov.uk and that password." in plain

    def test_does_not_tell_of_a_report_that_a_closed_account_cannot_open(
        self,
        ashford: Council,
        framework: Any,
        alice: User,
        carol: Person,
        smtp_server: Mailbox,
    ) -> None:
        closed = make_round(ashford, framework, by=alice, state="closed")
        answer(add_participant(closed, carol).raters.get(), 5)
        User.objects.filter(person=carol).update(is_active=False)
        release.release(round=closed, by=alice, at=NOW)
        invitations.send_pending(round=closed, at=NOW)
        assert smtp_server.messages == []
