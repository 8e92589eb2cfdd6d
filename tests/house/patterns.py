"""Every pattern of the product, how it is used, and the inputs that hurt patterns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tests.house.source import Module

# Python's own reader of patterns, for which nobody ships types.
codes: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
METHODS = {"match", "fullmatch", "search", "split", "sub", "subn", "findall", "finditer"}
# Django searches with these: in an address, in a field.
SEARCHED = {"re_path", "RegexValidator"}
# What stands in a pattern that is made while the product runs.
MADE = {
    "assessment.languages": {"words": "communication|communication skills|a|aa|aaaa"},
    "reports.glyphs": {"replaced": "a\u200d北"},
}
_ANYTHING = ' \t\na1A_-é’<>"=()[]/,;.@\0'


@dataclass(frozen=True)
class Pattern:
    module: str
    line: int
    text: str | bytes
    flags: int
    method: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.method} {self.text!r}"

    def run(self, text: str) -> None:
        compiled: Any = re.compile(self.text, self.flags)
        given: Any = text.encode("latin-1", "replace") if isinstance(self.text, bytes) else text
        if self.method in {"sub", "subn"}:
            compiled.sub(given[:0], given)
        elif self.method == "finditer":
            list(compiled.finditer(given))
        else:
            getattr(compiled, self.method)(given)


def patterns_of(module: Module) -> Iterator[Pattern]:
    """Those in calls of `re`, in addresses and validators, and in converters of addresses."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name == "re.compile":
                for method in _methods(module, node):
                    yield _pattern(module, node.args, method)
            elif name.startswith("re.") and name[3:] in METHODS:
                yield _pattern(module, node.args[:1], name[3:])
            elif name in SEARCHED and node.args:
                yield _pattern(module, node.args[:1], "search")
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "regex":
            yield _pattern(module, [node.value], "fullmatch")


def _pattern(module: Module, arguments: list[ast.expr], method: str) -> Pattern:
    names = vars(import_module(module.name)) | MADE.get(module.name, {})
    values = [eval(ast.unparse(each), dict(names)) for each in arguments]  # noqa: S307
    return Pattern(module.name, arguments[0].lineno, values[0], sum(values[1:]), method)


def _methods(module: Module, call: ast.Call) -> Iterable[str]:
    """By which methods a compiled pattern is used; searching is the hardest of them."""
    held = {
        ast.unparse(node.targets[0])
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assign) and any(each is call for each in ast.walk(node.value))
    }
    used = {
        node.attr
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in held
    }
    return used & METHODS or {"search"}


def attacks(pattern: Pattern) -> Iterator[tuple[str, str, str]]:
    """A beginning, what is repeated after it, and an end on which the whole may fail."""
    text = pattern.text if isinstance(pattern.text, str) else pattern.text.decode("latin-1")
    tokens = list(parser.parse(text, pattern.flags & ~re.UNICODE))
    prefixes = {
        _example(tokens[:end], most) for end in range(1, len(tokens) + 1) for most in (0, 1, 2)
    }
    alphabet = sorted({*_ANYTHING, *_literals(tokens)})
    pairs = {first + second for first in alphabet[:12] for second in _literals(tokens)}
    units = sorted({*alphabet, *pairs, *prefixes} - {""})
    for unit in units:
        for start in sorted({"", *prefixes}):
            for end in ("", "\0", "!"):
                yield start, unit, end


def _literals(tokens: Any) -> set[str]:
    """Every character that the pattern names."""
    found = set()
    for code, value in tokens:
        if code in {codes.LITERAL, codes.NOT_LITERAL}:
            found.add(chr(value))
        elif code is codes.RANGE:
            found |= {chr(value[0]), chr(value[1])}
        else:
            for part in _parts(code, value):
                found |= _literals(part)
    return found


def _parts(code: Any, value: Any) -> list[Any]:
    if code is codes.IN:
        return [value]
    if code is codes.BRANCH:
        return list(value[1])
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code in {codes.ASSERT, codes.ASSERT_NOT}:
        return [value[1]]
    return [value] if code is codes.ATOMIC_GROUP else []


def _example(tokens: Any, most: int) -> str:
    """Something that these match, with at most so many turns of what may be left out."""
    return "".join(_one(code, value, most) for code, value in tokens)


def _one(code: Any, value: Any, most: int) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.IN:
        return _member(value)
    if code in {codes.ANY, codes.NOT_LITERAL}:
        return "x"
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
        low, _high, inner = value
        return _example(inner, most) * max(low, most)
    if code is codes.BRANCH:
        return _example(value[1][0], most)
    if code is codes.SUBPATTERN:
        return _example(value[3], most)
    return ""


def _member(parts: Any) -> str:
    """A character of the class."""
    candidates = [*sorted(_literals(parts)), *_ANYTHING]
    return next((each for each in candidates if _is_member(each, parts)), "x")


def _is_member(character: str, parts: Any) -> bool:
    negated = parts[0][0] is codes.NEGATE
    kinds = {
        codes.CATEGORY_SPACE: r"\s",
        codes.CATEGORY_NOT_SPACE: r"\S",
        codes.CATEGORY_WORD: r"\w",
        codes.CATEGORY_NOT_WORD: r"\W",
        codes.CATEGORY_DIGIT: r"\d",
        codes.CATEGORY_NOT_DIGIT: r"\D",
    }
    for code, value in parts:
        if code is codes.LITERAL and ord(character) == value:
            return not negated
        if code is codes.RANGE and value[0] <= ord(character) <= value[1]:
            return not negated
        if code is codes.CATEGORY and re.match(kinds[value], character):
            return not negated
    return bool(negated)
