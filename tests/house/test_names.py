"""One public name, one meaning: what two modules define, a reader has to look up twice."""

import ast
from collections import defaultdict
from collections.abc import Iterable

import pytest

from tests.house.source import Module, product_modules

# What Django finds by a name that it gives: a command's class, and a view, which is named after its
# address and called by nobody.
GIVEN = {"Command"}

TWICE = {
    "check": "what a draft lacks, by the trade’s word; and what `make check` runs, by make’s",
    "Kind": "a dimension's kind, in models and, because it imports nothing, in scoring",
    "watch": "the task that takes up what a crashed worker left: of a release, a bundle, a sheet",
}
"""The names that may have two homes, with what they mean in both. The list may only get shorter."""

MOST = 9


def is_view(module: str) -> bool:
    return "views" in module.split(".")


def public_names(module: Module) -> set[str]:
    """The functions and classes of a module that others may take."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {
        node.name
        for node in module.tree.body
        if isinstance(node, kinds) and not node.name.startswith("_")
    } - GIVEN


def doubled(modules: Iterable[Module]) -> dict[str, list[str]]:
    """Names that are defined more than once, each with the modules that do."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        for name in public_names(module) if not is_view(module.name) else ():
            homes[name].append(module.name)
    return {name: sorted(where) for name, where in sorted(homes.items()) if len(where) > 1}


class TestAPublicName:
    def test_is_defined_in_one_module(self) -> None:
        found = doubled(product_modules())
        assert {name: where for name, where in found.items() if name not in TWICE} == {}

    def test_leaves_the_list_when_it_has_one_home_again(self) -> None:
        assert set(TWICE) - set(doubled(product_modules())) == set()
        assert len(TWICE) <= MOST

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("assessment.rounds.views.people", "def pay(): ..."),
            ("assessment.rounds.views", "def pay(): ..."),
            ("assessment.answering.services", "def _pay(): ..."),
            ("assessment.answering.services", "class Till:\n    def pay(self): ..."),
        ],
    )
    def test_may_be_a_views_or_a_private_one_as_well(self, name: str, text: str) -> None:
        first = Module("assessment.rounds.services", "def pay(): ...")
        assert doubled([first, Module(name, text)]) == {}

    def test_is_found_in_two_modules(self) -> None:
        first = Module("assessment.rounds.services", "def pay(): ...\nclass Command: ...")
        second = Module("reports.sheets", "class pay: ...\nclass Command: ...")
        assert doubled([first, second]) == {"pay": [first.name, second.name]}
