"""What joining, leaving and making a benchmark write."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assessment.council.benchmark import services as benchmark
from tests.cast import NOW
from tests.compared import IN_2027, make_councils

if TYPE_CHECKING:
    from tests.writes import Stage


def make(stage: Stage) -> None:
    make_councils(stage.framework)
    benchmark.make_benchmark(year=2026, by=stage.erin, at=IN_2027)


WRITES_OF_BENCHMARK: dict[str, tuple[Callable[[Stage], object], list[str]]] = {
    "council.benchmark.join_benchmark": (
        lambda s: benchmark.join_benchmark(council=s.council, by=s.alice, at=NOW),
        ["benchmark.joined"],
    ),
    "council.benchmark.leave_benchmark": (
        lambda s: (
            benchmark.join_benchmark(council=s.council, by=s.alice, at=NOW),
            benchmark.leave_benchmark(council=s.council, by=s.alice, at=NOW),
        ),
        ["benchmark.joined", "benchmark.left"],
    ),
    "council.benchmark.make_benchmark": (make, [*["benchmark.joined"] * 6, "benchmark.made"]),
}
