"""The addresses of the council report: who gets it, what is noted, and what it is made of."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import AuditEvent, Person, Report, Round, User, frozen
from tests.cast import make_participant_account, signed_in
from tests.councils import combined_and_narrow, four_with_withheld, second_year
from tests.locked import locked

NAMES = ("council_report", "council_report_pdf", "council_report_xlsx")
TYPES = dict(zip(NAMES, ("text/html", "application/pdf", "spreadsheetml.sheet"), strict=True))

pytestmark = pytest.mark.usefixtures("same_identifiers")


def url(name: str, round: Round) -> str:
    return reverse(name, args=[round.pk])


@pytest.mark.django_db
class TestHr:
    @pytest.mark.parametrize("name", NAMES)
    def test_gets_it_made_of_results_alone(self, spring: Round, alice: User, name: str) -> None:
        with locked():
            answer = signed_in(alice).get(url(name, spring))
        assert answer.status_code == 200
        assert TYPES[name] in answer["Content-Type"]
        assert len(answer.content) > 5_000

    def test_reads_it_as_a_page_that_leads_to_its_files(self, spring: Round, alice: User) -> None:
        page = signed_in(alice).get(url("council_report", spring)).content.decode()
        assert "For HR only: it names people." in page
        assert page.count("<h1") == 1
        for name in NAMES[1:]:
            assert url(name, spring) in page

    def test_is_led_from_what_helps_to_the_plan_of_actions(self) -> None:
        sample = combined_and_narrow()
        plan = reverse("council_actions", args=[sample.round.pk])
        address = url("council_report", sample.round)
        assert plan in signed_in(sample.hr).get(address).content.decode()
        Person.objects.filter(participations__round=sample.round).update(user=sample.hr)
        assert plan not in signed_in(sample.hr).get(address).content.decode()

    def test_finds_it_on_the_page_of_the_released_round(self, spring: Round, alice: User) -> None:
        page = signed_in(alice).get(reverse("round_page", args=[spring.pk])).content.decode()
        assert url("council_report", spring) in page

    def test_is_noted_with_what_was_given(self, spring: Round, alice: User) -> None:
        client = signed_in(alice)
        client.get(url("council_report", spring))
        body = client.get(url("council_report_pdf", spring)).content
        read, given = AuditEvent.objects.filter(action__startswith="council.report").order_by("at")
        assert (read.action, read.subject_id, read.by) == ("council.report_read", spring.pk, alice)
        assert given.action == "council.report_downloaded"
        assert given.detail == {"kind": "pdf", "sha256": hashlib.sha256(body).hexdigest()}

    def test_gets_the_file_under_a_name_that_says_what_it_is(
        self, spring: Round, alice: User
    ) -> None:
        answer = signed_in(alice).get(url("council_report_xlsx", spring))
        name = "council-report-spring-ashford-sample-council.xlsx"
        assert name in answer["Content-Disposition"]

    def test_who_rates_somebody_in_it_and_was_not_told_of_is_refused(
        self, spring: Round, bob: Person
    ) -> None:
        bobs = make_participant_account(bob)
        bobs.is_hr = True
        bobs.save()
        for name in NAMES:
            assert signed_in(bobs).get(url(name, spring)).status_code == 403

    def test_is_told_where_the_reports_are_deleted(self, spring: Round, alice: User) -> None:
        with frozen.thawed():
            Report.objects.all().delete()
        client = signed_in(alice)
        assert b"have been deleted" in client.get(url("council_report", spring)).content
        assert client.get(url("council_report_pdf", spring)).status_code == 404


@pytest.mark.django_db
class TestSomebodyElse:
    @pytest.mark.parametrize("name", NAMES)
    def test_gets_nothing(
        self, spring: Round, alice: User, carol: Person, dave: User, erin: User, name: str
    ) -> None:
        path = url(name, spring)
        assert carol.user is not None
        assert signed_in(carol.user).get(path).status_code == 403
        assert signed_in(dave).get(path).status_code == 404
        assert signed_in(erin).get(path).status_code == 404
        signed_out = Client().get(path)
        assert signed_out.status_code == 302
        assert "/login" in signed_out["Location"]
        assert signed_in(alice).post(path).status_code == 405
        unknown = reverse(name, args=[uuid.uuid4()])
        assert signed_in(alice).get(unknown).status_code == 404

    @pytest.mark.parametrize("name", NAMES)
    def test_gets_nothing_before_the_release(
        self, open_round: Round, alice: User, name: str
    ) -> None:
        assert signed_in(alice).get(url(name, open_round)).status_code == 404


@pytest.mark.django_db
class TestQueries:
    def test_are_the_same_for_one_holder_and_for_four(self) -> None:
        counts = []
        for make in (combined_and_narrow, four_with_withheld):
            sample = make()
            client = signed_in(sample.hr)
            client.get(url("council_report", sample.round))  # what a process keeps
            with CaptureQueriesContext(connection) as queries:
                client.get(url("council_report", sample.round))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_read_the_figures_of_each_round_once(self) -> None:
        sample = second_year()
        with CaptureQueriesContext(connection) as queries:
            signed_in(sample.hr).get(url("council_report", sample.round))
        figures = [each for each in queries if 'FROM "assessment_result"' in each["sql"]]
        assert len(figures) == 2
