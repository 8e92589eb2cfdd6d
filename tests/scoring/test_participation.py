"""From the counts of a release, whose taking part is certain? Every case, one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement, product

import pytest

from assessment.scoring import disclosure
from assessment.scoring.values import ANONYMOUS, Group

Counts = tuple[int, ...]
Reading = tuple[tuple[Group, ...] | int | None, ...]


def read(asked: Counts, answered: Counts, k: int) -> Reading:
    """What a report says of these people: who stands apart with how many, and the others."""
    names = ANONYMOUS[: len(asked)]
    by_name = dict(zip(names, answered, strict=True))
    arranged = disclosure.arrange(by_name, k, asked=dict(zip(names, asked, strict=True)))
    seen: list[tuple[Group, ...] | int | None] = []
    for part in arranged.parts:
        hidden = part is arranged.hidden
        seen += [part.members, None if hidden else sum(by_name[each] for each in part.members)]
    return tuple(seen)


def every_way(asked: Counts) -> Iterator[Counts]:
    return product(*(range(size + 1) for size in asked))


def certain(asked: Counts, k: int) -> list[str]:
    """Groups of which it follows that all, or nobody, answered, where the counts do not say so."""
    ways: dict[Reading, list[Counts]] = defaultdict(list)
    for way in every_way(asked):
        ways[read(asked, way, k)].append(way)
    found = []
    for seen, alike in ways.items():
        for place, size in enumerate(asked):
            mine = {way[place] for way in alike}
            if mine in ({size}, {0}) and not said_plainly(seen, asked, place):
                found.append(f"{asked} {seen}: {ANONYMOUS[place]} {mine}")
    return found


def said_plainly(seen: Reading, asked: Counts, place: int) -> bool:
    """Whether all of the group that is shown with these people answered: raters are told that."""
    sizes = dict(zip(ANONYMOUS, asked, strict=False))
    for members, count in zip(seen[::2], seen[1::2], strict=True):
        assert isinstance(members, tuple)
        if ANONYMOUS[place] in members:
            return count == sum(sizes[each] for each in members)
    return False


class TestWhoAnswered:
    @pytest.mark.parametrize("k", [3, 4])
    @pytest.mark.parametrize(
        ("groups", "most"), [(1, 9), (2, 7), (3, 5), (4, 3)], ids=["one", "two", "three", "four"]
    )
    def test_follows_only_where_all_of_a_group_as_shown_did(
        self, groups: int, most: int, k: int
    ) -> None:
        for asked in combinations_with_replacement(range(1, most + 1), groups):
            assert certain(asked, k) == []

    def test_does_not_depend_on_the_order_of_groups(self) -> None:
        for asked in product(range(1, 6), repeat=3):
            assert certain(asked, 3) == []


def apart(asked: Counts, answered: Counts) -> set[Group]:
    members = read(asked, answered, 3)[::2]
    return {each[0] for each in members if isinstance(each, tuple) and len(each) == 1}


class TestAGroupStandsApart:
    @pytest.mark.parametrize(
        ("asked", "answered", "expected"),
        [
            ((6, 5), (4, 3), {Group.PEER, Group.REPORT}),
            ((6, 5, 2), (5, 4, 1), {Group.PEER}),
            ((3,), (3,), {Group.PEER}),
        ],
    )
    def test_where_k_of_it_answered(
        self, asked: Counts, answered: Counts, expected: set[Group]
    ) -> None:
        assert apart(asked, answered) == expected

    def test_tells_nothing_of_the_only_one_of_another(self) -> None:
        # Peers apart would say that the report did not answer, or else they would be together.
        assert apart((5, 1), (4, 0)) == set()
        # Apart these would say, where they are not, that two of three and all four answered.
        assert apart((3, 4), (3, 3)) == set()

    def test_or_joins_by_how_many_were_asked(self) -> None:
        # Five peers and six reports were asked; fewer reports answered.
        assert apart((5, 6, 2), (5, 4, 1)) == {Group.REPORT}
