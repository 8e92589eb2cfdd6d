"""A wide table scrolls in a box of its own, and only one that scrolls is a stop of the keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment.models import Person, Report, Round
from tests.journeys.test_languages import Open, open_tab

__all__ = ["open_tab"]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

IDLE = "boxes => boxes.filter(each => each.scrollWidth <= each.clientWidth).length"


@pytest.mark.parametrize("width", [1280, 375])
def test_only_a_box_that_scrolls_is_a_stop(
    open_tab: Open, spring: Round, carol: Person, width: int
) -> None:
    report = Report.objects.get(participant__person=carol)
    tab = open_tab(width=width, user=carol.user)
    tab.goto(reverse("report_page", args=[report.pk]))
    boxes = tab.locator(".report .scroll")
    idle = boxes.evaluate_all(IDLE)
    assert boxes.count() > 10
    expect(tab.locator(".report .scroll[tabindex]")).to_have_count(boxes.count() - idle)
    assert tab.locator(".report .scroll[tabindex]").evaluate_all(IDLE) == 0


def test_every_box_is_a_stop_without_scripts(open_tab: Open, spring: Round, carol: Person) -> None:
    report = Report.objects.get(participant__person=carol)
    tab = open_tab(scripts=False, user=carol.user)
    tab.goto(reverse("report_page", args=[report.pk]))
    boxes = tab.locator(".report .scroll")
    assert boxes.count() > 10
    expect(tab.locator(".report .scroll[tabindex]")).to_have_count(boxes.count())
