"""The operator's page and the command that make the benchmark of a year."""

from __future__ import annotations

import datetime
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from assessment.council.benchmark.services import join_benchmark
from assessment.models import BenchmarkYear, Council, Framework, User
from tests.admin_pages import said
from tests.cast import NOW, signed_in
from tests.compared import SCORES, make_councils

YEARS = "/admin/assessment/benchmarkyear/"
ENDED = timezone.localdate().year - 1
IN_ENDED = datetime.datetime(ENDED, 6, 1, 12, 0, tzinfo=datetime.UTC)
MAKE = f"{YEARS}{ENDED}/make/"


@pytest.fixture
def operator(olga: User) -> Client:
    return signed_in(olga)


class TestThePage:
    def test_counts_who_takes_part_and_names_nobody(
        self, operator: Client, framework: Framework
    ) -> None:
        make_councils(framework, at=IN_ENDED)
        page = said(operator.get(YEARS))
        assert f"The year {ENDED} 6 councils take part." in page
        assert "4 comparisons have figures of at least 6 councils." in page
        assert not re.search(r"Council [0-9]", page)

    def test_offers_nothing_while_there_are_too_few(
        self, operator: Client, framework: Framework
    ) -> None:
        make_councils(framework, SCORES[:5], at=IN_ENDED)
        page = said(operator.get(YEARS))
        assert "It cannot be made: no comparison has figures of 6 councils." in page
        assert "cannot be made" not in page.replace("It cannot be made", "")
        assert "in no comparison are there" in said(operator.post(MAKE, follow=True))
        assert not BenchmarkYear.objects.exists()

    def test_asks_and_makes_it_once(self, operator: Client, framework: Framework) -> None:
        make_councils(framework, at=IN_ENDED)
        assert "It is made once and never changes." in said(operator.get(MAKE))
        assert not BenchmarkYear.objects.exists()
        page = said(operator.post(MAKE, follow=True))
        assert "The benchmark is made." in page
        assert "Communication everybody 6 – 3.5 –" in page
        again = said(operator.post(MAKE, follow=True))
        assert f"The benchmark of {ENDED} is made already." in again
        assert BenchmarkYear.objects.count() == 1

    @pytest.mark.parametrize("year", [0, ENDED + 1, 99999])
    def test_makes_no_other_year(self, operator: Client, framework: Framework, year: int) -> None:
        make_councils(framework, at=IN_ENDED)
        page = said(operator.post(f"{YEARS}{year}/make/", follow=True))
        assert "when the year is over" in page
        assert not BenchmarkYear.objects.exists()

    @pytest.mark.parametrize("who", ["alice", "erin"])
    def test_is_for_operators(self, who: str, request: pytest.FixtureRequest) -> None:
        client = signed_in(request.getfixturevalue(who))
        for path in (YEARS, MAKE):
            assert client.get(path, follow=True).status_code == 403
            assert client.post(path, follow=True).status_code == 403

    def test_of_somebody_signed_out_is_the_sign_in_page(self, db: None) -> None:
        assert "/accounts/login/" in Client().get(YEARS)["Location"]


class TestTheOperator:
    def test_does_not_see_in_a_council_whether_it_takes_part(
        self, operator: Client, ashford: Council, alice: User
    ) -> None:
        join_benchmark(council=ashford, by=alice, at=NOW)
        row = f"/admin/assessment/council/{ashford.pk}"
        for page in (f"{row}/change/", f"{row}/history/"):
            assert "benchmark" not in said(operator.get(page)).lower()


class TestTheCommand:
    def test_makes_it_for_an_operator(self, framework: Framework, olga: User) -> None:
        make_councils(framework, at=IN_ENDED)
        out = StringIO()
        call_command("make_benchmark", year=ENDED, by=olga.email, stdout=out)
        assert out.getvalue() == f"The benchmark of {ENDED} is made.\n"
        assert BenchmarkYear.objects.get().made_by == olga

    def test_is_refused_for_hr_and_for_too_few(
        self, framework: Framework, olga: User, alice: User
    ) -> None:
        with pytest.raises(CommandError, match="service operator"):
            call_command("make_benchmark", year=ENDED, by=alice.email)
        with pytest.raises(CommandError, match="Nothing was made"):
            call_command("make_benchmark", year=ENDED, by=olga.email)
