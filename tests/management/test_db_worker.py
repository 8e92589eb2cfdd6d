"""A worker outlives a database that others keep locked."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from assessment.rounds.services import outbox
from tests.workers import worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("queue"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows alone"),
]

PATIENCE = 60  # seconds, on a machine that is busy with other things
TIMEOUT = 0.2  # seconds that the worker waits for a lock, instead of 20


@pytest.fixture
def working(monkeypatch: pytest.MonkeyPatch, queue: None) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that has begun to look for tasks."""
    options = connection.settings_dict["OPTIONS"] | {"timeout": TIMEOUT}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    with worker("--interval", "0.1") as process:
        do_a_task()
        yield process


def do_a_task() -> None:
    outbox.deliver.enqueue()
    end = time.monotonic() + PATIENCE
    while DBTaskResult.objects.exclude(status="SUCCESSFUL").exists():
        assert time.monotonic() < end, "Nobody did the task."
        time.sleep(0.05)


def test_a_lock_that_lasts_longer_than_the_worker_waits_does_not_end_it(
    working: subprocess.Popen[bytes],
) -> None:
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, uri=True)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(subprocess.TimeoutExpired):
        working.wait(10 * TIMEOUT)
    other.execute("ROLLBACK")
    other.close()
    do_a_task()
