"""Real workers make a bundle: two share it, and one that is killed loses nothing."""

from __future__ import annotations

import datetime
import hashlib
import signal
import time
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessment.models import Council, Framework, Report, Round, User
from reports import bundles, services
from reports.models import CLAIM, Bundle, Part
from reports.progress import BundleState, bundle_progress
from tests.cast import make_person
from tests.reports.people import closed_round, rated, released
from tests.workers import worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("same_identifiers", "queue"),
]

PEOPLE = 6
PATIENCE = 120  # seconds, on a machine that is busy with other things


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    round = closed_round(ashford, framework, alice)
    for number in range(PEOPLE):
        rated(round, make_person(ashford, f"Person {number}"), groups={})
    released(round, alice)
    round.refresh_from_db()
    return round


@pytest.fixture
def bundle(round: Round, alice: User, queue: None) -> Bundle:
    return bundles.request_bundle(round=round, by=alice, at=timezone.now())


def wait_until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"Nobody saw: {what}"
        time.sleep(0.02)


def in_hand() -> bool:
    return Part.objects.waiting().filter(claimed_at__isnull=False).exists()


def let_time_pass() -> None:
    """What was to happen after a claim ran out happens now."""
    earlier = timezone.now() - CLAIM - datetime.timedelta(seconds=1)
    Part.objects.filter(claimed_at__isnull=False).update(claimed_at=earlier)
    Part.objects.made().update(made_at=earlier)
    later = DBTaskResult.objects.filter(task_path=bundles.watch.module_path, status="READY")
    later.update(run_after=earlier)


def assert_each_is_there_once(bundle: Bundle) -> None:
    assert bundle_progress(bundle.round_id, timezone.now()).state is BundleState.READY
    parts = list(bundle.parts.all())
    assert {part.report_id for part in parts} == set(Report.objects.values_list("pk", flat=True))
    assert len(parts) == PEOPLE
    assert sorted(bundles._files()) == sorted(part.file for part in parts)
    for part in parts[:2]:
        with default_storage.open(part.file) as file:
            body = file.read()
        assert hashlib.sha256(body).hexdigest() == part.sha256
        assert body == services.pdf_of(part.report).body


def workers_of_tasks() -> set[str]:
    done = DBTaskResult.objects.filter(task_path=bundles.make_next.module_path)
    return {name for names in done.values_list("worker_ids", flat=True) for name in names}


class TestTwoWorkers:
    def test_share_the_reports_and_make_each_once(self, bundle: Bundle) -> None:
        with worker() as one, worker() as two:
            assert one.wait(PATIENCE) == two.wait(PATIENCE) == 0
        assert_each_is_there_once(bundle)
        assert set(bundle.parts.values_list("tries", flat=True)) == {1}
        assert len(workers_of_tasks()) == 2


class TestAWorkerThatIsKilled:
    @pytest.mark.parametrize("after", [0, 3])
    def test_is_replaced_by_another_which_makes_the_rest(self, bundle: Bundle, after: int) -> None:
        with worker() as first:
            wait_until(lambda: Part.objects.made().count() >= after and in_hand(), "a claim")
            first.send_signal(signal.SIGKILL)
            first.wait()
        made = dict(Part.objects.made().values_list("pk", "file"))
        assert len(made) < PEOPLE

        let_time_pass()
        with worker() as second:
            assert second.wait(PATIENCE) == 0

        assert_each_is_there_once(bundle)
        kept = dict(Part.objects.filter(pk__in=made).values_list("pk", "file"))
        assert kept == made

    def test_leaves_its_report_to_the_worker_beside_it(self, bundle: Bundle) -> None:
        with worker("--interval", "0.1") as one, worker("--interval", "0.1") as two:
            wait_until(lambda: len(workers_of_tasks()) == 2 and in_hand(), "two at work")
            one.send_signal(signal.SIGKILL)
            one.wait()
            # It may have died with a report in hand, or with a task that had not yet taken one.
            wait_until(lambda: Part.objects.waiting().count() <= 1, "the rest made")
            let_time_pass()
            wait_until(lambda: not Part.objects.waiting().exists(), "everything made")
            assert two.poll() is None
        assert_each_is_there_once(bundle)

    def test_and_killed_again_and_again_loses_nothing(self, bundle: Bundle) -> None:
        for moment in (0.0, 0.2, 0.5):
            with worker() as process:
                wait_until(in_hand, "a claim")
                time.sleep(moment)
                process.send_signal(signal.SIGKILL)
                process.wait()
            let_time_pass()
        Part.objects.update(tries=0)  # any one of them may have been hit each time
        with worker() as last:
            assert last.wait(PATIENCE) == 0
        assert_each_is_there_once(bundle)
