"""The checks of the walk find what they are there to find."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

from tests.journeys.test_pages import (
    AXE_OPTIONS,
    LISTEN,
    RUN_AXE,
    ZOOMED,
    check_error_links,
    check_headings,
    check_reflow,
    check_sideways,
    check_title,
)

pytestmark = [pytest.mark.one_database, pytest.mark.journey]
SUMMARY = '<div class="govuk-error-summary"><a href="#{}">Enter a name</a></div>'
LABELLED = '<label for="name">Name</label><input id="name">'


def show(page: Page, body: str, title: str = "Rounds – Skills assessment") -> Page:
    page.set_content(f"<html><head><title>{title}</title></head><body>{body}</body></html>")
    return page


class TestTitle:
    @pytest.mark.parametrize(
        ("title", "body"),
        [
            (" – Skills assessment", ""),
            ("Rounds", ""),
            ("Rounds – Skills assessment", SUMMARY.format("name")),
            ("Error: Rounds – Skills assessment", ""),
        ],
    )
    def test_that_does_not_tell_is_found(self, page: Page, title: str, body: str) -> None:
        assert check_title(show(page, body, title))

    def test_that_tells_is_let_through(self, page: Page) -> None:
        assert check_title(show(page, "")) == []
        errors = show(page, SUMMARY.format("name"), "Error: Rounds – Skills assessment")
        assert check_title(errors) == []


class TestHeadings:
    @pytest.mark.parametrize(
        "body", ["", "<h1>A</h1><h1>B</h1>", "<h1>A</h1><h3>B</h3>", "<h2>A</h2>"]
    )
    def test_out_of_order_are_found(self, page: Page, body: str) -> None:
        assert check_headings(show(page, body))

    def test_in_order_are_let_through(self, page: Page) -> None:
        assert check_headings(show(page, "<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>")) == []


class TestErrorLink:
    @pytest.mark.parametrize("target", ["nowhere", "group"])
    def test_that_leads_to_no_control_is_found(self, page: Page, target: str) -> None:
        show(page, SUMMARY.format(target) + '<div id="group">' + LABELLED + "</div>")
        assert check_error_links(page)


class TestWidth:
    def test_over_the_screen_is_found(self, page: Page) -> None:
        assert check_sideways(show(page, '<p style="width: 3000px">wide</p>'), 1280)

    def test_in_a_box_that_scrolls_is_let_through(self, page: Page) -> None:
        box = '<div class="app-scroll" style="overflow-x: auto"><p style="width: 3000px">wide</p>'
        assert check_sideways(show(page, box), 1280) == []


class TestZoom:
    @pytest.mark.parametrize("width", ZOOMED)
    def test_that_needs_scrolling_is_found(self, page: Page, width: int) -> None:
        assert check_reflow(show(page, f'<p style="width: {width + 1}px">wide</p>'))

    def test_that_needs_none_is_let_through(self, page: Page) -> None:
        assert check_reflow(show(page, "<p>narrow</p>")) == []


class TestTargetSize:
    @pytest.mark.parametrize(("side", "found"), [(12, ["target-size"]), (24, [])])
    def test_below_24_px_is_found_by_the_rules_of_the_walk(
        self, page: Page, side: int, found: list[str]
    ) -> None:
        style = f"width: {side}px; height: {side}px; padding: 0; border: 0; display: block"
        buttons = [f'<button style="{style}" aria-label="{name}"></button>' for name in "AB"]
        show(page, "<main><h1>Sizes</h1>" + "".join(buttons) + "</main>")
        page.evaluate("document.documentElement.lang = 'en'")
        page.evaluate(AXE_SCRIPT)
        breaches = page.evaluate(RUN_AXE, AXE_OPTIONS)["violations"]
        assert [breach["id"] for breach in breaches] == found


class TestPolicy:
    def test_breach_is_heard(self, context: BrowserContext, live_server: Any) -> None:
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.goto(f"{live_server.url}/accounts/login/")
        assert page.evaluate("refused") == []
        page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://x.test/y'}))")
        page.wait_for_function("refused.length > 0")
        assert page.evaluate("refused")[0].startswith("img-src")
