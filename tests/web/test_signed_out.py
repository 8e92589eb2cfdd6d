"""A form that is sent after the session has ended comes back with what was typed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from assessment.models import Council, Framework, Person, Rater, Round, User
from assessment.web.errors import SEND_AGAIN
from tests.cast import PASSWORD, add_participant, make_round, signed_in

HERE = {"origin": "http://testserver"}
ELSEWHERE = {"origin": "https://evil.example"}
OWN_PAGE = {**HERE, "sec-fetch-site": "same-origin"}
TYPED = {"name": "Typed <Name>", "email": "typed@example.gov.uk", "group": "peer"}


@pytest.fixture
def url(open_round: Round, carol: Person) -> str:
    """Where HR adds a rater."""
    return reverse("rater_new", args=[add_participant(open_round, carol).pk])


def fields(page: Any) -> dict[str, str]:
    """What “Send again” sends."""
    forms = page.content.decode().split("<form")
    (form,) = [each for each in forms if re.search(r"<button[^>]*>\s*Send again", each)]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    found += [(name, "1") for name in re.findall(r'<button[^>]* value="1" name="([^"]+)"', form)]
    return {name: html.unescape(value) for name, value in found}


def sign_in(client: Client, user: User) -> None:
    """In another tab, by the page for it, which gives the browser a new token."""
    mark = client.cookies["csrftoken"].value
    login = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": mark}
    assert client.post(reverse("account_login"), login).status_code == 302
    assert client.cookies["csrftoken"].value != mark


class TestAForm:
    def test_comes_back_and_is_sent_after_signing_in(self, url: str, alice: User) -> None:
        client, again = self.handed_back(url)
        sign_in(client, alice)
        assert client.post(url, again, headers=OWN_PAGE).status_code == 302
        assert Rater.objects.get(person__email=TYPED["email"]).person.name == TYPED["name"]

    def test_asks_once_more_where_the_browser_does_not_say_whose_it_is(
        self, url: str, alice: User
    ) -> None:
        client, again = self.handed_back(url)
        sign_in(client, alice)
        for said in (HERE, {"sec-fetch-site": "same-origin"}, {**OWN_PAGE, **ELSEWHERE}):
            assert client.post(url, again, headers=said).status_code == 403
        old = client.post(url, again, headers=HERE)
        assert "What you entered is still on this page" in old.content.decode()
        assert not Rater.objects.filter(person__email=TYPED["email"]).exists()

        assert client.post(url, fields(old), headers=HERE).status_code == 302
        assert Rater.objects.get(person__email=TYPED["email"]).person.name == TYPED["name"]

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
    def test_that_another_site_says_is_sent_again_is_refused(
        self, url: str, alice: User, site: str
    ) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(alice)
        said = {**HERE, "sec-fetch-site": site}
        assert client.post(url, {**TYPED, SEND_AGAIN: "1"}, headers=said).status_code == 403
        assert not Rater.objects.filter(person__email=TYPED["email"]).exists()

    def test_that_was_not_handed_back_needs_its_token(self, url: str, alice: User) -> None:
        """A form that somebody else opened in this browser is not sent in silence."""
        client = Client(enforce_csrf_checks=True)
        client.force_login(alice)
        assert client.post(url, TYPED, headers=OWN_PAGE).status_code == 403

    def handed_back(self, url: str) -> tuple[Client, dict[str, str]]:
        client = Client(enforce_csrf_checks=True)
        client.get(reverse("account_login"))
        sent = {**TYPED, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        page = client.post(url, sent, headers=OWN_PAGE)
        assert page.status_code == 403
        assert "You are signed out, so this is not saved yet" in page.content.decode()
        again = fields(page)
        assert {**again, **TYPED} == again
        return client, again

    def test_of_another_site_does_not_come_back(self, url: str, alice: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(alice)
        for elsewhere in ({"origin": "https://evil.example"}, {"origin": "null"}, {}):
            page = client.post(url, TYPED, headers=elsewhere)
            assert page.status_code == 403
            assert TYPED["email"] not in page.content.decode()

    def test_with_a_password_does_not_come_back(self, alice: User) -> None:
        sent = {"oldpassword": PASSWORD, "password1": "another one entirely"}
        page = Client().post(reverse("account_change_password"), sent)
        assert page.status_code == 302
        old = Client(enforce_csrf_checks=True).post(
            reverse("account_login"), {"login": alice.email, "password": PASSWORD}, headers=HERE
        )
        assert old.status_code == 403
        assert PASSWORD not in old.content.decode()
        assert alice.email not in old.content.decode()

    def test_without_anything_typed_leads_to_sign_in(self, url: str) -> None:
        response = Client().post(url)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["round_new", "round_edit", "admin:assessment_framework_add"])
def test_every_longer_form_comes_back(
    name: str, ashford: Council, framework: Framework, alice: User, erin: User
) -> None:
    draft = make_round(ashford, framework, by=alice)
    client = signed_in(erin if name.startswith("admin") else alice)
    Session.objects.all().delete()
    url = reverse(name, args=[draft.pk] if name == "round_edit" else [])
    page = client.post(url, {"name": "A long name, typed", "note": ["one", "two"]})

    assert page.status_code == 403
    assert "A long name, typed" in page.content.decode()
    assert page.content.decode().count('name="note"') == 2
