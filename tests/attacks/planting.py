"""Plant a weakening in a module's source, and see which test notices."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from tests.attacks.councils import Council, councils
from tests.attacks.scenarios import SCENARIOS
from tests.attacks.test_councils import TestAnyCouncil

Check = Callable[[], object]
TRIED = 80

# What a careless engineer might write in sheet.py for the mean of others.
RAW_OTHERS = """disclosure.release_item(
            tallies(
                [r for r in assessment.responses if r.group {test}],
                indicator_keys(assessment.framework),
                assessment.framework.highest,
            )[key],
            Group.MANAGER,
            k=assessment.k,
            highest=assessment.framework.highest,
        )"""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A weakening: what is replaced where, and the tests that must fail with it."""

    name: str
    module: ModuleType
    old: str
    new: str
    caught_by: tuple[Check, ...]


@contextmanager
def planted(mutation: Mutation) -> Iterator[None]:
    """Run with the weakening in the module's source; the original comes back afterwards.

    Functions change their code in place, so that whoever imported one has the weak one too.
    """
    module, source = mutation.module, inspect.getsource(mutation.module)
    if source.count(mutation.old) != 1:
        raise LookupError(f"“{mutation.old}” stands {source.count(mutation.old)} times")
    weak: dict[str, object] = {"__name__": module.__name__}
    exec(compile(source.replace(mutation.old, mutation.new), mutation.name, "exec"), weak)  # noqa: S102
    strong = dict(vars(module))
    codes = {name: _inner(f).__code__ for name, f in strong.items() if _made_in(f, module)}
    try:
        _forget(module)
        for name in codes:
            _inner(strong[name]).__code__ = _inner(weak[name]).__code__
        vars(module).update({n: v for n, v in weak.items() if n.isupper()})
        yield
    finally:
        for name, code in codes.items():
            _inner(strong[name]).__code__ = code
        vars(module).update({n: v for n, v in strong.items() if n.isupper()})
        _forget(module)


def _forget(module: ModuleType) -> None:
    """Nothing that the other code has worked out is used."""
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def _made_in(value: object, module: ModuleType) -> bool:
    return isinstance(value, FunctionType) and value.__module__ == module.__name__


def _inner(function: Any) -> Any:
    """What is in a function that was wrapped, in a transaction for instance."""
    return inspect.unwrap(function)


def catches(check: Check) -> bool:
    """Whether a test fails as things stand."""
    try:
        check()
    except (AssertionError, pytest.fail.Exception):
        return True
    return False


def name_of(check: Check) -> str:
    return check.__qualname__.replace("Test", "", 1).replace("test_", "", 1).replace("_", " ")


def scenario(number: str) -> Check:
    """The attacks of this number on our release, as a test."""

    def check() -> None:
        for each in SCENARIOS:
            if each.number == number:
                leaks, _ = each.shown()
                assert leaks == []

    check.__qualname__ = f"Attack.test_{number}_finds_nothing"
    return check


def on_councils(check: Callable[..., object]) -> Check:
    """A property of generated councils, tried on the same ones each time and not shrunk."""
    body = check.hypothesis.inner_test  # type: ignore[attr-defined]

    @settings(
        max_examples=TRIED, deadline=None, derandomize=True, database=None,
        phases=(Phase.generate,),
    )  # fmt: skip
    @given(councils())
    def tried(council: Council) -> None:
        body(TestAnyCouncil(), council)

    tried.__qualname__ = body.__qualname__
    return tried


def verdicts(mutations: Iterable[Mutation]) -> Iterator[tuple[Mutation, Check, bool]]:
    """Every mutation with every test that must catch it, and whether it did."""
    for mutation in mutations:
        with planted(mutation):
            for check in mutation.caught_by:
                yield mutation, check, catches(check)


def tell(verdicts: Iterable[tuple[Mutation, Check, bool]]) -> bool:
    """Print who caught what; whether any weakening was missed by a test that must catch it."""
    missed = False
    for mutation, check, caught in verdicts:
        missed |= not caught
        word = "caught" if caught else "MISSED"
        sys.stdout.write(f"{mutation.name}: {word} by {name_of(check)}\n")
    return missed
