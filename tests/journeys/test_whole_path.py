"""The main job in a real browser: from a spreadsheet to a gap report read back from its PDF."""

from __future__ import annotations

import datetime
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from assessment.models import Council, Round, User
from tests.cast import PASSWORD
from tests.journeys.folding import comment_box
from tests.plugins.smtp import Mailbox

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CAROL, BOB = "carol@example.gov.uk", "bob@example.gov.uk"
PEERS = ["frank@example.com", "gwen@example.gov.uk", "harri@example.gov.uk"]
SPREADSHEET = "\n".join(
    [
        "Participant name,Participant email,Roles,Rater name,Rater email,Group",
        f'Carol,{CAROL},"e-champion, head of ICT",Bob,{BOB},manager',
        f'Carol,{CAROL},"e-champion, head of ICT",Frank,{PEERS[0]},peer',
        f'Carol,{CAROL},"e-champion, head of ICT",Gwen,{PEERS[1]},peer',
        f'Carol,{CAROL},"e-champion, head of ICT",Harri,{PEERS[2]},peer',
    ]
)
CHOSEN = "correct horse battery staple of Carol"
LINK = re.compile(r"https?://\S+")
DIMENSIONS = 7


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    settings.PUBLIC_URL = live_server.url
    call_command("load_frameworks", verbosity=0)
    return str(live_server.url)


def sign_in(page: Page, site: str, email: str, password: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def fill_date(page: Page, legend: str, day: datetime.date) -> None:
    group = page.get_by_role("group", name=legend)
    for label, value in {"Day": day.day, "Month": day.month, "Year": day.year}.items():
        group.get_by_label(label).fill(str(value))


def make_round(page: Page, site: str) -> None:
    page.goto(f"{site}/rounds/")
    press(page, "Make a round")
    page.get_by_label("Name of the round").fill("Spring 2026")
    page.get_by_label("e-Government roles 1.0").check()
    fill_date(page, "Opening date", timezone.localdate())
    fill_date(page, "Closing date", timezone.localdate() + datetime.timedelta(days=14))
    page.get_by_label("Minimum group size").fill("3")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Spring 2026")


def bring_people_in(page: Page, site: str, file: Path) -> None:
    page.goto(f"{site}/rounds/{Round.objects.get().pk}/people/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Carol")
    page.locator("main button[type=submit]").first.click()


def take_step(page: Page, site: str, step: str) -> None:
    """Open, close or release on its confirmation page."""
    page.goto(f"{site}/rounds/{Round.objects.get().pk}/{step}/")
    page.locator("main button[type=submit]").first.click()


def link_in(mailbox: Mailbox, address: str, containing: str) -> str:
    text = mailbox.to(address)[-1].get_body(("plain",))
    assert text is not None
    return next(link for link in LINK.findall(text.get_content()) if containing in link)


def answer_everything(page: Page, level: int, comment: str = "") -> None:
    """From the promise page to the confirmation, each part leading to the next."""
    press(page, "Continue")
    page.locator("main .govuk-task-list").get_by_role("link").first.click()
    for part in range(DIMENSIONS):
        expect(page.locator("main")).to_contain_text(f"Part {part + 1} of {DIMENSIONS}")
        for group in page.locator("main fieldset").all():
            group.locator("input[type=radio]").nth(level - 1).check()
        if comment and part == 0:
            comment_box(page).fill(comment)
        press(page, "Save and continue")
    expect(page).to_have_url(re.compile("/closing/$"))
    press(page, "Save and continue")
    expect(page).to_have_url(re.compile("/check/$"))
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/submitted/$"))


def choose_password(page: Page, site: str, mailbox: Mailbox) -> None:
    page.goto(link_in(mailbox, CAROL, "password/reset"))
    page.get_by_label("Email").fill(CAROL)
    page.locator("main button[type=submit]").first.click()
    page.goto(link_in(mailbox, CAROL, "password/reset/key"))
    for field in page.locator("input[type=password]").all():
        field.fill(CHOSEN)
    page.locator("main button[type=submit]").first.click()


def fetch_pdf(page: Page, site: str, report: str) -> str:
    answer = page.context.request.get(f"{site}/reports/{report}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(each.extract_text() for each in PdfReader(BytesIO(answer.body())).pages)


class TestTheWholePath:
    def test_leads_from_a_spreadsheet_to_a_gap_report(
        self,
        browser: Browser,
        site: str,
        smtp_server: Mailbox,
        ashford: Council,
        alice: User,
        tmp_path: Path,
    ) -> None:
        hr = browser.new_page()
        hr.set_default_timeout(6000)
        sign_in(hr, site, alice.email, PASSWORD)
        make_round(hr, site)
        (tmp_path / "people.csv").write_text(SPREADSHEET)
        bring_people_in(hr, site, tmp_path / "people.csv")
        take_step(hr, site, "open")

        carol = browser.new_context().new_page()
        carol.set_default_timeout(6000)
        carol.goto(link_in(smtp_server, CAROL, "/link/"))
        press(carol, "Start")
        answer_everything(carol, level=5)

        for number, (address, level) in enumerate(zip([BOB, *PEERS], [2, 3, 4, 4], strict=True)):
            rater = browser.new_context().new_page()
            rater.goto(link_in(smtp_server, address, "/link/"))
            press(rater, "Start")
            answer_everything(rater, level, comment="Ask the depot first." if number == 0 else "")

        take_step(hr, site, "close")
        take_step(hr, site, "release")

        carol.goto(f"{site}/")
        expect(carol.get_by_role("heading", level=1)).to_contain_text("Sign in")
        choose_password(carol, site, smtp_server)
        sign_in(carol, site, CAROL, CHOSEN)
        follow(carol, "Spring 2026")
        report = carol.url.rstrip("/").rpartition("/")[2]
        words = fetch_pdf(carol, site, report)
        assert "Carol" in words
        assert "Spring 2026" in words
        assert "blind spot" in words  # 5 in her own eyes, 3.3 in those of the others, 4 asked
        assert "3.7" in words  # peers 3, 4, 4
        assert "Ask the depot first." in words  # the manager's comment, as the manager's
        assert not any(name in words for name in ["Frank", "Gwen", "Harri"])
        assert fetch_pdf(hr, site, report) == words
