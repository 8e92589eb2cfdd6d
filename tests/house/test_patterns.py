"""No pattern of the product takes longer than linear, whatever somebody sends."""

from __future__ import annotations

import ast
import functools

import pytest

from tests.growth import is_linear
from tests.house.patterns import Pattern, attacks, patterns_of
from tests.house.source import Module, product_modules

# Reads pinned packages whose bytes are checked, never what somebody sends.
TRUSTED = {"assessment.management.commands.fetch_assets"}
SIZE = 1000


@functools.cache
def patterns() -> tuple[Pattern, ...]:
    modules = [module for module in product_modules() if module.name not in TRUSTED]
    return tuple(pattern for module in modules for pattern in patterns_of(module))


def slow_inputs(pattern: Pattern) -> list[str]:
    """The first input on which the pattern is slower than linear."""
    for start, unit, end in attacks(pattern):

        def work(size: int, parts: tuple[str, str, str] = (start, unit, end)) -> None:
            pattern.run(parts[0] + parts[1] * size + parts[2])

        if not is_linear(work, SIZE):
            return [f"{pattern}: {start!r} + {unit!r} × n + {end!r}"]
    return []


class TestEveryPattern:
    def test_of_the_product_is_looked_at(self) -> None:
        written = sum(module.text.count("re.compile(") for module in product_modules())
        assert len(patterns()) >= written > 10
        assert {each.method for each in patterns()} >= {"fullmatch", "search", "sub", "split"}

    def test_comes_from_the_module_by_its_own_name(self) -> None:
        """Else the collection would not see it."""
        hidden = [
            module.name
            for module in product_modules()
            for node in ast.walk(module.tree)
            if (isinstance(node, ast.ImportFrom) and node.module == "re")
            or (isinstance(node, ast.alias) and node.name == "re" and node.asname)
        ]
        assert hidden == []

    def test_grows_no_faster_than_what_it_reads(self) -> None:
        assert [line for pattern in patterns() for line in slow_inputs(pattern)] == []


class TestTheAttacks:
    @pytest.mark.parametrize(
        "call",
        [
            r"""re.findall(rb"<(?:\w+:)?row\s[^>]*?hidden=\"(?:1|true)\"", xml)""",
            r"""re.findall(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+\d+:[A-Z]+(\d+))\"", xml)""",
            r"""re.split(r"\s+and\s+", text)""",
            r"""re.search(r"\d+$", text)""",
            r"""re.sub(r"\[[^\]]*\]", "", text)""",
            r"""re.fullmatch(r"\s*\s*x", text)""",
        ],
    )
    def test_find_a_pattern_that_is_quadratic(self, call: str) -> None:
        module = Module("assessment.languages", f"import re\n{call}\n")
        (pattern,) = patterns_of(module)
        assert slow_inputs(pattern)

    def test_let_a_linear_one_pass(self) -> None:
        module = Module("assessment.languages", 'import re\nre.sub(r"[\\W_]+", "", text)\n')
        (pattern,) = patterns_of(module)
        assert slow_inputs(pattern) == []
