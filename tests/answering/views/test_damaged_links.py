"""Links as mail clients pass them on: with what stood around them, or cut."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.urls import reverse

from assessment.models import Invitation, Person, Rater, Round
from tests.answers import invite, page

START = "/link/"

DAMAGED = [
    "/link/T",
    "/link/T/",
    "/link/T.",
    "/link/T,",
    "/link/T)",
    "/link/T>",
    '/link/T"',
    "/link/T'",
    "/link/T”",
    "/link/T’",
    "/link/T…",
    "/link/T\u200b",
    "/link/T\ufeff",
    "/link/T\u00a0",
    "/link/T%20",
    "/link/T%0A",
    "/link/T=",
    "/link/T=20",
    "/link/T/,",
    "/link/T/)",
    "/link/T/>",
    "/link/T/.",
    "/link/T/?utm_source=x",
    "/link/T/#x",
    "/link//T/",
]
"""T is the token."""

ODD = ["”", "é/", "x" * 43 + "…", "y" * 9000, "%FF%FE", "/", "//", "\N{GRINNING FACE}" * 43]


@pytest.fixture
def token(peer: Rater, round: Round, frank: Person) -> str:
    return invite(round, frank)[1].split("/")[2]


def opened(client: Client, address: str, method: str = "get") -> Any:
    """What a link leads to. Servers send headers in Latin-1, and break where that fails."""
    response = getattr(client, method)(address)
    for value in [*response.headers.values(), *(each.OutputString() for each in cookies(response))]:
        value.encode("latin-1")
    if response.status_code == 301:
        return opened(client, response["Location"], method)
    return response


def cookies(response: Any) -> list[Any]:
    return list(response.cookies.values())


class TestALinkFromAMailClient:
    @pytest.mark.parametrize("damaged", DAMAGED)
    def test_leads_to_the_right_round(
        self, client: Client, token: str, peer: Rater, damaged: str
    ) -> None:
        response = opened(client, damaged.replace("T", token))

        assert (response.status_code, response["Location"]) == (302, START)
        assert "Start" in client.get(START).content.decode()
        assert client.post(START).headers["Location"] == page("answer_promise", peer)

    @pytest.mark.parametrize("damaged", DAMAGED)
    def test_looked_at_twice_or_by_a_scanner_changes_nothing(
        self, token: str, damaged: str
    ) -> None:
        before = Invitation.objects.values().get()
        for method in ["head", "head", "get", "get"]:
            assert opened(Client(), damaged.replace("T", token), method).status_code == 302
        assert Client().post(START).status_code == 200

        assert Invitation.objects.values().get() == before

    @pytest.mark.parametrize("odd", ODD)
    def test_without_a_live_token_leads_to_the_page_of_dead_links(
        self, client: Client, db: None, odd: str
    ) -> None:
        assert opened(client, f"/link/{odd}").status_code == 302
        response = client.post(START)

        assert response.status_code == 404
        assert "This link does not work" in response.content.decode()


class TestALinkToAPassword:
    @pytest.mark.parametrize("after", [*".,)>\"'”’…\u200b\ufeff", "%20", "%0A", "=20"])
    def test_with_what_stood_after_it_still_works(
        self, client: Client, carol: Person, after: str
    ) -> None:
        assert carol.user is not None
        key = [user_pk_to_url_str(carol.user), default_token_generator.make_token(carol.user)]
        address = reverse("account_reset_password_from_key", args=key)
        for damaged in (address, address.rstrip("/") + after, address + after):
            response = opened(client, damaged)
            assert response.status_code == 302
            assert "id_password1" in client.get(response["Location"]).content.decode()
