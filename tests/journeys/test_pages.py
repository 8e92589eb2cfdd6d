"""Every page of the product, in every state that is registered, as a browser shows it.

`pytest tests/journeys/test_pages.py --pictures-of-pages FOLDER` keeps pictures of each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize

from assessment.site.selectors.accessibility import facts
from tests.journeys.visits import Visit, World, addresses, rooms, session_key
from tests.plugins.accessibility import RULES, WIDTHS, Run, version

pytestmark = pytest.mark.one_database

AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES},
    # A back link stands between the landmarks, as in every service of this design system.
    "rules": {"region": {"enabled": False}},
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},  # style sheets are fetched again for no rule of these
}
RUN_AXE = """(options) => Promise.race([axe.run(options), new Promise((_, fail) =>
  setTimeout(() => fail(new Error("axe did not come to an end")), 60000))])"""
ZOOMED = (640, 320)  # 1280 px at 200% and at 400%
HEIGHT = 900
FOCUS_SIZES: list[ViewportSize] = [
    {"width": 1280, "height": 800},
    {"width": 640, "height": 400},  # the same at 200%
    {"width": 375, "height": 667},
]
LISTEN = """
window.refused = [];
addEventListener("securitypolicyviolation", (e) =>
  refused.push(`${e.violatedDirective}: ${e.blockedURI || e.sourceFile}`));
"""
# Only a box that scrolls is a stop of the keyboard, which the script learns a frame later.
NEXT_FRAME = """async () => {
  if (!document.querySelector(".scroll, .app-scroll")) return;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1]))"""
OUTSIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && !each.closest(".app-scroll *")
      && each.getBoundingClientRect().right > clientWidth + 1)
    .map((each) => each.outerHTML.slice(0, 100)).slice(0, 2).concat(`${scrollWidth} px wide`);
}"""
# All that can have the focus, forwards and backwards, and what of it lies under something sticky.
COVERED = """async () => {
  document.querySelectorAll("details").forEach((each) => (each.open = true));
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const pinned = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility()
    && ["sticky", "fixed"].includes(getComputedStyle(each).position));
  if (!pinned.length) return [];
  const over = (found, each) => pinned.find((box) => box.contains(found) && !box.contains(each));
  const steps = [0.02, 0.25, 0.5, 0.75, 0.98];
  const shows = (each, rect) => steps.some((across) => steps.some((down) => {
    const at = [rect.left + rect.width * across, rect.top + rect.height * down];
    const top = document.elementFromPoint(...at);
    return top && !over(top, each);
  }));
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary,"
    + "[tabindex]")].filter((each) => each.checkVisibility());
  const covered = new Set();
  scrollTo(0, 0);
  for (const each of [...stops, ...stops.toReversed()]) {
    each.focus();
    if (document.activeElement !== each) continue;
    const seen = [...each.getClientRects()].some((rect) => shows(each, rect));
    if (!seen) covered.add(each.outerHTML.slice(0, 80));
  }
  return [...covered];
}"""
IS_FOCUSED = """(id) => document.activeElement.closest(`#${id}`)
  && document.activeElement.matches("input, select, textarea")"""


class TestEveryAddress:
    def test_is_visited_or_says_why_it_is_no_page(self) -> None:
        known = {visit.name for room in rooms().values() for visit in room.VISITS if not visit.path}
        excused = {name for room in rooms().values() for name in room.NOT_PAGES}
        assert (known | excused) ^ set(addresses()) == set()
        assert known & excused == set()

    def test_has_a_title_of_its_own(self, db: None) -> None:
        titles: dict[str, set[str]] = defaultdict(set)
        for room in rooms().values():
            with transaction.atomic():
                world = room.world()
                for visit in room.VISITS:
                    if visit.status == 200 and not visit.act:
                        titles[title_of(visit, world)].add(visit.name)
                transaction.set_rollback(True)
        shared = {title: pages for title, pages in titles.items() if len(pages) > 1}
        assert shared == {}


class TestAccessibilityStatement:
    def test_is_about_these_pages_of_this_version(self, pytestconfig: pytest.Config) -> None:
        if pytestconfig.getoption("--write-accessibility"):
            pytest.skip("this walk writes the facts")
        pages = {visit.name for room in rooms().values() for visit in room.VISITS}
        mend = "The facts are old. Run: make accessibility"
        assert (facts().version, facts().pages) == (version(), len(pages)), mend


def title_of(visit: Visit, world: World) -> str:
    client = Client()
    if key := session_key(visit, world):
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    text = client.get(visit.address(world), follow=True).content.decode()
    return re.search("<title>(.*?)</title>", text, re.DOTALL).group(1)  # type: ignore[union-attr]


@dataclass
class Walk:
    """One room's pages, one after the other, in one tab."""

    page: Page
    home: str
    world: World
    run: Run
    pictures: Path | None
    problems: list[str] = field(default_factory=list)

    def visit(self, visit: Visit) -> None:
        listener = self._listen(visit)
        self._go(visit)
        page = self.page
        found = [*check_title(page), *check_headings(page), *check_error_links(page)]
        page.evaluate(AXE_SCRIPT)
        breaches = [each for width in WIDTHS for each in self._look(visit, width)]
        found += breaches + check_reflow(page) + check_focus(page)
        found += [f"refused by policy: {each}" for each in page.evaluate("refused")]
        self.run.saw(visit.name, visit.state, len(breaches))
        self.problems += [f"{visit}: {each}" for each in found]
        page.remove_listener("response", listener)
        page.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")

    def _listen(self, visit: Visit) -> Callable[[Response], None]:
        def listener(response: Response) -> None:
            self._check_response(visit, response)

        self.page.on("response", listener)
        return listener

    def _go(self, visit: Visit) -> None:
        """Open the page as its visitor and do what its state asks for."""
        self.page.context.clear_cookies()
        if key := session_key(visit, self.world):
            name = settings.SESSION_COOKIE_NAME
            self.page.context.add_cookies([{"name": name, "value": key, "url": self.home}])
        self.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        self.page.goto(self.home + visit.address(self.world))
        if visit.act:
            visit.act(self.page)
            self.page.wait_for_load_state()

    def _check_response(self, visit: Visit, response: Response) -> None:
        own = response.url.startswith((self.home, "data:"))
        expected = visit.status if response.request.is_navigation_request() else 200
        good = response.status in {expected, 302, 304} or (visit.act and response.status < 400)
        if not own or not good:
            self.problems.append(f"{visit}: {response.url} answered {response.status}")

    def _look(self, visit: Visit, width: int) -> list[str]:
        page = self.page
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate(NEXT_FRAME)
        if self.pictures:
            name = re.sub(r"\W+", "-", f"{visit}-{width}")
            page.screenshot(path=self.pictures / f"{name}.png", full_page=True)
        breaches = check_sideways(page, width)
        for breach in page.evaluate(RUN_AXE, AXE_OPTIONS)["violations"]:
            where = ", ".join(node["html"][:100] for node in breach["nodes"][:3])
            breaches.append(f"{width} px: {breach['id']}: {breach['help']}: {where}")
        return breaches


def check_title(page: Page) -> list[str]:
    """It names the page and the product, and says “Error” exactly when there is one."""
    title, wrong = page.title(), []
    if not re.fullmatch(rf"(Error: )?\S.* – {settings.PRODUCT_NAME}", title):
        wrong.append(f"its title is {title!r}")
    if title.startswith("Error: ") != (page.locator(".govuk-error-summary").count() == 1):
        wrong.append(f"title {title!r} and list of errors do not go together")
    return wrong


def check_headings(page: Page) -> list[str]:
    """One h1, and no level left out on the way down."""
    levels = page.evaluate(HEADINGS)
    jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
    return [f"headings {levels}"] if levels.count(1) != 1 or jumps else []


def check_error_links(page: Page) -> list[str]:
    """Each link in the list of errors leads to a control, here, or to a question on its page."""
    wrong = []
    for link in page.locator(".govuk-error-summary a").all():
        other, _, target = (link.get_attribute("href") or "").partition("#")
        here = page.url
        link.click()
        if other:
            page.wait_for_url(f"**{other}*")
            page.keyboard.press("Tab")
        if not page.evaluate(IS_FOCUSED, target):
            wrong.append(f"error link {target!r} focuses nothing")
        if other:
            page.goto(here)
    return wrong


def check_sideways(page: Page, width: int) -> list[str]:
    """Nothing but a box made for it needs scrolling sideways."""
    return [f"{width} px: wider than the screen: {each}" for each in page.evaluate(OUTSIDE)]


def check_reflow(page: Page) -> list[str]:
    wrong = []
    for width in ZOOMED:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        wrong += check_sideways(page, width)
    return wrong


def check_focus(page: Page) -> list[str]:
    """Nothing that stays in place hides the whole of what has the focus."""
    wrong = []
    for size in FOCUS_SIZES:
        page.set_viewport_size(size)
        covered = page.evaluate(COVERED)
        at = f"{size['width']}×{size['height']}"
        wrong += [f"{at}: covered when it has the focus: {each}" for each in covered]
    return wrong


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    size: ViewportSize = {"width": WIDTHS[0], "height": HEIGHT}
    context = browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(LISTEN)
    context.set_default_timeout(8_000)
    yield context
    context.close()


@pytest.fixture
def pictures(pytestconfig: pytest.Config) -> Path | None:
    folder = pytestconfig.getoption("--pictures-of-pages")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


BAR = '<div style="position: {0}; top: 0; height: 100px; width: 100%; background: red"></div>'
BELOW = '<a href="#" style="position: absolute; top: 40px">A link</a>' + BAR


@pytest.mark.journey
class TestTheFocusWalk:
    @pytest.mark.parametrize(("stays", "found"), [("fixed", 3), ("sticky", 3), ("relative", 0)])
    def test_finds_what_lies_under_something_that_stays(
        self, context: BrowserContext, stays: str, found: int
    ) -> None:
        page = context.new_page()
        page.set_content(BELOW.format(stays))
        assert len(check_focus(page)) == found

    def test_is_content_where_a_corner_can_be_seen(self, context: BrowserContext) -> None:
        page = context.new_page()
        page.set_content(BELOW.format("fixed").replace("top: 40px", "top: 90px"))
        assert check_focus(page) == []


@pytest.mark.journey
class TestEveryPage:
    @pytest.mark.parametrize("room", rooms())
    def test_of_a_room_can_be_used_by_everybody(
        self,
        room: str,
        browser: Browser,
        context: BrowserContext,
        live_server: Any,
        accessibility: Run,
        pictures: Path | None,
    ) -> None:
        accessibility.browser = f"Chromium {browser.version.split('.')[0]}"
        module = rooms()[room]
        page, problems = context.new_page(), []
        page.on("pageerror", lambda error: problems.append(f"{page.url}: script: {error}"))
        walk = Walk(page, live_server.url, module.world(), accessibility, pictures, problems)
        for visit in module.VISITS:
            walk.visit(visit)
        assert walk.problems == []
