"""Answering in a real browser: by keyboard, without scripts, and when things go wrong midway."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.frameworks.questionnaire import COULD_NOT_SEE
from assessment.models import Comment, ImportanceMark, Person, Rater, Response, Round
from tests.answers import close, dimension_of, invite, levels, page
from tests.cast import PASSWORD, add_rater
from tests.journeys.folding import comment_box

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


def start(context: BrowserContext, link: str) -> Page:
    """Open the link of an email, press its button and wait for the page behind it.

    Who closes a tab while its page arrives may wait for ever (playwright issue 42068).
    """
    tab = context.new_page()
    tab.goto(link)
    tab.get_by_role("button", name="Start").click()
    tab.wait_for_url("**/answer/**")
    return tab


def to_questions(context: BrowserContext, rater: Rater) -> Page:
    """Straight to the first part, by the rater's link."""
    link = invite(rater.participant.round, rater.person)[1]
    tab = start(context, link)
    tab.goto(page("answer_questions", rater, dimension_of(rater.participant)))
    return tab


def choose(tab: Page, question: int, label: str) -> None:
    tab.get_by_role("group", name=f"in way {question}.").get_by_label(label).check()


def saved_drafts(tab: Page) -> int:
    """How many pages keep something on this device."""
    keys = "Object.keys(localStorage).filter((key) => key.startsWith('answers:')).length"
    return int(tab.evaluate(keys))


class TestByKeyboardAlone:
    def test_a_rater_gets_from_the_link_to_the_thanks(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = context.new_page()
        tab.goto(invite(peer.participant.round, peer.person)[1])
        self.activate(tab, "Start")
        self.activate(tab, "Continue")
        for part in ["Communication", "Leadership", "Mandate", "Focus"]:
            if part == "Communication":
                self.activate(tab, part)
            expect(tab.get_by_role("heading", level=1)).to_contain_text(part)
            self.rate_the_page(tab)
            self.activate(tab, "Save and continue")
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Closing questions")
        self.activate(tab, "Save and continue")
        self.activate(tab, "Submit answers")

        expect(tab.get_by_role("heading", name="Answers submitted")).to_be_visible()
        assert Response.objects.completed().count() == 1
        assert set(levels(peer).values()) == {2}

    def activate(self, tab: Page, name: str) -> None:
        """Tab to the link or button with this text, see where the focus is, press Enter."""
        for _ in range(60):
            tab.keyboard.press("Tab")
            if tab.evaluate("document.activeElement.innerText?.trim()") == name:
                break
        else:
            pytest.fail(f"Tab never reaches {name!r} on {tab.url}")
        style = "(() => { const s = getComputedStyle(document.activeElement);"
        style += " return s.boxShadow !== 'none' || s.outlineStyle !== 'none'; })()"
        assert tab.evaluate(style), f"focus on {name!r} cannot be seen"
        before = tab.url
        tab.keyboard.press("Enter")
        tab.wait_for_url(lambda url: url != before)

    def rate_the_page(self, tab: Page) -> None:
        """Space takes the first level, the arrow goes to the second."""
        for question in tab.locator("fieldset:has(input[type=radio])").all():
            while not question.evaluate("(group) => group.contains(document.activeElement)"):
                tab.keyboard.press("Tab")
            tab.keyboard.press("Space")
            tab.keyboard.press("ArrowRight")


class TestWithoutScripts:
    @pytest.fixture
    def context(self, browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
        context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
        context.set_default_timeout(8_000)
        yield context
        context.close()

    def test_everything_works(self, context: BrowserContext, peer: Rater) -> None:
        tab = start(context, invite(peer.participant.round, peer.person)[1])
        tab.get_by_role("button", name="Continue").click()
        tab.get_by_role("link", name="Communication").click()
        choose(tab, 1, "Level 4")
        comment_box(tab).fill("Says what matters.")
        tab.get_by_role("button", name="Save and continue").click()
        expect(tab.get_by_role("alert")).to_contain_text("There is a problem")
        tab.get_by_role("alert").get_by_role("link").first.click()
        assert tab.url.endswith("#id_q-communication-2")
        for part in range(4):
            for question in (1, 2, 3):
                choose(tab, question, str(COULD_NOT_SEE) if part == 3 else "Level 3")
            tab.get_by_role("button", name="Save and continue").click()
        tab.get_by_label("What should Carol keep doing?").fill("Listen.")
        tab.get_by_label("Leadership").check()
        tab.get_by_role("button", name="Save and continue").click()
        tab.get_by_role("button", name="Submit answers").first.click()

        expect(tab.get_by_role("heading", name="Answers submitted")).to_be_visible()
        assert set(levels(peer).values()) == {3, None}
        assert {each.text for each in Comment.objects.all()} == {"Says what matters.", "Listen."}
        assert ImportanceMark.objects.get().dimension.key == "leadership"

    def test_answers_sent_after_the_session_ended_are_sent_again(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = to_questions(context, peer)
        for question in (1, 2, 3):
            choose(tab, question, "Level 5")
        comment_box(tab).fill("Written before it ended.")
        context.clear_cookies(name="sessionid")
        tab.get_by_role("button", name="Save and continue").click()
        expect(tab.get_by_role("heading", level=1)).to_contain_text("not saved yet")
        start(context, invite(peer.participant.round, peer.person)[1])
        tab.get_by_role("button", name="Send again").click()

        expect(tab.get_by_role("heading", level=1)).to_contain_text("Leadership")
        assert set(levels(peer).values()) == {5}
        assert Comment.objects.get().text == "Written before it ended."


class TestTheStatusLine:
    def test_says_when_an_answer_is_saved(self, context: BrowserContext, peer: Rater) -> None:
        tab = to_questions(context, peer)
        choose(tab, 1, "Level 4")
        expect(tab.get_by_role("status")).to_contain_text("Saved at")

        assert levels(peer) == {"communication-1": 4}
        assert saved_drafts(tab) == 0

    def test_says_that_the_session_has_ended_and_brings_everything_back(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = to_questions(context, peer)
        context.clear_cookies(name="sessionid")
        choose(tab, 2, "Level 1")
        comment_box(tab).fill("Not lost. 👍")
        expect(tab.get_by_role("status")).to_contain_text("you are signed out")
        assert not Response.objects.exists()

        again = to_questions(context, peer)
        expect(again.get_by_role("status")).to_contain_text("We have put back")
        expect(again.get_by_role("status")).to_contain_text("Saved at")
        expect(comment_box(again)).to_have_value("Not lost. 👍")
        assert levels(peer) == {"communication-2": 1}
        assert Comment.objects.get().text == "Not lost. 👍"
        assert saved_drafts(again) == 0

    def test_says_that_the_round_has_closed(
        self, context: BrowserContext, peer: Rater, round: Round
    ) -> None:
        tab = to_questions(context, peer)
        close(round)
        choose(tab, 1, "Level 4")
        expect(tab.get_by_role("status")).to_have_text("Not saved: this round has closed.")
        tab.get_by_role("button", name="Save and continue").click()

        expect(tab.get_by_role("heading", level=1)).to_have_text("This round has closed")
        expect(tab.get_by_role("definition")).to_have_text("Level 4")

    def test_says_that_there_is_no_connection_and_saves_when_it_is_back(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = to_questions(context, peer)
        context.set_offline(True)
        choose(tab, 1, "Level 4")
        expect(tab.get_by_role("status")).to_contain_text("no connection")
        tab.get_by_role("button", name="Save and continue").click()
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Communication")
        context.set_offline(False)
        expect(tab.get_by_role("status")).to_contain_text("Saved at")

        assert levels(peer) == {"communication-1": 4}

    def test_of_a_comment_that_is_too_long_says_so(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = to_questions(context, peer)
        comment_box(tab).fill("x" * 10_001)

        expect(tab.get_by_role("status")).to_contain_text("Not everything is saved.")


class TestSavingAndContinuing:
    def test_right_after_the_last_click_loses_nothing(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = to_questions(context, peer)
        for question, level in [(1, 1), (2, 2), (3, 3)]:
            choose(tab, question, f"Level {level}")
        choose(tab, 3, "Level 5")
        tab.get_by_role("button", name="Save and continue").click()
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Leadership")

        assert levels(peer) == {"communication-1": 1, "communication-2": 2, "communication-3": 5}
        assert saved_drafts(tab) == 0

    def test_keeps_the_button_that_was_pressed(self, context: BrowserContext, peer: Rater) -> None:
        tab = to_questions(context, peer)
        choose(tab, 1, "Level 4")
        tab.get_by_role("button", name="Save and finish later").click()

        expect(tab.get_by_role("heading", level=1)).to_contain_text("sending you a new link")
        assert levels(peer) == {"communication-1": 4}

    def test_by_going_back_shows_what_is_saved(self, context: BrowserContext, peer: Rater) -> None:
        tab = to_questions(context, peer)
        for question in (1, 2, 3):
            choose(tab, question, "Level 2")
        tab.get_by_role("button", name="Save and continue").click()
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Leadership")
        tab.go_back()

        expect(tab.get_by_role("heading", level=1)).to_contain_text("Communication")
        for question in (1, 2, 3):
            group = tab.get_by_role("group", name=f"in way {question}.")
            expect(group.get_by_label("Level 2")).to_be_checked()


class TestTwoRatersOnOneMachine:
    def test_see_nothing_of_each_other(
        self, context: BrowserContext, peer: Rater, bob: Person
    ) -> None:
        other = add_rater(peer.participant, bob, "manager")
        tab = to_questions(context, peer)
        context.clear_cookies(name="sessionid")
        comment_box(tab).fill("Frank’s own words")
        expect(tab.get_by_role("status")).to_contain_text("signed out")
        tab.close()

        second = to_questions(context, other)
        expect(second.get_by_text("Answering: Bob")).to_be_visible()
        expect(comment_box(second)).to_have_value("")
        second.get_by_role("button", name="Finish and leave this device").click()
        expect(second.get_by_role("heading", level=1)).to_have_text("You have left")
        assert saved_drafts(second) == 0


class TestAParticipant:
    def test_signs_in_and_answers_about_themself(
        self, context: BrowserContext, peer: Rater, carol: Person
    ) -> None:
        own = peer.participant.raters.get(group="self")
        tab = context.new_page()
        tab.goto(page("answer_tasks", own))
        tab.get_by_role("link", name="sign in").click()
        tab.get_by_label("Email address").fill(carol.email)
        tab.get_by_label("Password", exact=True).fill(PASSWORD)
        tab.get_by_role("button", name="Sign in").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Your own view")
        tab.get_by_role("link", name="Communication").click()
        choose(tab, 1, "Level 3")
        expect(tab.get_by_role("status")).to_contain_text("Saved at")

        assert levels(own) == {"communication-1": 3}
