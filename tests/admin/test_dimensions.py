from __future__ import annotations

from django.test import Client

from assessment.models import (
    AuditEvent,
    Framework,
    Indicator,
    Level,
    User,
)
from tests.admin.pages import dimension_page, fields, page, said, save
from tests.cast import publish


class TestDimensionPage:
    def test_saves_an_indicator_and_says_so_in_the_frameworks_trail(
        self, editor: Client, draft: Framework, erin: User
    ) -> None:
        changes = {"indicators-0-text": "Asks", "indicators-0-self_text": "I ask"}
        save(editor, dimension_page(draft, "leadership"), **changes)
        assert Indicator.objects.get(key="leadership-1").text == "Asks"
        event = AuditEvent.objects.get()
        assert (event.action, event.subject_id) == ("dimension.changed", draft.pk)
        assert event.detail["dimension"] == "leadership"
        assert event.detail["changes"][0]["changed"]["fields"] == ["Text", "Self text"]

    def test_adds_an_indicator_at_the_end(self, editor: Client, draft: Framework) -> None:
        new = {"indicators-3-text": "Listens well", "indicators-3-self_text": "I listen well"}
        save(editor, dimension_page(draft, "leadership"), **new)
        added = Indicator.objects.get(text="Listens well")
        assert (added.key, added.position) == ("listens-well", 4)

    def test_offers_the_levels_that_are_missing(self, editor: Client, draft: Framework) -> None:
        Level.objects.filter(dimension__key="leadership", value__in=[2, 4]).delete()
        url = dimension_page(draft, "leadership")
        offered = fields(editor.get(url))
        assert [offered["levels-3-value"], offered["levels-4-value"]] == ["2", "4"]
        save(editor, url, **{"levels-3-label": "Two", "levels-3-anchor": "A bit."})
        values = Level.objects.filter(dimension__key="leadership").values_list("value", flat=True)
        assert sorted(values) == [1, 2, 3, 5]

    def test_names_a_level_that_is_there_twice(self, editor: Client, draft: Framework) -> None:
        changes = {"levels-0-value": "2"}
        response = save(editor, dimension_page(draft, "leadership"), **changes)
        assert "This is here twice." in said(response)

    def test_goes_back_to_the_framework(self, editor: Client, draft: Framework) -> None:
        response = save(editor, dimension_page(draft, "leadership"), name="Leading")
        assert response.redirect_chain[-1][0] == page(draft)

    def test_of_a_published_framework_can_be_read_only(
        self, editor: Client, framework: Framework
    ) -> None:
        response = editor.get(dimension_page(framework, "leadership"))
        assert "so it never changes" in said(response)
        assert not [name for name in fields(response) if name.endswith("-text")]

    def test_keeps_no_change_that_comes_after_the_publishing(
        self, editor: Client, draft: Framework
    ) -> None:
        url = dimension_page(draft, "leadership")
        values = fields(editor.get(url))
        publish(draft)
        changes = {"indicators-0-text": "Late", "_save": "1"}
        response = editor.post(url, values | changes, follow=True)
        assert "Your changes were not saved." in said(response)
        assert not Indicator.objects.filter(text="Late").exists()
