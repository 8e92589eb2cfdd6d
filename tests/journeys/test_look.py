"""What the look promises whoever comes: by keyboard, on paper, without scripts, in own colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, Page, Response, expect

from assessment.components.brand import contrast
from assessment.models import Council, User
from tests.cast import PASSWORD
from tests.journeys.gallery import COLOURS, ERRORS
from tests.journeys.test_pages import (
    AXE_OPTIONS,
    HEIGHT,
    RUN_AXE,
    check_error_links,
    check_headings,
    check_reflow,
    check_sideways,
    check_title,
)
from tests.journeys.visits import Visit, session_key
from tests.plugins.accessibility import WIDTHS

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.journey,
    pytest.mark.urls("tests.journeys.gallery"),
]

# Bytes; most of the own scripts is what ADR 0008 asks of saving, the rest keys and the pace.
FIRST_VISIT, OWN_SCRIPTS = 200_000, 23_000
STYLE = "(element, name) => getComputedStyle(element)[name]"
SHOWS_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.boxShadow !== "none" || (style.outlineStyle !== "none"
    && style.outlineColor !== "rgba(0, 0, 0, 0)");
}"""

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Open]:
    """Opens an address in a browser that is set up in its own way."""
    contexts = []

    def open_page(address: str, width: int = WIDTHS[0], **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": HEIGHT}, **options)
        contexts.append(context)
        context.set_default_timeout(8_000)
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in contexts:
        context.close()


# What the focus draws around a control, or for radios and the like around the picture of one.
FOCUS_COLOURS = r"""() => {
  const found = document.activeElement;
  const drawn = found.matches("[type=radio], [type=checkbox]")
    ? getComputedStyle(found.nextElementSibling, "::before") : getComputedStyle(found);
  const shadows = drawn.boxShadow.match(/rgba?\([^)]*\)/g) ?? [];
  const outline = drawn.outlineStyle === "none" ? [] : [drawn.outlineColor];
  const ring = found.matches("input, select, textarea") ? [drawn.borderTopColor] : [];
  return [...shadows, ...outline, ...ring].filter((each) => !/, 0\)$/.test(each));
}"""


def as_hex(found: str) -> str:
    """A computed colour as #rrggbb."""
    channels = found.removeprefix("rgba").removeprefix("rgb").strip("()").split(",")[:3]
    return "#" + "".join(f"{round(float(channel)):02x}" for channel in channels)


def colour(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    script = "([s, name, pseudo]) => getComputedStyle(document.querySelector(s), pseudo)[name]"
    return as_hex(page.evaluate(script, [selector, name, pseudo]))


class TestEveryFieldAndComponent:
    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("state", ["new", "with errors"])
    def test_breaks_no_rule(self, open_page: Open, width: int, state: str) -> None:
        page = open_page("/gallery/", width)
        if state == "with errors":
            page.get_by_role("button", name="Save").click()
            assert page.title().startswith("Error: ")
            assert page.locator(".govuk-error-summary a").count() >= 13
        page.evaluate(AXE_SCRIPT)
        breaches = page.evaluate(RUN_AXE, AXE_OPTIONS)["violations"]
        found = [(each["id"], [node["html"] for node in each["nodes"]]) for each in breaches]
        assert found + check_sideways(page, width) + check_reflow(page) == []

    def test_is_reached_from_its_error(self, open_page: Open) -> None:
        page = open_page("/gallery/")
        page.get_by_role("button", name="Save").click()
        assert check_error_links(page) == []

    def test_has_edges_that_can_be_seen(self, open_page: Open) -> None:
        page = open_page("/gallery/")
        ground = "#ffffff"
        edges = {
            "input": colour(page, "#id_name", "borderTopColor"),
            "select": colour(page, "#id_framework", "borderTopColor"),
            "textarea": colour(page, "#id_comment", "borderTopColor"),
            "radio": colour(page, "#id_explains + label", "borderTopColor", "::before"),
            "checkbox": colour(page, "#id_roles + label", "borderTopColor", "::before"),
            "button": colour(page, ".govuk-button-group .govuk-button", "backgroundColor"),
        }
        for name in COLOURS:
            tag = f".govuk-tag--{name}"
            edges[tag] = colour(page, tag, "borderTopColor")
        assert {name: edge for name, edge in edges.items() if contrast(edge, ground) < 3} == {}


class TestEveryErrorPage:
    @pytest.mark.parametrize("kind", ERRORS)
    def test_breaks_no_rule_and_says_what_to_do(self, open_page: Open, kind: str) -> None:
        page = open_page(f"/gallery/{kind}/")
        expect(page.locator("main p").first).to_be_visible()
        assert page.locator("link[href*='product']").count() == 1
        page.evaluate(AXE_SCRIPT)
        breaches = page.evaluate(RUN_AXE, AXE_OPTIONS)["violations"]
        found = [*check_title(page), *check_headings(page), *check_reflow(page)]
        assert found + [each["id"] for each in breaches] == []

    def test_has_a_title_of_its_own(self, open_page: Open) -> None:
        page = open_page("/gallery/400/")
        titles = {}
        for kind in ERRORS:
            page.goto(page.url.rsplit("/", 2)[0] + f"/{kind}/")
            titles[kind] = page.title()
        assert len(set(titles.values())) == len(ERRORS), titles


class TestWithTheKeyboard:
    def test_focus_can_always_be_seen(self, open_page: Open) -> None:
        page, seen = open_page("/gallery/"), []
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            assert page.evaluate(SHOWS_FOCUS), page.evaluate("document.activeElement.outerHTML")
            seen.append(page.evaluate("document.activeElement.id || document.activeElement.name"))
        assert {"id_name", "id_closes-day", "id_explains", "id_comment", "id_people"} <= set(seen)

    def test_focus_stands_out_from_the_page(self, open_page: Open) -> None:
        page, faint = open_page("/gallery/"), []
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            if page.evaluate("document.activeElement.tabIndex < 0"):
                continue  # a notice that the script moved the focus to, no control
            marks = page.evaluate(FOCUS_COLOURS)
            if not any(contrast(as_hex(mark), "#ffffff") >= 3 for mark in marks):
                faint.append((page.evaluate("document.activeElement.outerHTML"), marks))
        assert faint == []

    def test_the_first_stop_skips_to_the_content(self, open_page: Open) -> None:
        page = open_page("/accounts/login/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main-content"

    def test_somebody_signs_in_and_out(self, open_page: Open, alice: User) -> None:
        page = open_page("/accounts/login/?next=/help/")
        page.get_by_label("Email address").focus()
        page.keyboard.type(alice.email)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Help")
        page.get_by_role("button", name="Sign out").press("Enter")
        expect(page.get_by_text("You have signed out.")).to_be_visible()


class TestOnAPhone:
    def test_the_menu_opens(self, open_page: Open, alice: User, live_server: Any) -> None:
        page = open_page("/help/", width=375)
        key = session_key(Visit("help", who="alice"), {"alice": alice})
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
        page.reload()
        expect(page.get_by_role("link", name="My assessments")).to_be_hidden()
        page.get_by_role("button", name="Menu").click()
        expect(page.get_by_role("link", name="My assessments")).to_be_visible()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()


class TestWithoutJavascript:
    def test_every_field_is_there(self, open_page: Open) -> None:
        page = open_page("/gallery/", java_script_enabled=False)
        expect(page.get_by_label("Level 3")).to_be_visible()
        expect(page.get_by_text("You can enter up to 500 characters")).to_be_visible()
        expect(page.get_by_role("button", name="Show password")).to_be_hidden()

    def test_somebody_signs_in(self, open_page: Open, alice: User) -> None:
        page = open_page("/accounts/login/?next=/help/", width=375, java_script_enabled=False)
        page.get_by_label("Email address").fill(alice.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("link", name="My assessments")).to_be_visible()
        expect(page.get_by_role("button", name="Menu")).to_be_hidden()


class TestInOwnColours:
    def test_header_and_tags_keep_their_shape(self, open_page: Open) -> None:
        page = open_page("/gallery/", forced_colors="active")
        header, tag = page.locator(".govuk-generic-header"), page.locator(".govuk-tag").first
        assert header.evaluate(STYLE, "borderBottomWidth") == "3px"
        assert tag.evaluate(STYLE, "borderTopWidth") == "1px"

    def test_radios_and_focus_are_drawn_as_lines(self, open_page: Open) -> None:
        page = open_page("/gallery/", forced_colors="active")
        radio, label = page.locator("#id_explains"), page.locator("#id_explains + label")
        ring = "(label) => getComputedStyle(label, '::before').borderTopWidth"
        assert label.evaluate(ring) == "2px"
        radio.focus()
        line = "(label) => getComputedStyle(label, '::before').outlineStyle"
        assert label.evaluate(line) == "solid"
        name = page.locator("#id_name")
        name.focus()
        assert name.evaluate(STYLE, "outlineStyle") == "solid"
        link = page.locator("main a").first
        link.focus()
        assert link.evaluate(STYLE, "outlineStyle") == "solid"

    def test_a_council_has_its_own(self, open_page: Open, alice: User, live_server: Any) -> None:
        Council.objects.update(brand_colour="#FFDD00")
        page = open_page("/help/")
        key = session_key(Visit("help", who="alice"), {"alice": alice})
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
        page.reload()
        assert colour(page, ".govuk-generic-header", "backgroundColor") == "#ffdd00"
        assert colour(page, ".govuk-generic-header a", "color") == "#000000"
        assert colour(page, ".app-header__council", "color") == "#000000"


class TestWithLessMotion:
    def test_nothing_moves(self, open_page: Open) -> None:
        page = open_page("/gallery/", reduced_motion="reduce")
        moving = """() => [...document.querySelectorAll("*")].filter((each) => {
          const style = getComputedStyle(each);
          return style.transitionDuration !== "0s" || style.animationName !== "none";
        }).length"""
        assert page.evaluate(moving) == 0


class TestOnPaper:
    def test_only_the_content_is_printed(self, open_page: Open) -> None:
        page = open_page("/gallery/")
        page.emulate_media(media="print")
        for gone in [".govuk-footer", ".govuk-button", ".govuk-breadcrumbs", ".govuk-pagination"]:
            expect(page.locator(gone).first).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_label("Level 3")).to_be_visible()

    def test_the_products_name_is_not_white(self, open_page: Open) -> None:
        page = open_page("/gallery/")
        page.emulate_media(media="print")
        assert contrast(colour(page, ".govuk-generic-header a", "color"), "#ffffff") >= 4.5


class TestWeight:
    def test_of_a_first_visit(self, browser: Browser, live_server: Any) -> None:
        responses: list[Response] = []
        with browser.new_page() as page:
            page.on("response", lambda response: responses.append(response))
            page.goto(f"{live_server.url}/accounts/login/", wait_until="networkidle")
            sizes = {each.url: len(each.body()) for each in responses}
        assert any("govuk-frontend.min.js" in url for url in sizes)
        # Without compression, which makes it a fifth in production.
        assert sum(sizes.values()) <= FIRST_VISIT, sizes

    def test_of_own_scripts(self) -> None:
        scripts = Path(settings.BASE_DIR / "static/js").glob("*.js")
        assert 0 < sum(script.stat().st_size for script in scripts) <= OWN_SCRIPTS
