"""A session before its end: whoever is there is not asked, everybody else is warned."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.models import Rater, User
from assessment.web.sessions import length
from tests.answers import invite, page
from tests.cast import signed_in
from tests.journeys.test_answering import start

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

A_WHILE = datetime.timedelta(minutes=9, seconds=30)
TYPED = "Typed before the warning"


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(8_000)
    yield context
    context.close()


@pytest.fixture
def form(context: BrowserContext, live_server: Any, alice: User, peer: Rater) -> Page:
    """Where HR adds a rater."""
    name = settings.SESSION_COOKIE_NAME
    key = signed_in(alice).cookies[name].value
    context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
    tab = context.new_page()
    tab.goto(f"/participants/{peer.participant.pk}/raters/new/")
    return tab


def leave(time: datetime.timedelta) -> None:
    Session.objects.update(expire_date=timezone.now() + time)


def remaining() -> datetime.timedelta:
    return Session.objects.get().expire_date - timezone.now()


def look(tab: Page) -> None:
    """As when somebody comes back to the tab."""
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def warning(tab: Page) -> Any:
    return tab.get_by_role("dialog", name="Are you still there?")


def is_long(time: datetime.timedelta) -> bool:
    return time > length() - datetime.timedelta(minutes=5)


class TestAWarning:
    def test_has_one_button_to_stay_and_loses_nothing(self, form: Page) -> None:
        form.get_by_label("Full name").focus()
        form.get_by_label("Full name").evaluate("(field, text) => field.value = text", TYPED)
        expect(warning(form)).to_be_hidden()
        leave(A_WHILE)
        look(form)

        expect(warning(form)).to_contain_text("You will be signed out at")
        expect(warning(form).get_by_role("button")).to_have_count(1)
        expect(warning(form).get_by_role("button")).to_be_focused()
        warning(form).get_by_role("button", name="Stay signed in").click()
        expect(warning(form)).to_be_hidden()
        assert is_long(remaining())
        expect(form.get_by_label("Full name")).to_have_value(TYPED)
        expect(form.get_by_label("Full name")).to_be_focused()

    def test_is_answered_by_escape(self, form: Page) -> None:
        leave(A_WHILE)
        look(form)
        expect(warning(form)).to_be_visible()
        with form.expect_response("**/session/") as told:
            form.keyboard.press("Escape")
        assert told.value.request.method == "POST"
        assert is_long(remaining())

    def test_goes_when_somebody_stays_in_another_tab(self, form: Page) -> None:
        other = form.context.new_page()
        other.goto("/help/")
        leave(A_WHILE)
        for tab in (form, other):
            look(tab)
            expect(warning(tab)).to_be_visible()
        warning(other).get_by_role("button").click()
        expect(warning(other)).to_be_hidden()
        look(form)
        expect(warning(form)).to_be_hidden()

    def test_does_not_come_to_somebody_who_types(self, form: Page) -> None:
        form.get_by_label("Full name").press_sequentially("Frank")
        leave(A_WHILE)
        with form.expect_response(lambda r: r.request.method == "POST"):
            look(form)
        assert is_long(remaining())
        expect(warning(form)).to_be_hidden()

    def test_comes_to_a_rater_too(self, context: BrowserContext, peer: Rater) -> None:
        tab = start(context, invite(peer.participant.round, peer.person)[1])
        tab.goto(page("answer_tasks", peer))
        leave(A_WHILE)
        look(tab)
        expect(warning(tab)).to_be_visible()

    def test_by_itself_prolongs_nothing(self, form: Page) -> None:
        leave(A_WHILE)
        look(form)
        expect(warning(form)).to_be_visible()
        assert remaining() < A_WHILE


def test_the_end_is_said_and_the_page_stays(form: Page) -> None:
    form.get_by_label("Full name").fill(TYPED)
    Session.objects.all().delete()
    look(form)

    ended = form.get_by_role("dialog", name="You are signed out")
    expect(ended).to_contain_text("Nothing on this page is lost yet")
    ended.get_by_role("button", name="Go back to the page").click()
    expect(ended).to_be_hidden()
    expect(form.get_by_label("Full name")).to_have_value(TYPED)


def test_without_scripts_the_page_says_when(
    browser: Browser, live_server: Any, alice: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    key = signed_in(alice).cookies[name].value
    context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
    tab = context.new_page()
    tab.goto("/rounds/")
    end = timezone.localtime(Session.objects.get().expire_date)
    expect(tab.get_by_role("contentinfo")).to_contain_text(f"You stay signed in until {end:%H:%M}")
    expect(tab.get_by_role("dialog")).to_be_hidden()
    context.close()
