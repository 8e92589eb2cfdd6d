"""The admin works under the same strict Content-Security-Policy as every other page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import BrowserContext

from assessment.models import User
from tests.cast import make_framework
from tests.journeys.test_pages import LISTEN
from tests.journeys.visits import Visit, session_key

pytestmark = pytest.mark.journey


@pytest.fixture
def editor_and_operator(db: None) -> User:
    make_framework(published=False)
    return User.objects.create_user(
        "erin@example.gov.uk", name="Erin", is_editor=True, is_operator=True
    )


def addresses() -> Iterator[str]:
    """The start page, and of every kind of row the list, an empty form and one row's form."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        with suppress(NoReverseMatch):  # what is only made as a whole has no form of its own
            yield reverse(f"{name}_add")
        if (row := model._default_manager.first()) is not None:
            yield reverse(f"{name}_change", args=[row.pk])


class TestAdmin:
    def test_is_refused_nothing_that_it_loads(
        self, context: BrowserContext, live_server: Any, editor_and_operator: User
    ) -> None:
        key = session_key(Visit("admin", who="erin"), {"erin": editor_and_operator})
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
        context.add_init_script(LISTEN)
        page, problems, opened = context.new_page(), [], 0
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        for address in addresses():
            response = page.goto(live_server.url + address)
            assert response is not None
            opened += response.status == 200
            problems += [f"{address}: {each}" for each in page.evaluate("refused")]
        assert problems == []
        assert opened >= len(admin.site._registry)
