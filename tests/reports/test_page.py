"""The report on the page: who may read it, and that it holds what was released and no more."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags

from assessment.models import AuditEvent, Council, Framework, Person, RaterGroup, Report, User
from assessment.release.selectors.results import one_decimal
from tests.cast import make_participant_account, make_person, signed_in
from tests.reports.people import closed_round, rated, released


@pytest.fixture
def report(ashford: Council, framework: Framework, alice: User, carol: Person) -> Report:
    """Carol's: a manager, six peers and five direct reports."""
    round = closed_round(ashford, framework, alice)
    groups = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 6, RaterGroup.REPORT: 5}
    rated(round, carol, groups=groups, comments=["Explains well.", "<b>Be bold</b> & ask."])
    return released(round, alice)[0]


@pytest.fixture(params=["report_page", "report_pdf"])
def url(request: pytest.FixtureRequest, report: Report) -> str:
    return reverse(request.param, args=[report.pk])


def _seen(client: Client, name: str, *args: object) -> str:
    page = client.get(reverse(name, args=args))
    content: bytes = page.getvalue()
    return " ".join(unescape(strip_tags(content.decode())).split())


class TestWhoMayRead:
    def test_hr_of_the_council(self, url: str, alice: User) -> None:
        assert signed_in(alice).get(url).status_code == 200

    def test_the_participant_whom_it_is_about(self, url: str, carol: Person) -> None:
        assert carol.user
        assert signed_in(carol.user).get(url).status_code == 200

    def test_not_a_colleague(self, url: str, ashford: Council) -> None:
        colleague = make_participant_account(make_person(ashford, "Colin"))
        assert signed_in(colleague).get(url).status_code == 403

    def test_not_hr_of_another_council(self, url: str, dave: User) -> None:
        assert signed_in(dave).get(url).status_code == 404

    def test_not_a_framework_editor(self, url: str, erin: User) -> None:
        assert signed_in(erin).get(url).status_code == 404

    def test_nobody_who_has_not_signed_in(self, url: str) -> None:
        response = Client().get(url)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))

    def test_nothing_at_an_address_that_was_never_made(self, alice: User) -> None:
        for name in ["report_page", "report_pdf"]:
            assert signed_in(alice).get(reverse(name, args=[uuid.uuid4()])).status_code == 404

    def test_only_by_reading(self, url: str, alice: User) -> None:
        assert signed_in(alice).post(url).status_code == 405


class TestTheAuditTrail:
    """Whoever reads a report leaves a trace, on the page as with the file."""

    def test_knows_who_opened_a_report_and_when(
        self, url: str, report: Report, alice: User, carol: Person
    ) -> None:
        assert carol.user
        for reader in (alice, carol.user):
            before = timezone.now()
            signed_in(reader).get(url)
            event = AuditEvent.objects.filter(by=reader).order_by("-at").first()
            assert event is not None
            assert event.action == ("report.read" if url.endswith("/") else "report.downloaded")
            assert (event.by, event.subject_id, event.council) == (
                reader, report.pk, report.council,
            )  # fmt: skip
            own = reader == carol.user
            day = timezone.localtime(before).replace(hour=0, minute=0, second=0, microsecond=0)
            assert (event.at == day) if own else (event.at >= before)

    def test_tells_hr_of_a_participant_the_day_alone(
        self, url: str, report: Report, alice: User, carol: Person
    ) -> None:
        assert carol.user
        hr, round = signed_in(alice), report.participant.round_id
        hr.get(url)
        assert "Not opened by the participant yet" in _seen(hr, "round_page", round)
        signed_in(carol.user).get(url)
        today = date_format(timezone.localdate())
        assert f"Opened by the participant on {today}" in _seen(hr, "round_page", round)
        trail, file = _seen(hr, "audit"), _seen(hr, "audit_csv")
        action = "opened" if url.endswith("/") else "downloaded"
        assert f" {today} Report {action} Carol Carol" in trail
        assert f" {timezone.localdate()},Report {action}" in file

    def test_tells_the_participant_that_hr_sees_the_day(
        self, report: Report, alice: User, carol: Person
    ) -> None:
        assert carol.user
        told = "HR staff of your council see on which days you open or download your report"
        assert told in _text(signed_in(carol.user), report)
        assert told not in _text(signed_in(alice), report)

    def test_holds_nothing_of_who_was_turned_away(
        self, url: str, dave: User, ashford: Council
    ) -> None:
        before = AuditEvent.objects.count()
        colleague = make_participant_account(make_person(ashford, "Colin"))
        for reader in (signed_in(dave), signed_in(colleague), Client()):
            assert reader.get(url).status_code != 200
        assert AuditEvent.objects.count() == before


class TestThePage:
    def test_says_who_it_is_about_and_on_how_many_answers_it_rests(
        self, report: Report, alice: User
    ) -> None:
        text = _text(signed_in(alice), report)
        assert "Carol" in text
        assert "Peers 6 Direct reports 5" in text

    def test_shows_every_released_figure_of_a_dimension(self, report: Report, alice: User) -> None:
        text = _text(signed_in(alice), report)
        for figure in report.results.filter(measure="score", withheld="", group="others"):
            assert str(one_decimal(Fraction(figure.value or 0))) in text

    def test_shows_comments_as_they_were_typed(self, report: Report, alice: User) -> None:
        page = signed_in(alice).get(reverse("report_page", args=[report.pk])).content.decode()
        assert "&lt;b&gt;Be bold&lt;/b&gt; &amp; ask." in page
        assert "<b>Be bold" not in page

    def test_is_never_kept_by_a_cache(self, report: Report, alice: User) -> None:
        response = signed_in(alice).get(reverse("report_page", args=[report.pk]))
        assert "no-store" in response["Cache-Control"]

    def test_has_one_main_heading_and_skips_no_level(self, report: Report, alice: User) -> None:
        page = signed_in(alice).get(reverse("report_page", args=[report.pk])).content.decode()
        levels = [int(part[0]) for part in page.split("<h")[1:] if part[0].isdigit()]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(now - before <= 1 for before, now in pairwise(levels))

    def test_names_no_two_headings_or_tables_alike(self, report: Report, alice: User) -> None:
        page = signed_in(alice).get(reverse("report_page", args=[report.pk])).content.decode()
        for tag in ("h[1-3]", "caption"):
            found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page, re.DOTALL)
            told = Counter(" ".join(strip_tags(each).split()) for each in found)
            assert len(told) > 10
            assert [name for name, times in told.items() if times > 1] == []


class TestReading:
    def test_takes_the_same_queries_for_more_people_and_figures(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        counts: list[int] = []
        for name, peers in [("small", 3), ("large", 14)]:
            round = closed_round(ashford, framework, alice, name)
            rated(round, make_person(ashford, name), groups={RaterGroup.PEER: peers})
            [made] = released(round, alice)
            client = signed_in(alice)
            with counted(counts):
                client.get(reverse("report_page", args=[made.pk]))
        assert counts[0] == counts[1]


@contextmanager
def counted(counts: list[int]) -> Iterator[None]:
    found = 0

    def count(execute: Callable[..., Any], *rest: Any) -> Any:
        nonlocal found
        found += 1
        return execute(*rest)

    with connection.execute_wrapper(count):
        yield
    counts.append(found)


def _text(client: Client, report: Report) -> str:
    page = client.get(reverse("report_page", args=[report.pk])).content.decode()
    return " ".join(unescape(strip_tags(page.replace("<", " <"))).split())
