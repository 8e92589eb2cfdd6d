"""Other worlds: different answers of anonymous people behind the very same release.

A rating is undetermined when some world releases the same figures and has another rating in its
place. This builds such worlds; the test scores them and compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from random import Random

from assessment.scoring.values import (
    ANONYMOUS,
    COMMENTS,
    Assessment,
    Figure,
    Group,
    Kind,
    Measure,
    RaterResponse,
)

Cell = tuple[str, str]  # who, which indicator
Levels = dict[Cell, int]


def anonymous_ratings(assessment: Assessment) -> Levels:
    """Every level that an anonymous person gave."""
    return {
        (response.rater, key): level
        for response in assessment.responses
        if response.group in ANONYMOUS
        for key, level in response.ratings.items()
        if level is not None
    }


def anonymous_marks(assessment: Assessment) -> dict[Cell, bool]:
    """Of every anonymous person and every skill: whether they marked it."""
    return {
        (response.rater, key): key in response.marks
        for response in assessment.responses
        if response.group in ANONYMOUS
        for key in _skills(assessment)
    }


def _skills(assessment: Assessment) -> list[str]:
    return [d.key for d in assessment.framework.dimensions if d.kind is Kind.SKILL]


def other_marks(assessment: Assessment, figures: Iterable[Figure]) -> Iterator[Assessment]:
    """Worlds that look the same in which every anonymous mark is set, and is not.

    Where counts are shown each is the least that it may be, and one more than nothing; a skill's
    marks fall to people who sit next to each other, turn by turn.
    """
    skills, listed = _skills(assessment), list(figures)
    raters = [r.rater for r in assessment.responses if r.group in ANONYMOUS]
    lows = {
        f.dimension: max(1, int(f.value or 0))
        for f in listed
        if f.measure is Measure.MARKED_LOW and f.group is Group.COLLEAGUES and not f.withheld
    }
    for turn in range(max(len(raters), len(skills) + 1)):
        marks: dict[str, set[str]] = {rater: set() for rater in raters}
        if lows:
            seats = [key for key in skills for _each in range(lows[key])]
            for seat, key in enumerate(seats, turn):
                marks[raters[seat % len(raters)]].add(key)
        else:
            for seat, rater in enumerate(raters, turn):
                marks[rater] = set((*skills, *("",))[seat % (len(skills) + 1)].split())
        yield replace(
            assessment,
            responses=tuple(
                replace(r, marks=frozenset(marks[r.rater])) if r.rater in marks else r
                for r in assessment.responses
            ),
        )


def other_worlds(assessment: Assessment, figures: Iterable[Figure]) -> Iterator[Assessment]:
    """Worlds that look the same; between them every anonymous rating is another one somewhere."""
    listed = list(figures)
    columns = _columns(assessment, listed)
    shown = {
        (f.group, f.indicator) for f in listed if f.measure is Measure.ITEM_MEAN and not f.withheld
    }
    turns = max((len(column) for column in columns.values()), default=0)
    for turn in range(turns):
        levels = {}
        for (group, key), column in columns.items():
            if (group, key) in shown:
                levels.update(_turned(column, turn, assessment.framework.highest))
            else:
                levels.update(_hidden(column, turn, assessment.framework.highest))
        yield _with(assessment, levels)
    yield _silent(assessment, listed, columns, shown)
    yield _shuffled(assessment, columns)


def _columns(assessment: Assessment, figures: Iterable[Figure]) -> dict[tuple[Group, str], Levels]:
    """The levels of everybody who stands behind one item mean, shown or withheld."""
    merged = {f.group for f in figures if f.measure is Measure.MERGED}
    columns: dict[tuple[Group, str], Levels] = defaultdict(dict)
    groups = {response.rater: response.group for response in assessment.responses}
    for (rater, key), level in anonymous_ratings(assessment).items():
        group = Group.COLLEAGUES if groups[rater] in merged else groups[rater]
        columns[group, key][rater, key] = level
    return columns


def _turned(column: Levels, turn: int, highest: int) -> Levels:
    """The levels passed round; where all are alike, two people (or one) who differ."""
    cells, levels = list(column), list(column.values())
    n = len(cells)
    if len(set(levels)) > 1:
        return {cell: levels[(i + turn) % n] for i, cell in enumerate(cells)}
    one, other = cells[turn % n], cells[(turn + 1) % n]
    level = levels[0]
    if level == 1:
        return column | {one: 2}
    if level == highest:
        return column | {one: highest - 1}
    return column | {one: level - 1, other: level + 1}


def _shuffled(assessment: Assessment, columns: Mapping[tuple[Group, str], Levels]) -> Assessment:
    """Every column in any order: nothing released depends on who gave which of its levels."""
    chance = Random(2)
    levels: Levels = {}
    for column in columns.values():
        given = list(column.values())
        chance.shuffle(given)
        levels.update(zip(column, given, strict=True))
    return _with(assessment, levels)


def _hidden(column: Levels, turn: int, highest: int) -> Levels:
    """Anything at all in the place of hidden levels."""
    return {cell: (level + turn) % highest + 1 for cell, level in column.items()}


def _silent(
    assessment: Assessment,
    figures: Iterable[Figure],
    columns: Mapping[tuple[Group, str], Levels],
    shown: Iterable[tuple[Group | None, str | None]],
) -> Assessment:
    """Nobody observed what is withheld, and nobody wrote the comments that are."""
    visible = set(shown)
    gone = {cell for place, column in columns.items() if place not in visible for cell in column}
    mute = {f.dimension or f.measure for f in figures if f.measure in COMMENTS and f.withheld}
    responses = []
    for response in assessment.responses:
        ratings = {
            key: None if (response.rater, key) in gone else level
            for key, level in response.ratings.items()
        }
        comments = {
            question: text
            for question, text in response.comments.items()
            if question not in mute or response.group not in ANONYMOUS
        }
        responses.append(replace(response, ratings=ratings, comments=comments))
    return replace(assessment, responses=tuple(responses))


def _with(assessment: Assessment, levels: Levels) -> Assessment:
    def changed(response: RaterResponse) -> RaterResponse:
        ratings = {
            key: levels.get((response.rater, key), level) for key, level in response.ratings.items()
        }
        return replace(response, ratings=ratings)

    return replace(assessment, responses=tuple(map(changed, assessment.responses)))
