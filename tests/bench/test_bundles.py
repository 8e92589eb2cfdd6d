"""All reports of a round by real workers: beside two ideal processes, and their memory.

`BENCH_REPORTS=500 make bench ARGS=tests/bench/test_bundles.py` takes more reports than 40.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Max, Min
from django.utils import timezone

from assessment.models import Council, Framework, Round, User
from assessment.release.selectors.results import framework_texts, reports_of_round
from reports import bundles, services
from reports.models import Part
from tests.bench import ideal
from tests.bench.test_reports import COMMENTS, GROUPS
from tests.cast import make_person
from tests.plugins.bench import Bench
from tests.reports.people import closed_round, rated, released
from tests.workers import worker

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

REPORTS = int(os.environ.get("BENCH_REPORTS", "40"))
SETTLED = min(50, REPORTS // 4)  # reports after which a worker's memory must not grow
WORKERS = 2
SAMPLE = 40  # the ideal processes render no more and are counted up


@pytest.fixture
def round(ashford: Council, alice: User, queue: None) -> Round:
    call_command("load_frameworks", verbosity=0)
    framework = Framework.objects.published().get(key="e-government-roles", version="2.0")
    round = closed_round(ashford, framework, alice)
    for number in range(REPORTS):
        person = make_person(ashford, f"Participant {number:04}")
        rated(round, person, groups=GROUPS, comments=COMMENTS, seed=number)
    released(round, alice)
    round.refresh_from_db()
    return round


def sample_of(round: Round) -> ideal.Pages:
    """The finished HTML of the first reports with their keys."""
    texts = framework_texts(round.framework)
    reports = islice(reports_of_round(round.pk), SAMPLE)
    contents = (services.content_of(report, texts) for report in reports)
    return [(services.html_of(content), content.key) for content in contents]


@dataclass
class Worker:
    """What a worker process holds and how long it has worked, looked at now and again."""

    process: int
    held: list[tuple[int, float]] = field(default_factory=list)  # reports made, megabytes
    worked: list[float] = field(default_factory=list)

    def look(self, made: int) -> None:
        folder = Path(f"/proc/{self.process}")
        pages = int((folder / "statm").read_text().split()[1])
        times = (folder / "stat").read_text().rpartition(")")[2].split()[11:13]
        self.held.append((made, pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000))
        self.worked.append(sum(map(int, times)) / os.sysconf("SC_CLK_TCK"))

    def growth(self) -> tuple[float, float]:
        """The most that was held until the worker had settled, and the most after."""
        settled = SETTLED * WORKERS
        early = [megabytes for made, megabytes in self.held if made <= settled]
        late = [megabytes for made, megabytes in self.held if made > settled]
        return max(early), max(late)


def by_workers() -> tuple[ideal.Cost, list[Worker]]:
    """From the first report begun to the last one made."""
    with worker("--interval", "0.2") as one, worker("--interval", "0.2") as two:
        workers = [Worker(one.pid), Worker(two.pid)]
        while not Part.objects.filter(claimed_at__isnull=False).exists():
            time.sleep(0.05)
        waiting = True
        while waiting:
            assert one.poll() is None
            assert two.poll() is None
            waiting = Part.objects.waiting().exists()
            made = Part.objects.made().count()
            for each in workers:
                each.look(made)
            time.sleep(0.5 if waiting else 0)
    processor = sum(each.worked[-1] - each.worked[0] for each in workers)
    return ideal.Cost(_span(), processor), workers


def _span() -> float:
    times = Part.objects.aggregate(began=Min("claimed_at"), ended=Max("made_at"))
    return (times["ended"] - times["began"]).total_seconds()


class TestManyReports:
    def test_take_little_longer_than_rendering_by_two_ideal_processes(
        self, round: Round, alice: User, bench: Bench, tmp_path: Path
    ) -> None:
        sample = sample_of(round)
        # Before and after, because machines change their pace.
        floor = ideal.cost(sample, tmp_path, WORKERS)
        start = time.monotonic()
        bundles.request_bundle(round=round, by=alice, at=timezone.now())
        bench.record(f"Asking for {REPORTS} reports as one ZIP", time.monotonic() - start, "s")
        taken, workers = by_workers()
        floor = (floor + ideal.cost(sample, tmp_path, WORKERS)).times(REPORTS / len(sample) / 2)
        assert Part.objects.made().count() == REPORTS
        name = f"{REPORTS} reports by two workers"
        bench.record(f"{name}, against ideal", taken.clock, "s", baseline=floor.clock)
        bench.record(f"{name}, processor", taken.processor, "s", baseline=floor.processor)
        for each in workers:
            early, late = each.growth()
            bench.record(f"Memory of a worker after {SETTLED} reports", late, "MB", baseline=early)
