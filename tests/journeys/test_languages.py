"""Welsh texts in a browser: chosen by a rater without scripts, and written by an editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from assessment.models import Framework, Person, Rater, User
from tests.answers import dimension_of, invite, keep_open, page
from tests.cast import add_participant, add_rater, make_framework, make_round
from tests.journeys.test_framework_editing import breaches
from tests.journeys.test_pages import LISTEN
from tests.journeys.visits import Visit, session_key

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

Open = Callable[..., Page]


@pytest.fixture
def open_tab(browser: Browser, live_server: Any) -> Iterator[Open]:
    contexts = []

    def make(*, scripts: bool = True, width: int = 1280, user: User | None = None) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
        )
        contexts.append(context)
        if user:
            key = session_key(Visit("admin", who="user"), {"user": user})
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
        context.add_init_script(LISTEN)
        context.set_default_timeout(8_000)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def peer(carol: Person, frank: Person, alice: User) -> Rater:
    call_command("load_frameworks", verbosity=0)
    shipped = Framework.objects.get(key="e-government-roles", version="2.0")
    assert alice.council is not None
    round = keep_open(make_round(alice.council, shipped, by=alice, state="open"))
    return add_rater(add_participant(round, carol), frank, "peer")


class TestARater:
    @pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
    @pytest.mark.parametrize("width", [1280, 375])
    def test_reads_and_answers_in_welsh(
        self, open_tab: Open, peer: Rater, scripts: bool, width: int
    ) -> None:
        tab = open_tab(scripts=scripts, width=width)
        tab.goto(invite(peer.participant.round, peer.person)[1])
        tab.get_by_role("button", name="Cymraeg").click()
        tab.get_by_role("button", name="Dechrau").click()
        tab.goto(page("answer_questions", peer, dimension_of(peer.participant, "communication")))
        expect(tab.locator("html")).to_have_attribute("lang", "cy")
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Cyfathrebu")
        tab.get_by_label("Bron bob amser").first.check()
        if scripts:
            assert tab.evaluate("refused") == []
            assert breaches(tab) == []
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.get_by_role("button", name="Cadw a pharhau").click()
        expect(tab.get_by_role("link", name="Dewiswch ateb: ").first).to_be_visible()
        tab.get_by_role("button", name="English").click()
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Communication")
        expect(tab.get_by_label("Almost always").first).to_be_checked()


# What is wider than the window, and buttons whose words do not fit.
OVERFLOWING = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const clipped = [...document.querySelectorAll("button, .govuk-button, .govuk-tag")]
    .filter((each) => each.checkVisibility()).filter((each) => {
      const words = document.createRange();
      words.selectNodeContents(each);
      const inside = words.getBoundingClientRect(), box = each.getBoundingClientRect();
      return inside.right > box.right + 1 || inside.left < box.left - 1;
    }).map((each) => `${each.tagName} ${each.innerText.slice(0, 60)}`);
  return scrollWidth > clientWidth ? [...clipped, `${scrollWidth} px wide`] : clipped;
}"""


class TestTheLongerWords:
    """Welsh is longer than English, and a telephone is narrow."""

    def test_fit_on_a_telephone_for_a_rater(self, open_tab: Open, peer: Rater) -> None:
        tab = open_tab(width=375)
        tab.goto(invite(peer.participant.round, peer.person)[1])
        tab.get_by_role("button", name="Cymraeg").click()
        assert tab.evaluate(OVERFLOWING) == []
        tab.get_by_role("button", name="Dechrau").click()
        assert tab.evaluate(OVERFLOWING) == []
        communication = dimension_of(peer.participant, "communication")
        pages = [page(name, peer) for name in ("answer_promise", "answer_tasks", "answer_check")]
        for address in [*pages, page("answer_questions", peer, communication), "/help/raters/"]:
            tab.goto(address)
            assert tab.evaluate(OVERFLOWING) == [], address
            assert breaches(tab) == [], address

    def test_fit_on_a_telephone_for_hr(self, open_tab: Open, peer: Rater, alice: User) -> None:
        User.objects.update(language="cy")
        round = peer.participant.round
        tab = open_tab(width=375, user=alice)
        for address in [
            "/rounds/",
            f"/rounds/{round.pk}/",
            f"/rounds/{round.pk}/people/",
            "/help/",
        ]:
            tab.goto(address)
            expect(tab.locator("html")).to_have_attribute("lang", "cy")
            assert tab.evaluate(OVERFLOWING) == [], address

    def test_are_found_where_they_do_not_fit(self, open_tab: Open, db: None) -> None:
        tab = open_tab(width=375)
        tab.goto("/help/")
        assert tab.evaluate(OVERFLOWING) == []
        narrow = "width: 20px; white-space: nowrap; padding: 0; overflow: hidden"
        tab.evaluate(f"document.querySelector('button').style.cssText = '{narrow}'")
        assert tab.evaluate(OVERFLOWING) != []


class TestAnEditor:
    @pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
    def test_writes_welsh_beside_english(self, open_tab: Open, erin: User, scripts: bool) -> None:
        draft = make_framework(published=False)
        tab = open_tab(scripts=scripts, user=erin)
        tab.goto(f"/admin/assessment/framework/{draft.pk}/change/")
        tab.get_by_role("link", name="Texts in Welsh").click()
        tab.get_by_role("link", name="Communication", exact=True).click()
        tab.get_by_role("textbox", name="Communication, name").fill("Cyfathrebu")
        tab.get_by_role("textbox", name="level 1, label").fill("Bron byth")
        tab.get_by_role("button", name="Save the texts").click()
        expect(tab.get_by_text("The texts are saved.")).to_be_visible()
        expect(tab.get_by_role("textbox", name="Communication, name")).to_have_value("Cyfathrebu")
        if scripts:
            assert tab.evaluate("refused") == []
            assert breaches(tab) == []
        tab.get_by_role("link", name="Small framework 1.0").first.click()
        tab.get_by_role("link", name="Check and publish").click()
        tab.get_by_role("button", name="Publish for ever").click()
        expect(tab.get_by_text("Mend the translations first")).to_be_visible()
        tab.get_by_label("Publish with these gaps").check()
        tab.get_by_role("button", name="Publish for ever").click()
        expect(tab.get_by_text("is published. Rounds can use it now.")).to_be_visible()
