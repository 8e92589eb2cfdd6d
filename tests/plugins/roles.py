"""On PostgreSQL the rooms that serve pages are tested as the role that serves pages.

docs/operators.md has one role own the tables and another, with fewer rights, serve pages and run
the workers. Whatever needs a right that the second lacks fails here. The retention job runs as the
owner, as the page says; what it alone does, it does inside `frozen.thawed()`.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections
from django.db.backends.signals import connection_created

from assessment.models import frozen
from assessment.models.roles import grants
from tests.plugins.database import NEEDS

SERVICE = "skills_app"
AS_OWNER = {
    *("attacks", "bench", "house", "look", "management", "models", "scoring", "spreadsheets"),
    *("test_bootstrap.py", "test_cache.py", "test_checks.py", "test_production.py"),
}
"""Everything else serves pages or does a worker's work; so does a room that is new."""

_serving = False


def is_serving() -> bool:
    """Whether connections have the rights of the service just now."""
    return _serving


def _take_role(connection: Any, **kwargs: Any) -> None:
    if _serving and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {SERVICE}")


def _give_back(connection: Any) -> None:
    # In a failed transaction nothing can be said; its rollback takes the role back.
    with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


connection_created.connect(_take_role, dispatch_uid="tests.plugins.roles")


@pytest.fixture(scope="session")
def service_role(django_db_setup: None, django_db_blocker: Any) -> None:
    """The role with its rights, as an operator makes it after `migrate`.

    By a connection of its own: the first test that asks may have begun its transaction, which would
    take the rights back at its end.
    """
    with django_db_blocker.unblock():
        give_rights()


def give_rights() -> None:
    """As after each upgrade: a table that was made anew has none."""
    if connection.vendor != "postgresql":
        return
    make = f"CREATE ROLE {SERVICE}"
    known = "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL"  # by another worker
    own = connection.copy()
    with contextlib.closing(own), own.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN {make}; {known}; END $$")
        for statement in grants(SERVICE):
            cursor.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def thaw_as_owner() -> Iterator[None]:
    thawed = frozen.thawed

    @contextlib.contextmanager
    def as_owner(*, using: str = "default") -> Iterator[None]:
        if not _serving:
            with thawed(using=using):
                yield
            return
        _give_back(connections[using])
        try:
            with thawed(using=using):
                yield
        finally:
            with contextlib.suppress(DatabaseError):
                _take_role(connections[using])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frozen, "thawed", as_owner)
        yield


@pytest.fixture(autouse=True)
def as_service(request: pytest.FixtureRequest) -> Iterator[None]:
    global _serving
    if not _applies(request):
        yield
        return
    request.getfixturevalue("service_role")
    request.getfixturevalue("db")  # the test's transaction, where it has one, is begun first
    _serving = True
    _take_role(connection)
    try:
        yield
    finally:
        _serving = False
        _give_back(connection)


def _applies(request: pytest.FixtureRequest) -> bool:
    if connection.vendor != "postgresql":
        return False
    folder = Path(request.path).relative_to(request.config.rootpath / "tests").parts[0]
    marked = request.node.get_closest_marker("django_db") is not None
    return folder not in AS_OWNER and (marked or bool(NEEDS & set(request.fixturenames)))
