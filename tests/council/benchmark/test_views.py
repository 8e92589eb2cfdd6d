"""HR reads the terms, joins and leaves, and reads the benchmarks of its years."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessment.council.benchmark.services import join_benchmark
from assessment.models import Council, Framework, User
from tests.cast import NOW, signed_in
from tests.compared import SCORES, made_for_2026, make_councils, told_round

PAGE, JOIN, LEAVE = (reverse(f"benchmark{step}") for step in ("", "_join", "_leave"))


def read(client: Client) -> str:
    text = re.sub(r"<[^>]+>", " ", client.get(PAGE).content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


class TestThePage:
    def test_says_what_is_given_and_got_and_the_limit(self, hr: Client) -> None:
        page = read(hr)
        assert "at least 5 participants and 5 raters" in page
        assert "A median needs 6 councils, so that there are 5 others for each" in page
        assert "If all the other councils put their own figures together" in page
        assert "Your council does not take part." in page
        assert "There is no benchmark yet in which your council took part." in page

    def test_takes_the_council_in_and_out(self, hr: Client, ashford: Council) -> None:
        assert (
            "Your council takes part in the benchmark."
            in hr.post(JOIN, follow=True).content.decode()
        )
        ashford.refresh_from_db()
        assert ashford.in_benchmark
        assert "Stop taking part" in read(hr)
        hr.post(LEAVE)
        ashford.refresh_from_db()
        assert not ashford.in_benchmark

    def test_shows_a_year_and_names_no_other_council(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, olga: User
    ) -> None:
        make_councils(framework, SCORES[:5])
        told_round(ashford, framework, "4.2")
        join_benchmark(council=ashford, by=alice, at=NOW)
        made_for_2026(olga)
        page = read(hr)
        assert "The year 2026 Figures of your council are in it." in page
        assert "Communication everybody 6 – 3.5 –" in page
        assert "quartiles need at least 11 other councils" in page
        assert not re.search(r"Council [0-9]", page)

    def test_shows_the_years_of_others_to_nobody_else(
        self, hr: Client, framework: Framework, olga: User
    ) -> None:
        make_councils(framework)
        made_for_2026(olga)
        assert "The year 2026" not in read(hr)

    def test_says_to_a_small_council_that_its_figures_are_not_in_it(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, olga: User
    ) -> None:
        make_councils(framework)
        told_round(ashford, framework, None)
        join_benchmark(council=ashford, by=alice, at=NOW)
        made_for_2026(olga)
        page = read(hr)
        assert "No figure of your council is in it" in page
        assert "Communication everybody 6 – 3.5 –" in page


class TestAVisitor:
    @pytest.mark.parametrize("who", ["erin", "olga"])
    def test_who_is_not_hr_is_refused(self, who: str, request: pytest.FixtureRequest) -> None:
        client = signed_in(request.getfixturevalue(who))
        assert client.get(PAGE).status_code == 403
        assert client.post(JOIN).status_code == 403
        assert client.post(LEAVE).status_code == 403

    def test_of_another_council_changes_only_the_own_one(
        self, dave: User, ashford: Council, brindle: Council
    ) -> None:
        signed_in(dave).post(JOIN)
        ashford.refresh_from_db()
        brindle.refresh_from_db()
        assert (ashford.in_benchmark, brindle.in_benchmark) == (False, True)

    def test_who_is_signed_out_is_asked_to_sign_in(self, db: None) -> None:
        for path in (PAGE, JOIN, LEAVE):
            assert "/accounts/login/" in Client().get(path)["Location"]

    def test_changes_nothing_by_following_a_link(self, hr: Client, ashford: Council) -> None:
        assert hr.get(JOIN).status_code == 405
        assert hr.get(LEAVE).status_code == 405
        assert hr.post(PAGE).status_code == 405
        ashford.refresh_from_db()
        assert not ashford.in_benchmark
