"""Where wrong passwords are counted: in one place for all processes of the service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client

from config import env
from config.settings import _cache
from tests.production import documented, set_environment

ADDRESS = "somebody@example.com"


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, **documented())


@pytest.fixture
def table(db: None, production: None, settings: Any) -> Iterator[str]:
    """The cache of production, as `migrate` makes it."""
    settings.CACHES = {"default": _cache(env.read_environment().cache)}
    call_command("migrate", verbosity=0)
    return settings.CACHES["default"]["LOCATION"]


def kept(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {table}")  # noqa: S608 - a name of the settings
        return [key for (key,) in cursor.fetchall()]


class TestTheCache:
    def test_of_production_counts_in_the_database(self, table: str, settings: Any) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
        sent = {"login": ADDRESS, "password": "wrong"}
        codes = [Client().post("/accounts/login/", sent).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert any("login" in key for key in kept(table))

    def test_keeps_no_email_address(self, table: str) -> None:
        Client().post("/accounts/login/", {"login": ADDRESS, "password": "wrong"})
        Client().post("/accounts/password/reset/", {"email": ADDRESS})
        assert len(kept(table)) >= 2
        assert [key for key in kept(table) if ADDRESS in key] == []

    def test_of_a_development_machine_needs_no_table(
        self, production: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DEBUG", "true")
        assert env.read_environment().cache["BACKEND"].endswith("LocMemCache")

    def test_can_be_another_one(self, production: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CACHE_URL", "redis://cache.example.gov.uk:6379/1")
        chosen = _cache(env.read_environment().cache)
        assert chosen["LOCATION"] == "redis://cache.example.gov.uk:6379/1"
        assert "MAX_ENTRIES" not in chosen.get("OPTIONS", {})

    def test_stops_the_start_when_it_is_none(
        self, production: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CACHE_URL", "nothing://at-all")
        with pytest.raises(ImproperlyConfigured, match="nothing"):
            env.read_environment()
