"""Enumeration: which ratings could stand behind the figures of a small group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tests.attacks.seen import Seen

Counts = tuple[int, ...]
MOST_STATES = 200_000


class TooManyWorlds(Exception):
    """More combinations than it is sensible to try."""


@cache
def multisets(n: int, highest: int) -> tuple[Counts, ...]:
    """Every way in which n people can rate on levels 1 to highest, as counts per level."""
    if highest == 1:
        return ((n,),)
    return tuple((*rest, top) for top in range(n + 1) for rest in multisets(n - top, highest - 1))


def total(counts: Counts) -> int:
    return sum(level * count for level, count in enumerate(counts, 1))


def variance(counts: Counts) -> Fraction:
    n = sum(counts)
    squares = sum(level**2 * count for level, count in enumerate(counts, 1))
    return (squares - Fraction(total(counts) ** 2, n)) / (n - 1)


def unanimous(counts: Counts) -> bool:
    return max(counts) == sum(counts)


@cache
def candidates(item: Seen, highest: int) -> tuple[Counts, ...]:
    """The ratings that an item mean, as seen, leaves possible."""
    assert item.n is not None
    return tuple(
        counts
        for counts in multisets(item.n, highest)
        if item.may_be(Fraction(total(counts), item.n))
    )


@dataclass(frozen=True, slots=True)
class Together:
    """What is said about several items at once: level counts, and words on their spread."""

    pooled: frozenset[str] = frozenset()
    counts: Counts | None = None
    worded: frozenset[str] = frozenset()
    word: str = ""


def forced(
    items: Mapping[str, Seen], highest: int, together: Together | None = None
) -> dict[str, int]:
    """The items where every possible world has all people give one and the same level."""
    told = together or Together()
    found = {}
    for key, item in items.items():
        same = [counts for counts in candidates(item, highest) if unanimous(counts)]
        differing = [counts for counts in candidates(item, highest) if not unanimous(counts)]
        if not same or (differing and key not in told.pooled | told.worded):
            continue
        if not _possible(items, highest, told, key, differing):
            worlds = [c for c in same if _possible(items, highest, told, key, [c])]
            if len(worlds) == 1:
                found[key] = worlds[0].index(max(worlds[0])) + 1
    return found


def _possible(
    items: Mapping[str, Seen], highest: int, told: Together, key: str, options: Sequence[Counts]
) -> bool:
    """Whether some world has one of these options at `key` and fits all that is told."""
    choices = {other: candidates(item, highest) for other, item in items.items()}
    choices[key] = tuple(options)
    states: set[tuple[Counts, Fraction]] = {((0,) * highest, Fraction(0))}
    for each in told.pooled | told.worded | {key}:
        steps = {_step(each, counts, told, highest) for counts in choices[each]}
        states = set(_advance(states, steps, told.counts))
        if len(states) > MOST_STATES:
            raise TooManyWorlds
    return any(_fits(state, told, highest) for state in states)


def _step(key: str, counts: Counts, told: Together, highest: int) -> tuple[Counts, Fraction]:
    return (
        counts if key in told.pooled else (0,) * highest,
        variance(counts) if key in told.worded else Fraction(0),
    )


def _advance(
    states: Iterable[tuple[Counts, Fraction]],
    steps: Iterable[tuple[Counts, Fraction]],
    limit: Counts | None,
) -> Iterator[tuple[Counts, Fraction]]:
    choices = list(steps)
    for pool, spread in states:
        for more, further in choices:
            new = tuple(a + b for a, b in zip(pool, more, strict=True))
            if limit is None or all(a <= b for a, b in zip(new, limit, strict=True)):
                yield new, spread + further


def _fits(state: tuple[Counts, Fraction], told: Together, highest: int) -> bool:
    counts, spread = state
    if told.counts is not None and counts != told.counts:
        return False
    return not told.word or word_for(spread / len(told.worded), highest) == told.word


def word_for(mean_variance: Fraction, highest: int) -> str:
    """The public rule for agreement words."""
    r = 1 - mean_variance / Fraction(highest**2 - 1, 12)
    if r >= Fraction(7, 10):
        return "similar_views"
    return "some_spread" if r >= Fraction(1, 2) else "split_views"
