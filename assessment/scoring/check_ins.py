"""What a check-in may show: how far raters see a skill change since the report, group by group.

Raters choose one of five steps, from much less (−2) to much more (+2); they are stored as the
levels 1 to 5 of the questions. Groups are shown, merged and withheld by the rules of an item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from random import Random

from assessment.scoring.aggregate import Tally, printed
from assessment.scoring.derived import figure
from assessment.scoring.disclosure import arrange, release_item
from assessment.scoring.profile import Topic, group_counts, written_figures
from assessment.scoring.sheet import ScoreSheet, make_sheet
from assessment.scoring.values import (
    ANONYMOUS,
    IDENTIFIED,
    Assessment,
    Bound,
    Figure,
    Group,
    Measure,
    Outcome,
    RaterResponse,
    Reason,
    Released,
    Withheld,
)

STEPS = 5
MIDDLE = 3
"""The level that says “the same”."""

EDGE = Fraction(3, 2)
"""Beyond it in either direction only “or lower”, “or higher” is said."""

UNCLEAR_WITHIN = Fraction(1, 2)
SKILLS_MOST = 2
DAYS_OPEN = 14
FROM_MONTHS, UNTIL_MONTHS = 3, 6
"""After the release of the report, both days included."""

YEAR_MONTHS = 12
MOST_IN_A_YEAR = 2
"""So often is one person checked in about, and nobody asked oftener about one person."""


class Direction(StrEnum):
    """What is said of a figure."""

    LESS = "less"
    UNCLEAR = "no_clear_change"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class EarlierCheckIn:
    """Who answered in an earlier check-in about the same person, shortly before.

    `skills` are the keys that both ask about, and those of the ratings; `known` is false where the
    answers are gone and nobody can tell whose they were.
    """

    skills: frozenset[str]
    responses: tuple[RaterResponse, ...] = ()
    withheld: frozenset[Group] = frozenset()
    known: bool = True


def step_direction(value: Fraction) -> Direction:
    """The word for a mean in steps (−2 to 2), decided on the tenth that is printed.

    No clear change within ±0.5, the ends included.
    """
    shown = printed(value)
    if abs(shown) <= UNCLEAR_WITHIN:
        return Direction.UNCLEAR
    return Direction.MORE if shown > 0 else Direction.LESS


def release_steps(tally: Tally, group: Group, *, k: int) -> Outcome:
    """The mean step of a shown group, −2 to 2, by the rules of an item.

    Identified people are exact. For the others fewer than k are withheld, and a mean beyond 1.5
    in either direction, which says or nearly says what everybody gave, is released as 1.5.
    """
    item = release_item(tally, group, k=k, highest=STEPS)
    if isinstance(item, Withheld):
        return item
    mean = Fraction(tally.total, tally.n) - MIDDLE
    if group in IDENTIFIED or abs(mean) <= EDGE:
        return Released(mean, tally.n)
    if mean < 0:
        return Released(-EDGE, tally.n, Bound.OR_LOWER)
    return Released(EDGE, tally.n, Bound.OR_HIGHER)


def score_check_in(
    assessment: Assessment, *, rng: Random, earlier: Sequence[EarlierCheckIn] = ()
) -> tuple[Figure, ...]:
    """Everything that may be shown of a check-in, or withheld with its reason.

    Counts of groups first, then each skill, then comments under the rule for comments. Of a skill
    that was asked about shortly before, the anonymous groups are withheld where the two figures
    together would tell what some people gave: see `would_tell`. `rng` shuffles comments. Raises
    ValueError as score_participant does.
    """
    sheet = make_sheet(assessment)
    figures = list(group_counts(assessment, sheet))
    for spec in assessment.framework.dimensions:
        for key in spec.indicators:
            figures += _skill(assessment, sheet, spec.key, key, earlier)
        anonymous = [each for each in assessment.counted if each.group in ANONYMOUS]
        topic = Topic(Measure.COMMENT, spec.key)
        figures += written_figures(assessment, sheet, topic, anonymous, rng)
    return tuple(figures)


def _skill(
    assessment: Assessment,
    sheet: ScoreSheet,
    dimension: str,
    key: str,
    earlier: Sequence[EarlierCheckIn],
) -> Iterator[Figure]:
    before = [each for each in earlier if key in each.skills]
    shown = {part.group: part.members for part in sheet.arrangement.shown}
    for group, part in sheet.groups.items():
        outcome = part.items[key]
        if isinstance(outcome, Released):
            outcome = release_steps(part.tallies[key], group, k=assessment.k)
            members = shown[group]
            if group not in IDENTIFIED and any(
                _tells_with(each, assessment, members, key) for each in before
            ):
                outcome = Withheld(Reason.CHECK_IN_NEAR)
        code = step_direction(outcome.value) if isinstance(outcome, Released) else ""
        yield figure(Measure.CHECK_IN, outcome, dimension, key, group=group, code=code)


def _tells_with(
    before: EarlierCheckIn, assessment: Assessment, members: tuple[Group, ...], key: str
) -> bool:
    """Whether a group's figure would tell something together with those of a check-in before."""
    if not before.known:
        return True
    k = assessment.k
    then = _behind(before.responses, _shown_then(before, k), key, k)
    return any(would_tell(then, now) for now in _behind(assessment.responses, [members], key, k))


def _shown_then(before: EarlierCheckIn, k: int) -> list[tuple[Group, ...]]:
    counts: dict[Group, int] = {}
    for each in before.responses:
        if each.group in ANONYMOUS and each.group not in before.withheld:
            counts[each.group] = counts.get(each.group, 0) + 1
    return [part.members for part in arrange(counts, k).shown]


def _behind(
    responses: Sequence[RaterResponse], parts: Sequence[tuple[Group, ...]], key: str, k: int
) -> list[frozenset[str]]:
    """Who is behind each figure about a skill: those who chose a step, where they are enough."""
    found = [
        frozenset(r.rater for r in responses if r.group in part and r.ratings.get(key) is not None)
        for part in parts
    ]
    return [people for people in found if len(people) >= k]


def would_tell(before: Sequence[Set[str]], now: Set[str]) -> bool:
    """Whether a figure about the people `now` would tell something beside figures of before.

    It does not where the same people are behind one of those, or where none of them is behind any.
    Whoever takes it that the others did not change their minds subtracts one from the other, and
    learns what the rest gave: of few exactly, of any number where that is an end of the scale.
    """
    return all(now != each for each in before) and any(now & each for each in before)
