"""Real workers and a real server beside a test, in processes of their own.

The test must commit what it makes, and queue its tasks in the database:
`@pytest.mark.django_db(transaction=True)` and the fixture `queue`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.house.source import ROOT
from tests.plugins.roles import SERVICE, is_serving

DATABASE_QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def queue(settings: Any, tmp_path: Any) -> None:
    """Tasks wait in the database for a worker, and files are the test's own."""
    settings.TASKS = DATABASE_QUEUE
    settings.MEDIA_ROOT = tmp_path / "media"


def environment() -> dict[str, str]:
    """What a process of its own needs to work on the test's database."""
    keys = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    database = {key: connection.settings_dict[key] for key in keys}
    if is_serving() and connection.vendor == "postgresql":
        options = f"{database['OPTIONS'].get('options', '')} -c role={SERVICE}"
        database["OPTIONS"] = database["OPTIONS"] | {"options": options}
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "TEST_DATABASE": json.dumps(database, default=str),
        "TEST_MEDIA": str(settings.MEDIA_ROOT),
        "LOG_LEVEL": "WARNING",
        **(
            {"EMAIL": "smtp", "EMAIL_URL": _server()}
            if "mail_backend" in settings.EMAIL_BACKEND
            else {}
        ),
    }


def _server() -> str:
    return f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


@contextmanager
def worker(*options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker, killed after the block; without options it ends when nothing waits."""
    command = [sys.executable, "manage.py", "db_worker", "--no-reload", "--no-startup-delay"]
    command += options or ["--batch"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def served(tmp_path: Path, transactional_db: None) -> Iterator[int]:
    """The port of a real gunicorn, whose temporary files lie in `tmp_path`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-tmp-dir", os.environ.get("TMPDIR", "/tmp")]  # noqa: S108
    surroundings = {**environment(), "TMPDIR": str(tmp_path), "BEHIND_PROXY": "true"}
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL)
    try:
        for _try in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()
