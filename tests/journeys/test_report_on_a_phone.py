"""A report on a phone: what it says comes first; wide tables are lists, and tables all the same."""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from assessment.models import Person, Report, Round
from tests.journeys.test_framework_editing import breaches
from tests.journeys.test_languages import Open, open_tab

__all__ = ["open_tab"]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

NARROW = (375, 640)  # a phone, and 1280 px at 200%
NAMES = """() => ({
  headings: [...document.querySelectorAll("main :is(h1, h2, h3)")].map((each) => each.innerText),
  tables: [...document.querySelectorAll("caption")].map((each) => each.textContent),
  boxes: [...document.querySelectorAll(".scroll")].map((each) => each.getAttribute("aria-label")),
})"""
LAID_OUT = """() => [...document.querySelectorAll("table.wide")].map((each) => ({
  row: getComputedStyle(each.rows[1]).display,
  scrolls: each.parentElement.scrollWidth > each.parentElement.clientWidth,
  labels: [...each.querySelectorAll("td")].every((cell) => cell.dataset.label.trim()),
}))"""


@pytest.fixture
def report(spring: Round, carol: Person) -> Report:
    return Report.objects.get(participant__person=carol)


def opened(open_tab: Open, report: Report, width: int) -> Page:
    tab = open_tab(width=width, user=report.participant.person.user)
    tab.goto(reverse("report_page", args=[report.pk]))
    return tab


def test_the_messages_come_before_contents_and_cover_tables(open_tab: Open, report: Report) -> None:
    tab = opened(open_tab, report, 375)
    order = tab.evaluate("() => [...document.querySelectorAll('main h2')].map(e => e.innerText)")
    assert [each.split("\n")[-1].lstrip("1 ") for each in order[:3]] == [
        *("What this report says", "Contents", "About this report")
    ]
    first = tab.locator(".message").first.bounding_box()
    assert first
    assert first["y"] < 2 * 667  # within two screens of a small phone


@pytest.mark.parametrize("width", NARROW)
def test_wide_tables_are_lists_that_fit(open_tab: Open, report: Report, width: int) -> None:
    tab = opened(open_tab, report, width)
    found = tab.evaluate(LAID_OUT)
    assert len(found) > 8
    assert all(each == {"row": "grid", "scrolls": False, "labels": True} for each in found)
    assert breaches(tab) == []


def test_they_are_tables_still_for_whoever_hears_them(open_tab: Open, report: Report) -> None:
    tab = opened(open_tab, report, 375)
    table = tab.get_by_role("table", name="Skills by priority")
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert heads[0].strip() == "Skill"
    row = table.get_by_role("row").nth(1)
    assert row.get_by_role("cell").count() == len(heads) - 1
    assert row.get_by_role("rowheader").count() == 1


def test_they_are_plain_tables_on_a_wide_screen(open_tab: Open, report: Report) -> None:
    found = opened(open_tab, report, 1280).evaluate(LAID_OUT)
    assert {each["row"] for each in found} == {"table-row"}


def test_headings_tables_and_boxes_have_names_of_their_own(open_tab: Open, report: Report) -> None:
    for kind, names in opened(open_tab, report, 1280).evaluate(NAMES).items():
        told = Counter(" ".join(name.split()) for name in names)
        assert [name for name, times in told.items() if times > 1] == [], kind


def test_each_link_of_a_message_leads_to_something(open_tab: Open, report: Report) -> None:
    tab = opened(open_tab, report, 375)
    links = tab.locator(".message a")
    assert links.count() >= 3
    for place in links.evaluate_all("all => all.map((each) => each.getAttribute('href'))"):
        assert tab.locator(place).count() == 1
