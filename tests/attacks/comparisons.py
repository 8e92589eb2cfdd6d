"""What a reader of benchmarks can work out about the figure of one other council.

The reader knows which councils take part, holds the figures of some of them, and reads
benchmarks. Every world that says the same is another one that the reader cannot rule out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, product
from random import Random
from typing import TypeAlias

from assessment.scoring.benchmark import ComparedPlace, benchmark_figures

HIGHEST = 5
GRID = tuple(Fraction(tenths, 10) for tenths in range(20, 44))
"""What the figure of a council can be: “2.0 or lower” and “4.3 or higher” at the ends."""

ENDS = (GRID[0], GRID[-1])
MOST_WAYS = 12
"""Pairs of councils whose figures are changed with that of a third; all of few councils’."""

TELLS = 2
"""So many neighbouring tenths are still the figure: it is known to a tenth."""

MOODS = ("any", "close", "alike", "low", "high", "apart")
NEAR = {"close": (35, 41), "alike": (38, 39), "low": (20, 24), "high": (40, 43), "any": (20, 43)}

World: TypeAlias = Mapping[str, Fraction]
Told: TypeAlias = tuple[tuple[str, Fraction | None], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A benchmark of these councils, as everybody reads it."""

    councils: tuple[str, ...]

    def told(self, world: World) -> Told:
        """What it says in a world."""
        scores = [world[name] for name in self.councils]
        figures = benchmark_figures(ComparedPlace("skill"), scores, highest=HIGHEST)
        return tuple((f.measure, f.value) for f in figures)


def councils_of(n: int, chance: Random) -> dict[str, Fraction]:
    """The figures of n councils, in one of the moods that councils have."""
    mood = chance.choice(MOODS)
    low, high = NEAR.get(mood, (20, 43))
    draws = [(low, high)] * n if mood != "apart" else [(20, 26), (37, 43)] * n
    return {f"council {each}": Fraction(chance.randint(*draws[each]), 10) for each in range(n)}


def left_open(
    name: str, world: World, known: frozenset[str], read: Sequence[Comparison]
) -> set[Fraction]:
    """Figures that a council can have as far as the reader knows.

    All of them where at most two more councils are unknown and it is told. Else those found until
    it is certain that it is not told.
    """
    said = [comparison.told(world) for comparison in read]
    unknown = [each for each in world if each not in known and each != name]
    found = {world[name]}
    for other in _worlds(name, world, unknown):
        if other[name] not in found and [each.told(other) for each in read] == said:
            found.add(other[name])
            if not is_told(found):
                break
    return found


def _worlds(name: str, world: World, unknown: Sequence[str]) -> Iterator[World]:
    """What may be as well: two councils the other way round, then one, two and three changed."""
    for each in unknown:
        yield {**world, name: world[each], each: world[name]}
    for size in range(min(len(unknown), 2) + 1):
        for free in islice(combinations(unknown, size), MOST_WAYS):
            for values in product(GRID, repeat=size + 1):
                yield {**world, **dict(zip((*free, name), values, strict=True))}


def is_told(found: set[Fraction]) -> bool:
    """Whether these figures are one, to a tenth; “or lower” and “or higher” say half a level."""
    if any(end in found for end in ENDS):
        return False
    tenths = sorted(found)
    return (tenths[-1] - tenths[0]) * 10 < TELLS
