"""Real workers release a round: two share the waiting, and one that is killed loses nothing."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessment.models import Council, Framework, QueuedEmail, Release, Report, Result, Round, User
from assessment.release.services import release
from tests.released_by_half import closed_with, let_time_pass
from tests.workers import worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("queue"),
]

PEOPLE = 12
PATIENCE = 120  # seconds, on a machine that is busy with other things


@pytest.fixture
def asked(ashford: Council, framework: Framework, alice: User, queue: None) -> Round:
    round = closed_with(ashford, framework, alice, more=PEOPLE)
    release.ask(round=round, by=alice, at=timezone.now())
    return round


def wait_until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"Nobody saw: {what}"
        time.sleep(0.005)


def in_hand() -> bool:
    return Release.objects.filter(claim__isnull=False).exists()


def assert_released_once(round: Round) -> None:
    round.refresh_from_db()
    assert round.is_released
    assert Report.objects.count() == PEOPLE
    assert QueuedEmail.objects.count() == PEOPLE
    sizes = {report.pk: report.results.count() for report in Report.objects.all()}
    assert Result.objects.count() == sum(sizes.values())
    assert min(sizes.values()) > 50


class TestTwoWorkers:
    def test_write_each_report_once(self, asked: Round) -> None:
        for _task in range(3):
            release.carry_on.enqueue(str(asked.pk))
        with worker() as one, worker() as two:
            assert one.wait(PATIENCE) == two.wait(PATIENCE) == 0
        assert_released_once(asked)


class TestAWorkerThatIsKilled:
    @pytest.mark.parametrize("after", [0, 1, 5])
    def test_is_replaced_by_another_which_makes_the_rest(self, asked: Round, after: int) -> None:
        with worker() as first:
            wait_until(lambda: in_hand() and Report.written.count() >= after, "a claim")
            first.send_signal(signal.SIGKILL)
            first.wait()
        made = set(Report.written.values_list("pk", flat=True))
        asked.refresh_from_db()
        if asked.is_released:
            pytest.fail("The worker was too fast to be killed.")
        assert not Report.objects.exists()
        let_time_pass()
        watches = DBTaskResult.objects.filter(task_path=release.watch.module_path, status="READY")
        watches.update(run_after=timezone.now())
        with worker() as second:
            assert second.wait(PATIENCE) == 0
        assert_released_once(asked)
        assert made <= set(Report.objects.values_list("pk", flat=True))
