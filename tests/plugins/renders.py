"""A document is made into a PDF once in a process; whoever asks again gets the same bytes.

That a second rendering gives the same bytes is tested by `anew`, and in processes of their own.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Iterator
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


@pytest.fixture
def same_identifiers(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what is done with documents: those of one test are those of the next."""
    monkeypatch.setattr(uuid, "os", SimpleNamespace(urandom=Random(1).randbytes))
