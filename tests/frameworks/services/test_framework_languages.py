"""Texts of a framework in other languages: given, reworded, published, and brought in by file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.frameworks.selectors import Place, TranslationState
from assessment.models import AuditEvent, Framework, Indicator, User
from tests.cast import NOW, make_framework

NAME: Place = ("dimensions", "communication", "name")
STATEMENT: Place = ("dimensions", "leadership", "indicators", "leadership-1", "text")
PURPOSE: Place = ("roles", "e-champion", "purpose")
LABEL: Place = ("dimensions", "focus", "levels", "2", "label")
SUGGESTION: Place = ("dimensions", "mandate", "suggestions", "1", "text")
TEXTS = {
    NAME: "Cyfathrebu",
    STATEMENT: "Yn arwain",
    PURPOSE: "Diben",
    LABEL: "Weithiau",
    SUGGESTION: "Gwella",
    ("name",): "Fframwaith bach",
}


@pytest.fixture
def draft(db: None) -> Framework:
    return make_framework(published=False)


@pytest.fixture
def welsh(draft: Framework, erin: User) -> Framework:
    """The draft with a few Welsh texts."""
    translate(draft, erin, TEXTS)
    return draft


def translate(draft: Framework, by: User | None, texts: dict[Place, str]) -> Framework:
    return frameworks.translate(framework=draft, language="cy", texts=texts, by=by, at=NOW)


def lines(draft: Framework) -> dict[Place, selectors.TranslationLine]:
    found = selectors.translation_lines(
        selectors.read_content(Framework.objects.get(pk=draft.pk)), "cy"
    )
    return {line.place: line for line in found}


def in_welsh(draft: Framework, **changes: Any) -> dict[str, Any]:
    """A file of translations with every text of a framework."""
    content = selectors.read_content(draft)
    say = "Cymraeg: {}".format
    return {
        "format": 1,
        "language": "cy",
        "framework": content.key,
        "version": content.version,
        "name": say(content.name),
        "roles": {r.key: {"name": say(r.name), "purpose": say(r.purpose)} for r in content.roles},
        "dimensions": {
            d.key: {
                "name": say(d.name),
                "description": say(d.description),
                "levels": {
                    str(x.value): {"label": say(x.label), "anchor": say(x.anchor)} for x in d.levels
                },
                "indicators": {
                    x.key: {"text": say(x.text), "self_text": say(x.self_text)}
                    for x in d.indicators
                },
                "suggestions": [say(x.text) for x in d.suggestions],
            }
            for d in content.dimensions
        },
        **changes,
    }


class TestTranslating:
    def test_gives_texts_of_every_kind_of_part(self, welsh: Framework) -> None:
        found = lines(welsh)
        assert {place: found[place].text for place in TEXTS} == TEXTS
        assert {found[place].state for place in TEXTS} == {TranslationState.DONE}
        others = {line.state for place, line in found.items() if place not in TEXTS}
        assert others == {TranslationState.MISSING}

    def test_is_read_where_the_texts_are_used(self, welsh: Framework) -> None:
        dimension = welsh.dimensions.get(key="communication")
        assert dimension.text_in("name", "cy") == ("Cyfathrebu", "cy")
        assert dimension.text_in("description", "cy")[1] == "en-gb"

    def test_leaves_one_event(self, welsh: Framework, erin: User) -> None:
        event = AuditEvent.objects.get(action="framework.translated")
        assert (event.by, event.subject_id) == (erin, welsh.pk)
        assert event.detail == {"language": "cy", "texts": len(TEXTS)}

    def test_takes_a_text_away_when_it_is_empty(self, welsh: Framework, erin: User) -> None:
        translate(welsh, erin, {NAME: ""})
        assert lines(welsh)[NAME].state is TranslationState.MISSING
        assert welsh.dimensions.get(key="communication").translations == {}
        assert lines(welsh)[STATEMENT].text == "Yn arwain"

    def test_of_nothing_records_nothing(self, draft: Framework, erin: User) -> None:
        translate(draft, erin, {})
        assert not AuditEvent.objects.exists()

    def test_of_a_published_framework_is_refused(self, framework: Framework, erin: User) -> None:
        with pytest.raises(frameworks.NotADraft):
            translate(framework, erin, TEXTS)

    def test_costs_few_queries_for_every_text_there_is(
        self, draft: Framework, erin: User, django_assert_max_num_queries: Any
    ) -> None:
        # Three are reads and the lock, and one kind of part is saved after the other.
        with django_assert_max_num_queries(30):
            translate(draft, erin, dict.fromkeys(lines(draft), "Testun"))


class TestRewordedEnglish:
    @pytest.fixture
    def reworded(self, welsh: Framework) -> Framework:
        Indicator.objects.filter(key="leadership-1").update(text="Leads from the front.")
        return welsh

    def test_makes_its_translation_stale_and_no_other(self, reworded: Framework) -> None:
        stale = [
            place for place, line in lines(reworded).items() if line.state is TranslationState.STALE
        ]
        assert stale == [STATEMENT]

    def test_is_the_same_with_other_line_ends(self, welsh: Framework) -> None:
        role = welsh.roles.get(key="e-champion")
        role.purpose = role.purpose + "\r\n"
        role.save()
        assert lines(welsh)[PURPOSE].state is TranslationState.DONE

    def test_is_settled_by_a_new_text_or_by_saying_that_the_old_one_is_right(
        self, reworded: Framework, erin: User
    ) -> None:
        translate(reworded, erin, {STATEMENT: "Yn arwain"})
        assert lines(reworded)[STATEMENT].state is TranslationState.DONE

    def test_stays_stale_in_a_copy_and_in_both_files(self, reworded: Framework, erin: User) -> None:
        content = selectors.read_content(reworded)
        copy = frameworks.new_draft(
            framework=reworded, council=None, version="2", name="Small", by=erin, at=NOW
        )
        assert lines(copy)[STATEMENT].state is TranslationState.STALE
        assert frameworks.read_file(frameworks.write_json(content)) == content
        assert frameworks.read_file(frameworks.write_xlsx(content)) == content
        assert [d.indicators[0].stale for d in content.dimensions][1] == {"cy": ["text"]}

    def test_is_stale_no_longer_where_the_mark_is_taken_out_of_the_file(
        self, reworded: Framework
    ) -> None:
        data = json.loads(frameworks.write_json(selectors.read_content(reworded)))
        del data["dimensions"][1]["indicators"][0]["stale"]
        data["version"] = "3"
        draft = frameworks.import_draft(data=data, council=None, by=None, at=NOW)
        assert lines(draft)[STATEMENT].state is TranslationState.DONE

    @pytest.mark.parametrize("stale", [["name"], [], "text", {"text": 1}, [7]])
    def test_is_refused_in_a_file_for_what_is_not_translated(
        self, reworded: Framework, stale: object
    ) -> None:
        data = json.loads(frameworks.write_json(selectors.read_content(reworded)))
        data["dimensions"][1]["indicators"][0]["stale"] = {"cy": stale}
        with pytest.raises(frameworks.BadFile, match="dimensions 2, indicators 1, stale, cy"):
            frameworks.import_draft(data=data, council=None, by=None, at=NOW)


class TestPublishing:
    def test_of_a_framework_in_english_alone_asks_nothing(
        self, draft: Framework, erin: User
    ) -> None:
        assert selectors.untranslated(selectors.read_content(draft)) == {}
        assert not frameworks.publish(framework=draft, by=erin, at=NOW).is_draft

    def test_lists_every_gap_of_a_language_that_is_begun(
        self, welsh: Framework, erin: User
    ) -> None:
        Indicator.objects.filter(key="leadership-1").update(text="Leads from the front.")
        with pytest.raises(frameworks.HalfTranslated) as refused:
            frameworks.publish(framework=welsh, by=erin, at=NOW)
        found = refused.value.gaps["cy"]
        assert len(found) == len(lines(welsh)) - len(TEXTS) + 1
        assert "Welsh: Leadership, “Leads from the front.”, for raters" in str(refused.value)
        welsh.refresh_from_db()
        assert welsh.is_draft

    def test_goes_on_once_somebody_has_decided(self, welsh: Framework, erin: User) -> None:
        frameworks.publish(framework=welsh, by=erin, at=NOW, with_gaps=True)
        welsh.refresh_from_db()
        assert not welsh.is_draft

    def test_asks_nothing_where_a_language_is_whole(self, draft: Framework, erin: User) -> None:
        data = in_welsh(draft)
        language, texts = frameworks.read_translation(selectors.read_content(draft), data)
        assert (language, len(texts)) == ("cy", len(lines(draft)))
        whole = translate(draft, erin, texts)
        assert selectors.untranslated(selectors.read_content(whole)) == {}
        assert not frameworks.publish(framework=draft, by=erin, at=NOW).is_draft


class TestFileOfTranslations:
    @pytest.mark.parametrize(
        ("path", "value", "message"),
        [
            (("format",), 2, "format: must be 1."),
            (("language",), "en-gb", "language: must be one of: cy."),
            (("language",), None, "language: is missing."),
            (("framework",), "other", "framework: is “other”, but the framework is “small-fr"),
            (("version",), "9", "version: is “9”, but the framework is “1.0”."),
            (("title",), "x", "title: is not a field of this format."),
            (("roles",), [], "roles: must be an object with named fields."),
            (("roles", "mayor"), {}, "roles, mayor: is not in this framework."),
            (("roles", "e-champion"), "x", "roles, e-champion: must be an object with named"),
            (("roles", "e-champion", "name"), "", "roles, e-champion, name: is empty."),
            (("roles", "e-champion", "name"), 7, "roles, e-champion, name: must be a text."),
            (("roles", "e-champion", "name"), "a\nb", "roles, e-champion, name: holds control"),
            (("dimensions", "x"), {}, "dimensions, x: is not in this framework."),
            (("dimensions", "focus", "kind"), "x", "dimensions, focus, kind: is not a field"),
            (("dimensions", "focus", "levels", "9"), {}, "levels, 9: is not in this framework."),
            (
                ("dimensions", "focus", "levels", "2", "label"),
                "x" * 61,
                "dimensions, focus, levels, 2, label: is longer than 60 characters.",
            ),
            (
                ("dimensions", "focus", "suggestions"),
                ["x"],
                "dimensions, focus, suggestions: holds 1 texts, but the framework has 5.",
            ),
            (("dimensions", "focus", "suggestions"), {}, "suggestions: must be a list."),
            (
                ("dimensions", "focus", "suggestions"),
                ["x", "x", 3, "x", "x"],
                "dimensions, focus, suggestions 3, text: must be a text.",
            ),
        ],
    )
    def test_is_refused_with_the_place(
        self, draft: Framework, path: tuple[str, ...], value: object, message: str
    ) -> None:
        data = node = in_welsh(draft)
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value
        with pytest.raises(frameworks.BadFile) as refused:
            frameworks.read_translation(selectors.read_content(draft), data)
        assert message in str(refused.value)

    @pytest.mark.parametrize("data", [None, [], "cy", 3])
    def test_that_is_no_object_is_refused(self, draft: Framework, data: object) -> None:
        with pytest.raises(frameworks.BadFile, match="must be an object"):
            frameworks.read_translation(selectors.read_content(draft), data)

    def test_may_leave_texts_out(self, draft: Framework) -> None:
        data = in_welsh(draft, dimensions={"focus": {"name": "Ffocws"}}, roles={})
        content = frameworks.with_translation(selectors.read_content(draft), data)
        assert content.dimensions[3].translations == {"cy": {"name": "Ffocws"}}
        assert content.dimensions[0].translations == {}
