"""A table keyed by one of our enums has all of its members, or stands here with the reason."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from enum import Enum

from assessment.models import Kind
from tests.house.source import product_modules

PARTIAL = {
    "assessment.data_protection.services.unlinking.IDENTIFIED": "the groups known as such",
    "assessment.frameworks.admin.targets.PARTS": "a mandate has no target",
    "assessment.rater_groups._MADE": "what scoring makes of groups; those joined are in RaterGroup",
    "assessment.release.selectors.rater_changes.LISTED": "what changes who rates as whom",
    "assessment.spreadsheets.people._REQUIRED": "roles may be blank in all rows but one",
    "reports.previews.selectors.RATERS": "a sample is made of those who rate, not of their sums",
}
"""Tables of some members only, each with the reason."""


def partial_tables(tables: dict[str, dict[object, object]]) -> Iterator[str]:
    for name, table in sorted(tables.items()):
        kinds = {type(key) for key in table}
        (kind,) = kinds if len(kinds) == 1 else (None,)
        if kind is None or not issubclass(kind, Enum) or not _is_ours(kind):
            continue
        if missing := [each.name for each in kind if each not in table]:
            yield f"{name}: no {', '.join(missing)}"


def _is_ours(kind: type) -> bool:
    return kind.__module__.split(".")[0] in {"assessment", "reports"}


def product_tables() -> dict[str, dict[object, object]]:
    """Every module-level dict of the product, where it is defined."""
    found: dict[str, dict[object, object]] = {}
    seen: set[int] = set()
    for module in product_modules():
        if module.name.split(".")[0] not in {"assessment", "reports"}:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, dict) and value and id(value) not in seen:
                seen.add(id(value))
                found[f"{module.name}.{name}"] = value
    return found


def test_every_table_has_all_members_or_its_reason() -> None:
    found = list(partial_tables(product_tables()))
    assert sorted(each for each in found if each.split(":")[0] not in PARTIAL) == []
    assert sorted(set(PARTIAL) - {each.split(":")[0] for each in found}) == [], "complete by now"


def test_a_table_that_lacks_a_member_is_found() -> None:
    assert list(partial_tables({"m.T": {Kind.SKILL: 1, Kind.FOCUS: 2}})) == ["m.T: no MANDATE"]
    assert list(partial_tables({"m.T": dict.fromkeys(Kind, 1), "m.U": {"skill": 1}})) == []
