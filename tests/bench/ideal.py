"""Processes that do nothing but render. Apart from the tests: they start without Django."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path

from reports import pdf

Pages = list[tuple[str, str]]
_TOGETHER: list[Barrier] = []


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of processors: other work on the machine changes only the first."""

    clock: float
    processor: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.clock + other.clock, self.processor + other.processor)

    def times(self, factor: float) -> Cost:
        return Cost(self.clock * factor, self.processor * factor)


def cost(pages: Pages, folder: Path, processes: int) -> Cost:
    """What processes take that have HTML ready and begin together, each with its share."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(processes)
    shares = [pages[number::processes] for number in range(processes)]
    with ProcessPoolExecutor(processes, context, _join, (barrier,)) as pool:
        spans = list(pool.map(_render, shares, [folder] * processes))
    began, ended, worked = zip(*spans, strict=True)
    return Cost(max(ended) - min(began), sum(worked))


def _join(barrier: Barrier) -> None:
    _TOGETHER.append(barrier)


def _render(pages: Pages, folder: Path) -> tuple[float, float, float]:
    """When it began and ended, and how long it worked."""
    _TOGETHER[0].wait()
    began, worked = time.time(), time.process_time()
    for html, key in pages:
        pdf.write(folder / f"{key}.pdf", html, key)
    return began, time.time(), time.process_time() - worked
