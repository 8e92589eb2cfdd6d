"""Everything at once: all reports that somebody may open, person by person, in one linear system.

The reader is HR: they know who rated whom and who has answered, and hold every report of a round
or of two. Who answered but left a statement out they do not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations

from tests.attacks.algebra import Contradiction, Ledger
from tests.attacks.attacker import Leak, exact_sum
from tests.attacks.seen import ANONYMOUS, Seen

People = Mapping[tuple[str, str], tuple[str, ...]]
"""Who answered: participant and group → names."""


@dataclass(frozen=True, slots=True)
class Readers:
    """What is known about who answered; `unchanged` adds that nobody changed an answer since
    an earlier round, in which the participant has the same name up to a slash."""

    people: People
    unchanged: bool = False

    def unknown(self, participant: str, person: str) -> str:
        about = participant.split("/")[0] if self.unchanged else participant
        return f"{person} on {about}"

    def behind(self, figure: Seen, merged: Mapping[str, set[str]]) -> list[str]:
        """The ratings whose sum a mean tells."""
        who = figure.participant
        if who == "everybody":
            places = [place for place in self.people if place[1] == figure.group]
        elif figure.group == "colleagues":
            places = [(who, group) for group in merged[who]]
        elif figure.group == "others":
            places = [p for p in self.people if p[0] == who and p[1] != "self"]
        else:
            places = [(who, figure.group or "")]
        return [self.unknown(place[0], person) for place in places for person in self.people[place]]


def attack_together(seen: Iterable[Seen], readers: Readers, *, k: int) -> list[Leak]:
    """Every rating, every sum of fewer than k people of a group, and every person's sum over all
    whom they rated, that the means of one statement determine."""
    listed = [figure for figure in seen if not figure.withheld]
    merged: dict[str, set[str]] = defaultdict(set)
    statements: dict[str, list[Seen]] = defaultdict(list)
    for figure in listed:
        if figure.measure == "merged":
            merged[figure.participant].add(figure.group or "")
        elif figure.measure == "item_mean":
            statements[figure.indicator or ""].append(figure)
    return [
        leak
        for statement, figures in statements.items()
        for leak in _of_statement(statement, figures, readers, merged, k)
    ]


def _of_statement(
    statement: str,
    figures: Iterable[Seen],
    readers: Readers,
    merged: Mapping[str, set[str]],
    k: int,
) -> Iterator[Leak]:
    ledger = Ledger()
    for figure in figures:
        ratings, total = readers.behind(figure, merged), exact_sum(figure)
        if total is not None and len(ratings) == figure.n:
            with suppress(Contradiction):  # made of bounded means, so about no ratings at all
                ledger.learn(dict.fromkeys(ratings, 1), total)
    for chosen in sorted(_sums(readers, k)):
        total_of = ledger.tells(dict.fromkeys(chosen, 1))
        if total_of is not None:
            told = f"{' and '.join(chosen)}: {total_of}"
            yield Leak("together", statement, told, len(chosen))


def _sums(readers: Readers, k: int) -> set[tuple[str, ...]]:
    """The sums that nobody may know."""
    wanted: set[tuple[str, ...]] = set()
    by_person: dict[str, list[str]] = defaultdict(list)
    for (participant, group), people in readers.people.items():
        if group not in ANONYMOUS:
            continue
        ratings = [readers.unknown(participant, person) for person in people]
        for size in range(1, k):
            wanted.update(combinations(ratings, size))
        for person, rating in zip(people, ratings, strict=True):
            by_person[person].append(rating)
    return wanted | {tuple(dict.fromkeys(ratings)) for ratings in by_person.values()}
