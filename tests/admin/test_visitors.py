from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from assessment.models import (
    Council,
    Framework,
    Target,
    User,
)
from tests.admin_pages import STEPS, dimension_page, page, said
from tests.cast import make_framework, signed_in


def addresses(framework: Framework) -> Iterator[str]:
    yield from (page(framework, step) for step in [*STEPS, "change", "delete", "history"])
    yield dimension_page(framework, "leadership")
    yield "/admin/assessment/framework/"
    yield "/admin/assessment/framework/add/"


class TestVisitor:
    """Who gets in: editors, and each to the frameworks of her own council and the shared ones."""

    def test_who_signed_out_is_asked_to_sign_in(self, draft: Framework) -> None:
        for url in addresses(draft):
            for response in (Client().get(url), Client().post(url)):
                assert response.status_code == 302, url
                assert response["Location"].startswith("/accounts/login/"), url

    @pytest.mark.parametrize("who", ["alice", "olga"])
    def test_without_the_duty_is_refused(
        self, draft: Framework, who: str, request: pytest.FixtureRequest
    ) -> None:
        client = signed_in(request.getfixturevalue(who))
        for url in addresses(draft):
            assert client.get(url, follow=True).status_code == 403, url
            assert client.post(url, {"post": "yes"}, follow=True).status_code == 403, url
        assert Framework.objects.get().is_draft

    def test_of_another_council_finds_nothing(self, gwen: User, brindle: Council) -> None:
        theirs = make_framework(council=brindle, published=False)
        client = signed_in(gwen)
        for url in list(addresses(theirs))[:8]:
            assert client.get(url).status_code == 404, url
            assert client.post(url, {"post": "yes"}).status_code == 404, url
        assert "Small framework" not in said(client.get("/admin/assessment/framework/"))

    def test_of_a_council_reads_the_shared_drafts_but_leaves_them(
        self, gwen: User, draft: Framework
    ) -> None:
        client = signed_in(gwen)
        assert "is shared by all councils" in said(client.get(page(draft)))
        assert client.get(page(draft, "draft")).status_code == 200
        assert client.post(page(draft), {"name": "Mine"}).status_code == 403
        assert client.post(page(draft, "targets"), {}).status_code == 403
        for step in ["publish", "retire", "delete"]:
            assert client.post(page(draft, step), {"post": "yes"}).status_code == 403, step
        leadership = dimension_page(draft, "leadership")
        assert client.post(leadership, {"name": "Mine"}).status_code == 403
        assert Target.objects.count() == 6

    def test_with_a_wrong_id_finds_nothing(self, editor: Client) -> None:
        for place in ["framework", "dimension"]:
            for wrong in [str(uuid.uuid4()), "junk", "1"]:
                assert editor.get(f"/admin/assessment/{place}/{wrong}/change/").status_code == 404
        for step in STEPS:
            url = f"/admin/assessment/framework/{uuid.uuid4()}/{step}/"
            assert editor.get(url).status_code == 404

    def test_who_edits_sees_no_councils_and_no_accounts(self, editor: Client) -> None:
        text = said(editor.get("/admin/"))
        assert "Frameworks" in text
        assert "Councils" not in text
        assert editor.get("/admin/assessment/user/").status_code == 403
        assert editor.get("/admin/assessment/council/").status_code == 403
