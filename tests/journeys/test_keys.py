"""Answering by keys, the way back to the first open question, and the minutes left."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.answering import services as responses
from assessment.models import Level, Person, Rater, User
from tests.answers import dimension_of, first_answers, indicators, keep_open, levels, page, save
from tests.cast import NOW, add_participant, add_rater, make_framework, make_round, publish
from tests.journeys.folding import comment_box
from tests.journeys.test_answering import context, to_questions

__all__ = ["context"]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

TOPS = """(number) => [...document.querySelectorAll("fieldset")[number].querySelectorAll("input")]
  .map((each) => Math.round(each.getBoundingClientRect().top))"""

HEIGHT = "document.documentElement.scrollHeight"
FOCUS = "[document.activeElement.name, document.activeElement.tagName]"


def focus_on(tab: Page, question: int) -> None:
    tab.get_by_role("group", name=f"in way {question}.").get_by_role("radio").first.focus()


class TestKeys:
    def test_answer_a_part_without_a_tab(self, context: BrowserContext, peer: Rater) -> None:
        tab = to_questions(context, peer)
        focus_on(tab, 1)
        for key in "5n2":
            tab.keyboard.press(key)
        expect(tab.get_by_role("status")).to_contain_text("Saved at")

        assert levels(peer) == {"communication-1": 5, "communication-2": None, "communication-3": 2}
        assert tab.evaluate("document.activeElement.textContent.trim()") == "Save and continue"
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Leadership")

    def test_say_what_was_chosen_and_go_to_the_next_statement(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = to_questions(context, peer)
        focus_on(tab, 1)
        tab.keyboard.press("4")

        expect(tab.locator("[data-keys] [aria-live]")).to_have_text("Level 4")
        assert tab.evaluate(FOCUS) == ["q-communication-2", "INPUT"]

    @pytest.mark.parametrize("key", ["Control+1", "Alt+1", "Shift+N", "9", "0", "x"])
    def test_with_others_or_unknown_do_nothing(
        self, context: BrowserContext, peer: Rater, key: str
    ) -> None:
        tab = to_questions(context, peer)
        focus_on(tab, 1)
        tab.keyboard.press(key)

        expect(tab.get_by_role("radio", checked=True)).to_have_count(0)
        assert tab.evaluate(FOCUS) == ["q-communication-1", "INPUT"]

    def test_are_letters_in_a_comment(self, context: BrowserContext, peer: Rater) -> None:
        tab = to_questions(context, peer)
        box = comment_box(tab)
        box.press_sequentially("n15")

        expect(box).to_have_value("n15")
        expect(tab.get_by_role("radio", checked=True)).to_have_count(0)

    def test_do_nothing_on_a_button(self, context: BrowserContext, peer: Rater) -> None:
        tab = to_questions(context, peer)
        tab.get_by_role("button", name="Save and continue").focus()
        tab.keyboard.press("3")

        expect(tab.get_by_role("radio", checked=True)).to_have_count(0)
        assert tab.evaluate("document.activeElement.textContent.trim()") == "Save and continue"

    def test_lead_to_the_first_open_statement_where_nothing_has_the_focus(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        save(peer, 4)
        tab = to_questions(context, peer)
        tab.keyboard.press("3")

        assert tab.evaluate(FOCUS) == ["q-communication-2", "INPUT"]
        assert levels(peer) == {"communication-1": 4}

    def test_once_switched_off_stay_off(self, context: BrowserContext, peer: Rater) -> None:
        tab = to_questions(context, peer)
        expect(tab.get_by_text("Keys to answer with: 1 to 5")).to_be_visible()
        tab.get_by_role("button", name="Switch keys off").click()
        tab.reload()
        expect(tab.get_by_text("Keys to answer with: 1 to 5")).to_be_hidden()
        focus_on(tab, 1)
        tab.keyboard.press("3")
        expect(tab.get_by_role("radio", checked=True)).to_have_count(0)

        tab.get_by_role("button", name="Switch keys on").click()
        focus_on(tab, 1)
        tab.keyboard.press("3")
        expect(tab.get_by_role("radio", checked=True)).to_have_count(1)

    def test_are_not_spoken_of_without_scripts(
        self, browser: Browser, live_server: Any, peer: Rater
    ) -> None:
        with browser.new_context(base_url=live_server.url, java_script_enabled=False) as plain:
            tab = to_questions(plain, peer)
            expect(tab.get_by_text("Keys to answer with")).to_be_hidden()
            expect(tab.get_by_text("About 5 minutes left")).to_be_visible()


class TestGoingOn:
    @pytest.mark.parametrize("scripts", [True, False])
    def test_has_the_focus_at_the_first_open_question(
        self, browser: Browser, live_server: Any, peer: Rater, scripts: bool
    ) -> None:
        save(peer, 4)
        with browser.new_context(base_url=live_server.url, java_script_enabled=scripts) as comes:
            tab = to_questions(comes, peer)
            tab.set_viewport_size({"width": 375, "height": 667})
            tab.goto(page("answer_tasks", peer))
            tab.get_by_role("link", name="Go on at the first open question").click()

            radio = tab.locator("#id_q-communication-2")
            expect(radio).to_be_focused()
            expect(tab.get_by_text("communication in way 2.")).to_be_in_viewport(ratio=1)


class TestTheMinutesLeft:
    def test_follow_ones_own_pace(self, context: BrowserContext, peer: Rater) -> None:
        tab = to_questions(context, peer)
        expect(tab.get_by_text("About 5 minutes left")).to_be_visible()
        focus_on(tab, 1)
        for key in "543":
            tab.keyboard.press(key)
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Leadership")
        expect(tab.get_by_text("About 4 minutes left")).to_be_visible()
        focus_on(tab, 1)
        for key in "543":
            tab.keyboard.press(key)

        expect(tab.get_by_text("Less than a minute left")).to_be_visible()

    def test_end_with_the_last_answer(self, context: BrowserContext, peer: Rater) -> None:
        for dimension in ("leadership", "mandate", "focus"):
            _answer(peer, dimension)
        tab = to_questions(context, peer)
        expect(tab.get_by_text("About 1 minute left")).to_be_visible()
        focus_on(tab, 1)
        for key in "543":
            tab.keyboard.press(key)

        expect(tab.get_by_text("Every statement is answered.")).to_be_visible()


def _answer(rater: Rater, key: str) -> None:
    dimension = dimension_of(rater.participant, key)
    given = first_answers(dict.fromkeys(indicators(dimension), 3))
    responses.save_page(
        rater=rater, dimension=dimension, levels=given, comment=None, at=NOW, draft=True
    )


class TestTheHeight:
    def test_of_a_part_of_six_is_two_screens_with_every_answer_in_its_statements_row(
        self, browser: Browser, live_server: Any, alice: User, carol: Person, frank: Person
    ) -> None:
        framework = make_framework(indicators=6, published=False, version="6.0")
        Level.objects.filter(dimension__framework=framework).update(frequency="on most occasions")
        publish(framework)
        assert alice.council is not None
        round = make_round(alice.council, framework, by=alice, state="open", name="Six")
        rater = add_rater(add_participant(keep_open(round), carol), frank, "peer")
        with browser.new_context(base_url=live_server.url) as context:
            tab = to_questions(context, rater)
            tab.set_viewport_size({"width": 1280, "height": 900})
            heights = [tab.evaluate(TOPS, number) for number in range(6)]

            assert [len(set(tops)) for tops in heights] == [1] * 6
            assert [len(tops) for tops in heights] == [6] * 6
            assert tab.evaluate(HEIGHT) <= 1500
