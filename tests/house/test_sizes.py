"""Small functions, small files, and docstrings where others read them."""

import ast
import statistics
from collections.abc import Iterable

from tests.house.source import (
    ROOT,
    FunctionNode,
    Module,
    functions,
    length,
    product_modules,
    tracked_files,
)

MEDIAN, LONGEST_FUNCTION, LONGEST_FILE = 10, 50, 400
EXPLAINED = {"scoring", "services", "selectors"}


def python_modules() -> list[Module]:
    """Product and tests, without migrations and data."""
    files = [path.relative_to(ROOT) for path in tracked_files() if path.suffix == ".py"]
    chosen = [path for path in files if not {"migrations", "data"} & set(path.parts)]
    return [Module(str(path), (ROOT / path).read_text(encoding="utf-8")) for path in chosen]


def median_length(modules: Iterable[Module]) -> float:
    return statistics.median(length(f) for module in modules for f in functions(module.tree))


def long_functions(modules: Iterable[Module]) -> list[str]:
    return [
        f"{module.name}: {function.name} has {length(function)} lines"
        for module in modules
        for function in functions(module.tree)
        if length(function) > LONGEST_FUNCTION
    ]


def long_files(modules: Iterable[Module]) -> list[str]:
    counted = [(module.name, len(module.text.splitlines())) for module in modules]
    return [f"{name} has {lines} lines" for name, lines in counted if lines > LONGEST_FILE]


def unexplained(modules: Iterable[Module]) -> list[str]:
    """Public functions without a docstring, in the rooms that others call."""
    return [
        f"{module.name}.{node.name}"
        for module in modules
        if EXPLAINED & set(module.name.split("."))
        for node in module.tree.body
        if isinstance(node, FunctionNode) and not node.name.startswith("_")
        if ast.get_docstring(node) is None
    ]


class TestTheProduct:
    def test_has_a_median_function_under_ten_lines(self) -> None:
        assert median_length(product_modules()) < MEDIAN

    def test_has_no_function_over_fifty_lines(self) -> None:
        assert long_functions(python_modules()) == []

    def test_has_no_file_over_four_hundred_lines(self) -> None:
        assert long_files(python_modules()) == []

    def test_explains_the_functions_that_other_rooms_call(self) -> None:
        assert unexplained(product_modules()) == []


def function_of(lines: int, docstring: str = "") -> str:
    body = ([f'    """{docstring}"""'] if docstring else []) + ["    pass"] * (lines - 1)
    return "\n".join(["def f():", *body, ""])


class TestTheRuler:
    def test_counts_from_the_def_line_to_the_end_without_the_docstring(self) -> None:
        modules = [Module("m", function_of(4)), Module("n", function_of(8, "One.\n\n    Two."))]
        assert median_length(modules) == 6

    def test_finds_a_long_function_inside_another(self) -> None:
        inner = "\n".join("    " + line for line in function_of(51).splitlines())
        assert len(long_functions([Module("m", "def g():\n" + inner)])) == 2
        assert long_functions([Module("m", function_of(50))]) == []

    def test_finds_a_long_file(self) -> None:
        assert len(long_files([Module("m", "x = 1\n" * 401), Module("n", "x = 1\n" * 400)])) == 1

    def test_finds_a_function_without_docstring(self) -> None:
        text = "def close(): pass\ndef _own(): pass\ndef open_():\n    'Open it.'\n"
        services, views = (
            Module("assessment.rounds.services.rounds", text),
            Module("reports.views", text),
        )
        assert unexplained([services, views]) == ["assessment.rounds.services.rounds.close"]
