from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import AuditEvent, Dimension, Framework, User
from tests.admin_pages import dimension_page, fields, page, said, save
from tests.cast import make_framework, signed_in

NAME = "dimensions.communication.name"
LABEL = "dimensions.communication.levels.1.label"


def texts_page(framework: Framework, dimension: str = "", language: str = "cy") -> str:
    name = "admin:assessment_framework_texts" + ("_of_dimension" if dimension else "")
    return reverse(name, args=[framework.pk, language, *filter(None, [dimension])])


@pytest.fixture
def url(draft: Framework) -> str:
    return texts_page(draft, "communication")


def communication() -> Dimension:
    return Dimension.objects.get(key="communication")


class TestTextsPage:
    def test_shows_english_beside_a_field_for_every_text_of_a_dimension(
        self, editor: Client, url: str
    ) -> None:
        response = editor.get(url)
        shown = fields(response)
        # Name and description, five levels, three indicators twice, five suggestions.
        assert len(shown) == 1 + 2 + 2 * 5 + 2 * 3 + 5
        assert "I show communication in way 2." in said(response)
        assert '<td id="english-dimensions.communication.name">Communication</td>' in (
            response.content.decode()
        )
        assert "23 of 23 missing" in said(response)

    def test_of_the_framework_has_the_roles(self, editor: Client, draft: Framework) -> None:
        shown = fields(editor.get(texts_page(draft)))
        assert shown.keys() - {"seen", "name"} == {
            f"roles.{role}.{name}"
            for role in ["e-champion", "head-of-ict"]
            for name in ["name", "purpose"]
        }

    def test_saves_all_at_once(self, editor: Client, url: str, erin: User) -> None:
        response = save(editor, url, **{NAME: "Cyfathrebu", LABEL: "Bron byth"})
        assert "The texts are saved." in said(response)
        assert "21 of 23 missing" in said(response)
        assert communication().text_in("name", "cy") == ("Cyfathrebu", "cy")
        assert communication().levels.get(value=1).text_in("label", "cy")[0] == "Bron byth"
        event = AuditEvent.objects.get()
        assert (event.action, event.by) == ("framework.translated", erin)

    def test_saves_nothing_where_nothing_changed(self, editor: Client, url: str) -> None:
        save(editor, url)
        assert not AuditEvent.objects.exists()

    def test_marks_what_was_reworded_until_it_is_called_right(
        self, editor: Client, url: str, draft: Framework
    ) -> None:
        save(editor, url, **{NAME: "Cyfathrebu"})
        save(editor, dimension_page(draft, "communication"), name="Talking")
        assert "Out of date: the English was reworded since." in said(editor.get(url))
        save(editor, url, **{LABEL: "Bron byth"})
        assert "1 out of date" in said(editor.get(url))
        values = fields(editor.get(url))
        editor.post(url, {**values, f"{NAME}.right": "on"})
        assert "Out of date" not in said(editor.get(url))
        assert communication().text_in("name", "cy")[0] == "Cyfathrebu"

    def test_names_the_text_that_is_too_long(self, editor: Client, url: str) -> None:
        response = save(editor, url, **{LABEL: "x" * 61})
        assert "Some texts need mending." in said(response)
        assert "at most 60 characters" in said(response)
        assert not AuditEvent.objects.exists()

    def test_tells_the_later_of_two_editors(self, editor: Client, url: str) -> None:
        mine = fields(editor.get(url))
        save(editor, url, **{NAME: "Cyfathrebu"})
        response = editor.post(url, mine | {NAME: "Siarad"})
        assert "Erin saved changes here after you opened this page." in said(response)
        assert communication().text_in("name", "cy")[0] == "Cyfathrebu"
        editor.post(url, fields(response))
        assert communication().text_in("name", "cy")[0] == "Siarad"

    def test_of_a_published_framework_only_shows(
        self, editor: Client, framework: Framework
    ) -> None:
        url = texts_page(framework, "communication")
        response = editor.get(url)
        assert "it never changes" in said(response)
        assert "disabled" in response.content.decode()
        editor.post(url, fields(response) | {NAME: "Cyfathrebu"})
        assert communication().translations == {}

    @pytest.mark.parametrize(("language", "key"), [("en-gb", ""), ("fr", ""), ("cy", "nothing")])
    def test_is_unknown_for_another_language_or_dimension(
        self, editor: Client, draft: Framework, language: str, key: str
    ) -> None:
        assert editor.get(texts_page(draft, key, language)).status_code == 404

    def test_is_not_for_others(
        self, gwen: User, alice: User, draft: Framework, client: Client
    ) -> None:
        url = texts_page(draft, "communication")
        assert client.get(url).status_code == 302
        assert signed_in(alice).get(url).status_code in {302, 403}
        reader = signed_in(gwen)
        assert "shared by all councils" in said(reader.get(url))
        assert reader.post(url, {NAME: "Cyfathrebu"}).status_code == 403

    def test_of_another_council_is_unknown(self, gwen: User, dave: User) -> None:
        assert dave.council is not None
        theirs = make_framework(published=False, council=dave.council)
        assert signed_in(gwen).get(texts_page(theirs)).status_code == 404


class TestFrameworkPage:
    def test_counts_what_is_missing(self, editor: Client, draft: Framework, url: str) -> None:
        save(editor, url, **{NAME: "Cyfathrebu"})
        words = said(editor.get(page(draft)))
        assert "Texts in Welsh" in words
        assert "22 of 23 missing" in words
        assert "Welsh texts: 22 missing, 0 out of date." in words

    def test_of_a_framework_without_welsh_only_offers_it(
        self, editor: Client, draft: Framework
    ) -> None:
        words = said(editor.get(page(draft)))
        assert "Texts in Welsh" in words
        assert "Welsh texts: " not in words


class TestPublishing:
    def test_asks_for_a_decision_about_a_language_that_is_begun(
        self, editor: Client, draft: Framework, url: str
    ) -> None:
        save(editor, url, **{NAME: "Cyfathrebu"})
        words = said(editor.get(page(draft, "publish")))
        assert "Communication, description : missing" in words.replace(": missing", " : missing")
        response = editor.post(page(draft, "publish"))
        assert "Mend the translations first" in said(response)
        draft.refresh_from_db()
        assert draft.is_draft
        editor.post(page(draft, "publish"), {"with_gaps": "on"})
        draft.refresh_from_db()
        assert not draft.is_draft

    def test_asks_nothing_where_no_language_is_begun(
        self, editor: Client, draft: Framework
    ) -> None:
        assert "Publish with these gaps" not in said(editor.get(page(draft, "publish")))
        editor.post(page(draft, "publish"))
        draft.refresh_from_db()
        assert not draft.is_draft
