"""A check-in in a browser: started by Carol, answered from a rater's phone, read once it ended."""

from __future__ import annotations

import datetime
import os

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment.models import Rating, Round
from tests.answers import invite
from tests.check_ins.world import choose, finish, offer, raters, report_about
from tests.journeys.test_framework_editing import breaches
from tests.journeys.test_languages import Open, open_tab

__all__ = ["open_tab"]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]


def shot(tab: Page, name: str) -> None:
    if os.environ.get("SHOTS"):
        tab.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)


def test_from_the_report_to_a_raters_phone_to_the_result(open_tab: Open, spring: Round) -> None:
    before = timezone.now() - datetime.timedelta(days=100)
    Round.objects.filter(pk=spring.pk).update(released_at=before)
    report = report_about(offer(spring))
    carol = open_tab(user=report.participant.person.user)
    carol.goto(reverse("report_page", args=[report.pk]))
    carol.get_by_role("link", name="Your check-ins").click()
    shot(carol, "list")
    carol.get_by_role("button", name="Start a check-in").click()
    carol.get_by_label("Communication").check()
    shot(carol, "start")
    assert breaches(carol) == []
    carol.get_by_role("button", name="Ask 7 people").click()
    expect(carol.get_by_text("You started a check-in on")).to_be_visible()

    check_in = Round.objects.check_ins().get()
    peer, *others = raters(check_in)
    phone = open_tab(width=375)
    phone.goto(invite(check_in, peer.person)[1])
    phone.get_by_role("button", name="Start").click()
    shot(phone, "promise")
    assert breaches(phone) == []
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_label("More", exact=True).check()
    shot(phone, "questions")
    assert breaches(phone) == []
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", name="Answers submitted")).to_be_visible()
    shot(phone, "submitted")
    assert Rating.objects.get(response__rater=peer).level == 4
    assert len(others) == 4

    check_in.participants.get().raters.filter(person=peer.person).delete()
    choose(check_in, [1, 2, 1, 0])
    choose(check_in, [-1], group="manager")
    finish(check_in, at=timezone.now() + datetime.timedelta(days=15))
    carol.reload()
    carol.locator("main li a").click()
    expect(carol.get_by_role("table")).to_contain_text("+1.0")
    shot(carol, "result")
    assert breaches(carol) == []
