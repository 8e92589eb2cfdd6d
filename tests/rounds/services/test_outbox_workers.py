"""Real workers send a round's emails: slow and absent servers, and a worker that is killed."""

from __future__ import annotations

import datetime
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessment.models import Council, Framework, Person, QueuedEmail, Round, User
from assessment.rounds.selectors.invitations import find_invitation
from assessment.rounds.services import invitations, outbox
from tests.answers import keep_open
from tests.cast import add_participant, add_rater, make_person, make_round
from tests.letters import token_in
from tests.plugins.smtp import Mailbox
from tests.workers import worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("queue"),
]

RATERS = 8
PATIENCE = 120  # seconds, on a machine that is busy with other things


@pytest.fixture
def asked(
    ashford: Council, framework: Framework, alice: User, carol: Person, smtp_server: Mailbox
) -> Round:
    """Somebody with eight raters, in a round that opens in a moment."""
    round = keep_open(make_round(ashford, framework, by=alice, state="open"))
    participant = add_participant(round, carol)
    for number in range(RATERS):
        add_rater(participant, make_person(ashford, f"Rater {number}"), "peer")
    return round


def issue(round: Round, alice: User) -> None:
    invitations.issue(round=round, by=alice, at=timezone.now())


def wait_until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"Nobody saw: {what}"
        time.sleep(0.02)


def sent() -> int:
    return QueuedEmail.objects.filter(sent_at__isnull=False).count()


def let_time_pass() -> None:
    """What was to happen later happens now."""
    earlier = timezone.now() - datetime.timedelta(seconds=1)
    unsent = QueuedEmail.objects.unsent()
    unsent.filter(claimed_until__isnull=False).update(claimed_until=earlier)
    unsent.filter(next_try_at__isnull=False).update(next_try_at=earlier)
    ahead_of_us().update(run_after=earlier)


def ahead_of_us() -> QuerySet[DBTaskResult]:
    tasks = DBTaskResult.objects.filter(task_path=outbox.deliver.module_path, status="READY")
    return tasks.filter(run_after__gt=timezone.now(), run_after__year__lt=9999)


def assert_each_is_there_once(mailbox: Mailbox, *, doubled: int = 0) -> None:
    """Asked = sent; a copy is one message for whoever reads, and every link works."""
    assert sent() == RATERS + 1
    names = {str(each["Message-ID"]) for each in mailbox.messages}
    assert len(names) == len({str(each["To"]) for each in mailbox.messages}) == RATERS + 1
    assert len(mailbox.messages) == RATERS + 1 + doubled
    to_raters = [each for each in mailbox.messages if "rater" in str(each["To"])]
    assert len(to_raters) >= RATERS
    assert all(find_invitation(token_in(each), at=timezone.now()) for each in to_raters)


class TestAWorkerThatIsKilled:
    def test_in_the_middle_is_replaced_by_the_next_which_sends_the_rest(
        self, asked: Round, alice: User, smtp_server: Mailbox
    ) -> None:
        smtp_server.seconds = 0.5  # killed while the server has not yet accepted the next one
        issue(asked, alice)
        with worker() as first:
            wait_until(lambda: sent() >= 3, "three emails leave")
            first.send_signal(signal.SIGKILL)
            first.wait()
        assert sent() < RATERS
        smtp_server.seconds = 0
        let_time_pass()
        with worker() as second:
            assert second.wait(PATIENCE) == 0
        assert_each_is_there_once(smtp_server)

    def test_between_the_acceptance_and_the_mark_doubles_that_one_email(
        self, asked: Round, alice: User, smtp_server: Mailbox
    ) -> None:
        smtp_server.seconds_after = 1
        issue(asked, alice)
        with worker() as first:
            wait_until(lambda: len(smtp_server.messages) == 2 and sent() == 1, "a second email")
            first.send_signal(signal.SIGKILL)
            first.wait()
        smtp_server.seconds_after = 0
        let_time_pass()
        with worker() as second:
            assert second.wait(PATIENCE) == 0
        assert_each_is_there_once(smtp_server, doubled=1)

    def test_with_every_task_lost_leaves_them_to_the_next_that_starts(
        self, asked: Round, alice: User, smtp_server: Mailbox
    ) -> None:
        issue(asked, alice)
        DBTaskResult.objects.update(status="RUNNING")  # as a killed worker leaves them
        with worker() as next_one:
            assert next_one.wait(PATIENCE) == 0
        assert_each_is_there_once(smtp_server)


class TestAServer:
    def test_that_defers_is_asked_again_by_a_task_of_its_own(
        self, asked: Round, alice: User, smtp_server: Mailbox
    ) -> None:
        addresses = [rater.person.email for rater in asked.participants.get().raters.all()]
        smtp_server.deferred.update(addresses[:3])
        issue(asked, alice)
        with worker() as first:
            assert first.wait(PATIENCE) == 0
        assert sent() == RATERS + 1 - 3
        assert ahead_of_us().count() == 1

        smtp_server.deferred.clear()
        let_time_pass()
        with worker() as second:
            assert second.wait(PATIENCE) == 0
        assert_each_is_there_once(smtp_server)
        assert ahead_of_us().count() == 0

    def test_that_is_away_is_asked_again_by_a_task_of_its_own(
        self, asked: Round, alice: User, smtp_server: Mailbox, settings: Any
    ) -> None:
        there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        issue(asked, alice)
        with worker() as first:
            assert first.wait(PATIENCE) == 0
        assert sent() == 0
        assert ahead_of_us().count() == 1

        settings.EMAIL_PORT = there
        let_time_pass()
        with worker() as second:
            assert second.wait(PATIENCE) == 0
        assert_each_is_there_once(smtp_server)

    def test_that_is_slow_is_waited_for_by_two_workers_without_a_copy(
        self, asked: Round, alice: User, smtp_server: Mailbox
    ) -> None:
        smtp_server.seconds = 0.3
        issue(asked, alice)
        with worker() as one, worker() as two:
            assert one.wait(PATIENCE) == two.wait(PATIENCE) == 0
        assert_each_is_there_once(smtp_server)
