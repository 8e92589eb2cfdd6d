"""Where every page leads, for whom, and whose page it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Council, Person, User
from tests.cast import signed_in


def places(client: Client, address: str = "/help/") -> list[str]:
    body = client.get(address).content.decode()
    listed = re.search(r'<ul class="govuk-service-navigation__list".*?</ul>', body, re.DOTALL)
    if listed is None:
        return []
    words = re.sub(r"<[^>]+>", "\n", listed.group())
    return [word.strip() for word in words.splitlines() if word.strip()]


@pytest.mark.django_db
class TestNavigation:
    def test_is_not_there_for_a_stranger(self) -> None:
        assert places(Client()) == []

    def test_leads_hr_to_rounds(self, alice: User) -> None:
        found = places(signed_in(alice))
        assert found[:4] == ["Overview", "Rounds", "Council picture", "My assessments"]
        assert found[-2:] == ["Help", "Sign out"]
        assert "Admin" not in found

    def test_leads_a_participant_to_what_is_asked(self, carol: Person) -> None:
        assert carol.user is not None
        assert places(signed_in(carol.user)) == ["My assessments", "Help", "Sign out"]

    def test_leads_editors_and_operators_to_the_admin(self, erin: User, olga: User) -> None:
        for user in (erin, olga):
            assert "Admin" in places(signed_in(user))
            assert "Rounds" not in places(signed_in(user))

    def test_marks_the_page_that_is_open(self, alice: User) -> None:
        body = signed_in(alice).get("/help/").content.decode()
        assert re.findall(r'href="([^"]*)" aria-current="page"', body) == ["/help/"]

    def test_marks_the_place_above_the_page_that_is_open(self, alice: User) -> None:
        body = signed_in(alice).get("/help/raters/").content.decode()
        assert re.findall(r'href="([^"]*)" aria-current="(\w+)"', body) == [("/help/", "true")]

    @pytest.mark.parametrize(
        ("who", "address", "place"),
        [
            ("alice", "/rounds/new/", "/rounds/"),
            ("alice", "/participants/x/", "/rounds/"),
            ("alice", "/raters/x/", "/rounds/"),
            ("alice", "/people/x/", "/rounds/"),
            ("alice", "/reports/x/", "/rounds/"),
            ("carol", "/reports/x/", "/"),
            ("carol", "/answer/", "/"),
            ("alice", "/audit/", "/data-protection/"),
            ("erin", "/preview/x/", "/admin/"),
            ("alice", "/cookies/", None),
        ],
    )
    def test_marks_the_place_that_a_page_belongs_to(
        self, alice: User, carol: Person, erin: User, who: str, address: str, place: str | None
    ) -> None:
        client = signed_in({"alice": alice, "carol": carol.user, "erin": erin}[who])  # type: ignore[arg-type]
        body = client.get(address).content.decode()
        marked = re.findall(r'href="([^"]*)" aria-current="true"', body)
        assert marked == ([place] if place else [])

    def test_signs_out_by_post_alone(self, alice: User) -> None:
        client = signed_in(alice)
        form = re.search(r"<form[^>]*logout[^>]*>", client.get("/help/").content.decode())
        assert form is not None
        assert 'method="post"' in form.group()
        client.get(reverse("account_logout"))
        assert places(client) != []
        client.post(reverse("account_logout"))
        assert places(client) == []


@pytest.mark.django_db
class TestHeader:
    def test_names_the_council_in_its_colour(self, alice: User, ashford: Council) -> None:
        Council.objects.update(brand_colour="#8A1538")
        body = signed_in(alice).get("/help/").content.decode()
        assert f'<span class="app-header__council">{ashford.name}</span>' in body
        assert 'href="/brand/8a1538.css"' in body

    def test_names_none_to_a_stranger(self, ashford: Council) -> None:
        body = Client().get("/help/").content.decode()
        assert ashford.name not in body
        assert "/brand/" not in body

    def test_escapes_what_a_council_is_called(self, alice: User) -> None:
        Council.objects.update(name="O’Brien & <Sons>")
        assert "O’Brien &amp; &lt;Sons&gt;" in signed_in(alice).get("/help/").content.decode()

    def test_leads_a_rater_without_an_account_to_the_questions(self) -> None:
        client = Client()
        session = client.session
        session["invitation"] = {"id": "x", "hash": "y"}
        session.save()
        body = client.get("/cookies/").content.decode()
        assert f'<a href="{reverse("answer_list")}" class="govuk-generic-header' in body

    def test_leads_everybody_else_home(self, alice: User) -> None:
        body = signed_in(alice).get("/help/").content.decode()
        assert '<a href="/" class="govuk-generic-header' in body


@pytest.mark.django_db
class TestEveryPage:
    def test_costs_three_queries_at_most(self, alice: User) -> None:
        client = signed_in(alice)
        with CaptureQueriesContext(connection) as queries:
            client.get("/help/")
        assert len(queries) <= 3  # session, account, council

    def test_has_no_style_or_script_of_its_own(self, alice: User) -> None:
        body = signed_in(alice).get("/help/").content.decode()
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", body)

    def test_speaks_its_language(self, settings: Any) -> None:
        assert '<html lang="en-gb"' in Client().get("/help/").content.decode()
        welsh = Client().get("/help/", headers={"accept-language": "cy"})
        assert '<html lang="cy"' in welsh.content.decode()
