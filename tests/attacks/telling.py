"""How often does a rater who tells their own rating give the others of their group away?

`python -m tests.attacks.telling` prints it for every minimum group size, worked out exactly: all
ways in which a group can rate a statement, each as likely as the raters of the suite make it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations, combinations_with_replacement, pairwise
from math import factorial, prod
from statistics import NormalDist, mean

from assessment.scoring import disclosure
from assessment.scoring.aggregate import Tally
from assessment.scoring.values import Group, Released
from tests.attacks.quality import HIGHEST

Levels = tuple[int, ...]
Shares = tuple[float, ...]
Raters = tuple[tuple[float, Shares], ...]
"""Kinds of people assessed: how likely each is, and how likely each level is then."""

CENTRE, ABLE, SPREAD = 3.6, 0.5, (0.4**2 + 0.7**2) ** 0.5
"""Of the ratings in tests.attacks.quality: where they lie, how far the people assessed differ,
and how far the ratings of one of them do."""

STEPS = 400


@cache
def typical() -> Raters:
    """Raters as the suite has them."""
    people, step = NormalDist(CENTRE, ABLE), 8 * ABLE / STEPS
    starts = [CENTRE - 4 * ABLE + place * step for place in range(STEPS)]
    return tuple((people.cdf(s + step) - people.cdf(s), _shares(s + step / 2)) for s in starts)


def _shares(mean: float) -> Shares:
    ratings = NormalDist(mean, SPREAD)
    under = [0.0, *(ratings.cdf(level + 0.5) for level in range(1, HIGHEST)), 1.0]
    return tuple(above - below for below, above in pairwise(under))


def near_the_top(n: int) -> Raters:
    """Where most is given away: all but one of n give the highest level, the other the next."""
    return ((1.0, (*[0.0] * (HIGHEST - 2), 1 / n, 1 - 1 / n)),)


def ways(n: int) -> Iterator[Levels]:
    """All ways in which n raters can rate a statement, whoever gave which level."""
    return combinations_with_replacement(range(1, HIGHEST + 1), n)


def chance(levels: Levels, raters: Raters) -> float:
    """How likely n raters are to give these levels, in any order."""
    counts = [levels.count(level) for level in range(1, HIGHEST + 1)]
    orders = factorial(len(levels)) / prod(map(factorial, counts))
    return orders * sum(
        weight * prod(share**count for share, count in zip(shares, counts, strict=True))
        for weight, shares in raters
    )


def printed(levels: Levels) -> Released:
    """What a report shows of them."""
    tally = Tally(tuple(levels.count(level) for level in range(1, HIGHEST + 1)), 0)
    found = disclosure.release_item(tally, Group.PEER, k=len(levels), highest=HIGHEST)
    assert isinstance(found, Released)
    return found


@cache
def given_away(n: int, told: int) -> dict[Levels, float]:
    """By way of rating: in which share of the tellings the rest is certain.

    The rest is certain where every way that is printed alike, and has the told levels in it, has
    one and the same level for all who did not tell.
    """
    alike: dict[Released, list[Levels]] = defaultdict(list)
    for levels in ways(n):
        alike[printed(levels)].append(levels)

    def certain(levels: Levels) -> Iterator[bool]:
        for known in combinations(levels, told):
            yield _certain(alike[printed(levels)], known)

    return {levels: mean(certain(levels)) for levels in ways(n)}


def _certain(alike: list[Levels], known: Levels) -> bool:
    rests = {rest for each in alike if (rest := _without(each, known)) is not None}
    return len(rests) == 1 and len(set(next(iter(rests)))) == 1


def _without(levels: Levels, known: Levels) -> Levels | None:
    rest = list(levels)
    for level in known:
        if level not in rest:
            return None
        rest.remove(level)
    return tuple(rest)


def share(n: int, told: int, raters: Raters) -> float:
    """Of the statements that n raters rate: how many are certain of the rest when `told` tell."""
    return sum(chance(levels, raters) * part for levels, part in given_away(n, told).items())


def lines() -> Iterator[str]:
    yield "| raters | who tell | typical ratings | near the top |"
    yield "| --- | --- | --- | --- |"
    for n in (3, 4, 5):
        for told in range(1, n):
            usual, top = share(n, told, typical()), share(n, told, near_the_top(n))
            yield f"| {n} | {told} | {usual:.1%} | {top:.1%} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
