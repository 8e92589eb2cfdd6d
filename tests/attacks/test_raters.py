"""How many are behind a score gives nobody's answer away: every pattern of answers there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cache
from itertools import combinations_with_replacement, product

from assessment.scoring.values import Figure, Group, Measure
from tests.scoring.builders import carol, scored

Level = int | None
Row = tuple[Level, ...]
World = tuple[Row, ...]
Told = tuple[Figure, ...]

ROWS: tuple[Row, ...] = tuple(product((None, 1, 2, 3), repeat=2))
PEOPLE = (3, 4)


@cache
def worlds() -> Mapping[World, Told]:
    """Peers who rated two statements on three levels or saw neither, one or both of them."""
    return {
        rows: scored(carol({Group.PEER: [list(row) for row in rows]}, indicators=2, highest=3))
        for people in PEOPLE
        for rows in combinations_with_replacement(ROWS, people)
    }


def without_raters(told: Told) -> Told:
    return tuple(figure for figure in told if figure.measure is not Measure.RATERS)


def classes(key: Callable[[Told], Hashable]) -> Mapping[Hashable, list[World]]:
    """The worlds that look alike."""
    found: defaultdict[Hashable, list[World]] = defaultdict(list)
    for world, told in worlds().items():
        found[key(told)].append(world)
    return found


def certain(columns: Iterator[tuple[Level, ...]]) -> Level | str:
    """What everybody gave in all of these columns, or that it is open."""
    values = {value for column in columns for value in column}
    return values.pop() if len(values) == 1 else "open"


def known_to_insiders(alike: list[World]) -> Iterator[tuple[Row, int, World]]:
    """What somebody who gave this row is certain of about each of the others."""
    rest: defaultdict[Row, list[tuple[World, World]]] = defaultdict(list)
    for world in alike:
        for own in set(world):
            others = list(world)
            others.remove(own)
            rest[own].append((world, tuple(others)))
    for own, pairs in rest.items():
        for place in range(2):
            columns = (tuple(row[place] for row in others) for _world, others in pairs)
            if certain(columns) != "open":
                yield from ((own, place, world) for world, _others in pairs)


class TestEveryPatternOfAnswers:
    def test_tells_nobodys_answer(self) -> None:
        for alike in classes(lambda told: told).values():
            for place in range(2):
                columns = (tuple(row[place] for row in world) for world in alike)
                assert certain(columns) == "open", alike

    def test_tells_an_insider_no_more_than_without_the_number_of_raters(self) -> None:
        with_them, without = (
            {each for alike in classes(key).values() for each in known_to_insiders(alike)}
            for key in (lambda told: told, without_raters)
        )
        assert with_them == without
        assert without  # two of three who are one short of all know the third: ADR 0010

    def test_is_told_a_number_that_the_counts_of_statements_do_not_give(self) -> None:
        """Or nothing is tried here."""
        shown = classes(without_raters).values()
        assert any(len({_raters(world) for world in alike}) > 1 for alike in shown)


def _raters(world: World) -> int:
    return sum(int(f.value or 0) for f in worlds()[world] if f.measure is Measure.RATERS)
