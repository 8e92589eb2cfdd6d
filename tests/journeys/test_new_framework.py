"""An editor makes a framework from nothing, without scripts, and it carries a round to a PDF."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from assessment.models import Council, Framework, Report, User
from reports import services
from tests.cast import make_person
from tests.journeys.test_framework_editing import open_page
from tests.reports.people import closed_round, rated, released

__all__ = ["open_page"]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

LABELS = ["Never", "Seldom", "Half the time", "Often", "Always"]
DIMENSIONS = {
    "Fairness": ("skill", ["Listens to drivers", "Explains a penalty", "Answers on the day"]),
    "Care": ("skill", ["Asks how somebody is", "Keeps a promise", "Thanks people"]),
    "Backing": ("mandate", ["Has the authority to decide", "Has time to decide", "Has a budget"]),
    "Attention": ("focus", ["Talks about…", "Asks first about…", "Plans time for…"]),
}


def fill_in(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.fill(f"[name={name.replace('__', '-')}]", text)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).first.click()


def begin(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Frameworks", exact=True).click()
    page.get_by_role("link", name="Make a new framework").click()
    fill_in(page, name="Parking services", version="1.0")
    save(page)
    expect(page.get_by_text("is here as a draft. Add its roles and dimensions.")).to_be_visible()
    fill_in(page, roles__0__name="parking manager", roles__0__purpose="Runs parking.")
    for number, (name, (kind, _texts)) in enumerate(DIMENSIONS.items()):
        if page.locator(f"[name=dimensions-{number}-name]").count() == 0:
            save(page)
        page.fill(f"[name=dimensions-{number}-name]", name)
        page.select_option(f"[name=dimensions-{number}-kind]", kind)
        page.fill(f"[name=dimensions-{number}-description]", f"What {name.lower()} means.")
    save(page)


def write_dimension(page: Page, name: str, texts: list[str]) -> None:
    page.locator("caption ~ tbody").get_by_role("link", name=name).click()
    for number, label in enumerate(LABELS):
        offered = page.input_value(f"[name=levels-{number}-label]")
        assert offered == (label if name == "Care" else "")
        page.fill(f"[name=levels-{number}-label]", label)
        page.fill(f"[name=levels-{number}-anchor]", f"{name} {label.lower()}.")
        page.fill(f"[name=suggestions-{number}-text]", f"Try {name.lower()} in step {number}.")
    for number, text in enumerate(texts):
        page.fill(f"[name=indicators-{number}-text]", text)
        page.fill(f"[name=indicators-{number}-self_text]", f"I {text[0].lower()}{text[1:]}")
    save(page)


def set_targets(page: Page) -> None:
    page.locator("ol.steps").get_by_role("link", name="Targets").click()
    for name in ["Fairness", "Care"]:
        page.get_by_label(f"parking manager, {name}: level").fill("4")
        page.get_by_label(f"parking manager, {name}: importance").select_option("core")
    page.get_by_label("parking manager, Attention: from").fill("2.5")
    page.get_by_label("parking manager, Attention: to").fill("4")
    page.get_by_role("button", name="Save the targets").click()


@pytest.fixture
def made(open_page: Callable[[bool], Page]) -> Framework:
    page = open_page(False)
    begin(page)
    steps = page.locator("ol.steps li")
    expect(steps.nth(1)).to_contain_text("12 to mend")
    for name, (_kind, texts) in DIMENSIONS.items():
        write_dimension(page, name, texts)
    expect(steps.nth(1)).to_contain_text("complete")
    expect(steps.nth(2)).to_contain_text("3 to mend")
    set_targets(page)
    page.locator("ol.steps").get_by_role("link", name="Preview").click()
    page.get_by_role("row", name="Attention").get_by_role("link", name="Raters’ view").click()
    expect(page.get_by_text("Plans time for…").first).to_be_visible()
    page.goto(f"/admin/assessment/framework/{Framework.objects.get().pk}/publish/")
    page.get_by_role("button", name="Publish for ever").click()
    expect(page.get_by_text("is published. Rounds can use it now.")).to_be_visible()
    return Framework.objects.get()


def test_a_framework_from_nothing_carries_a_round_to_a_report(
    made: Framework, ashford: Council, alice: User
) -> None:
    round = closed_round(ashford, made, alice)
    rated(round, make_person(ashford, "Dana Whitlock"), "parking-manager")
    report: Report = released(round, alice)[0]
    pages = PdfReader(io.BytesIO(services.pdf_of(report).body)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for said in ["Parking manager", "Fairness", "Backing", "Attention", "Listens to drivers"]:
        assert said in text
