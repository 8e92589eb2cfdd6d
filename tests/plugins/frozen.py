"""After a transactional test the tables are as they were before it, the frozen ones too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TestCase, TransactionTestCase

from assessment.models import frozen

_begin = TransactionTestCase._pre_setup.__func__  # type: ignore[attr-defined]
_flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def flush_in_the_thaw() -> Iterator[None]:
    """SQLite gets back what it held before the first of them, which takes less than a flush.

    A copy waits for open transactions, such as that of a module's own world; other tests need none.
    """
    kept: list[sqlite3.Connection] = []

    def begin(case: type[TransactionTestCase]) -> None:
        if connection.vendor == "sqlite" and not kept and not issubclass(case, TestCase):
            kept.append(sqlite3.connect(":memory:", check_same_thread=False))
            connection.ensure_connection()
            connection.connection.backup(kept[0])
        _begin(case)

    def end(test: TransactionTestCase) -> None:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            kept[0].backup(connection.connection)
        else:
            with frozen.thawed():
                _flush(test)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_pre_setup", classmethod(begin))
        patch.setattr(TransactionTestCase, "_fixture_teardown", end)
        yield
    for snapshot in kept:
        snapshot.close()
