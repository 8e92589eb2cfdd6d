"""Emails to owners: when, how often, in which language, and what they say."""

from __future__ import annotations

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from assessment.council.actions.services import plan
from assessment.council.actions.services.reminders import queue_reminders
from assessment.models import (
    AuditEvent,
    Council,
    CouncilAction,
    Person,
    QueuedEmail,
    Round,
    User,
)
from assessment.rounds.services import outbox, raters
from tests.cast import NOW, TODAY, make_person, make_round
from tests.council.actions.plans import DAY, TEXT, add, terms
from tests.letters import only, parts
from tests.plugins.smtp import Mailbox

pytestmark = pytest.mark.django_db

OWNER = "olwen@example.gov.uk"
SOON, LATE = NOW + 24 * DAY, NOW + 31 * DAY
"""A week before the day of the action, and the day after it."""


def sent(at: datetime.datetime, mailbox: Mailbox) -> list[str]:
    """The subjects of what leaves at a moment, to the owner."""
    before = len(mailbox.to(OWNER))
    queue_reminders(at=at)
    outbox.send_all(clock=lambda: at)
    return [str(each["Subject"]) for each in mailbox.to(OWNER)[before:]]


class TestAnOwner:
    def test_is_written_to_once_a_week_before_and_once_when_the_day_has_passed(
        self, action: CouncilAction, smtp_server: Mailbox
    ) -> None:
        assert sent(NOW + 22 * DAY, smtp_server) == []
        due = "Ashford Sample Council: your action is due on 1 April 2026"
        assert sent(SOON, smtp_server) == [due]
        assert [sent(SOON + n * DAY, smtp_server) for n in range(7)] == [[]] * 7
        assert sent(LATE, smtp_server) == [
            "Ashford Sample Council: your action was due on 1 April 2026"
        ]
        assert [sent(LATE + n * DAY, smtp_server) for n in (0, 1, 90)] == [[]] * 3
        told = AuditEvent.objects.filter(action="council_action.reminded")
        assert told.count() == 2

    def test_is_written_to_anew_about_another_day(
        self, action: CouncilAction, alice: User, smtp_server: Mailbox
    ) -> None:
        assert len(sent(SOON, smtp_server)) == 1
        moved = terms(due_on=TODAY + 60 * DAY)
        plan.change_action(action=action, based_on=1, terms=moved, by=alice, at=SOON)
        assert sent(SOON, smtp_server) == []
        assert len(sent(NOW + 55 * DAY, smtp_server)) == 1

    @pytest.mark.parametrize("state", ["done", "dropped"])
    def test_hears_nothing_of_what_is_at_an_end(
        self, action: CouncilAction, alice: User, smtp_server: Mailbox, state: str
    ) -> None:
        queue_reminders(at=SOON)
        plan.set_state(action=action, based_on=1, state=state, by=alice, at=SOON)
        outbox.send_all(clock=lambda: SOON)
        assert sent(LATE, smtp_server) == []
        assert smtp_server.to(OWNER) == []

    def test_hears_of_a_carried_action_by_its_new_plan_alone(
        self, action: CouncilAction, alice: User, ashford: Council, smtp_server: Mailbox
    ) -> None:
        later = make_round(ashford, action.round.framework, by=alice, name="Summer")
        plan.carry_over(action=action, to=later, based_on=1, by=alice, at=NOW)
        assert len(sent(SOON, smtp_server)) == 1
        assert "Summer" in parts(only(smtp_server.to(OWNER)))[0]

    def test_who_gave_the_action_away_gets_no_email_that_waits(
        self, action: CouncilAction, alice: User, smtp_server: Mailbox
    ) -> None:
        queue_reminders(at=SOON)
        other = terms(owner_name="Nia", owner_email="nia@example.gov.uk")
        plan.change_action(action=action, based_on=1, terms=other, by=alice, at=SOON)
        outbox.send_all(clock=lambda: SOON)
        assert smtp_server.to(OWNER) == smtp_server.to("nia@example.gov.uk") == []
        assert not QueuedEmail.objects.filter(action=action).exists()

    def test_of_two_actions_gets_two_emails(
        self, action: CouncilAction, spring: Round, alice: User, smtp_server: Mailbox
    ) -> None:
        add(spring, alice, text="Another.")
        assert len(sent(SOON, smtp_server)) == 2

    def test_keeps_an_action_under_a_corrected_address(
        self, action: CouncilAction, alice: User, ashford: Council
    ) -> None:
        owner = make_person(ashford, "Olwen Owner", OWNER)
        raters.correct_person(
            person=owner, name=owner.name, email="o.owner@example.gov.uk", by=alice, at=NOW
        )
        action.refresh_from_db()
        assert (action.owner_email, action.version) == ("o.owner@example.gov.uk", 2)


class TestTheEmail:
    def test_says_what_until_when_why_and_whom_to_ask(
        self, action: CouncilAction, smtp_server: Mailbox
    ) -> None:
        sent(SOON, smtp_server)
        message = only(smtp_server.to(OWNER))
        plain, page = parts(message)
        assert "Hello Olwen Owner," in plain
        assert f"- {TEXT}" in plain
        assert f">{TEXT}</li>" in page
        assert "HR wrote down your name and address as those of its owner" in " ".join(
            plain.split()
        )
        assert "reply to this email and tell HR" in " ".join(plain.split())
        assert message["Reply-To"] == "hr@ashford.example.gov.uk"
        assert "http" not in plain  # there is nothing to open, and nothing that a scanner could do

    def test_is_in_the_owners_language(
        self, action: CouncilAction, ashford: Council, smtp_server: Mailbox
    ) -> None:
        Person.objects.create(council=ashford, name="Olwen", email=OWNER, language="cy")
        sent(SOON, smtp_server)
        plain, page = parts(only(smtp_server.to(OWNER)))
        assert "Helo Olwen Owner," in plain
        assert "cynllun gweithredu" in " ".join(plain.split())
        assert 'lang="cy"' in page

    def test_to_somebody_unknown_is_in_the_language_of_whoever_wrote_the_action(
        self, action: CouncilAction, smtp_server: Mailbox
    ) -> None:
        User.objects.filter(pk=action.made_by_id).update(language="cy")
        assert sent(SOON, smtp_server) == [
            "Ashford Sample Council: mae angen cwblhau eich cam gweithredu erbyn 1 Ebrill 2026"
        ]

    def test_keeps_its_address_no_longer_than_it_waits(
        self, action: CouncilAction, smtp_server: Mailbox
    ) -> None:
        queue_reminders(at=SOON)
        assert QueuedEmail.objects.get(action=action).address == OWNER
        outbox.send_all(clock=lambda: SOON)
        assert not QueuedEmail.objects.filter(action=action).exists()


class TestTheTimer:
    def test_sends_what_is_due(
        self, action: CouncilAction, smtp_server: Mailbox, settings: Any
    ) -> None:
        CouncilAction.objects.update(due_on=TODAY - DAY)  # long ago, by the clock of the machine
        call_command("send_pending", stdout=StringIO())
        call_command("send_pending", stdout=StringIO())
        assert len(smtp_server.to(OWNER)) == 1
