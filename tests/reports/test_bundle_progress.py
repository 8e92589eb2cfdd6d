"""A bundle while it is made: workers that crash, HR who asks again, and what the page is told."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessment.models import Council, Framework, Round, User
from reports import bundles
from reports.models import CLAIM, Bundle, Part
from reports.progress import BundleState, bundle_progress
from tests.cast import make_person
from tests.reports.bundled import (
    PEERS,
    all_queued,
    archive,
    prepare,
    queued,
    state,
    stored,
    three_reports,
)
from tests.reports.people import closed_round, rated, released
from tests.reports.test_page import counted
from tests.workers import DATABASE_QUEUE

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    return three_reports(ashford, framework, alice)


@pytest.fixture
def waiting(round: Round, alice: User, settings: Any) -> Bundle:
    """Asked for, and no worker there."""
    settings.TASKS = DATABASE_QUEUE
    return prepare(round, alice)


def age(**more: Any) -> None:
    """Everything happened three minutes ago."""
    earlier = timezone.now() - CLAIM - datetime.timedelta(minutes=1)
    Bundle.objects.update(asked_at=earlier)
    Part.objects.filter(claimed_at__isnull=False).update(claimed_at=earlier, **more)


class TestAWorkerThatCrashes:
    def test_leaves_a_part_that_no_other_takes_too_early(self, waiting: Bundle) -> None:
        crashed = bundles._claim(waiting.pk, timezone.now())
        assert crashed is not None
        for _ in range(5):
            bundles.make_next.call(str(waiting.pk))
        assert Part.objects.made().count() == 2
        assert Part.objects.get(pk=crashed.pk).made_at is None

    def test_is_found_by_the_watch_which_comes_back(self, waiting: Bundle) -> None:
        bundles._claim(waiting.pk, timezone.now())
        age()
        bundles._claim(waiting.pk, timezone.now())
        tasks = all_queued(bundles.make_next)
        watches = all_queued(bundles.watch)
        bundles.watch.call(str(waiting.pk))
        assert all_queued(bundles.make_next) == tasks + 1
        assert all_queued(bundles.watch) == watches + 1

    def test_loses_nothing_when_all_tasks_went_with_it(self, waiting: Bundle) -> None:
        DBTaskResult.objects.all().delete()
        age()
        bundles.watch.call(str(waiting.pk))
        assert queued(bundles.make_next) == 3

    def test_cannot_mark_a_part_that_another_has_taken_over(self, waiting: Bundle) -> None:
        slow = bundles._claim(waiting.pk, timezone.now())
        assert slow is not None
        age(tries=0)
        Part.objects.exclude(pk=slow.pk).update(tries=1)
        other = bundles._claim(waiting.pk, timezone.now())
        assert other is not None
        assert other.pk == slow.pk
        bundles._make(other)
        bundles._make(slow)
        assert stored() == [other.file]
        assert Part.objects.get(pk=slow.pk).file == other.file

    def test_is_given_up_when_its_report_fells_every_worker(self, waiting: Bundle) -> None:
        for _ in range(Part.TRIES * 3):
            bundles._claim(waiting.pk, timezone.now())
            age()
        assert bundles._claim(waiting.pk, timezone.now()) is None
        bundles.watch.call(str(waiting.pk))
        assert Part.objects.failed().count() == 3

    def test_leaves_no_watch_when_all_is_done(self, waiting: Bundle) -> None:
        watches = all_queued(bundles.watch)
        for _ in range(3):
            bundles.make_next.call(str(waiting.pk))
        bundles.watch.call(str(waiting.pk))
        assert all_queued(bundles.watch) == watches


class TestAskingWhileItIsMade:
    def test_makes_nothing_twice_and_asks_the_watch_to_look(
        self, waiting: Bundle, alice: User
    ) -> None:
        parts, tasks = set(Part.objects.values_list("pk", flat=True)), queued(bundles.make_next)
        prepare(waiting.round, alice)
        assert set(Part.objects.values_list("pk", flat=True)) == parts
        assert queued(bundles.make_next) == tasks
        assert queued(bundles.watch) == 1

    def test_gives_up_the_file_of_a_part_that_changed_meanwhile(
        self, waiting: Bundle, alice: User
    ) -> None:
        in_hand = bundles._claim(waiting.pk, timezone.now())
        assert in_hand is not None
        person = in_hand.report.participant.person
        person.name = "Anna Ashe"
        person.save()
        prepare(waiting.round, alice)
        bundles._make(in_hand)
        assert stored() == []
        assert Part.objects.waiting().count() == 3


class TestProgress:
    def test_counts_what_is_made(self, waiting: Bundle) -> None:
        bundles.make_next.call(str(waiting.pk))
        found = bundle_progress(waiting.round_id, timezone.now())
        assert (found.state, found.made, found.total) == (BundleState.WORKING, 1, 3)

    def test_says_when_nothing_has_moved_for_a_minute(self, waiting: Bundle) -> None:
        age()
        assert state(waiting.round) is BundleState.STILL

    def test_says_when_other_reports_are_made_first(
        self, waiting: Bundle, ashford: Council, framework: Framework, alice: User
    ) -> None:
        age()
        other = closed_round(ashford, framework, alice, "Autumn")
        rated(other, make_person(ashford, "Dai"), groups=PEERS)
        released(other, alice)
        bundles._claim(prepare(other, alice).pk, timezone.now())
        assert state(waiting.round) is BundleState.NEXT

    def test_takes_the_same_queries_for_more_reports(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        counts: list[int] = []
        for name, people in [("small", 1), ("large", 6)]:
            round = closed_round(ashford, framework, alice, name)
            for number in range(people):
                rated(round, make_person(ashford, f"{name} {number}"), groups={})
            released(round, alice)
            prepare(round, alice)
            with counted(counts):
                assert state(round) is BundleState.READY
            with counted(counts):
                archive(round, alice).close()
        assert counts[:2] == counts[2:]
