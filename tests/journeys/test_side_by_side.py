"""Three people of a round, answered side by side in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.models import Comment, Person, Rater, Response, Round
from tests.answers import invite, levels, page
from tests.cast import add_participant, add_rater, make_person
from tests.journeys.test_answering import context, saved_drafts, start

__all__ = ["context"]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]


@pytest.fixture
def raters(peer: Rater, frank: Person) -> list[Rater]:
    """Frank rates Carol, Gina and Hana."""
    round = peer.participant.round
    others = [make_person(round.council, name) for name in ("Gina", "Hana")]
    return [peer, *(add_rater(add_participant(round, each), frank, "peer") for each in others)]


def side_by_side(context: BrowserContext, raters: list[Rater]) -> Page:
    tab = start(context, invite(raters[0].participant.round, raters[0].person)[1])
    tab.get_by_role("button", name="Answer side by side").click()
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Start answering").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Communication")
    return tab


def choose(tab: Page, name: str, question: int, label: str) -> None:
    row = tab.get_by_role("group", name=f"{name}: Shows communication in way {question}.")
    row.get_by_label(label).check()


class TestByKeys:
    def test_three_people_are_answered_from_the_link_to_the_thanks(
        self, context: BrowserContext, raters: list[Rater]
    ) -> None:
        tab = side_by_side(context, raters)
        expect(tab.get_by_role("radio").first).to_be_focused()
        for part in ["Communication", "Leadership", "Mandate", "Focus"]:
            expect(tab.get_by_role("heading", level=1)).to_contain_text(part)
            tab.wait_for_load_state()  # keys pressed before are those of the browser
            tab.get_by_role("radio").first.focus()
            for key in "123" * 3:
                tab.keyboard.press(key)
            tab.keyboard.press("Enter")
        for name in ("Carol", "Gina", "Hana"):
            tab.get_by_role("link", name=name).click()
            tab.get_by_label(f"What should {name} keep doing?").fill(f"Asking, {name}.")
            tab.get_by_role("button", name="Save and continue").click()
            tab.get_by_role("button", name="Submit answers").first.click()
            expect(tab.get_by_role("heading", name="Answers submitted")).to_be_visible()
            tab.goto(tab.url.split("/answer/")[0] + "/answer/")
            if name != "Hana":
                tab.goto(tab.url + f"together/{raters[0].participant.round_id}/")

        assert Response.objects.completed().count() == 3
        assert set(Comment.objects.values_list("question", flat=True)) == {"keep_doing"}
        assert [set(levels(each).values()) for each in raters] == [{1}, {2}, {3}]


class TestSaving:
    def test_is_said_and_survives_a_change_to_one_by_one(
        self, context: BrowserContext, raters: list[Rater]
    ) -> None:
        tab = side_by_side(context, raters)
        choose(tab, "Gina", 2, "Level 4")
        expect(tab.get_by_role("status")).to_contain_text("Saved at")
        tab.get_by_role("link", name="All parts").click()
        tab.get_by_role("link", name="Answer one by one").click()
        tab.get_by_role("link", name="Gina").click()
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Communication")
        group = tab.get_by_role("group", name="in way 2.")
        expect(group.get_by_label("Level 4")).to_be_checked()
        tab.get_by_role("group", name="in way 1.").get_by_label("Level 2").check()
        tab.get_by_role("link", name="All parts").click()
        tab.get_by_role("link", name="Answer side by side with the others").click()
        tab.get_by_role("link", name="Communication").click()

        row = tab.get_by_role("group", name="Gina: Shows communication in way 1.")
        expect(row.get_by_label("Level 2")).to_be_checked()
        assert levels(raters[1]) == {"communication-1": 2, "communication-2": 4}

    def test_waits_on_the_device_without_a_connection(
        self, context: BrowserContext, raters: list[Rater]
    ) -> None:
        tab = side_by_side(context, raters)
        context.set_offline(True)
        choose(tab, "Hana", 1, "Level 5")
        expect(tab.get_by_role("status")).to_contain_text("no connection")
        assert saved_drafts(tab) == 1
        context.set_offline(False)
        expect(tab.get_by_role("status")).to_contain_text("Saved at")

        assert levels(raters[2]) == {"communication-1": 5}
        assert saved_drafts(tab) == 0

    def test_asks_about_what_another_tab_stored_about_one_of_them(
        self, context: BrowserContext, raters: list[Rater]
    ) -> None:
        tab = side_by_side(context, raters)
        other = context.new_page()
        other.goto(page("answer_tasks", raters[1]))
        other.get_by_role("link", name="Communication").click()
        other.get_by_role("group", name="in way 1.").get_by_label("Level 5").check()
        expect(other.get_by_role("status")).to_contain_text("Saved at")
        choose(tab, "Gina", 1, "Level 2")
        choose(tab, "Hana", 1, "Level 2")
        expect(tab.get_by_text("Which answers should stay?")).to_be_visible()
        asked = tab.locator(".app-asked")
        expect(asked).to_contain_text("Gina: Shows communication in way 1.")
        asked.get_by_label("What you chose here:").check()
        expect(tab.get_by_role("status")).to_contain_text("Saved at")

        assert levels(raters[1]) == {"communication-1": 2}
        assert levels(raters[2]) == {"communication-1": 2}


class TestWithoutScripts:
    def test_everything_works(
        self, browser: Browser, live_server: Any, raters: list[Rater]
    ) -> None:
        with browser.new_context(base_url=live_server.url, java_script_enabled=False) as plain:
            tab = side_by_side(plain, raters)
            choose(tab, "Carol", 1, "Level 4")
            tab.get_by_text("Carol", exact=True).last.click()
            tab.get_by_label("Comment on Carol (optional)").fill("Says what matters.")
            tab.get_by_role("button", name="Save and continue").click()
            expect(tab.get_by_role("alert")).to_contain_text("There is a problem")
            tab.get_by_role("alert").get_by_role("link").first.click()
            assert tab.url.endswith(f"#id_q-{raters[0].pk.hex}-communication-2")
            tab.get_by_role("button", name="Go on without these answers").click()
            expect(tab.get_by_role("heading", level=1)).to_contain_text("Leadership")

        assert levels(raters[0]) == {"communication-1": 4}

    def test_a_lost_session_hands_everything_back(
        self, browser: Browser, live_server: Any, raters: list[Rater], round: Round
    ) -> None:
        with browser.new_context(base_url=live_server.url, java_script_enabled=False) as plain:
            tab = side_by_side(plain, raters)
            choose(tab, "Gina", 1, "Level 4")
            plain.clear_cookies(name="sessionid")
            tab.get_by_role("button", name="Save and continue").click()
            expect(tab.get_by_role("heading", level=1)).to_contain_text("not saved yet")
            start(plain, invite(round, raters[0].person)[1])
            tab.get_by_role("button", name="Send again").click()
            expect(tab.get_by_role("heading", level=1)).to_contain_text("Communication")

        assert levels(raters[1]) == {"communication-1": 4}


class TestOnAPhone:
    def test_a_part_for_three_is_shorter_than_a_part_for_one(
        self, context: BrowserContext, raters: list[Rater]
    ) -> None:
        tab = side_by_side(context, raters)
        tab.set_viewport_size({"width": 375, "height": 812})
        height = "document.querySelector('.app-together').scrollHeight / 9"
        together = tab.evaluate(height)
        tab.goto(page("answer_tasks", raters[0]))
        tab.get_by_role("link", name="Communication").click()
        expect(tab.get_by_role("heading", level=1)).to_contain_text("Carol")
        alone = tab.evaluate(
            "document.querySelector('.govuk-form-group:has(.govuk-radios)').scrollHeight"
        )

        assert together < alone / 2
        assert tab.evaluate("document.documentElement.scrollWidth") == 375
