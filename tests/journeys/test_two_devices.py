"""One part on two devices: what was stored meanwhile is never overwritten without a press."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from assessment.models import Comment, Rater, Response
from tests.answers import dimension_of, invite, levels, page
from tests.cast import answer
from tests.journeys.folding import comment_box
from tests.journeys.test_answering import choose, saved_drafts, start

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]


@pytest.fixture
def devices(browser: Browser, live_server: Any) -> Iterator[list[BrowserContext]]:
    found = [browser.new_context(base_url=live_server.url) for _ in range(2)]
    for context in found:
        context.set_default_timeout(8_000)
    yield found
    for context in found:
        context.close()


@pytest.fixture
def first(devices: list[BrowserContext]) -> BrowserContext:
    return devices[0]


@pytest.fixture
def tabs(devices: list[BrowserContext], peer: Rater) -> list[Page]:
    """The first part, open on both by one link."""
    link = invite(peer.participant.round, peer.person)[1]
    return [opened(start(device, link), peer) for device in devices]


def opened(tab: Page, rater: Rater) -> Page:
    tab.goto(page("answer_questions", rater, dimension_of(rater.participant)))
    return tab


def comment(tab: Page) -> Any:
    return comment_box(tab)


def says(tab: Page, words: str) -> None:
    expect(tab.get_by_role("status")).to_contain_text(words)


def asked(tab: Page) -> Any:
    """What the page asks about; each with both values."""
    return tab.locator("[data-asked] fieldset")


def keep(tab: Page, which: str, place: int = 0) -> None:
    asked(tab).nth(place).get_by_label(which).check()


def shows(tab: Page, question: int, level: int) -> None:
    group = tab.locator(".app-questions__body > .govuk-form-group")
    expect(group.nth(question - 1).get_by_label(f"Level {level}")).to_be_checked()


def comments() -> list[str]:
    return list(Comment.objects.values_list("text", flat=True))


def lose_the_connection(tab: Page, text: str) -> None:
    """Write a comment that stays on the device."""
    tab.context.set_offline(True)
    comment(tab).fill(text)
    says(tab, "no connection")


def close_without_connection(tab: Page) -> None:
    """A browser that only pretends to be offline may still send what leaves with a page."""
    tab.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    tab.close()


def answer_everything(tab: Page, level: int, text: str) -> None:
    for question in (1, 2, 3):
        choose(tab, question, f"Level {level}")
    comment(tab).fill(text)
    says(tab, "Saved at")


class TestAnotherQuestion:
    def test_takes_nothing_that_was_answered_elsewhere(self, tabs: list[Page], peer: Rater) -> None:
        old, new = tabs
        answer_everything(new, 5, "All of it.")
        choose(old, 1, "Level 2")
        old.wait_for_timeout(1500)

        assert levels(peer) == dict.fromkeys(levels(peer), 5)
        assert comments() == ["All of it."]
        says(old, "elsewhere")

    def test_is_saved_beside_them(self, tabs: list[Page], peer: Rater) -> None:
        old, new = tabs
        choose(new, 1, "Level 5")
        comment(new).fill("Newer.")
        says(new, "Saved at")
        choose(old, 2, "Level 3")
        says(old, "Saved at")

        assert levels(peer) == {"communication-1": 5, "communication-2": 3}
        assert comments() == ["Newer."]


class TestAConnectionThatComesBack:
    def test_overwrites_nothing_and_asks(self, tabs: list[Page], peer: Rater) -> None:
        old, new = tabs
        lose_the_connection(old, "Half a")
        answer_everything(new, 4, "Half a sentence, and the rest.")
        old.context.set_offline(False)
        old.wait_for_timeout(1500)

        assert comments() == ["Half a sentence, and the rest."]
        assert levels(peer) == dict.fromkeys(levels(peer), 4)
        expect(asked(old)).to_contain_text("Half a sentence, and the rest.")
        expect(comment(old)).to_have_value("Half a")

    def test_takes_what_is_chosen_from_here(self, tabs: list[Page], peer: Rater) -> None:
        old, new = tabs
        lose_the_connection(old, "Mine")
        answer_everything(new, 4, "Theirs")
        old.context.set_offline(False)
        keep(old, "What you chose here")
        says(old, "Saved at")

        assert comments() == ["Mine"]
        assert saved_drafts(old) == 0

    def test_takes_what_is_chosen_from_there(self, tabs: list[Page], peer: Rater) -> None:
        old, new = tabs
        lose_the_connection(old, "Mine")
        answer_everything(new, 4, "Theirs")
        old.context.set_offline(False)
        keep(old, "Stored meanwhile")
        expect(comment(old)).to_have_value("Theirs")

        assert comments() == ["Theirs"]
        assert saved_drafts(old) == 0

    def test_goes_on_only_once_it_is_decided(self, tabs: list[Page], peer: Rater) -> None:
        old, new = tabs
        lose_the_connection(old, "Mine")
        answer_everything(new, 4, "Theirs")
        old.context.set_offline(False)
        says(old, "elsewhere")
        old.get_by_role("button", name="Save and continue").click()
        says(old, "Choose at the top")
        keep(old, "What you chose here")
        old.get_by_role("button", name="Save and continue").click()
        expect(old.get_by_role("heading", level=1)).to_contain_text("Leadership")

        assert comments() == ["Mine"]


class TestADraftOfAnotherDay:
    @pytest.fixture
    def left(self, tabs: list[Page], peer: Rater) -> Page:
        """Left without a connection on one device; submitted on the other."""
        old, new = tabs
        lose_the_connection(old, "Of another day")
        choose(old, 1, "Level 1")
        close_without_connection(old)
        tabs[0].context.set_offline(False)
        answer(peer, 4, comments={"communication": "Submitted"})
        return new

    def test_is_not_put_back_by_looking(
        self, left: Page, first: BrowserContext, peer: Rater
    ) -> None:
        again = opened(first.new_page(), peer)
        again.wait_for_timeout(1500)

        assert set(levels(peer).values()) == {4}
        assert comments() == ["Submitted"]
        expect(asked(again)).to_have_count(2)
        expect(comment(again)).to_have_value("Submitted")
        shows(again, 1, 4)

    def test_is_taken_by_a_press_and_stays_submitted(
        self, left: Page, first: BrowserContext, peer: Rater
    ) -> None:
        again = opened(first.new_page(), peer)
        keep(again, "What you entered here on", 0)
        keep(again, "What you entered here on", 1)
        expect(comment(again)).to_have_value("Of another day")
        shows(again, 1, 1)
        says(again, "without submitting again")

        assert levels(peer)["communication-1"] == 1
        assert comments() == ["Of another day"]
        assert Response.objects.completed().count() == 1
        assert saved_drafts(again) == 0

    def test_is_offered_even_where_nothing_newer_is_stored(
        self, tabs: list[Page], first: BrowserContext, peer: Rater
    ) -> None:
        old = tabs[0]
        lose_the_connection(old, "Of another day")
        close_without_connection(old)
        first.set_offline(False)
        answer(peer, 4)
        again = opened(first.new_page(), peer)
        expect(asked(again)).to_have_count(1)
        again.wait_for_timeout(1200)

        assert comments() == []

    def test_is_put_back_by_itself_where_nothing_happened_since(
        self, tabs: list[Page], first: BrowserContext, peer: Rater
    ) -> None:
        old = tabs[0]
        lose_the_connection(old, "Nobody else wrote")
        close_without_connection(old)
        first.set_offline(False)
        again = opened(first.new_page(), peer)
        says(again, "We have put back")
        says(again, "Saved at")

        assert comments() == ["Nobody else wrote"]

    @pytest.mark.parametrize("broken", ["{", "null", "[1]", '"x"', '{"comment":7}', '{"q-x":null}'])
    def test_that_is_broken_is_dropped_with_a_word(
        self, tabs: list[Page], peer: Rater, broken: str
    ) -> None:
        tab = tabs[0]
        key = "answers:" + page("answer_draft", peer, dimension_of(peer.participant))
        tab.evaluate(f"localStorage.setItem({json.dumps(key)}, {json.dumps(broken)})")
        tab.reload()
        says(tab, "could not be read")
        choose(tab, 1, "Level 3")
        says(tab, "Saved at")

        assert levels(peer) == {"communication-1": 3}
        assert saved_drafts(tab) == 0


class TestAnAnswerBeforeTheScript:
    """On a slow line the page is there long before its script."""

    @pytest.fixture
    def held(self, first: BrowserContext) -> list[Route]:
        routes: list[Route] = []
        first.route(re.compile(r"autosave.*\.js"), lambda route: routes.append(route))
        return routes

    @pytest.fixture
    def tab(self, held: list[Route], first: BrowserContext, peer: Rater) -> Page:
        tab = start(first, invite(peer.participant.round, peer.person)[1])
        address = page("answer_questions", peer, dimension_of(peer.participant))
        tab.goto(address, wait_until="commit")
        return tab

    def test_is_saved_once_it_is_at_work(self, tab: Page, held: list[Route], peer: Rater) -> None:
        choose(tab, 1, "Level 3")
        comment(tab).fill("Quick.")
        (route,) = held
        route.continue_()
        says(tab, "Saved at")

        assert levels(peer) == {"communication-1": 3}
        assert comments() == ["Quick."]

    def test_changes_what_was_stored_before(
        self, held: list[Route], first: BrowserContext, peer: Rater
    ) -> None:
        answer(peer, 5, submitted=False)
        tab = start(first, invite(peer.participant.round, peer.person)[1])
        address = page("answer_questions", peer, dimension_of(peer.participant))
        tab.goto(address, wait_until="commit")
        choose(tab, 1, "Level 3")
        held[0].continue_()
        says(tab, "Saved at")

        assert levels(peer)["communication-1"] == 3

    def test_that_nobody_gave_saves_nothing(
        self, tab: Page, held: list[Route], peer: Rater
    ) -> None:
        expect(comment(tab)).to_be_visible()
        held[0].continue_()
        tab.wait_for_timeout(1200)

        assert not Response.objects.exists()


class TestWithoutScripts:
    @pytest.fixture
    def devices(self, browser: Browser, live_server: Any) -> Iterator[list[BrowserContext]]:
        options = {"base_url": live_server.url, "java_script_enabled": False}
        found = [browser.new_context(**options) for _ in range(2)]
        yield found
        for context in found:
            context.close()

    def save(self, tab: Page) -> None:
        tab.get_by_role("button", name="Save and continue").click()

    def test_only_what_was_touched_is_saved(
        self, devices: list[BrowserContext], tabs: list[Page], peer: Rater
    ) -> None:
        answer(peer, 1, submitted=False)
        old, new = [opened(tab, peer) for tab in tabs]
        choose(old, 1, "Level 2")
        self.save(old)
        comment(new).fill("Only a comment")
        self.save(new)
        expect(new.get_by_role("heading", level=1)).to_contain_text("Leadership")

        assert levels(peer)["communication-1"] == 2
        assert comments() == ["Only a comment"]

    def test_both_values_are_shown_and_one_is_chosen(
        self, devices: list[BrowserContext], tabs: list[Page], peer: Rater
    ) -> None:
        old = tabs[0]
        answer(peer, 3, submitted=False, comments={"communication": "Newer"})
        choose(old, 1, "Level 1")
        choose(old, 2, "Level 2")
        comment(old).fill("Mine, and long")
        self.save(old)
        expect(asked(old)).to_have_count(3)
        assert set(levels(peer).values()) == {3}
        self.save(old)
        expect(asked(old)).to_have_count(3)
        keep(old, "What you chose here", 0)
        keep(old, "Stored meanwhile", 1)
        keep(old, "What you chose here", 2)
        self.save(old)
        expect(old.get_by_role("heading", level=1)).to_contain_text("Leadership")

        assert levels(peer)["communication-1"] == 1
        assert levels(peer)["communication-2"] == 3
        assert comments() == ["Mine, and long"]
