"""What e-Government roles 2.0 is expected to do better than 1.0, worked out and printed.

`python -m tests.quality.second_edition`. A simulation with made-up people, not a study. The raters
are those of the suite (tests/attacks): somebody's level is drawn around a middle with SD 0.5, each
rater is more or less kind with SD 0.4, and each rating errs with SD 0.7. To that come assumptions
that docs/framework-roles-2.md names: a level differs between dimensions and between statements of
one, half of the raters of 1.0 follow the description of the dimension, and EXPECTED has the means.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from statistics import fmean, stdev
from typing import Any

from assessment.quality.statistics import cronbach_alpha, intraclass_correlation
from tests.house.source import ROOT

DATA = ROOT / "assessment/data/frameworks"
ROLES = "docs/framework-roles-2.md"
OLD, NEW = "1.0", "2.0"
GROUPS = ("self", "manager", "peer", "report", "partner", "councillor")
VIEWS = {"manager": 1, "peer": 3, "report": 3}
PARTICIPANTS, PEOPLE, LEVELS = 400, 3, 5
SEED = 20261129
MIDDLE, PERSON, KINDNESS, ERROR = 3.6, 0.5, 0.4, 0.7
"""As the suite's raters have it."""
BY_DIMENSION, BY_STATEMENT = 0.3, 0.4
FOLLOW_ANCHORS = {OLD: 0.5, NEW: 0.0}
EXPECTED_OLD = 4.2
"""Duties that nearly everybody meets: the mean of every statement of 1.0."""
EXPECTED = {
    "asked-what-slows-work": 3.1,
    "showed-drafts": 3.5,
    "changed-plan-after-objection": 3.4,
    "warned-of-late-dates": 3.6,
    "named-who-did-the-work": 3.7,
    "went-to-other-services": 3.0,
    "used-listeners-examples": 3.4,
    "put-change-first": 3.5,
    "summed-up-before-replying": 3.1,
    "announced-dates-of-changes": 3.7,
    "asked-what-was-unclear": 3.3,
    "showed-a-better-service": 3.4,
    "dated-decisions": 3.6,
    "named-own-mistakes": 3.2,
    "gave-room-for-trials": 3.6,
    "pressed-for-decisions": 3.3,
    "reported-whether-used": 3.0,
    "quoted-residents": 3.4,
    "watched-residents": 3.0,
    "offered-another-way": 3.6,
    "answered-complaints-with-changes": 3.3,
    "counted-who-gave-up": 3.0,
    "named-the-aim": 3.7,
    "gave-running-costs": 3.3,
    "listed-effects": 3.5,
    "moved-dates-for-others": 3.2,
    "explained-who-decides": 3.5,
    "could-decide-on-services": 3.3,
    "could-reach-chief-executive": 3.4,
    "was-asked-about-plans": 3.2,
    "was-lent-staff": 3.0,
    "was-backed-by-managers": 3.5,
}
"""The mean that each statement was written for; the stems of a focus have no better end."""


def form(version: str) -> dict[str, Any]:
    path = DATA / f"e-government-roles-{version}.json"
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def asked(statements: Sequence[dict[str, Any]], group: str) -> list[dict[str, Any]]:
    return [each for each in statements if group in each.get("seen_by", GROUPS)]


# --- reliability and variance ---------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """Means over the skills of one form."""

    mean: float
    spread: float
    at_top: float
    alpha: float
    icc: float


def simulate(version: str, follow: float | None = None) -> Outcome:
    """`follow` is the share of raters who follow the description of the dimension."""
    chance = Random(SEED)
    share = FOLLOW_ANCHORS[version] if follow is None else follow
    people = [chance.gauss(0, PERSON) for _ in range(PARTICIPANTS)]
    skills = [d for d in form(version)["dimensions"] if d["kind"] == "skill"]
    found = [_dimension(each["indicators"], people, share, chance) for each in skills]
    columns = zip(*([o.mean, o.spread, o.at_top, o.alpha, o.icc] for o in found), strict=True)
    return Outcome(*map(fmean, columns))


def _dimension(
    statements: list[dict[str, Any]], people: list[float], share: float, chance: Random
) -> Outcome:
    rated = [_views(statements, person, share, chance) for person in people]
    rows = [_item_means(statements, views) for views in rated]
    scores = [_group_scores(views) for views in rated]
    levels = [level for views in rated for _group, each in views for level in each.values()]
    own = [float(sum(row) / len(row)) for row in rows]
    alpha, icc = cronbach_alpha(rows), intraclass_correlation(scores)
    assert alpha is not None
    assert icc is not None
    return Outcome(
        fmean(own), stdev(own), levels.count(LEVELS) / len(levels), float(alpha), float(icc.single)
    )


Views = list[tuple[str, dict[str, int]]]


def _views(statements: list[dict[str, Any]], person: float, share: float, chance: Random) -> Views:
    """What each rater of one person gives, with the rater's group."""
    able = person + chance.gauss(0, BY_DIMENSION)
    own = {each["key"]: able + chance.gauss(0, BY_STATEMENT) for each in statements}
    means = {key: EXPECTED.get(key, EXPECTED_OLD) for key in own}
    views = []
    for group, number in VIEWS.items():
        for _ in range(number):
            kind, halo = chance.gauss(0, KINDNESS), chance.random() < share
            whole = _level(MIDDLE + able + kind + chance.gauss(0, ERROR))
            single = {k: _level(means[k] + own[k] + kind + chance.gauss(0, ERROR)) for k in own}
            keys = [each["key"] for each in asked(statements, group)]
            views.append((group, {key: whole if halo else single[key] for key in keys}))
    return views


def _level(value: float) -> int:
    return min(LEVELS, max(1, round(value)))


def _item_means(statements: list[dict[str, Any]], views: Views) -> list[Fraction]:
    given = [[v[each["key"]] for _group, v in views if each["key"] in v] for each in statements]
    return [Fraction(sum(levels), len(levels)) for levels in given]


def _group_scores(views: Views) -> list[Fraction]:
    """The score of each group, as the page about the quality of the questions takes it."""
    found = []
    for group in VIEWS:
        levels = [level for each, view in views if each == group for level in view.values()]
        found.append(Fraction(sum(levels), len(levels)))
    return found


# --- effort ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Effort:
    words: int
    keys: int


KEYS_TO_REACH = 1
"""Tab, to come to the next statement."""
KEYS_OF_PART = 3
"""Past the comment to the button, and the button."""


def effort(version: str, group: str, *, side_by_side: bool = False) -> Effort:
    """Of one rater for three people: words of questions and levels, and keys pressed.

    Without keys that choose, a level takes Space or as many arrows as it lies from the first;
    with them one key chooses and moves on. Side by side, words are read once.
    """
    parts = [(d, asked(d["indicators"], group)) for d in form(version)["dimensions"]]
    parts = [(dimension, statements) for dimension, statements in parts if statements]
    words = sum(_words(version, dimension, statements) for dimension, statements in parts)
    answers = sum(len(statements) for _dimension, statements in parts)
    press = 1 if version == NEW else KEYS_TO_REACH + round(MIDDLE)
    pages = len(parts) * (1 if side_by_side else PEOPLE)
    return Effort(
        words if side_by_side else words * PEOPLE, answers * PEOPLE * press + pages * KEYS_OF_PART
    )


def _words(version: str, dimension: dict[str, Any], statements: list[dict[str, Any]]) -> int:
    whole = form(version)
    texts = [dimension["name"], dimension["description"]]
    texts.append(dimension.get("question") or whole.get("question", ""))
    for level in dimension["levels"]:
        texts += [level["label"], level.get("frequency") or level["anchor"]]
    texts += [each["text"] for each in statements]
    return sum(len(re.findall(r"[\w'’-]+", text)) for text in texts)


# --- what the document says -----------------------------------------------------------------


def reliability_table() -> Iterator[str]:
    yield "| form | mean | SD between people | ratings at the top | alpha | ICC(1) |"
    yield "|---|---|---|---|---|---|"
    for name, version, follow in [
        ("1.0, half of the raters follow the level descriptions", OLD, None),
        ("1.0, nobody follows them", OLD, 0.0),
        ("2.0", NEW, None),
    ]:
        o = simulate(version, follow)
        cells = f"{o.mean:.2f} | {o.spread:.2f} | {o.at_top:.0%} | {o.alpha:.2f} | {o.icc:.2f}"
        yield f"| {name} | {cells} |"


def effort_table() -> Iterator[str]:
    yield "| a rater of three people | words read | keys pressed |"
    yield "|---|---|---|"
    for name, version, group, beside in [
        ("peer, 1.0, one by one", OLD, "peer", False),
        ("peer, 2.0, one by one", NEW, "peer", False),
        ("peer, 2.0, side by side", NEW, "peer", True),
        ("partner, 1.0, one by one", OLD, "partner", False),
        ("partner, 2.0, one by one", NEW, "partner", False),
        ("partner, 2.0, side by side", NEW, "partner", True),
    ]:
        found = effort(version, group, side_by_side=beside)
        yield f"| {name} | {found.words:,} | {found.keys} |"


def comparison_table() -> Iterator[str]:
    old, new = form(OLD), form(NEW)
    yield "| dimension | statements | asked of reports | of partners | targets 1.0 | targets 2.0 |"
    yield "|---|---|---|---|---|---|"
    for before, after in zip(old["dimensions"], new["dimensions"], strict=True):
        counts = [len(asked(after["indicators"], group)) for group in ("report", "partner")]
        numbers = f"{len(before['indicators'])} → {len(after['indicators'])}"
        cells = [numbers, *map(str, counts), *(_targets(each, after["key"]) for each in (old, new))]
        yield f"| {after['name']} | {' | '.join(cells)} |"


def _targets(framework: dict[str, Any], key: str) -> str:
    found = [each for each in framework["targets"] if each["dimension"] == key]
    said = [
        f"{t['level']}" if "level" in t else f"{t['range_low']}–{t['range_high']}" for t in found
    ]
    return " / ".join(said) or "none"


if __name__ == "__main__":
    for table in (comparison_table, reliability_table, effort_table):
        sys.stdout.write("\n".join([*table(), "", ""]))
