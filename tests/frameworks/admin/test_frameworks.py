from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.models import (
    AuditEvent,
    Council,
    Dimension,
    Framework,
    Kind,
    Level,
    Target,
    User,
)
from tests.admin_pages import dimension_page, fields, page, said, save
from tests.cast import add_dimension, make_framework, publish, signed_in


class TestFrameworkPage:
    def test_shows_what_the_framework_holds(self, editor: Client, draft: Framework) -> None:
        text = said(editor.get(page(draft)))
        assert "2 roles, 4 dimensions, 12 indicators – draft" in text
        assert "To mend before publishing" not in text

    def test_lists_what_is_missing_with_the_way_there(
        self, editor: Client, draft: Framework
    ) -> None:
        Level.objects.filter(dimension__key="leadership", value=3).delete()
        Target.objects.filter(dimension__key="focus").delete()
        response = editor.get(page(draft))
        assert "Leadership : Levels are missing: 3." in said(response)
        assert "e-champion × Focus : The expected range is missing." in said(response)
        html = " ".join(response.content.decode().split())
        assert f'<a href="{dimension_page(draft, "leadership")}">Leadership</a>: Levels' in html
        assert f'<a href="{page(draft, "targets")}">e-champion × Focus</a>' in html

    def test_saves_a_draft_and_says_so_in_the_trail(
        self, editor: Client, draft: Framework, erin: User
    ) -> None:
        save(editor, page(draft), name="Renamed", **{"roles-0-purpose": "To lead."})
        draft.refresh_from_db()
        assert draft.name == "Renamed"
        assert draft.roles.get(key="e-champion").purpose == "To lead."
        event = AuditEvent.objects.get()
        assert (event.action, event.subject_id, event.by) == ("framework.changed", draft.pk, erin)
        assert event.detail["changes"] == [
            {"changed": {"fields": ["Name"]}},
            {"changed": {"fields": ["Purpose"], "name": "role", "object": "e-champion"}},
        ]

    def test_gives_a_new_role_a_key_and_the_last_place(
        self, editor: Client, draft: Framework
    ) -> None:
        new = {"roles-2-name": "Data Owner", "roles-2-purpose": "Owns data."}
        save(editor, page(draft), **new)
        assert [r.key for r in draft.roles.order_by("position")] == [
            "e-champion",
            "head-of-ict",
            "data-owner",
        ]

    def test_gives_a_new_dimension_a_key_unlike_the_others(
        self, editor: Client, draft: Framework
    ) -> None:
        Dimension.objects.filter(key="leadership").update(name="Old")
        new = {"dimensions-4-name": "Leadership", "dimensions-4-description": "Leads."}
        save(editor, page(draft), **new)
        assert draft.dimensions.get(name="Leadership").key == "leadership-2"

    def test_names_a_role_that_is_there_twice(self, editor: Client, draft: Framework) -> None:
        new = {"roles-2-name": "Head of ICT", "roles-2-purpose": "Same."}
        assert "This is here twice." in said(save(editor, page(draft), **new))
        assert draft.roles.count() == 2

    def test_refuses_a_version_that_exists(self, editor: Client, draft: Framework) -> None:
        make_framework(version="2.0")
        response = save(editor, page(draft), version="2.0")
        assert "Version 2.0 of Small framework exists already" in said(response)

    def test_of_a_published_framework_says_why_it_cannot_be_edited(
        self, editor: Client, framework: Framework
    ) -> None:
        response = editor.get(page(framework))
        assert "is published, and rounds may be using it, so it never changes" in said(response)
        assert 'name="_save"' not in response.content.decode()

    def test_keeps_no_change_that_comes_after_the_publishing(
        self, editor: Client, draft: Framework
    ) -> None:
        values = fields(editor.get(page(draft)))
        publish(draft)
        response = editor.post(page(draft), values | {"name": "Late", "_save": "1"}, follow=True)
        assert "Your changes were not saved." in said(response)
        assert Framework.objects.get().name == "Small framework"

    def test_can_be_deleted_as_a_draft_and_that_is_recorded(
        self, editor: Client, draft: Framework
    ) -> None:
        editor.post(page(draft, "delete"), {"post": "yes"})
        assert not Framework.objects.exists()
        assert AuditEvent.objects.get().action == "framework.deleted"

    def test_cannot_be_deleted_once_published(self, editor: Client, framework: Framework) -> None:
        assert editor.post(page(framework, "delete"), {"post": "yes"}).status_code == 403

    def test_needs_no_more_queries_for_more_dimensions(
        self, editor: Client, draft: Framework, django_assert_num_queries: Any
    ) -> None:
        with CaptureQueriesContext(
            connection,
        ) as few:
            editor.get(page(draft))
        for number in range(4):
            add_dimension(draft, f"more-{number}", Kind.SKILL, 5)
        with django_assert_num_queries(len(few)):
            editor.get(page(draft))


class TestNewFramework:
    url = "/admin/assessment/framework/add/"

    def test_begins_empty_and_leads_to_its_page(self, editor: Client, erin: User) -> None:
        response = save(editor, self.url, name="Digital skills", version="1.0")
        framework = Framework.objects.get()
        assert response.redirect_chain[-1][0] == page(framework)
        assert (framework.key, framework.council, framework.state) == (
            "digital-skills",
            None,
            "draft",
        )
        assert AuditEvent.objects.get().action == "framework.made"

    def test_of_a_councils_editor_belongs_to_the_council(
        self, gwen: User, ashford: Council
    ) -> None:
        make_framework()  # a shared one of the same name does not stand in the way
        save(signed_in(gwen), self.url, name="Small framework", version="1.0")
        assert Framework.objects.get(council=ashford).key == "small-framework"

    def test_refuses_a_version_that_exists(self, editor: Client, framework: Framework) -> None:
        response = save(editor, self.url, name="Small framework", version="1.0")
        assert "exists already" in said(response)
        assert Framework.objects.count() == 1


class TestHistory:
    def test_says_who_did_what(self, editor: Client, draft: Framework) -> None:
        save(editor, page(draft), name="Renamed")
        save(editor, dimension_page(draft, "leadership"), **{"indicators-0-text": "Asks"})
        text = said(editor.get(page(draft, "history")))
        assert "Erin Framework changed Changed Name." in text
        assert "leadership: Changed Statement for raters for indicator “Asks”." in text

    def test_says_who_published_and_who_retired_it(self, editor: Client, draft: Framework) -> None:
        editor.post(page(draft, "publish"))
        editor.post(page(draft, "retire"))
        day = r"\d+ \w+ \d{4}"
        both = rf"published on {day} by Erin and retired on {day} by Erin"
        assert re.search(both, said(editor.get(page(draft))))
        assert re.search(rf"{day}, Erin", said(editor.get(TestList.url)))
        text = said(editor.get(page(draft, "history")))
        assert "Erin Framework retired" in text
        assert "Erin Framework published" in text


class TestList:
    url = "/admin/assessment/framework/"

    def test_shows_every_version(self, editor: Client, framework: Framework) -> None:
        text = said(editor.get(self.url))
        assert "Small framework" in text
        assert "everybody (shared)" in text

    @pytest.mark.parametrize(
        ("action", "step"),
        [("make_a_draft", "draft"), ("check_and_publish", "publish"), ("retire_one", "retire")],
    )
    def test_leads_to_the_page_of_a_step_and_changes_nothing(
        self, editor: Client, framework: Framework, action: str, step: str
    ) -> None:
        chosen = {"action": action, "_selected_action": str(framework.pk)}
        response = editor.post(self.url, chosen)
        assert response["Location"] == page(framework, step)
        assert Framework.objects.get().state == "published"

    def test_takes_one_framework_at_a_time(self, editor: Client, framework: Framework) -> None:
        both = [str(framework.pk), str(make_framework(version="2.0").pk)]
        response = editor.post(
            self.url, {"action": "retire_one", "_selected_action": both}, follow=True
        )
        assert "Choose one framework at a time." in said(response)

    def test_offers_no_deletion_of_many(self, editor: Client, framework: Framework) -> None:
        assert "delete_selected" not in editor.get(self.url).content.decode()

    def test_finds_a_framework_by_the_words_of_an_indicator(
        self, editor: Client, framework: Framework
    ) -> None:
        assert "1 framework" in said(editor.get(self.url, {"q": "leadership in way 2"}))
        assert "0 frameworks" in said(editor.get(self.url, {"q": "golf"}))


class TestOrder:
    @pytest.mark.parametrize(
        ("kind", "key"), [("role", "head-of-ict"), ("dimension", "leadership")]
    )
    def test_of_roles_and_dimensions_is_changed_by_buttons(
        self, editor: Client, draft: Framework, kind: str, key: str
    ) -> None:
        rows = draft.roles if kind == "role" else draft.dimensions
        row = rows.get(key=key)
        values = fields(editor.get(page(draft)))
        editor.post(page(draft), values | {"_move": f"{kind} {row.pk} up"})
        assert rows.order_by("position")[0] == row
