"""How work grows with its input, which no pace of a machine changes.

Four times the input is four times the work where it is linear, and sixteen times where it is
quadratic. Half-way between stands the limit; what stays below a few milliseconds at the larger size
is not quadratic either, for there thousands of steps would be millions.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LINEAR, TIMES = 8, 4
_ROUNDS = 5
_UNMEASURABLE = 0.0005
"""Seconds of a processor; less is taken for so much."""


def is_linear(work: Callable[[int], object], size: int) -> bool:
    """Whether four times the size takes less than eight times the processor's time.

    Work of another process counts for nothing, and one good round of five is enough: chance
    makes a round slower, never faster.
    """
    with _no_collection():
        for _round in range(_ROUNDS):
            large = _seconds(work, size * TIMES)
            if large <= LINEAR * _UNMEASURABLE:
                return True
            if large <= LINEAR * max(_seconds(work, size), _UNMEASURABLE):
                return True
    return False


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return time.process_time() - start


@contextmanager
def _no_collection() -> Iterator[None]:
    """The collector walks all that a larger input made, again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
