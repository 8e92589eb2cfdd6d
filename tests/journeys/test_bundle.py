"""HR asks for all reports as one ZIP, watches a real worker make it, and takes it away."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from assessment.models import Council, Framework, Round, User
from tests.cast import make_person
from tests.reports.people import closed_round, rated, released
from tests.workers import worker

PATIENCE = 90_000


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    round = closed_round(ashford, framework, alice)
    for name in ["Ann Ash", "Bo Bright"]:
        rated(round, make_person(ashford, name), groups={})
    released(round, alice)
    return round


def comes(user: User, browser: Browser, site: str, **options: Any) -> Page:
    """A page of somebody who has signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = client.session.session_key or ""
    context = browser.new_context(**options)
    context.add_cookies([{"name": product.SESSION_COOKIE_NAME, "value": key, "url": site}])
    return context.new_page()


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queue")
class TestAllReportsAsOneZip:
    def test_come_while_hr_watches_and_does_nothing(
        self, round: Round, browser: Browser, alice: User, live_server: Any, tmp_path: Path
    ) -> None:
        page = comes(alice, browser, live_server.url)
        page.goto(live_server.url + reverse("round_page", args=[round.pk]))
        page.get_by_role("button", name="Prepare all reports as one ZIP").click()
        bar = page.get_by_role("progressbar", name="0 of 2 reports are ready.")
        expect(bar).to_be_visible()
        with worker():
            expect(page.get_by_text("All 2 reports are ready.")).to_be_visible(timeout=PATIENCE)
        with page.expect_download() as started:
            page.get_by_role("button", name="Download the ZIP").click()
        saved = tmp_path / started.value.suggested_filename
        started.value.save_as(saved)
        assert saved.name == "reports-spring.zip"
        with zipfile.ZipFile(saved) as file:
            assert file.testzip() is None
            assert file.namelist()[:2] == ["contents.csv", "datapackage.json"]
            assert file.namelist()[-2:] == ["01-ann-ash.pdf", "02-bo-bright.pdf"]

    def test_come_without_a_script_too(
        self, round: Round, browser: Browser, alice: User, live_server: Any
    ) -> None:
        page = comes(alice, browser, live_server.url, java_script_enabled=False)
        page.goto(live_server.url + reverse("round_bundle", args=[round.pk]))
        page.get_by_role("button", name="Prepare all reports as one ZIP").click()
        expect(page.get_by_text("0 of 2 reports are ready.")).to_be_visible()
        with worker() as process:
            process.wait(PATIENCE / 1000)
        page.get_by_role("link", name="See how far it is now").click()
        expect(page.get_by_text("All 2 reports are ready.")).to_be_visible()
