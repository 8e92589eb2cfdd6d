"""No browser and no proxy keeps a copy of a page, which is personal or may become so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.test_access import ANSWERED, EXPECTED, World, address
from tests.house.test_access import world as world

NOT_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"
# A stylesheet whose address is its content says itself how it may be kept.
OTHERS = {"brand": "public, max-age=31536000, immutable"}


def cache_control(response: Any) -> str:
    if response.streaming:
        response.getvalue()  # a file is closed after its last byte
    return str(response["Cache-Control"])


def test_no_address_lets_its_answer_be_kept(world: World) -> None:
    met = {}
    for name, expected in EXPECTED.items():
        answered = [kind for kind in expected if expected[kind] == ANSWERED]
        with world.as_new() as here:
            client = here.clients[answered[0] if answered else "frank"]
            met[name] = cache_control(client.get(address(here, name)))
    assert met == {name: OTHERS.get(name, NOT_KEPT) for name in EXPECTED}


def test_no_address_lets_a_refusal_be_kept(world: World) -> None:
    refused = ["round_page", "answer_questions", "report_pdf", "framework_preview"]
    met = {cache_control(world.clients["dave"].get(address(world, name))) for name in refused}
    assert met == {NOT_KEPT}


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("alice", "round_extend", {"closes_on": ""}),
        ("frank", "answer_decline", {"reason": ""}),
        ("frank", "answer_draft", {"comment": "Clear."}),
    ],
)
def test_no_address_lets_the_answer_to_a_form_be_kept(
    world: World, kind: str, name: str, data: dict[str, str]
) -> None:
    assert cache_control(world.clients[kind].post(address(world, name), data)) == NOT_KEPT


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_change_password", "admin:index"]
)
def test_no_page_of_accounts_or_the_admin_is_kept(name: str, client: Client, db: None) -> None:
    assert cache_control(client.get(reverse(name))) == NOT_KEPT


def test_a_page_that_is_not_there_is_not_kept(client: Client, db: None) -> None:
    assert cache_control(client.get("/nowhere/")) == NOT_KEPT
