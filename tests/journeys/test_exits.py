"""Every way out of a page of questions saves, shows, or says what is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.answering.changes import COMMENT_MAX
from assessment.models import Person, Rater, RaterGroup, Response
from tests.answers import close, invite, page
from tests.cast import PASSWORD, answer
from tests.journeys.test_answering import choose, saved_drafts, start
from tests.journeys.test_two_devices import (
    close_without_connection,
    comment,
    comments,
    lose_the_connection,
    opened,
    says,
)

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

WORDS = "Typed a moment before"
TOO_LONG = "x" * (COMMENT_MAX + 1)


@pytest.fixture(params=["with its script", "without scripts"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "with its script")


@pytest.fixture
def device(browser: Browser, live_server: Any, scripted: bool) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=scripted)
    context.set_default_timeout(8_000)
    yield context
    context.close()


@pytest.fixture
def tab(device: BrowserContext, peer: Rater) -> Page:
    link = invite(peer.participant.round, peer.person)[1]
    return opened(start(device, link), peer)


@pytest.fixture
def own(peer: Rater) -> Rater:
    """Carol's answers about herself; she has an account."""
    return peer.participant.raters.get(group=RaterGroup.SELF)


def sign_in(device: BrowserContext, person: Person) -> Page:
    tab = device.new_page()
    tab.goto(reverse("account_login"))
    tab.get_by_label("Email address").fill(person.email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url(lambda url: "login" not in url)
    return tab


def saved_soon(tab: Page) -> bool:
    """What leaves with the page arrives a moment later."""
    for _ in range(50):
        if comments() == [WORDS]:
            return True
        tab.wait_for_timeout(100)
    return False


class TestEveryButton:
    """With the script and without: each button sends the form that it stands beside."""

    @pytest.mark.parametrize("button", ["Finish and leave this device", "Save and finish later"])
    def test_that_leaves_saves_first(self, tab: Page, button: str, peer: Rater) -> None:
        comment(tab).fill(WORDS)
        tab.get_by_role("button", name=button).click()
        expect(tab.get_by_text("Nothing of yours is kept on this device.")).to_be_visible()

        assert comments() == [WORDS]
        assert saved_drafts(tab) == 0

    def test_of_a_language_saves_first(self, tab: Page, peer: Rater) -> None:
        comment(tab).fill(WORDS)
        tab.get_by_role("button", name="Cymraeg").click()
        expect(tab.get_by_role("button", name="English")).to_be_visible()
        expect(comment(tab)).to_have_value(WORDS)

        assert comments() == [WORDS]
        assert Person.objects.get(pk=peer.person_id).language == "cy"

    @pytest.mark.parametrize("button", ["Finish and leave this device", "Cymraeg"])
    def test_stays_where_a_comment_is_too_long_and_says_so(
        self, tab: Page, button: str, peer: Rater
    ) -> None:
        comment(tab).fill(TOO_LONG)
        tab.get_by_role("button", name=button).click()
        expect(tab.get_by_role("alert")).to_contain_text("Shorten it")
        expect(comment(tab)).to_have_value(TOO_LONG)

        assert comments() == []


@pytest.mark.parametrize("scripted", [True], indirect=False)
class TestEveryLink:
    """Without scripts a link leads on at once; the line beside the buttons says what to press."""

    def test_waits_until_everything_is_saved(self, tab: Page, peer: Rater) -> None:
        comment(tab).fill(WORDS)
        tab.get_by_role("link", name="All parts").click()
        tab.wait_for_url("**/tasks/")

        assert comments() == [WORDS]
        assert saved_drafts(tab) == 0

    def test_stays_without_a_connection_until_it_is_pressed_again(
        self, tab: Page, peer: Rater
    ) -> None:
        lose_the_connection(tab, WORDS)
        tab.get_by_role("link", name="All parts").click()
        says(tab, "no connection")
        assert "/questions/" in tab.url

        tab.context.set_offline(False)
        tab.get_by_role("link", name="All parts").click()
        tab.wait_for_url("**/tasks/")
        assert comments() == [WORDS]

    def test_leaves_what_cannot_be_saved_when_it_is_pressed_again(
        self, tab: Page, peer: Rater
    ) -> None:
        comment(tab).fill(TOO_LONG)
        says(tab, "Shorten it")
        for _ in range(2):
            tab.get_by_role("link", name="All parts").click()
        tab.wait_for_url("**/tasks/")
        opened(tab, peer)
        expect(comment(tab)).to_have_value(TOO_LONG)
        says(tab, "Shorten it")


@pytest.mark.parametrize("scripted", [True], indirect=False)
class TestTheTab:
    def test_that_is_closed_at_once_sends_what_was_typed(self, tab: Page, peer: Rater) -> None:
        comment(tab).fill(WORDS)
        tab.goto("about:blank")

        assert saved_soon(tab)

    def test_that_is_closed_without_a_connection_offers_it_on_return(
        self, tab: Page, device: BrowserContext, peer: Rater
    ) -> None:
        lose_the_connection(tab, WORDS)
        other = device.new_page()
        close_without_connection(tab)
        device.set_offline(False)
        again = opened(other, peer)
        expect(comment(again)).to_have_value(WORDS)
        says(again, "Saved at")

        assert comments() == [WORDS]

    def test_that_is_hidden_sends_what_was_typed(self, tab: Page, peer: Rater) -> None:
        comment(tab).fill(WORDS)
        hide = "Object.defineProperty(document, 'hidden', { value: true })"
        tab.evaluate(f"{hide}; document.dispatchEvent(new Event('visibilitychange'))")
        says(tab, "Saved at")

        assert comments() == [WORDS]


@pytest.mark.parametrize("scripted", [True], indirect=False)
class TestTheLine:
    @pytest.mark.parametrize("size", [(1280, 800), (375, 667), (640, 400)])
    def test_is_in_sight_wherever_one_is(
        self, tab: Page, peer: Rater, size: tuple[int, int]
    ) -> None:
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        says(tab, "saved as you choose")
        for place in ("form input[type=radio]", "form textarea"):
            tab.locator(place).first.focus()
            expect(tab.get_by_role("status")).to_be_in_viewport()

    def test_is_read_aloud_when_saving_begins_to_work_not_at_each_answer(
        self, tab: Page, peer: Rater
    ) -> None:
        line = tab.get_by_role("status")
        choose(tab, 1, "Level 3")
        says(tab, "Saved at")
        expect(line).to_have_attribute("aria-live", "polite")
        choose(tab, 2, "Level 3")
        says(tab, "Saving")
        expect(line).to_have_attribute("aria-live", "off")
        says(tab, "Saved at")
        expect(line).to_have_attribute("aria-live", "off")
        lose_the_connection(tab, WORDS)
        expect(line).to_have_attribute("aria-live", "polite")

    def test_never_says_saved_of_what_was_just_typed(self, tab: Page, peer: Rater) -> None:
        choose(tab, 1, "Level 3")
        says(tab, "Saved at")
        comment(tab).press_sequentially("a")
        assert "Saved" not in tab.get_by_role("status").inner_text()

    def test_claims_no_copy_where_the_browser_keeps_none(
        self, tab: Page, device: BrowserContext, peer: Rater
    ) -> None:
        device.add_init_script(
            "Storage.prototype.setItem = () => { throw new Error('no storage here'); }"
        )
        opened(tab, peer)
        device.set_offline(True)
        comment(tab).fill(WORDS)
        says(tab, "Keep this page open")


class TestASessionThatEnded:
    def test_on_submitting_says_that_nothing_was_submitted(self, tab: Page, peer: Rater) -> None:
        answer(peer, 4)
        Response.objects.update(submitted_on=None)
        tab.goto(page("answer_check", peer))
        Session.objects.all().delete()
        tab.get_by_role("button", name="Submit answers").first.click()
        expect(tab.locator("h1")).to_contain_text("nothing has been submitted")
        start(tab.context, invite(peer.participant.round, peer.person)[1])
        tab.get_by_role("button", name="Send again").click()
        tab.wait_for_url("**/submitted/")

    def test_on_declining_keeps_the_reason(self, tab: Page, peer: Rater) -> None:
        tab.goto(page("answer_decline", peer))
        tab.get_by_label("Why can you not rate").fill("We never meet.")
        Session.objects.all().delete()
        tab.get_by_role("button", name="Decline").click()
        expect(tab.locator("h1")).to_contain_text("HR has not been told")
        expect(tab.get_by_text("We never meet.")).to_be_visible()
        start(tab.context, invite(peer.participant.round, peer.person)[1])
        tab.get_by_role("button", name="Send again").click()
        expect(tab.locator("h1")).to_contain_text("You have declined")

    def test_of_a_participant_is_sent_again_by_one_press(
        self, device: BrowserContext, own: Rater
    ) -> None:
        tab = sign_in(device, own.person)
        opened(tab, own)
        comment(tab).fill(WORDS)
        Session.objects.all().delete()
        tab.get_by_role("button", name="Save and continue").click()
        expect(tab.locator("h1")).to_contain_text("not saved yet")
        assert comments() == []
        sign_in(device, own.person)
        tab.get_by_role("button", name="Send again").click()
        expect(tab.locator("h1")).to_contain_text("Communication")
        assert comments() == [WORDS]


class TestARaterWhoWasTakenOff:
    def test_gets_back_what_was_typed(self, tab: Page, peer: Rater, scripted: bool) -> None:
        comment(tab).fill(WORDS)
        peer.delete()
        tab.get_by_role("button", name="Save and continue").click()
        expect(tab.locator("h1")).to_contain_text("not asked of you here")
        expect(tab.get_by_text(WORDS)).to_be_visible()


@pytest.mark.parametrize("scripted", [True], indirect=False)
class TestWhatIsLeftOnTheDevice:
    def test_goes_when_the_round_has_closed(self, tab: Page, peer: Rater) -> None:
        lose_the_connection(tab, WORDS)
        assert saved_drafts(tab) == 1
        close(peer.participant.round)
        tab.context.set_offline(False)
        says(tab, "this round has closed")
        assert saved_drafts(tab) == 0
        choose(tab, 1, "Level 2")
        assert saved_drafts(tab) == 0

    def test_goes_when_a_participant_signs_out(self, tab: Page, peer: Rater, carol: Person) -> None:
        tab.evaluate("localStorage.setItem('answers:/x/', '{\"comment\": 1}')")
        tab.goto("/signed-out/")
        expect(tab.locator("h1")).to_have_text("You have signed out")
        tab.wait_for_function("Object.keys(localStorage).length === 0")

    def test_goes_once_its_round_has_ended(self, tab: Page, peer: Rater) -> None:
        old = '{"comment":{"value":"x","bases":[""],"at":1,"until":"2020-01-01"}}'
        tab.evaluate(f"localStorage.setItem('answers:/other/', '{old}')")
        opened(tab, peer)
        says(tab, "saved as you choose")
        assert saved_drafts(tab) == 0
