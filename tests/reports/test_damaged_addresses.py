"""A report's address as mail clients pass it on: with what stood around it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Council, Framework, Person, Rater, User
from assessment.release.services import release
from tests.cast import NOW, add_participant, answer, make_round, signed_in

pytestmark = pytest.mark.one_database

BEHIND = [*"/.,)>\"'”’…\u200b\ufeff\u00a0", " ", "\n", "=", "=20", "/,", "/)", "/>", "/."]


@pytest.fixture
def address(ashford: Council, framework: Framework, alice: User, carol: Person) -> str:
    closed = make_round(ashford, framework, by=alice, state="closed")
    participant = add_participant(closed, carol)
    answer(Rater.objects.get(participant=participant))
    release.release(round=closed, by=alice, at=NOW)
    return reverse("report_page", args=[participant.report.pk])


@pytest.fixture
def reader(carol: Person) -> Client:
    assert carol.user is not None
    return signed_in(carol.user)


@pytest.mark.parametrize("behind", BEHIND)
def test_leads_to_the_report(address: str, reader: Client, behind: str) -> None:
    for written in (behind, quote(behind)):
        response = reader.get(address.rstrip("/") + written)
        assert response.status_code == 200
        assert "Carol" in response.content.decode()


def test_leads_to_the_report_after_signing_in(address: str) -> None:
    response = Client().get(address.rstrip("/") + "”")
    assert response.status_code == 302
    response["Location"].encode("ascii")


def test_is_not_mistaken_for_another_page_of_the_report(address: str, reader: Client) -> None:
    whole = address.rstrip("/")
    assert reader.get(f"{whole}.pdf")["Content-Type"] == "application/pdf"
    assert reader.get(f"{whole}/goals/").status_code == 200
    for other in (f"{whole}/nowhere/", f"{whole}.doc", f"{whole}0", address[:-3]):
        assert reader.get(other).status_code == 404
