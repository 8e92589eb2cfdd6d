"""Disclosure control: what may be shown of a participant's ratings, and in whose company.

Every decision here is taken from counts and from figures that are released anyway, never from
a hidden value: a decision that looked at one would tell it. docs/adr/0010 has the proof.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from assessment.scoring.aggregate import Tally, equal_mean, mean_per_rating
from assessment.scoring.values import (
    ANONYMOUS,
    IDENTIFIED,
    LOWEST,
    Bound,
    Group,
    Outcome,
    RaterResponse,
    Reason,
    Released,
    Withheld,
)

MINIMUM_K = 3
"""The lowest minimum group size that any council may choose."""

SCORE_SHARE = Fraction(60, 100)
FLOOR_ABOVE_LOWEST = Fraction(1, 2)
DISTRIBUTION_MINIMUM = 5
SPREAD_MINIMUM = 6
OPEN_INDICATORS_MINIMUM = 2
COMMENT_RESPONSES_MINIMUM = 5
COMMENT_AUTHORS_MINIMUM = 3
MARKS_MINIMUM = 5
MARKS_EACH = 2
MARKS_BAND = 3


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as the report shows it: its name there, and the groups that were put into it."""

    group: Group
    members: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The groups that may be shown, in order, the one that may not, and those HR withholds."""

    shown: tuple[ShownGroup, ...]
    hidden: ShownGroup | None = None
    withheld: tuple[ShownGroup, ...] = ()

    @property
    def parts(self) -> tuple[ShownGroup, ...]:
        return self.shown + ((self.hidden,) if self.hidden else ()) + self.withheld

    @property
    def merged(self) -> tuple[Group, ...]:
        """The groups that are shown, or withheld, inside another one."""
        return tuple(
            member
            for part in self.parts
            if part.group is Group.COLLEAGUES
            for member in part.members
        )


def check_threshold(k: int) -> None:
    """Raise ValueError when the minimum group size is under the promised one (rule 1)."""
    if k < MINIMUM_K:
        raise ValueError(f"The minimum group size is {k}; it is never below {MINIMUM_K}.")


def arrange(
    completed: Mapping[Group, int], k: int, *, asked: Collection[Group] = ()
) -> Arrangement:
    """Decide which groups stand alone and which are merged (rules 2 and 3).

    `completed` counts completed responses per group. Where no anonymous group reaches k, all that
    were `asked` are together, or it would show in which of them nobody answered.
    """
    identified = [ShownGroup(group, (group,)) for group in IDENTIFIED if completed.get(group, 0)]
    small = [group for group in ANONYMOUS if 0 < completed.get(group, 0) < k]
    large = [group for group in ANONYMOUS if completed.get(group, 0) >= k]
    if small and _people(small, completed) < k and large:
        joining = min(large, key=lambda group: completed[group])
        small, large = [*small, joining], [group for group in large if group is not joining]
    if not large:
        small = [group for group in ANONYMOUS if group in small or group in asked]
    shown = [*identified, *(ShownGroup(group, (group,)) for group in large)]
    if not small:
        return Arrangement(tuple(shown))
    colleagues = ShownGroup(Group.COLLEAGUES, tuple(group for group in ANONYMOUS if group in small))
    if _people(small, completed) < k:
        return Arrangement(tuple(shown), hidden=colleagues)
    return Arrangement((*shown, colleagues))


def _people(groups: Iterable[Group], completed: Mapping[Group, int]) -> int:
    return sum(completed.get(group, 0) for group in groups)


def release_item(tally: Tally, group: Group, *, k: int, highest: int) -> Outcome:
    """The item mean of a shown group (rules 1, 4 and 6), in levels.

    Identified people are exact. For the others the reason is the same from no rating to k − 1:
    two reasons would tell that nobody could observe.
    """
    if group in IDENTIFIED:
        if not tally.n:
            return Withheld(Reason.NO_RATINGS)
        return Released(Fraction(tally.total, tally.n), tally.n)
    if tally.n < k:
        return Withheld(Reason.INDICATOR_TOO_FEW)
    return bounded(Fraction(tally.total, tally.n), tally.n, highest)


def bounded(mean: Fraction, n: int, highest: int) -> Released:
    """Blur a mean that says, or nearly says, what everybody gave (rule 6 and its mirror).

    At the floor: below half a level over the lowest. At the ceiling: all gave the highest level,
    or all but one rating that is one lower; the two are made alike.
    """
    floor = LOWEST + FLOOR_ABOVE_LOWEST
    if mean < floor:
        return Released(floor, n, Bound.OR_LOWER)
    ceiling = highest - Fraction(1, n)
    if mean >= ceiling:
        return Released(ceiling, n, Bound.OR_HIGHER)
    return Released(mean, n)


def release_not_observed(tally: Tally, group: Group, item: Outcome) -> Outcome:
    """How many could not observe; for an anonymous group only beside a released item mean."""
    if isinstance(item, Withheld) and group not in IDENTIFIED:
        return item
    return Released(Fraction(tally.not_observed), tally.n + tally.not_observed)


def release_others(items: Sequence[Outcome]) -> Outcome:
    """Others on one indicator: every rating behind the released item means weighs the same.

    `items` are those of the shown groups but self. Made of released means alone (rule 5). It
    stands on the groups that are asked; docs/adr/0029.
    """
    released = [item for item in items if isinstance(item, Released)]
    if not released:
        return Withheld(Reason.OTHERS_TOO_FEW)
    return mean_per_rating(released)


def release_score(items: Sequence[Outcome]) -> Outcome:
    """A dimension's score from its item means, when at least 60% of them are released (rule 5).

    Where one reason withholds every item it withholds the score too. What is not asked of the
    group counts neither way.
    """
    asked = only_asked(items)
    released = [item for item in asked if isinstance(item, Released)]
    if enough_indicators(len(released), len(asked)):
        return equal_mean(released)
    reasons = {item.reason for item in asked or items if isinstance(item, Withheld)}
    return Withheld(Reason.DIMENSION_TOO_FEW if released or len(reasons) > 1 else reasons.pop())


NOT_ASKED = Withheld(Reason.NOT_ASKED)


def only_asked(items: Sequence[Outcome]) -> list[Outcome]:
    """Without what the group is not asked: that is neither missing nor withheld."""
    return [item for item in items if item != NOT_ASKED]


def enough_indicators(released: int, all_indicators: int) -> bool:
    """Whether a score stands on at least 60% of its indicators, and on one at least."""
    return released > 0 and released >= SCORE_SHARE * all_indicators


def open_indicators(items: Mapping[str, Outcome], minimum: int) -> tuple[str, ...]:
    """The indicators whose ratings may be pooled: released, n ≥ minimum, mean not whole.

    A mean that is not a whole level cannot come from ratings that are all alike, so nothing
    said about these ratings together tells one of them. Whole and blurred means are left out
    whatever the ratings behind them are.
    """
    return tuple(key for key, item in items.items() if _is_open(item, minimum))


def _is_open(item: Outcome, minimum: int) -> bool:
    return (
        isinstance(item, Released)
        and item.n >= minimum
        and item.bound is Bound.EXACT
        and item.value.denominator != 1
    )


def pool_for_distribution(
    items: Mapping[str, Outcome], completed: int
) -> tuple[str, ...] | Withheld:
    """The indicators behind a group's distribution in one dimension (rule 7)."""
    released = [item for item in items.values() if isinstance(item, Released)]
    if not only_asked(tuple(items.values())):
        return NOT_ASKED
    if completed < DISTRIBUTION_MINIMUM or not released:
        return Withheld(Reason.DISTRIBUTION_TOO_FEW)
    pool = open_indicators(items, DISTRIBUTION_MINIMUM)
    if len(pool) < OPEN_INDICATORS_MINIMUM:
        return Withheld(Reason.DISTRIBUTION_TOO_NARROW)
    return pool


def pool_for_spread(items: Mapping[str, Outcome]) -> tuple[str, ...] | Withheld:
    """The indicators behind a group's agreement words: n ≥ 6 on every released one (rule 7)."""
    released = [item for item in items.values() if isinstance(item, Released)]
    if not only_asked(tuple(items.values())):
        return NOT_ASKED
    if not released or min(item.n for item in released) < SPREAD_MINIMUM:
        return Withheld(Reason.SPREAD_TOO_FEW)
    pool = open_indicators(items, SPREAD_MINIMUM)
    if len(pool) < OPEN_INDICATORS_MINIMUM:
        return Withheld(Reason.SPREAD_TOO_NARROW)
    return pool


def release_comments(
    responses: Sequence[RaterResponse], question: str, *, k: int, rng: Random
) -> tuple[str, ...] | Withheld:
    """What the anonymous groups wrote on one question, pooled and shuffled anew (rule 7).

    One reason for all of "none", "one author" and "two authors".
    """
    anonymous = [response for response in responses if response.group in ANONYMOUS]
    authors = {response.rater for response in anonymous if written(response, question)}
    if len(anonymous) < comment_responses_minimum(k) or len(authors) < comment_authors_minimum(k):
        return Withheld(Reason.COMMENTS_TOO_FEW)
    return shuffled(anonymous, question, rng)


def comment_responses_minimum(k: int) -> int:
    """Anonymous responses that comments need; a round with a larger k asks for as many."""
    return max(COMMENT_RESPONSES_MINIMUM, k)


def comment_authors_minimum(k: int) -> int:
    """Different authors that the comments on one question need, k or more."""
    return max(COMMENT_AUTHORS_MINIMUM, k)


def shuffled(responses: Iterable[RaterResponse], question: str, rng: Random) -> tuple[str, ...]:
    """The comments on one question, in an order that the order of the responses cannot touch."""
    comments = sorted(filter(None, (written(response, question) for response in responses)))
    rng.shuffle(comments)
    return tuple(comments)


def written(response: RaterResponse, question: str) -> str:
    """What a rater wrote on a dimension or a closing question; blanks alone are nothing."""
    return response.comments.get(question, "").strip()


@dataclass(frozen=True, slots=True)
class Band:
    """Between how many people marked something, both ends included."""

    low: int
    high: int


def mark_band(count: int, people: int) -> Band:
    """The band of three counts that a count of marks is released as; the last has up to five.

    Both ends of the scale are three wide at least: with one or two that everybody or nobody marked
    something would show as soon as one of them told their own mark.
    """
    last = max(0, (people + 1) // MARKS_BAND - 1)
    number = min(count // MARKS_BAND, last)
    return Band(number * MARKS_BAND, people if number == last else number * MARKS_BAND + 2)


def release_marks(
    responses: Sequence[RaterResponse], dimensions: Sequence[str], *, k: int
) -> Mapping[str, Band] | Withheld:
    """How many of the anonymous groups marked each dimension, pooled, in bands.

    Nobody marks more than two. Where the bands take up so much of that that nobody can have marked
    one of the others, all are withheld: a decision taken of the bands alone.
    """
    anonymous = [response for response in responses if response.group in ANONYMOUS]
    people = len(anonymous)
    if people < marks_minimum(k):
        return Withheld(Reason.MARKS_TOO_FEW)
    bands = {
        key: mark_band(sum(key in each.marks for each in anonymous), people) for key in dimensions
    }
    taken = sum(band.low for band in bands.values())
    if min((band.low for band in bands.values()), default=1) == 0 and (
        taken > MARKS_EACH * people - MARKS_BAND
    ):
        return Withheld(Reason.MARKS_TOO_NARROW)
    return bands


def marks_minimum(k: int) -> int:
    """Anonymous responses that counts of marks need; a round with a larger k asks for as many."""
    return max(MARKS_MINIMUM, k)
