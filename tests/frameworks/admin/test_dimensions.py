from __future__ import annotations

from typing import Any

from django.test import Client

from assessment.models import (
    AuditEvent,
    Dimension,
    Framework,
    Indicator,
    Level,
    User,
)
from tests.admin_pages import dimension_page, fields, page, said, save
from tests.cast import publish, signed_in


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
        assert event.detail["changes"][0]["changed"]["fields"] == [
            "Statement for raters",
            "Statement in the first person",
        ]

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


def texts(draft: Framework) -> list[str]:
    found = Indicator.objects.filter(dimension__framework=draft, dimension__key="leadership")
    return list(found.order_by("position").values_list("text", flat=True))


class TestOrderOfIndicators:
    def press(self, client: Client, url: str, button: str, **changes: str) -> Any:
        return client.post(url, fields(client.get(url)) | changes | {"_move": button})

    def test_is_changed_by_a_button_that_saves_the_page_first(
        self, editor: Client, draft: Framework, erin: User
    ) -> None:
        url = dimension_page(draft, "leadership")
        last = Indicator.objects.get(key="leadership-3")
        assert f'value="indicator {last.pk} up"' in editor.get(url).content.decode()
        response = self.press(
            editor, url, f"indicator {last.pk} up", **{"indicators-0-text": "Typed just now"}
        )
        assert response["Location"] == f"{url}#indicators-group"
        assert texts(draft) == [
            "Typed just now",
            "Shows leadership in way 3.",
            "Shows leadership in way 2.",
        ]
        event = AuditEvent.objects.get(action="framework.order_changed")
        assert (event.subject_id, event.by) == (draft.pk, erin)

    def test_stays_at_the_ends_of_the_list(self, editor: Client, draft: Framework) -> None:
        url, before = dimension_page(draft, "leadership"), texts(draft)
        first = Indicator.objects.get(key="leadership-1")
        last = Indicator.objects.get(key="leadership-3")
        self.press(editor, url, f"indicator {first.pk} up")
        self.press(editor, url, f"indicator {last.pk} down")
        assert texts(draft) == before

    def test_moves_nothing_of_another_page(self, editor: Client, draft: Framework) -> None:
        url, before = dimension_page(draft, "communication"), texts(draft)
        first = Indicator.objects.get(key="leadership-1")
        for button in [f"indicator {first.pk} down", "indicator x up", "user 1 up", ""]:
            assert self.press(editor, url, button).status_code == 302
        assert texts(draft) == before

    def test_has_no_buttons_once_published(self, editor: Client, framework: Framework) -> None:
        html = editor.get(dimension_page(framework, "leadership")).content.decode()
        assert "_move" not in html


class TestTwoEditors:
    def test_the_later_one_is_told_and_keeps_what_was_typed(
        self, editor: Client, draft: Framework, olga: User
    ) -> None:
        User.objects.filter(pk=olga.pk).update(is_editor=True)
        url = dimension_page(draft, "leadership")
        mine, theirs = fields(editor.get(url)), signed_in(olga)
        save(theirs, url, **{"indicators-0-text": "Olga was here"})

        response = editor.post(url, mine | {"indicators-1-text": "Erin too", "_save": "1"})
        assert "Olga saved changes here after you opened this page." in said(response)
        assert texts(draft)[0] == "Olga was here"
        assert fields(response)["indicators-1-text"] == "Erin too"

        editor.post(url, fields(response) | {"_save": "1"})
        assert texts(draft)[1] == "Erin too"

    def test_do_not_meet_on_different_pages(self, editor: Client, draft: Framework) -> None:
        leadership = dimension_page(draft, "leadership")
        mine = fields(editor.get(leadership))
        save(editor, dimension_page(draft, "communication"), name="Talking")
        editor.post(leadership, mine | {"name": "Leading", "_save": "1"})
        assert draft.dimensions.get(key="leadership").name == "Leading"

    def test_a_page_without_its_mark_is_not_saved(self, editor: Client, draft: Framework) -> None:
        url = dimension_page(draft, "leadership")
        values = fields(editor.get(url))
        values.pop("seen")
        editor.post(url, values | {"name": "Blind", "_save": "1"})
        assert not Dimension.objects.filter(name="Blind").exists()


class TestAdvice:
    def test_is_shown_where_the_wording_can_be_mended(
        self, editor: Client, draft: Framework
    ) -> None:
        url = dimension_page(draft, "leadership")
        changes = {"indicators-0-text": "Never shouts and listens", "indicators-1-self_text": "Me"}
        save(editor, url, **changes)
        text = said(editor.get(url))
        assert "“Never” is negative. Say what the person does." in text
        assert "“and” may join two behaviours." in text
        assert "The participant's own statement should begin with “I”." in text
