from __future__ import annotations

from django.test import Client

from assessment.models import (
    Council,
    Framework,
    Level,
    Target,
    User,
)
from tests.admin_pages import fields, page, said, save
from tests.cast import make_round, signed_in


class TestNewDraftPage:
    def test_offers_the_next_version_and_changes_nothing_on_get(
        self, editor: Client, framework: Framework
    ) -> None:
        assert fields(editor.get(page(framework, "draft")))["version"] == "1.1"
        assert Framework.objects.count() == 1

    def test_makes_the_draft(self, editor: Client, framework: Framework, erin: User) -> None:
        response = editor.post(
            page(framework, "draft"), {"name": "Next", "version": "2.0"}, follow=True
        )
        draft = Framework.objects.get(version="2.0")
        assert response.redirect_chain[-1][0] == page(draft)
        assert (draft.name, draft.made_from) == ("Next", framework)
        assert "Next 2.0 is ready for your changes." in said(response)

    def test_refuses_a_version_that_exists(self, editor: Client, framework: Framework) -> None:
        response = editor.post(page(framework, "draft"), {"name": "Same", "version": "1.0"})
        assert "exists already" in said(response)
        assert Framework.objects.count() == 1

    def test_gives_a_council_its_own_copy_of_a_shared_one(
        self, gwen: User, framework: Framework, ashford: Council
    ) -> None:
        client = signed_in(gwen)
        client.post(page(framework, "draft"), {"name": "Ours", "version": "1.0"})
        copied = Framework.objects.get(council=ashford)
        assert save(client, page(copied), name="Ours too").status_code == 200
        copied.refresh_from_db()
        assert copied.name == "Ours too"


class TestPublishPage:
    def test_publishes_on_post_only(self, editor: Client, draft: Framework, erin: User) -> None:
        assert (
            "once it is published, it never changes"
            in said(editor.get(page(draft, "publish"))).lower()
        )
        draft.refresh_from_db()
        assert draft.is_draft
        response = editor.post(page(draft, "publish"), follow=True)
        draft.refresh_from_db()
        assert (draft.state, draft.published_by) == ("published", erin)
        assert "is published. Rounds can use it now." in said(response)

    def test_lists_everything_that_is_missing(self, editor: Client, draft: Framework) -> None:
        Target.objects.all().delete()
        Level.objects.filter(value=1).delete()
        for response in (
            editor.get(page(draft, "publish")),
            editor.post(page(draft, "publish")),
        ):
            assert said(response).count("Levels are missing: 1.") == 4
            assert said(response).count("The target level and its importance are missing.") == 4
            assert "Publish for ever" not in response.content.decode()
        draft.refresh_from_db()
        assert draft.is_draft

    def test_says_why_a_published_one_cannot_be_published(
        self, editor: Client, framework: Framework
    ) -> None:
        response = editor.get(page(framework, "publish"), follow=True)
        assert "is published, and rounds may be using it" in said(response)


class TestRetirePage:
    def test_retires_on_post_only(
        self, editor: Client, framework: Framework, ashford: Council, alice: User
    ) -> None:
        make_round(ashford, framework, by=alice, state="open")
        assert "1 round uses it and keeps it." in said(editor.get(page(framework, "retire")))
        framework.refresh_from_db()
        assert framework.state == "published"
        editor.post(page(framework, "retire"))
        framework.refresh_from_db()
        assert framework.state == "retired"

    def test_refuses_a_draft_with_a_sentence(self, editor: Client, draft: Framework) -> None:
        response = editor.post(page(draft, "retire"), follow=True)
        assert "is not published, so it cannot be retired" in said(response)
