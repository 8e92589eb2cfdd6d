"""All reports of a round by real workers: beside two ideal processes, and their memory.

`BENCH_REPORTS=500 make bench ARGS=tests/bench/test_bundles.py` takes more reports than 40.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Max, Min
from django.utils import timezone

from assessment.models import Council, Framework, Round, User
from assessment.selectors.results import framework_texts, reports_of_round
from reports import bundles, pdf, services
from reports.models import Part
from tests.bench.test_reports import COMMENTS, GROUPS
from tests.cast import make_person
from tests.plugins.bench import Bench
from tests.reports.people import closed_round, rated, released
from tests.workers import worker

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

REPORTS = int(os.environ.get("BENCH_REPORTS", "40"))
SETTLED = min(50, REPORTS // 4)  # reports after which a worker's memory must not grow
WORKERS = 2


@pytest.fixture
def round(ashford: Council, alice: User, queue: None) -> Round:
    call_command("load_frameworks", verbosity=0)
    framework = Framework.objects.published().get(key="e-government-roles")
    round = closed_round(ashford, framework, alice)
    for number in range(REPORTS):
        person = make_person(ashford, f"Participant {number:04}")
        rated(round, person, groups=GROUPS, comments=COMMENTS, seed=number)
    released(round, alice)
    round.refresh_from_db()
    return round


def pages_of(round: Round) -> list[tuple[str, str]]:
    """The finished HTML of every report with its key."""
    texts = framework_texts(round.framework)
    contents = (services.content_of(report, texts) for report in reports_of_round(round.pk))
    return [(services.html_of(content), content.key) for content in contents]


_BARRIER: list[Barrier] = []


def _begin(barrier: Barrier) -> None:
    _BARRIER.append(barrier)


def render_all(pages: list[tuple[str, str]], folder: Path) -> tuple[float, float]:
    """What no worker can do without: HTML to PDF to file. When it began and ended."""
    _BARRIER[0].wait()
    began = time.time()
    for html, key in pages:
        (folder / f"{key}.pdf").write_bytes(pdf.render(html, key))
    return began, time.time()


def ideally(pages: list[tuple[str, str]], folder: Path) -> float:
    """Seconds of two processes that have nothing to do but render, each its half."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(WORKERS)
    halves = [pages[number::WORKERS] for number in range(WORKERS)]
    with ProcessPoolExecutor(WORKERS, context, _begin, (barrier,)) as pool:
        spans = list(pool.map(render_all, halves, [folder] * WORKERS))
    return max(end for _began, end in spans) - min(began for began, _end in spans)


class Memory(threading.Thread):
    """Megabytes that processes hold, by how many reports were made when it was looked."""

    def __init__(self, processes: list[int], made: list[int]) -> None:
        super().__init__(daemon=True)
        self.processes, self.made = processes, made
        self.seen: dict[int, list[tuple[int, float]]] = {each: [] for each in processes}
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.5):
            for each in self.processes:
                if held := resident(each):
                    self.seen[each].append((self.made[0], held))

    def growth(self, process: int) -> tuple[float, float]:
        """The highest between a quarter of the settled and the settled, and the highest after."""
        early = [held for made, held in self.seen[process] if made <= SETTLED * WORKERS]
        late = [held for made, held in self.seen[process] if made > SETTLED * WORKERS]
        return max(early), max(late)


def resident(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (FileNotFoundError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def by_workers() -> tuple[float, Memory]:
    """Seconds from the first report begun to the last one made, and what the workers held."""
    made = [0]
    with worker("--interval", "0.2") as one, worker("--interval", "0.2") as two:
        memory = Memory([one.pid, two.pid], made)
        memory.start()
        while Part.objects.waiting().exists():
            assert one.poll() is None
            assert two.poll() is None
            made[0] = Part.objects.made().count()
            time.sleep(0.5)
        memory.over.set()
        memory.join()
    return _span(), memory


def _span() -> float:
    # A claim is noted in the row until the part is made, and after.
    times = Part.objects.aggregate(began=Min("claimed_at"), ended=Max("made_at"))
    return (times["ended"] - times["began"]).total_seconds()


class TestManyReports:
    def test_take_little_longer_than_rendering_by_two_ideal_processes(
        self, round: Round, alice: User, bench: Bench, tmp_path: Path
    ) -> None:
        pages = pages_of(round)
        half = len(pages) // 2
        before = ideally(pages[:half], tmp_path)
        start = time.monotonic()
        bundles.prepare(round=round, by=alice, at=timezone.now())
        bench.record(f"Asking for {REPORTS} reports as one ZIP", time.monotonic() - start, "s")
        taken, memory = by_workers()
        # One half before and one after, because machines change their pace.
        floor = before + ideally(pages[half:], tmp_path)
        assert not Part.objects.failed().exists()
        bench.record(f"{REPORTS} reports by two workers, against ideal", taken, "s", baseline=floor)
        for process in memory.processes:
            early, late = memory.growth(process)
            bench.record(f"Memory of a worker after {SETTLED} reports", late, "MB", baseline=early)
