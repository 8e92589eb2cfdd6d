"""A document is made into a PDF once in a process; whoever asks again gets the same bytes.

That a second rendering gives the same bytes is tested by `anew`, and in processes of their own.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace

import pytest

from reports import pdf

KEPT = 64
"""Documents, of about 100 kB each."""

anew = pdf.render


@pytest.fixture(autouse=True, scope="session")
def rendered_once(pytestconfig: pytest.Config) -> Iterator[None]:
    """Not for measurements: they are of the rendering."""
    if pytestconfig.getoption("-m") == "bench":
        yield
        return
    kept: Callable[[str, str], bytes] = functools.lru_cache(KEPT)(anew)
    pdf.render = lambda html, identifier="": kept(html, identifier)
    yield
    pdf.render = anew


@contextmanager
def identifiers(seed: int) -> Iterator[None]:
    """The same for the same work: two documents that differ in nothing else are one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uuid, "os", SimpleNamespace(urandom=Random(seed).randbytes))
        yield


@pytest.fixture
def same_identifiers() -> Iterator[None]:
    """For tests of what is done with documents: those of one test are those of the next."""
    with identifiers(1):
        yield
