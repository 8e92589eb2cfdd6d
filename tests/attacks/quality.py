"""What the page about the questions gives away to somebody who holds every report beside it.

Councils as small as real ones, a page that is naive, and an attacker who asks of every rating
whether all worlds that fit the reports and the page agree on it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from random import Random

from assessment.quality.readings import bands_by_place
from assessment.quality.statistics import instrument_quality, report_of
from assessment.scoring.profile import score_participant
from assessment.scoring.values import (
    Assessment,
    DimensionSpec,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    RaterResponse,
)
from tests.attacks.multisets import Counts, candidates, multisets, total, unanimous
from tests.attacks.seen import Seen, look, printed

K, HIGHEST = 3, 5
SIZES = {Group.MANAGER: 1, Group.PEER: 3, Group.REPORT: 3}
SHIPPED = {**dict.fromkeys("abcde", (Kind.SKILL, 6)), "m": (Kind.MANDATE, 4), "f": (Kind.FOCUS, 3)}
"""The dimensions of the framework that ships, and how many statements each has."""
FRAMEWORK = FrameworkSpec(
    tuple(
        DimensionSpec(key, kind, tuple(f"{key}{n}" for n in range(statements)))
        for key, (kind, statements) in SHIPPED.items()
    ),
    HIGHEST,
)


@dataclass(frozen=True)
class Council:
    """Who gave what, and what the reports say of it."""

    assessments: Mapping[str, Assessment]
    figures: Mapping[str, tuple[Figure, ...]]

    def responses(self) -> Iterator[RaterResponse]:
        """Those of others; what people say of themselves is in no pool."""
        for assessment in self.assessments.values():
            yield from (r for r in assessment.responses if r.group is not Group.SELF)


def council(seed: int, participants: int = 5, unseen: float = 0.05) -> Council:
    """Participants with a manager, three peers and three direct reports each."""
    chance = Random(seed)
    assessments = {f"p{n}": _assessment(chance, f"p{n}", unseen) for n in range(participants)}
    figures = {name: score_participant(each, rng=Random(0)) for name, each in assessments.items()}
    return Council(assessments, figures)


def _assessment(chance: Random, name: str, unseen: float) -> Assessment:
    able = chance.gauss(3.6, 0.5)
    responses = []
    for group, size in SIZES.items():
        for place in range(size):
            kind = able + chance.gauss(0, 0.4)
            ratings = {
                key: None if chance.random() < unseen else _level(kind + chance.gauss(0, 0.7))
                for dimension in FRAMEWORK.dimensions
                for key in dimension.indicators
            }
            responses.append(RaterResponse(f"{name} {group} {place}", group, ratings))
    return Assessment(FRAMEWORK, (), tuple(responses), SIZES, K)


def _level(value: float) -> int:
    return min(HIGHEST, max(1, round(value)))


# --- pages --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Exact:
    """A statement on a naive page: whole percents, a mean to one decimal, a count."""

    n: int
    not_observed: int
    mean: Fraction
    at_top: int


def exact(asked: int, n: int, sum_: int, tops: int) -> Exact:
    """What a naive page says of a statement."""
    return Exact(
        n,
        int(printed(Fraction(100 * (asked - n), asked), 0)),
        printed(Fraction(sum_, n), 1),
        int(printed(Fraction(100 * tops, n), 0)),
    )


@cache
def tops_of(page: Exact) -> tuple[int, ...]:
    """How many may have given the top level."""
    shares = ((tops, printed(Fraction(100 * tops, page.n), 0)) for tops in range(page.n + 1))
    return tuple(tops for tops, share in shares if share == page.at_top)


@cache
def sums_of(page: Exact) -> int:
    """What the ratings may sum to, as the bits of a number."""
    sums = range(page.n, HIGHEST * page.n + 1)
    return sum(1 << each for each in sums if printed(Fraction(each, page.n), 1) == page.mean)


def naive_page(council: Council) -> dict[str, Exact]:
    """Every statement, from all ratings by others."""
    page = {}
    for key in keys():
        answers = [r.ratings[key] for r in council.responses()]
        levels = [level for level in answers if level is not None]
        page[key] = exact(len(answers), len(levels), sum(levels), levels.count(HIGHEST))
    return page


def keys() -> list[str]:
    """Every statement of the framework."""
    return [key for dimension in FRAMEWORK.dimensions for key in dimension.indicators]


# --- the attacker -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A group's ratings of one statement about one participant, as the reports leave them."""

    where: str
    options: tuple[Counts, ...]
    withheld: bool


@dataclass(frozen=True, slots=True)
class Known:
    """All that the reports say about one statement: what is certain, and what may be."""

    fixed: Counts
    cells: tuple[Cell, ...]


def reported(council: Council) -> dict[str, Known]:
    """What somebody with every report of a council knows of each statement."""
    seen = defaultdict(list)
    for name, figures in council.figures.items():
        for each in look(figures, name, decimals=1):
            if each.measure == "item_mean":
                seen[each.indicator].append((name, each))
    return {key: _known(key, seen[key]) for key in keys()}


def _known(key: str, means: Sequence[tuple[str, Seen]]) -> Known:
    cells, fixed = [], [0] * HIGHEST
    for name, seen in means:
        group = Group(seen.group or "")
        if group is Group.MANAGER and seen.value is not None:
            fixed[int(seen.value) - 1] += 1
        elif group in (Group.PEER, Group.REPORT):
            cells.append(_cell(f"{name} {group} on {key}", seen, SIZES[group]))
    return Known(tuple(fixed), tuple(cells))


def _cell(where: str, seen: Seen, size: int) -> Cell:
    if not seen.withheld:
        return Cell(where, candidates(seen, HIGHEST), withheld=False)
    few = [counts for n in range(min(size + 1, K)) for counts in multisets(n, HIGHEST)]
    return Cell(where, tuple(few), withheld=True)


@dataclass(frozen=True, slots=True)
class Told:
    """Ratings that are certain: how many people of a group gave which level."""

    where: str
    people: int
    level: int
    withheld: bool


def determined(known: Known, page: Exact | None) -> list[Told]:
    """Every group whose ratings are one and the same level in all worlds that are left.

    Without a page the reports stand alone, and tell no group anything of another.
    """
    if page is None:
        return [told for cell in known.cells for told in _told(cell, cell.options)]
    before, after = [_start(known.fixed)], [_start((0,) * HIGHEST)]
    for cell in known.cells:
        before.append(_with_any(before[-1], cell.options))
    for cell in reversed(known.cells):
        after.append(_with_any(after[-1], cell.options))
    after.reverse()
    found = []
    for place, cell in enumerate(known.cells):
        rest = before[place], after[place + 1]
        left = [counts for counts in cell.options if _possible(counts, *rest, page)]
        assert left, "the true ratings are among them"
        found += _told(cell, left)
    return found


def _told(cell: Cell, left: Sequence[Counts]) -> list[Told]:
    levels = {
        counts.index(max(counts)) + 1 if sum(counts) and unanimous(counts) else 0 for counts in left
    }
    if len(levels) > 1 or 0 in levels:
        return []
    return [Told(cell.where, min(map(sum, left)), levels.pop(), cell.withheld)]


Ledger = dict[tuple[int, int], int]
"""By ratings and how many are at the top: which sums are possible, as the bits of a number."""


def _start(counts: Counts) -> Ledger:
    return {(sum(counts), counts[-1]): 1 << total(counts)}


def _with_any(ledger: Ledger, options: Sequence[Counts]) -> Ledger:
    found: Ledger = defaultdict(int)
    for (n, tops), sums in ledger.items():
        for counts in options:
            found[n + sum(counts), tops + counts[-1]] |= sums << total(counts)
    return found


def _possible(counts: Counts, before: Ledger, after: Ledger, page: Exact) -> bool:
    """Whether some world has these ratings here and is printed like the page."""
    n, wanted, tops = page.n - sum(counts), sums_of(page), tops_of(page)
    for (first, at_top), sums in before.items():
        for each in tops:
            others = after.get((n - first, each - counts[-1] - at_top), 0)
            if others and _meet(sums << total(counts), others, wanted):
                return True
    return False


def _meet(sums: int, others: int, wanted: int) -> bool:
    while sums:
        lowest = sums & -sums
        if others * lowest & wanted:
            return True
        sums -= lowest
    return False


# --- both together ------------------------------------------------------------------------


def shown_page(councils: Sequence[Council]) -> dict[str, Mapping[str, int]]:
    """What the product's page shows: by place and what it is about, the bands."""
    reports = [
        report_of(str(number), figures)
        for number, council in enumerate(councils)
        for figures in council.figures.values()
    ]
    quality = instrument_quality(FRAMEWORK, reports)
    found = () if quality is None else bands_by_place(quality)
    return {f"{part.place} {part.about}": part.bands for part in found if part.bands}


def given_away(council: Council, page: Mapping[str, Exact]) -> list[Told]:
    """Every rating of a council that follows from its reports and a page."""
    return [
        told
        for key, known in reported(council).items()
        for told in determined(known, page.get(key))
    ]


def table(seeds: Sequence[int]) -> Iterator[str]:
    """A line a council: ratings that follow from a naive page, of those withheld ones; and now."""
    people = withheld = councils = 0
    for seed in seeds:
        world = council(seed)
        told = given_away(world, naive_page(world))
        found = sum(each.people for each in told)
        hidden = sum(each.people for each in told if each.withheld)
        now = len(given_away(world, {})) if not shown_page([world]) else "?"
        yield f"council {seed}: naive {found}, of withheld statements {hidden}; now {now}"
        people, withheld, councils = people + found, withheld + hidden, councils + bool(found)
    yield f"naive: {people} ratings in {councils} of {len(seeds)} councils, {withheld} withheld"


if __name__ == "__main__":
    for line in table(range(20)):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
