"""A document is made into a PDF once in a run; whoever asks again gets the same bytes.

That a second rendering gives the same bytes is tested by `anew`, and in processes of their own.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from django.db.models import Field

from assessment.frameworks import questionnaire
from reports import pdf
from tests.plugins.shared import shared_folder

KEPT = 64
"""Documents at hand, of about 100 kB each; all are in a folder that the workers share."""

anew = pdf.render


class Warnings(logging.Handler):
    """What was warned of inside the block."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.given = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.given += 1

    def __enter__(self) -> Warnings:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *reason: object) -> None:
        logging.getLogger().removeHandler(self)


def once(folder: Path) -> Callable[..., bytes]:
    """Renders what no process has rendered yet."""
    folder.mkdir(exist_ok=True)
    read = functools.lru_cache(KEPT)(Path.read_bytes)

    def render(html: str, identifier: str = "") -> bytes:
        name = hashlib.sha256(f"{identifier}\n{html}".encode("utf-8", "surrogatepass")).hexdigest()
        file = folder / name
        if not file.exists():
            with Warnings() as warnings:
                made = anew(html, identifier)
            if warnings.given:  # whoever asks again is warned again
                return made
            unfinished = folder / f"{name}.{os.getpid()}"
            unfinished.write_bytes(made)
            unfinished.replace(file)
        return read(file)

    return render


@pytest.fixture(autouse=True, scope="session")
def rendered_once(pytestconfig: pytest.Config) -> Iterator[None]:
    """Not for measurements: they are of the rendering."""
    if pytestconfig.getoption("-m") == "bench":
        yield
        return
    pdf.render = once(shared_folder(pytestconfig) / "rendered")
    yield
    pdf.render = anew


@contextmanager
def identifiers(seed: int) -> Iterator[None]:
    """The same for the same work: two documents that differ in nothing else are one.

    Each table has its own row of them, so that the fixtures of a test may come in any order. What
    a process keeps of a published framework goes before and after: the next one has its key.
    """
    rows: dict[str, Random] = {}

    def urandom(size: int) -> bytes:
        asking = sys._getframe(2).f_locals.get("self")
        table = str(asking) if isinstance(asking, Field) else ""
        return rows.setdefault(table, Random(f"{seed} {table}")).randbytes(size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uuid, "os", SimpleNamespace(urandom=urandom))
        patch.setattr(questionnaire, "_published", {})
        yield


@pytest.fixture
def same_identifiers() -> Iterator[None]:
    """For tests of what is done with documents: those of one test are those of the next."""
    with identifiers(1):
        yield
