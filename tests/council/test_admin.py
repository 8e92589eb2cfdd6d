"""The page with the rules, for whoever edits what they look at."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from assessment.council.words import rules_in_words
from assessment.models import Council, Framework, Indicator, User
from tests.admin_pages import page, said
from tests.cast import make_framework, signed_in

LIST = "/admin/assessment/framework/readings/"
UNREAD = "This framework gives it nothing to read, so it never fires."


class TestReadingsPage:
    def test_has_every_rule_with_all_that_is_declared_of_it(self, editor: Client) -> None:
        text = said(editor.get(LIST))
        for rule in rules_in_words():
            for each in (rule.name, rule.says, rule.stands_on, *rule.limits, *rule.helps):
                assert each in text
        assert UNREAD not in text

    def test_is_reached_from_the_start_and_from_a_framework(
        self, editor: Client, framework: Framework
    ) -> None:
        assert f'href="{LIST}"' in editor.get("/admin/").content.decode()
        address = page(framework, "readings")
        assert f'href="{address}"' in editor.get(page(framework)).content.decode()

    def test_says_of_a_framework_what_it_gives_nothing_to(
        self, editor: Client, framework: Framework
    ) -> None:
        """The small framework has no customer service, and nothing on service plans."""
        text = said(editor.get(page(framework, "readings")))
        assert text.count(UNREAD) == 2
        assert f"Nobody is at target in customer service {UNREAD}" in text
        draft = make_framework(published=False, version="2.0")
        statement = Indicator.objects.filter(dimension__framework=draft, dimension__key="mandate")
        Indicator.objects.filter(pk=statement[0].pk).update(key="was-asked-about-plans")
        assert said(editor.get(page(draft, "readings"))).count(UNREAD) == 1

    def test_is_open_to_operators(self, olga: User, framework: Framework) -> None:
        client = signed_in(olga)
        assert LIST in client.get("/admin/").content.decode()
        for address in (LIST, page(framework, "readings")):
            assert client.get(address).status_code == 200

    @pytest.mark.parametrize("who", ["alice", "dave"])
    def test_is_for_editors_and_operators(
        self, who: str, framework: Framework, request: pytest.FixtureRequest
    ) -> None:
        client = signed_in(request.getfixturevalue(who))
        for address in (LIST, page(framework, "readings")):
            assert client.get(address, follow=True).status_code == 403

    def test_of_another_councils_framework_is_not_there(self, gwen: User, brindle: Council) -> None:
        theirs = make_framework(council=brindle)
        assert signed_in(gwen).get(page(theirs, "readings")).status_code == 404

    def test_asks_a_stranger_to_sign_in(self, framework: Framework) -> None:
        for address in (LIST, page(framework, "readings")):
            assert Client().get(address)["Location"].startswith("/a")

    def test_with_a_bad_id_is_not_there(self, editor: Client) -> None:
        address = reverse("admin:assessment_framework_readings", args=[uuid.uuid4()])
        assert editor.get(address).status_code == 404
