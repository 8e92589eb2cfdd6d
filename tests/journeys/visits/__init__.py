"""How the browser gets to every page, room by room.

Each file of this folder is a room. It has `world()`, which makes the rows that its pages show and
returns them by name; `VISITS`, at least one for each page, more for its error and empty states;
and `NOT_PAGES`, the addresses that answer with no page, with the reason. An address that is in
neither fails tests/journeys/test_pages.py.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Page

from assessment.models import User

World = dict[str, Any]


@dataclass(frozen=True)
class Visit:
    """A page in one state.

    `args` gives the arguments of the address, `who` names the account in the world, `session`
    what the session of somebody without an account holds; `act` does what brings the state
    about, once the page has loaded; `path` replaces an address that has no name.
    """

    name: str
    state: str = "normal"
    args: Callable[[World], list[Any]] = lambda world: []
    query: str = ""
    who: str = ""
    session: Callable[[World], dict[str, Any]] | None = None
    act: Callable[[Page], None] | None = None
    status: int = 200
    path: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    def address(self, world: World) -> str:
        return (self.path or reverse(self.name, args=self.args(world))) + self.query


@cache
def rooms() -> dict[str, ModuleType]:
    """Every room by its name."""
    found = pkgutil.iter_modules(__path__)
    return {each.name: importlib.import_module(f"{__name__}.{each.name}") for each in found}


def session_key(visit: Visit, world: World) -> str:
    """A session of whoever comes; "" for somebody who brings none."""
    if visit.who:
        user: User = world[visit.who]
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return str(client.session.session_key)
    if visit.session is None:
        return ""
    store = SessionStore()
    store.update(visit.session(world))
    store.create()
    return str(store.session_key)


def addresses(patterns: list[Any] | None = None) -> Iterator[str]:
    """The name of every address, the admin's own pages apart."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
