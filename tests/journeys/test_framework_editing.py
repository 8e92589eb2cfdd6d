"""An editor takes a framework through its life in a browser: with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, Page

from assessment.models import Council, Framework, Indicator, User
from tests.cast import add_dimension, make_framework
from tests.instrument import judged_round
from tests.journeys.test_pages import LISTEN
from tests.journeys.visits import Visit, session_key

pytestmark = [pytest.mark.journey, pytest.mark.one_database]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def draft(db: None) -> Framework:
    return make_framework(published=False)


@pytest.fixture
def open_page(browser: Browser, live_server: Any, erin: User) -> Iterator[Callable[[bool], Page]]:
    """A page of Erin's browser, signed in."""
    contexts = []

    def make(scripts: bool) -> Page:
        context = browser.new_context(
            base_url=live_server.url, java_script_enabled=scripts, color_scheme="light"
        )
        contexts.append(context)
        key = session_key(Visit("admin", who="erin"), {"erin": erin})
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
        context.add_init_script(LISTEN)
        context.set_default_timeout(8_000)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def texts(framework: Framework) -> list[str]:
    found = Indicator.objects.filter(dimension__framework=framework, dimension__key="leadership")
    return list(found.order_by("position").values_list("text", flat=True))


def breaches(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(options) => axe.run(options)", WCAG)["violations"]
    return [f"{page.url}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


def too_wide(page: Page) -> list[str]:
    """Whether the page scrolls sideways on the narrowest screen that WCAG asks for."""
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    return [f"{page.url}: {width} pixels wide"] if width > 320 else []


class TestEditor:
    @pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
    def test_writes_orders_and_publishes(
        self, open_page: Callable[[bool], Page], draft: Framework, scripts: bool
    ) -> None:
        page = open_page(scripts)
        page.goto(f"/admin/assessment/framework/{draft.pk}/change/")
        page.click("caption + thead + tbody >> text=Leadership")
        page.fill("[name=indicators-0-text]", "Listens well")
        page.click("#indicators-2 button:has-text('↑')")
        page.wait_for_url("**/change/#indicators-group")
        assert texts(draft) == [
            "Listens well",
            "Shows leadership in way 3.",
            "Shows leadership in way 2.",
        ]
        page.click("text=Small framework 1.0 >> nth=0")
        page.click("text=Check and publish")
        page.click("input[value='Publish for ever']")
        page.wait_for_selector("text=is published. Rounds can use it now.")
        assert not Framework.objects.get().is_draft
        assert page.locator("[name=_save]").count() == 0
        page.click("text=Make a new draft from this")
        page.click("input[value='Make the new draft']")
        page.wait_for_selector("text=Small framework 1.1 is ready for your changes.")

    def test_saves_by_the_keyboard_and_moves_nothing_by_it(
        self, open_page: Callable[[bool], Page], draft: Framework
    ) -> None:
        page = open_page(True)
        leadership = draft.dimensions.get(key="leadership")
        page.goto(f"/admin/assessment/dimension/{leadership.pk}/change/")
        before = texts(draft)
        page.focus("[name=name]")
        page.keyboard.press("End")
        page.keyboard.type(" skills")
        page.keyboard.press("Enter")
        page.wait_for_url("**/framework/*/change/")
        leadership.refresh_from_db()
        assert leadership.name.endswith("skills")
        assert texts(draft) == before

    def test_takes_a_framework_out_and_in_again(
        self, open_page: Callable[[bool], Page], draft: Framework, tmp_path: Path
    ) -> None:
        page = open_page(True)
        page.goto(f"/admin/assessment/framework/{draft.pk}/change/")
        with page.expect_download() as download:
            page.click("text=Export as XLSX")
        assert download.value.suggested_filename == "small-framework-1.0.xlsx"
        path = tmp_path / "framework.xlsx"
        download.value.save_as(path)
        page.goto("/admin/assessment/framework/")
        page.click("text=Import a framework")
        page.set_input_files("[name=file]", path)
        page.click("input[value='Check the file']")
        page.wait_for_selector("text=Nothing: the two say the same.")
        page.click("input[value='Make a draft of this']")
        page.wait_for_selector("text=Small framework 1.1 is here as a draft.")

    def test_has_the_questions_judged_by_the_keyboard(
        self, open_page: Callable[[bool], Page], ashford: Council, alice: User
    ) -> None:
        framework = make_framework()
        judged_round(ashford, framework, alice)
        page = open_page(True)
        page.goto(f"/admin/assessment/framework/{framework.pk}/change/")
        page.click("text=Quality of the questions")
        page.focus("input[value='Work out the figures']")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=One rater in three or more cannot observe this")
        assert breaches(page) == []
        with page.expect_download() as download:
            page.click("text=Download as XLSX")
        assert download.value.suggested_filename == "quality-small-framework-1.0.xlsx"

    def test_meets_no_barrier_and_nothing_is_refused_by_the_policy(
        self, open_page: Callable[[bool], Page], draft: Framework, erin: User
    ) -> None:
        page = open_page(True)
        published = make_framework(version="2.0")
        add_dimension(draft, "listening", "skill", 1)  # type: ignore[arg-type]
        leadership = draft.dimensions.get(key="leadership")
        base, problems = "/admin/assessment/framework/", []
        for address in [
            "/admin/",
            base,
            f"{base}add/",
            f"{base}import/",
            f"{base}quality/",
            f"{base}readings/",
            *(f"{base}{draft.pk}/{s}/" for s in ["change", "targets", "publish", "draft"]),
            *(f"{base}{published.pk}/{s}/" for s in ["change", "compare", "retire", "history"]),
            f"{base}{published.pk}/quality/",
            f"{base}{published.pk}/readings/",
            f"{base}{draft.pk}/texts/cy/leadership/",
            f"/admin/assessment/dimension/{leadership.pk}/change/",
        ]:
            response = page.goto(address)
            assert response is not None
            assert response.status == 200, address
            problems += [f"{address}: {each}" for each in page.evaluate("refused")]
            problems += breaches(page)
            problems += too_wide(page)
        assert problems == []
