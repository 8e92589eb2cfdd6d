"""The reader of a database after the cut: every table, and the released figures among them.

They know who was asked in which group, and where all of a group answered they know who answered.
Of sets of answers that lost their rater the attacker asks what the release asks of a figure: whose
are they, which rating is certain, and what follows from one answer that somebody told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from django.db import connection

from tests.attacks.seen import ASKED_APART, Seen

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
Levels = dict[str, int | None]


def read_tables() -> Tables:
    """Every row of every table, as a database administrator reads them."""
    with connection.cursor() as cursor:
        return {name: _rows(cursor, name) for name in connection.introspection.table_names(cursor)}


def _rows(cursor: Any, table: str) -> list[Row]:
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name that the database gave
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """A set of answers: `group` and `rater` where the database still says so."""

    participant: str
    group: str
    rater: str
    levels: Levels


def sets_in(tables: Tables) -> list[AnswerSet]:
    """Every set of answers in which a rating stands."""
    groups = {row["id"]: row["group"] for row in tables["assessment_rater"]}
    levels: dict[Any, Levels] = defaultdict(dict)
    for row in tables["assessment_rating"]:
        levels[row["response_id"]][str(row["indicator_id"])] = row["level"]
    return [
        AnswerSet(
            str(row["participant_id"]),
            groups.get(row["rater_id"], ""),
            str(row["rater_id"] or ""),
            levels[row["id"]],
        )
        for row in tables["assessment_response"]
    ]


def without_raters(sets: Sequence[AnswerSet]) -> list[AnswerSet]:
    """What is left where a cut takes the rater alone, and of the group all but its kind."""
    return [
        replace(each, rater="", group="colleague" if each.group in ASKED_APART else each.group)
        for each in sets
    ]


@dataclass(slots=True)
class Known:
    """What the released figures, and the rows of raters, say of one participant."""

    asked: dict[str, int] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    means: dict[str, dict[str, Seen]] = field(default_factory=lambda: defaultdict(dict))

    def complete(self, group: str) -> bool:
        return self.asked.get(group) == self.answered.get(group)


def known_in(tables: Tables) -> dict[str, Known]:
    """By participant, from the rows of released figures and of those who were asked."""
    about = {row["id"]: str(row["participant_id"]) for row in tables["assessment_report"]}
    found: dict[str, Known] = defaultdict(Known)
    for row in tables["assessment_result"]:
        known, group = found[about[row["report_id"]]], row["group"]
        if row["value"] is None or group not in ASKED_APART:
            continue
        if row["measure"] == "completed":
            known.answered[group] = int(row["value"])
        elif row["measure"] == "item_mean":
            known.means[group][str(row["indicator_id"])] = _mean(row)
    for row in tables["assessment_rater"]:
        asked = found[str(row["participant_id"])].asked
        asked[row["group"]] = asked.get(row["group"], 0) + 1
    return found


def _mean(row: Row) -> Seen:
    value = Fraction(str(row["value"]))
    return Seen("", "item_mean", value=value, n=row["n"], bound=row["bound"], decimals=8)


Dealt = dict[str, tuple[AnswerSet, ...]]
"""Which sets are whose, by group."""


def dealings(sets: Sequence[AnswerSet], known: Known) -> list[Dealt]:
    """Every way of dealing the colleagues' sets to their groups that the figures allow."""
    groups = [(group, n) for group, n in known.answered.items() if n]
    return list(_deal(list(sets), groups, known)) if sets else []


def _deal(
    sets: Sequence[AnswerSet], groups: Sequence[tuple[str, int]], known: Known
) -> Iterator[Dealt]:
    if not groups:
        yield {}
        return
    (group, number), *rest = groups
    for chosen in combinations(range(len(sets)), number):
        part = tuple(sets[place] for place in chosen)
        if all(each.group in ("colleague", group) for each in part) and _fits(part, known, group):
            others = [each for place, each in enumerate(sets) if place not in chosen]
            for dealt in _deal(others, rest, known):
                yield {group: part, **dealt}


def _fits(part: Sequence[AnswerSet], known: Known, group: str) -> bool:
    return all(_gives(part, key, mean) for key, mean in known.means[group].items())


def _gives(part: Sequence[AnswerSet], key: str, mean: Seen) -> bool:
    levels = [level for each in part if (level := each.levels.get(key)) is not None]
    return len(levels) == mean.n and mean.may_be(Fraction(sum(levels), len(levels)))


@dataclass(frozen=True, slots=True)
class Score:
    """What a reader of the database has: participants of whom it is certain which sets are whose,
    ratings that are certain, sets that one known answer gives, and sets that still name theirs."""

    matched: int
    ratings: int
    found: int
    named: int


def attack_the_cut(sets: Sequence[AnswerSet], known: Mapping[str, Known]) -> Score:
    """Everything that follows from the sets that a database holds and the released figures."""
    matched = ratings = found = 0
    for participant, figures in known.items():
        about = [each for each in sets if each.participant == participant]
        colleagues = [each for each in about if each.group in ("colleague", *ASKED_APART)]
        ways = dealings(colleagues, figures)
        matched += len(ways) == 1
        ratings += sum(_certain(ways, figures, group) for group in figures.answered)
        found += sum(_is_told_apart(each, ways) for each in colleagues)
    named = sum(bool(each.rater) or each.group in ("self", "manager") for each in sets)
    return Score(matched, ratings, found, named)


def _certain(ways: Sequence[Dealt], known: Known, group: str) -> int:
    """Ratings of a group of which everybody is known and gave the same, whichever sets are its."""
    if not ways or not known.answered[group] or not known.complete(group):
        return 0
    keys = {key for dealt in ways for each in dealt[group] for key in each.levels}
    people = known.answered[group]
    return people * sum(
        len({each.levels.get(key) for dealt in ways for each in dealt[group]}) == 1 for key in keys
    )


def _is_told_apart(one: AnswerSet, ways: Sequence[Dealt]) -> bool:
    """Whether one of its answers is given by no other set that may be of the same group."""
    pools = [part for dealt in ways for part in dealt.values() if one in part]
    beside = [other for part in pools for other in part if other is not one]
    return bool(pools) and any(
        all(other.levels.get(key) != level for other in beside) for key, level in one.levels.items()
    )
