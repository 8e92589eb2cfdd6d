"""From the first email to the first question: a participant needs no more steps than a rater."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from assessment.models import Council, Person, Rater, Round, User
from assessment.rounds.services import invitations
from tests.cast import add_participant, add_rater, make_person
from tests.letters import parts
from tests.plugins.smtp import Mailbox

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

FIELDS = "main input[type=text], main input[type=email], main input[type=password]"
TASK = "main .govuk-task-list a"
BUTTON = "main .govuk-button:not(.govuk-button--secondary)"
QUESTION = "main fieldset input[type=radio]"
MOST = 12


@dataclass
class Steps:
    """What somebody does until a question stands before them; the link of the email is a click."""

    clicks: int = 0
    typed: int = 0


@pytest.fixture
def context(browser: Browser, live_server: Any, settings: Any) -> Iterator[BrowserContext]:
    settings.PUBLIC_URL = live_server.url
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(8_000)
    yield context
    context.close()


@pytest.fixture
def sent(round: Round, peer: Rater, carol: Person, alice: User, smtp_server: Mailbox) -> Mailbox:
    """Everybody's first email; Carol has no password yet."""
    assert carol.user is not None
    carol.user.set_unusable_password()
    carol.user.save()
    return send(round, alice, smtp_server)


def send(round: Round, alice: User, mailbox: Mailbox) -> Mailbox:
    invitations.issue(round=round, by=alice, at=timezone.now())
    invitations.send_pending(round=round, at=timezone.now())
    return mailbox


def steps_of(context: BrowserContext, mailbox: Mailbox, person: Person) -> Steps:
    """As somebody goes who does what each page offers first."""
    (message,) = mailbox.to(person.email)
    (link,) = re.findall(r"https?://\S+", parts(message)[0])
    tab = context.new_page()
    tab.goto(link)
    steps = Steps(clicks=1)
    while not tab.locator(QUESTION).count():
        assert steps.clicks < MOST, tab.url
        take(tab, steps)
    context.clear_cookies()
    return steps


def take(tab: Page, steps: Steps) -> None:
    for field in tab.locator(FIELDS).all():
        field.fill("something")
        steps.typed += 1
    tasks = tab.locator(TASK)
    before = tab.url
    (tasks if tasks.count() else tab.locator(BUTTON)).first.click()
    tab.wait_for_url(lambda url: url != before)
    steps.clicks += 1


def test_a_participant_needs_as_few_as_a_rater(
    context: BrowserContext, sent: Mailbox, carol: Person, frank: Person
) -> None:
    rater, participant = (steps_of(context, sent, each) for each in (frank, carol))
    assert participant.clicks <= rater.clicks
    assert participant.typed <= rater.typed == 0


def test_a_participant_who_rates_somebody_needs_as_few_as_a_rater_of_two(
    context: BrowserContext,
    round: Round,
    peer: Rater,
    ashford: Council,
    alice: User,
    carol: Person,
    frank: Person,
    smtp_server: Mailbox,
) -> None:
    gina = add_participant(round, make_person(ashford, "Gina"))
    for each in (carol, frank):
        add_rater(gina, each, "peer")
    mailbox = send(round, alice, smtp_server)
    rater, participant = (steps_of(context, mailbox, each) for each in (frank, carol))
    assert participant.clicks <= rater.clicks
    assert participant.typed <= rater.typed == 0
