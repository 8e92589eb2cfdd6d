"""What goes wrong in real offices: going back, another device, other scripts, long texts, paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.models import Comment, Person, Rater, Response, User
from assessment.rounds.services import invitations
from tests.answers import dimension_of, invite, levels, page
from tests.cast import add_participant, add_rater, answer, make_person
from tests.journeys.folding import comment_box
from tests.journeys.test_answering import choose, start, to_questions
from tests.journeys.test_pages import check_reflow, check_sideways
from tests.letters import parts
from tests.plugins.smtp import Mailbox

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
]

ARABIC = "تشرح الأمور التقنية بكلمات بسيطة."
EMOJI = "Clear 👍🏽 and kind 👩‍💻 – dà iawn!"
LONGEST = 10_000
HEIGHT_IS_KNOWN = "document.documentElement.style.getPropertyValue('--levels-height')"
WHERE_IT_LED = """() => {
  const target = document.querySelector(location.hash);
  const levels = document.querySelector(".app-levels");
  const words = target.querySelector("legend") ?? target;
  return [words.getBoundingClientRect().top, levels.getBoundingClientRect().bottom, levels.open];
}"""
LONG_NAME = "Wilhelmina-Aurélie Featherstonehaugh-Cholmondeley O’Shaughnessy van der Straaten"


@pytest.fixture
def devices(browser: Browser, live_server: Any) -> Iterator[list[BrowserContext]]:
    """Two machines, or two browsers that know nothing of each other."""
    found = [browser.new_context(base_url=live_server.url) for _ in range(2)]
    for context in found:
        context.set_default_timeout(8_000)
    yield found
    for context in found:
        context.close()


@pytest.fixture
def context(devices: list[BrowserContext]) -> BrowserContext:
    return devices[0]


def comment(tab: Page) -> Any:
    return comment_box(tab)


def write(tab: Page, text: str) -> None:
    comment(tab).fill(text)
    expect(tab.get_by_role("status")).to_contain_text("Saved at")


class TestGoingBackAfterSubmitting:
    def test_shows_answers_that_can_be_changed_and_submits_nothing_twice(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        answer(peer, submitted=False)
        tab = start(context, invite(peer.participant.round, peer.person)[1])
        tab.goto(page("answer_check", peer))
        tab.get_by_role("button", name="Submit answers").first.click()
        expect(tab.get_by_role("heading", name="Answers submitted")).to_be_visible()
        tab.go_back()

        expect(tab.get_by_role("heading", level=1)).to_have_text("Check your answers")
        expect(tab.get_by_text("You submitted these answers")).to_be_visible()
        expect(tab.get_by_role("button", name="Submit answers")).to_have_count(0)
        assert Response.objects.completed().count() == 1


class TestASecondDevice:
    def test_goes_on_where_the_first_one_was(
        self, devices: list[BrowserContext], peer: Rater
    ) -> None:
        link = invite(peer.participant.round, peer.person)[1]
        address = page("answer_questions", peer, dimension_of(peer.participant))
        desk, phone = [start(device, link) for device in devices]
        desk.goto(address)
        choose(desk, 1, "Level 4")
        write(desk, "Begun at my desk.")
        phone.goto(address)
        expect(phone.get_by_role("group", name="in way 1.").get_by_label("Level 4")).to_be_checked()
        expect(comment(phone)).to_have_value("Begun at my desk.")
        choose(phone, 2, "Level 2")
        expect(phone.get_by_role("status")).to_contain_text("Saved at")

        assert levels(peer) == {"communication-1": 4, "communication-2": 2}

    def test_with_a_newer_link_ends_the_first_and_loses_nothing(
        self, devices: list[BrowserContext], peer: Rater
    ) -> None:
        desk = to_questions(devices[0], peer)
        choose(desk, 1, "Level 4")
        expect(desk.get_by_role("status")).to_contain_text("Saved at")
        phone = to_questions(devices[1], peer)
        choose(desk, 2, "Level 5")
        expect(desk.get_by_role("status")).to_contain_text("Not saved")
        expect(phone.get_by_role("group", name="in way 1.").get_by_label("Level 4")).to_be_checked()

        assert levels(peer) == {"communication-1": 4}


class TestAComment:
    @pytest.mark.parametrize("text", [ARABIC, EMOJI, "O’Brien said: “ça va” & <b>left</b>"])
    def test_in_any_script_comes_back_as_it_was(
        self, context: BrowserContext, peer: Rater, text: str
    ) -> None:
        tab = to_questions(context, peer)
        write(tab, text)
        tab.reload()
        expect(comment(tab)).to_have_value(text)
        tab.goto(page("answer_check", peer))
        expect(tab.get_by_text(text, exact=True)).to_be_visible()

        assert Comment.objects.get().text == text

    def test_from_right_to_left_is_written_and_read_from_the_right(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = to_questions(context, peer)
        write(tab, ARABIC)
        direction = "(element) => getComputedStyle(element).direction"
        assert comment(tab).evaluate(direction) == "rtl"
        tab.goto(page("answer_check", peer))
        assert tab.get_by_text(ARABIC, exact=True).evaluate(direction) == "rtl"

    def test_as_long_as_can_be_is_kept_whole(self, context: BrowserContext, peer: Rater) -> None:
        text = ("Long words and short ones. " * 400)[: LONGEST - 1] + "."
        tab = to_questions(context, peer)
        write(tab, text)
        expect(tab.get_by_text("You have 0 characters remaining").first).to_be_attached()
        tab.goto(page("answer_check", peer))

        assert Comment.objects.get().text == text
        assert len(text) == LONGEST
        tab.set_viewport_size({"width": 375, "height": 800})
        assert check_sideways(tab, 375) == []

    @pytest.mark.parametrize(
        "text", ["\U0001f44d" * 5_000, "a\n" * 100 + "b" * 9_800], ids=["emoji", "line breaks"]
    )
    def test_that_fills_the_counter_is_kept(
        self, context: BrowserContext, peer: Rater, text: str
    ) -> None:
        tab = to_questions(context, peer)
        write(tab, text)
        expect(tab.get_by_text("You have 0 characters remaining").first).to_be_attached()
        tab.get_by_role("button", name="Save and continue").click()

        assert Comment.objects.get().text == text

    def test_that_the_counter_calls_too_long_is_refused_with_its_number(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = to_questions(context, peer)
        comment(tab).fill("\U0001f44d" * 6_000)
        expect(tab.get_by_text("You have 2,000 characters too many").first).to_be_attached()
        tab.get_by_role("button", name="Save and continue").click()
        expect(tab.get_by_role("alert")).to_contain_text("Your comment has 12000 characters.")

        assert not Comment.objects.exists()


class TestAVeryLongName:
    def test_fits_every_width(self, context: BrowserContext, peer: Rater, frank: Person) -> None:
        person = make_person(frank.council, LONG_NAME, "long@example.gov.uk")
        rater = add_rater(add_participant(peer.participant.round, person), frank, "peer")
        tab = to_questions(context, rater)
        for name in ("answer_promise", "answer_tasks"):
            tab.goto(page(name, rater))
            expect(tab.get_by_text(LONG_NAME).first).to_be_visible()
            assert check_reflow(tab) == []


class TestAnEmail:
    def test_fits_a_phone_and_keeps_its_width_in_outlook(
        self, context: BrowserContext, peer: Rater, alice: User, smtp_server: Mailbox
    ) -> None:
        round = peer.participant.round
        invitations.issue(round=round, by=alice, at=timezone.now())
        invitations.send_pending(round=round, at=timezone.now())
        letter = parts(smtp_server.to(peer.person.email)[-1])[1]
        tab = context.new_page()
        tab.set_viewport_size({"width": 375, "height": 740})
        tab.set_content(letter)
        assert check_sideways(tab, 375) == []
        assert tab.get_by_role("link").count() == 1
        tab.set_viewport_size({"width": 1280, "height": 740})
        assert tab.evaluate("document.querySelector('table[width]').offsetWidth") == 600
        font = "getComputedStyle(document.querySelector('td p')).fontFamily"
        assert tab.evaluate(font).startswith("Arial")


class TestOnPaper:
    def test_the_questions_and_the_levels_are_printed_without_what_only_works_on_screen(
        self, context: BrowserContext, peer: Rater
    ) -> None:
        tab = to_questions(context, peer)
        choose(tab, 1, "Level 4")
        expect(tab.get_by_role("status")).to_contain_text("Saved at")
        tab.emulate_media(media="print")
        for gone in ("Save and continue", "Finish and leave this device"):
            expect(tab.get_by_text(gone)).to_be_hidden()
        expect(tab.get_by_role("group", name="in way 3.")).to_be_visible()
        expect(tab.get_by_text("communication at 5.")).to_be_visible()
        assert (
            tab.locator(".app-levels").evaluate("(element) => getComputedStyle(element).position")
            == "static"
        )


class TestTheLevelsOnAPhone:
    @pytest.fixture
    def tab(self, context: BrowserContext, peer: Rater) -> Page:
        tab = to_questions(context, peer)
        tab.set_viewport_size({"width": 375, "height": 740})
        tab.reload()
        return tab

    def test_are_folded_away_and_at_hand_at_every_question(self, tab: Page) -> None:
        levels = tab.get_by_text("What the levels mean")
        expect(tab.get_by_text("communication at 5.")).to_be_hidden()
        comment(tab).scroll_into_view_if_needed()
        expect(levels).to_be_in_viewport()
        levels.click()
        expect(tab.get_by_text("communication at 1.")).to_be_in_viewport()

    def test_hide_no_question_that_is_to_be_changed(self, tab: Page, peer: Rater) -> None:
        answer(peer, submitted=False)
        tab.goto(page("answer_check", peer))
        found = tab.locator(".govuk-summary-list a[href*='/questions/']").all()
        links = [link.get_attribute("href") for link in found]
        hidden = []
        for link in links:
            tab.goto("about:blank")  # so that each is a new page
            tab.goto(str(link))
            tab.wait_for_function(HEIGHT_IS_KNOWN)
            top, bar, open = tab.evaluate(WHERE_IT_LED)
            if open or not bar <= top < tab.viewport_size["height"]:  # type: ignore[index]
                hidden.append((link, top, bar, open))
        assert len(links) == 16
        assert hidden == []

    def test_hide_nothing_that_has_the_focus(self, tab: Page) -> None:
        tab.get_by_role("radio").first.focus()
        covered, looked_at = [], 0
        for _ in range(8):
            tab.keyboard.press("Tab")
        for _ in range(8):
            tab.keyboard.press("Shift+Tab")
            where = tab.evaluate(
                "[document.activeElement.id, document.activeElement.getBoundingClientRect().bottom,"
                " document.querySelector('.app-levels').getBoundingClientRect().bottom,"
                " Boolean(document.activeElement.closest('.app-questions__body'))]"
            )
            looked_at += where[3]
            if where[3] and where[1] <= where[2]:
                covered.append(where[0])
        assert looked_at >= 3
        assert covered == []
