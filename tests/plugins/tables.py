"""The tables are made once in a run: on SQLite, every worker but the first copies them."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

from tests.plugins.shared import shared_folder

_make = DatabaseCreation.create_test_db


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, pytestconfig: pytest.Config
) -> Iterator[None]:
    """Comes before the tables in pytest-django."""
    folder = shared_folder(pytestconfig)
    made = folder / "made.sqlite3"

    def make_or_copy(creation: Any, *args: Any, **options: Any) -> str:
        with (folder / "made.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                name = str(_make(creation, *args, **options))
                with closing(sqlite3.connect(made)) as copy:
                    creation.connection.connection.backup(copy)
                return name
        return _use_copy(creation, made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseCreation, "create_test_db", make_or_copy)
        yield


def _use_copy(creation: Any, made: Path) -> str:
    """What create_test_db does besides making tables."""
    name = str(creation._get_test_db_name())
    shutil.copy(made, name)
    connection = creation.connection
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    return name
