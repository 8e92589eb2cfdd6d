"""Invitations, their links and the emails that bring them."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.answering import services as responses
from assessment.models import (
    AuditEvent,
    Council,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Round,
    User,
)
from assessment.models.emails import ATTEMPTS
from assessment.rounds.selectors.invitations import find_invitation, get_reminding
from assessment.rounds.services import invitations
from tests.answers import close
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_person,
)
from tests.letters import only, parts, token_in
from tests.plugins.smtp import Mailbox

Kind = QueuedEmail.Kind
LATER = NOW + datetime.timedelta(days=1)
SOON = NOW + datetime.timedelta(minutes=11)


class TestIssuing:
    def test_invites_each_person_once(
        self, assessed: Participant, alice: User, frank: Person, ashford: Council
    ) -> None:
        add_rater(add_participant(assessed.round, make_person(ashford, "Gina")), frank, "partner")

        assert invitations.issue(round=assessed.round, by=alice, at=NOW) == 4
        assert Invitation.objects.filter(person=frank).count() == 1

    def test_again_invites_only_who_is_new(
        self, issued: Round, alice: User, ashford: Council
    ) -> None:
        assert invitations.issue(round=issued, by=alice, at=NOW) == 0
        add_rater(issued.participants.get(), make_person(ashford, "Gina"), "peer")
        assert invitations.issue(round=issued, by=alice, at=NOW) == 1

    def test_sends_once_the_change_is_certain(
        self,
        assessed: Participant,
        alice: User,
        smtp_server: Mailbox,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            invitations.issue(round=assessed.round, by=alice, at=NOW)
            assert smtp_server.messages == []
        # The worker has the real clock, and this round closed long ago by it.
        assert not QueuedEmail.objects.exists()

    def test_takes_as_many_queries_for_many_raters(
        self, assessed: Participant, alice: User, ashford: Council
    ) -> None:
        counts = []
        for size in (1, 30):
            for number in range(size):
                add_rater(assessed, make_person(ashford, f"Person {size} {number}"), "peer")
            with CaptureQueriesContext(connection) as queries:
                invitations.issue(round=assessed.round, by=alice, at=NOW)
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestResending:
    def test_replaces_the_link_within_a_day_or_when_the_new_one_is_used(
        self, issued: Round, frank: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)
        invitation = Invitation.objects.get(person=frank)
        invitations.resend(invitation=invitation, by=alice, at=NOW)
        invitations.send_pending(round=issued, at=NOW)

        first, second = map(token_in, smtp_server.to(frank.email))
        assert find_invitation(second, at=NOW) == find_invitation(first, at=NOW) == invitation
        assert find_invitation(first, at=LATER) is None
        used = find_invitation(second, at=NOW)
        assert used is not None
        invitations.use(invitation=used)
        assert find_invitation(first, at=NOW) is None
        assert find_invitation(second, at=LATER) == invitation

    def test_by_an_email_that_is_refused_leaves_every_link_that_anybody_has(
        self, issued: Round, frank: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)
        invitation = Invitation.objects.get(person=frank)
        before = invitation.token_hash
        smtp_server.refused.add(frank.email)
        for number in range(3):
            at = LATER + datetime.timedelta(days=number)
            invitations.resend(invitation=invitation, by=alice, at=at)
            assert invitations.send_pending(round=issued, at=at).failed == 1
        invitation.refresh_from_db()
        assert (invitation.token_hash, invitation.earlier_links.count()) == (before, 0)

    def test_leaves_the_old_link_alive_until_the_new_one_leaves(
        self, issued: Round, frank: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)
        invitations.resend(invitation=Invitation.objects.get(person=frank), by=alice, at=NOW)

        assert find_invitation(token_in(only(smtp_server.to(frank.email)))) is not None

    def test_twice_in_a_row_sends_one_email(
        self, issued: Round, frank: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        invitation = Invitation.objects.get(person=frank)
        for _ in range(3):
            invitations.resend(invitation=invitation, by=alice, at=NOW)
        invitations.send_pending(round=issued, at=NOW)

        assert len(smtp_server.to(frank.email)) == 1

    def test_serves_somebody_who_has_submitted(
        self, issued: Round, frank: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        answer(frank.ratings_asked.get())
        invitations.resend(invitation=Invitation.objects.get(person=frank), by=alice, at=NOW)
        invitations.send_pending(round=issued, at=NOW)

        assert "Carol" in parts(smtp_server.to(frank.email)[-1])[0]

    def test_is_refused_once_the_round_has_closed(
        self, issued: Round, frank: Person, alice: User
    ) -> None:
        close(issued)
        with pytest.raises(invitations.NotOpen):
            invitations.resend(invitation=Invitation.objects.get(person=frank), by=alice, at=NOW)


class TestReminding:
    def test_writes_to_those_whose_answers_are_awaited(
        self, issued: Round, frank: Person, bob: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)
        smtp_server.messages.clear()
        answer(frank.ratings_asked.get())

        assert invitations.remind(round=issued, by=alice, at=LATER) == 2
        invitations.send_pending(round=issued, at=LATER)

        assert smtp_server.to(frank.email) == []
        assert "still welcome" in only(smtp_server.to(bob.email))["Subject"]

    def test_leaves_those_alone_who_declined_or_answer_meanwhile(
        self, issued: Round, frank: Person, bob: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)
        smtp_server.messages.clear()
        responses.decline(rater=bob.ratings_asked.get(), reason="No time.", at=NOW)
        invitations.remind(round=issued, by=alice, at=LATER)
        answer(frank.ratings_asked.get())
        invitations.send_pending(round=issued, at=LATER)

        assert smtp_server.to(bob.email) == smtp_server.to(frank.email) == []

    def test_leaves_those_alone_who_were_written_to_within_a_day(
        self, issued: Round, carol: Person, frank: Person, bob: Person, alice: User
    ) -> None:
        with pytest.raises(invitations.TooSoon, match="within the last 24 hours"):
            invitations.remind(round=issued, by=alice, at=NOW + datetime.timedelta(hours=23))
        invitation = Invitation.objects.get(person=frank)
        QueuedEmail.objects.update(sent_at=NOW)
        invitations.resend(invitation=invitation, by=alice, at=LATER)
        assert invitations.remind(round=issued, by=alice, at=LATER) == 2
        reminders = QueuedEmail.objects.filter(kind=Kind.REMINDER)
        assert {email.person for email in reminders} == {carol, bob}

    def test_tells_beforehand_what_it_will_do(self, issued: Round, alice: User) -> None:
        before = get_reminding(issued, at=NOW)
        assert (before.people, before.waiting, before.resting, before.last) == ([], 3, 0, None)
        QueuedEmail.objects.update(sent_at=NOW)
        assert get_reminding(issued, at=NOW).resting == 3
        assert len(get_reminding(issued, at=LATER).people) == 3
        invitations.remind(round=issued, by=alice, at=LATER)
        during = get_reminding(issued, at=LATER)
        assert (during.people, during.waiting, during.last) == ([], 3, None)
        QueuedEmail.objects.filter(kind=Kind.REMINDER).update(sent_at=LATER)
        after = get_reminding(issued, at=LATER)
        assert (after.people, after.resting, after.last) == ([], 3, LATER)

    def test_gives_whose_email_was_given_up_another_one(
        self, issued: Round, alice: User, frank: Person
    ) -> None:
        QueuedEmail.objects.filter(person=frank).update(failures=ATTEMPTS)
        assert get_reminding(issued, at=NOW).people == [frank.pk]


class TestRevoking:
    def test_kills_the_link_and_the_email_that_waits(
        self, issued: Round, frank: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)
        invitation = Invitation.objects.get(person=frank)
        invitations.resend(invitation=invitation, by=alice, at=NOW)
        invitations.send_pending(round=issued, at=NOW)
        tokens = [token_in(each) for each in smtp_server.to(frank.email)]
        invitations.finish_later(invitation=invitation, at=NOW)
        invitations.revoke(invitation=invitation, by=alice, at=NOW)
        invitations.send_pending(round=issued, at=NOW)

        assert [find_invitation(token, at=NOW) for token in tokens] == [None, None]
        assert len(smtp_server.to(frank.email)) == 2
        assert AuditEvent.objects.filter(action="invitation.revoked", by=alice).exists()

    def test_can_be_mended_by_sending_anew(
        self, issued: Round, frank: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        invitations.send_pending(round=issued, at=NOW)
        before = token_in(only(smtp_server.to(frank.email)))
        smtp_server.messages.clear()
        invitation = Invitation.objects.get(person=frank)
        invitations.revoke(invitation=invitation, by=alice, at=NOW)
        invitations.resend(invitation=invitation, by=alice, at=NOW)
        invitations.send_pending(round=issued, at=NOW)

        assert find_invitation(token_in(only(smtp_server.to(frank.email)))) == invitation
        assert find_invitation(before, at=NOW) is None
