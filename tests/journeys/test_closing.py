"""The last page in a real browser: saved as it is touched, on one page and on two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.models import Comment, Dimension, Framework, ImportanceMark, Rater, frozen
from tests.answers import invite, page
from tests.journeys.test_answering import start
from tests.journeys.test_two_devices import close_without_connection

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(8_000)
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext, peer: Rater) -> Page:
    tab = start(context, invite(peer.participant.round, peer.person)[1])
    tab.goto(page("answer_closing", peer))
    return tab


@pytest.fixture
def four_skills(framework: Framework) -> None:
    with frozen.thawed():
        Dimension.objects.filter(framework=framework).update(kind="skill")


def says(tab: Page, words: str) -> None:
    expect(tab.get_by_role("status")).to_contain_text(words)


def marked() -> set[str]:
    return set(ImportanceMark.objects.values_list("dimension__key", flat=True))


class TestTheClosingPage:
    def test_saves_marks_and_words_as_they_are_made(self, tab: Page) -> None:
        tab.get_by_label("Leadership").check()
        tab.get_by_label("What should Carol keep doing?").fill("Listen.")
        says(tab, "Saved at")

        assert marked() == {"leadership"}
        assert Comment.objects.get().text == "Listen."

    def test_saves_that_a_mark_was_taken_away(self, tab: Page) -> None:
        box = tab.get_by_label("Leadership")
        box.check()
        says(tab, "Saved at")
        box.uncheck()
        says(tab, "Saving")
        says(tab, "Saved at")

        assert marked() == set()

    def test_shows_what_was_marked_when_it_is_opened_again(self, tab: Page) -> None:
        tab.get_by_label("Leadership").check()
        says(tab, "Saved at")
        tab.reload()

        expect(tab.get_by_label("Leadership")).to_be_checked()
        expect(tab.get_by_label("Communication")).not_to_be_checked()

    def test_keeps_marks_on_the_device_until_they_can_be_saved(
        self, tab: Page, context: BrowserContext
    ) -> None:
        context.set_offline(True)
        tab.get_by_label("Leadership").check()
        says(tab, "no connection")
        address = tab.url
        close_without_connection(tab)
        context.set_offline(False)
        again = context.new_page()
        again.goto(address)
        says(again, "We have put back")

        expect(again.get_by_label("Leadership")).to_be_checked()
        assert marked() == {"leadership"}

    def test_on_two_pages_asks_which_marks_stay(
        self, tab: Page, context: BrowserContext, peer: Rater
    ) -> None:
        second = context.new_page()
        second.goto(page("answer_closing", peer))
        tab.get_by_label("Communication").check()
        says(tab, "Saved at")
        second.get_by_label("Leadership").check()
        asked = second.locator("[data-asked] fieldset")
        expect(asked).to_have_count(1)
        asked.get_by_label("What you chose here: Leadership").check()
        says(second, "Saved at")

        assert marked() == {"leadership"}

    def test_refuses_a_third_mark_and_keeps_what_is_on_the_page(
        self, four_skills: None, tab: Page
    ) -> None:
        for box in tab.locator("[name=marks]").all()[:3]:
            box.check()
        says(tab, "Mark two skills at most.")
        tab.get_by_role("button", name="Save and continue").click()

        expect(tab.get_by_role("alert")).to_contain_text("Mark two skills at most.")
        expect(tab.locator("[name=marks]:checked")).to_have_count(3)
