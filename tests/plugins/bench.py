"""Measurements for `make bench`: printed as a table, written to var/bench.json.

Machines change their pace by a factor of two within minutes, so a measurement stands beside a
baseline that is run in turn with it, and only their ratio is to be believed.
"""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeAlias

import pytest

Clock: TypeAlias = Callable[[], float]
OUTPUT = Path(__file__).resolve().parents[2] / "var/bench.json"


@dataclass(frozen=True)
class Row:
    name: str
    value: float
    unit: str
    baseline: float | None
    ratio: float | None
    runs: int


@dataclass
class Bench:
    """The rows measured so far."""

    rows: list[Row] = field(default_factory=list)

    def compare(
        self,
        name: str,
        subject: Callable[[], object],
        baseline: Callable[[], object],
        runs: int,
        clock: Clock = time.perf_counter,
    ) -> float:
        """Time both in turn; the ratio of the subject's median to the baseline's.

        With `time.process_time` as clock, other work on the machine counts for neither; for what
        starts no process.
        """
        subject(), baseline()  # warm
        pairs = [(milliseconds(subject, clock), milliseconds(baseline, clock)) for _ in range(runs)]
        value, floor = (statistics.median(times) for times in zip(*pairs, strict=True))
        return self.record(name, value, "ms", baseline=floor, runs=runs)

    def record(
        self, name: str, value: float, unit: str, *, baseline: float | None = None, runs: int = 1
    ) -> float:
        """Note a figure that was measured in another way; its ratio to the baseline, or 0."""
        ratio = value / baseline if baseline else None
        self.rows.append(Row(name, value, unit, baseline, ratio, runs))
        return ratio or 0.0


def milliseconds(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    start = clock()
    work()
    return (clock() - start) * 1000


_BENCH = pytest.StashKey[Bench]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_BENCH] = Bench()


@pytest.fixture
def bench(pytestconfig: pytest.Config) -> Bench:
    return pytestconfig.stash[_BENCH]


def table(rows: list[Row]) -> str:
    """Rows under a heading, figures to three digits."""

    def cell(figure: float | None) -> str:
        return "" if figure is None else f"{figure:.3g}"

    lines = [f"{'name':50} {'value':>8} {'unit':6} {'baseline':>8} {'ratio':>6} {'runs':>5}"]
    lines += [
        f"{row.name:50} {cell(row.value):>8} {row.unit:6} {cell(row.baseline):>8} "
        f"{cell(row.ratio):>6} {row.runs:5}"
        for row in rows
    ]
    return "\n".join(lines)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    rows = config.stash[_BENCH].rows
    if rows:
        OUTPUT.parent.mkdir(exist_ok=True)
        OUTPUT.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
        terminalreporter.write_line(table(rows))
