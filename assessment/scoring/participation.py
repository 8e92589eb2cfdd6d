"""Which groups stand apart, so that the counts of a release make nobody's taking part certain.

A participant may know every name in every group, and reads how many answered in each group that
stands apart and in all of them together. Groups are given here by their place, with how many were
asked and how many of them answered; docs/adr/0010 has the rule and its proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import TypeAlias

Counts: TypeAlias = tuple[int, ...]
Reading: TypeAlias = tuple[int | None, ...]
"""What is read of each group: how many answered, None where it is put together with others."""


def read_apart(asked: Counts, answered: Counts, k: int) -> Reading:
    """How many answered in each group that stands apart; None for one that does not.

    A group stands apart when k of it answered. It does not where it has to bring those who do not
    stand apart to k, or where the counts would say of somebody in them whether they answered. All
    that is then read is how many those are together; of fewer than k in all, nothing.
    """
    total = sum(answered)
    if total < k:
        return (None,) * len(asked)
    return _readings(asked, total, k)[answered]


@lru_cache(maxsize=4096)
def _readings(asked: Counts, total: int, k: int) -> Mapping[Counts, Reading]:
    classes = _classes(asked, total, k)
    return MappingProxyType({way: each for each, ways in classes.items() for way in ways})


def _classes(asked: Counts, total: int, k: int) -> dict[Reading, list[Counts]]:
    """For all ways in which so many of those asked can have answered, what is read of each.

    Ways that are read alike form a class. A class that tells too much is read more coarsely, and
    what it is read as then is judged again, until none does: in the end all are put together.
    """
    classes: dict[Reading, list[Counts]] = {}
    for way in _ways(asked, total):
        classes.setdefault(_by_size(asked, way, k), []).append(way)
    while telling := [each for each in classes if _tells(asked, each, classes[each])]:
        finest = max(telling, key=_order)
        if any(count is not None for count in finest):
            coarser = _put_smallest_in(asked, finest)
            classes.setdefault(coarser, []).extend(classes.pop(finest))
        else:
            nearest = min((each for each in classes if each != finest), key=_order)
            classes[finest] += classes.pop(nearest)
    return classes


def _ways(asked: Counts, total: int) -> Iterator[Counts]:
    *most, last = asked
    for way in product(*(range(size + 1) for size in most)):
        rest = total - sum(way)
        if 0 <= rest <= last:
            yield (*way, rest)


def _by_size(asked: Counts, answered: Counts, k: int) -> Reading:
    """Groups under k together, with the smallest of the others where that is not enough."""
    places = range(len(asked))
    small = [place for place in places if answered[place] < k]
    large = [place for place in places if answered[place] >= k]
    if small and sum(answered[place] for place in small) < k and large:
        # By the numbers asked, which are known: those who answered would tell something.
        large.remove(min(large, key=lambda place: asked[place]))
    return tuple(answered[place] if place in large else None for place in places)


def _tells(asked: Counts, reading: Reading, ways: Sequence[Counts]) -> bool:
    """Whether all, or nobody, of a group that is put with others answered in every way.

    Where all of those put together answered, the count says so, and raters are told that it does.
    """
    together = [place for place, count in enumerate(reading) if count is None]
    if sum(ways[0][place] for place in together) == sum(asked[place] for place in together):
        return False
    return any(
        min(way[place] for way in ways) == asked[place] or max(way[place] for way in ways) == 0
        for place in together
    )


def _put_smallest_in(asked: Counts, reading: Reading) -> Reading:
    apart = [place for place, count in enumerate(reading) if count is not None]
    smallest = min(apart, key=lambda place: asked[place])
    return tuple(None if place == smallest else count for place, count in enumerate(reading))


def _order(reading: Reading) -> tuple[int, tuple[int, ...]]:
    """The more groups stand apart, the later; among as many, by their counts."""
    return len(reading) - reading.count(None), tuple(-1 if n is None else n for n in reading)
