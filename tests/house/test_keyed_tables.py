"""A table keyed by one of our enums has all of its members, or stands here with the reason.

So does a set or a list of them: a new member would stay outside of it without a word.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import pytest

from assessment.models import Kind
from assessment.scoring.values import Group, Measure
from tests.house.source import product_modules

PARTIAL = {
    "assessment.answering.selectors.TO_DO": "the states in which a rater still has something to do",
    "assessment.council.selectors.picture.NOT_READ": "what stays in the reports",
    "assessment.data_protection.inventory.kinds.OUTSIDE": "a house test names every other record",
    "assessment.frameworks.admin.targets.PARTS": "a mandate has no target",
    "assessment.frameworks.selectors.wording._ADVICE": "faults that one word gives away",
    "assessment.frameworks.selectors.wording._PATTERNS": "faults that one word gives away",
    "assessment.models.emails.QueuedEmail.ASKING": "letters that ask somebody for answers",
    "assessment.models.emails.QueuedEmail.FROM_HR": "letters that HR sends to raters",
    "assessment.quality.selectors.MEASURES": "what the quality of questions is read from",
    "assessment.rater_groups._MADE": "what scoring makes of groups; those joined are in RaterGroup",
    "assessment.release.selectors.counts.COUNTS": "how many people did something",
    "assessment.release.selectors.result_lines._BEHIND_COMMENTS": "who answered, and what is asked",
    "assessment.release.selectors.result_lines._OF_OTHERS": "made of the score of others",
    "assessment.release.selectors.result_lines._OF_RATERS": "rests on those whom the cover counts",
    "assessment.release.selectors.rater_changes.LISTED": "what changes who rates as whom",
    "assessment.rounds.services.letters.LEADING_IN": "letters with a link that lets somebody in",
    "reports.council.years_drawing.COUNTED": "of how many it cannot be said stands in the table",
    "assessment.scoring.causes._POOLED": "whose words and marks are put together",
    "assessment.scoring.causes._STATEMENTS_FOR": "reasons that read otherwise of a whole dimension",
    "assessment.scoring.council_rules._RANGES": "what a place to a range is read from",
    "assessment.scoring.council_rules._TARGETS": "what a standing to a target is read from",
    "assessment.scoring.reading.DECIDED": "what is decided of other figures when they are read",
    "assessment.scoring.reading._BASIS": "figures of a whole dimension that words are made of",
    "assessment.scoring.values.ANONYMOUS": "anonymous unless identified: made of the other three",
    "assessment.scoring.values.CLOSING": "the questions that end a sheet of answers",
    "assessment.scoring.values.COMMENTS": "what somebody wrote, in answer to anything",
    "assessment.scoring.values.IDENTIFIED": "the exception, so that a new group is anonymous",
    "assessment.scoring.values.JOINED": "all but those made of several",
    "assessment.scoring.values.MADE": "the exception, so that a new group can be joined",
    "assessment.spreadsheets.columns.REQUIRED": "a file may lack the other columns",
    "assessment.spreadsheets.people._OF_RATER": "the other columns are about the participant",
    "assessment.spreadsheets.people._WORDS": "the others are checked as names and addresses",
    "reports.content.book.SAID": "what people gave, before anything is made of it",
    "reports.content.comments._NAMED": "those named in comments: all identified but oneself",
    "reports.content.comments._WRITERS": "who is named in comments, and all others as colleagues",
    "reports.content.marks._WHO": "whose marks stand apart, all others as colleagues",
    "reports.council.evidence._SAYS": "what readings stand on; ranges are said by both ends",
    "reports.council.notes.EMPTY": "where nothing is hidden",
    "reports.previews.selectors.RATERS": "a sample is made of those who rate, not of their sums",
    "reports.progress.UNDER_WAY": "the states of which a page looks again by itself",
}
"""Tables of some members only, each with the reason."""

TABLES = (dict, set, frozenset, tuple, list)


def partial_tables(tables: Mapping[str, Any]) -> Iterator[str]:
    for name, table in sorted(tables.items()):
        members = [member for key in table if (member := _member(key)) is not None]
        kinds = {type(member) for member in members}
        (kind,) = kinds if len(kinds) == 1 else (None,)
        if kind is None or not issubclass(kind, Enum) or not _is_ours(kind):
            continue
        if missing := [each.name for each in kind if each not in members]:
            yield f"{name}: no {', '.join(missing)}"


def _member(key: Any) -> Any:
    """What a line of a table is about: a pair begins with it."""
    return _member(key[0]) if isinstance(key, tuple) and key else key


def _is_ours(kind: type) -> bool:
    return kind.__module__.split(".")[0] in {"assessment", "reports"}


def product_tables() -> dict[str, Any]:
    """Every dict, set, tuple and list that a module of the product or a class in it defines."""
    found: dict[str, Any] = {}
    for module in product_modules():
        if module.name.split(".")[0] in {"assessment", "reports"}:
            home = importlib.import_module(module.name)
            found |= _tables_in(module.name, home, module.tree)
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef) and hasattr(home, node.name):
                    name = f"{module.name}.{node.name}"
                    found |= _tables_in(name, getattr(home, node.name), node)
    return found


def _tables_in(name: str, home: Any, tree: ast.Module | ast.ClassDef) -> dict[str, Any]:
    stored = [node for statement in tree.body for node in ast.walk(statement)]
    names = {n.id for n in stored if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    held = {each: vars(home)[each] for each in names if each in vars(home)}
    return {f"{name}.{each}": table for each, table in held.items() if isinstance(table, TABLES)}


def test_every_table_has_all_members_or_its_reason() -> None:
    found = list(partial_tables(product_tables()))
    assert sorted(each for each in found if each.split(":")[0] not in PARTIAL) == []
    assert sorted(set(PARTIAL) - {each.split(":")[0] for each in found}) == [], "complete by now"


def test_a_table_that_lacks_a_member_is_found() -> None:
    assert list(partial_tables({"m.T": {Kind.SKILL: 1, Kind.FOCUS: 2}})) == ["m.T: no MANDATE"]
    assert list(partial_tables({"m.T": dict.fromkeys(Kind, 1), "m.U": {"skill": 1}})) == []


@pytest.mark.parametrize(
    "table",
    [
        {Measure.RANK, Measure.INVITED},
        frozenset({Measure.RANK}),
        (Measure.RANK, Measure.INVITED),
        {(Measure.RANK, None): 1, (Measure.SCORE, Group.SELF): 2},
        [(Measure.RANK, "rank")],
        {Measure.RANK: 1, None: 2},
    ],
)
def test_so_is_a_set_or_a_list_that_lacks_one(table: Any) -> None:
    (found,) = partial_tables({"m.T": table})
    assert "COMMENT" in found


def test_a_set_with_all_of_them_is_none() -> None:
    assert list(partial_tables({"m.T": set(Measure), "m.U": {"rank"}, "m.V": {1, None}})) == []


def test_tables_in_classes_are_read_too() -> None:
    assert "assessment.models.emails.QueuedEmail.ASKING" in product_tables()
