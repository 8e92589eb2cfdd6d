"""The question above the statements: whose words it is in, and about whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from assessment.frameworks import questionnaire, selectors
from assessment.frameworks.services import new_draft
from assessment.models import Framework, User
from tests.cast import NOW, make_framework

OFTEN = "In the last year, how often did {name} do this?"
OFTEN_SELF = "In the last year, how often did you do this?"
WELSH = "Pa mor aml y gwnaeth {name} hyn?"


@pytest.fixture
def draft(db: None) -> Framework:
    framework = make_framework(published=False)
    framework.question, framework.self_question = OFTEN, OFTEN_SELF
    framework.save()
    return framework


def headings(framework: Framework, name: str = "Sam", language: str = "en-gb") -> dict[str, str]:
    sheet = questionnaire.load(framework, language)
    return {each.key: each.heading(name, for_self=False) for each in sheet}


def faults(framework: Framework) -> list[str]:
    return [each.message for each in selectors.problems(framework)]


class TestTheQuestion:
    def test_of_the_framework_has_the_name_in_it(self, draft: Framework) -> None:
        assert set(headings(draft).values()) == {"In the last year, how often did Sam do this?"}

    def test_of_a_dimension_comes_before_that_of_the_framework(self, draft: Framework) -> None:
        draft.dimensions.filter(key="mandate").update(
            question="What was {name} given?", self_question="What were you given?"
        )
        assert headings(draft)["mandate"] == "What was Sam given?"
        assert headings(draft)["communication"] == "In the last year, how often did Sam do this?"

    def test_is_in_the_first_person_for_the_participant(self, draft: Framework) -> None:
        section = questionnaire.load(draft).sections[0]
        assert section.heading("Sam", for_self=True) == OFTEN_SELF

    def test_stays_whole_with_a_name_that_has_braces(self, draft: Framework) -> None:
        found = headings(draft, name="{0} {name}")["communication"]
        assert found == "In the last year, how often did {0} {name} do this?"

    def test_knows_the_language_it_stands_in(self, draft: Framework) -> None:
        draft.translations = {"cy": {"question": WELSH}}
        draft.save()
        section = questionnaire.load(draft, "cy").sections[0]
        found = section.heading("Sam", for_self=False)
        assert (found, found.language) == ("Pa mor aml y gwnaeth Sam hyn?", "cy")
        own = section.heading("Sam", for_self=True)
        assert (own, own.language) == (OFTEN_SELF, "en-gb")

    def test_is_a_general_one_where_the_framework_has_none(self, db: None) -> None:
        framework = make_framework()
        assert headings(framework) == {
            "communication": "How often does Sam do this?",
            "leadership": "How often does Sam do this?",
            "mandate": "How far does the council give Sam this?",
            "focus": "How would you finish these sentences about Sam?",
        }
        own = {each.heading("Sam", for_self=True) for each in questionnaire.load(framework)}
        assert own == {
            "How often do you do this?",
            "How far does the council give you this?",
            "How would you finish these sentences about yourself?",
        }

    def test_that_is_general_is_in_the_language_of_the_page(self, db: None) -> None:
        section = questionnaire.load(make_framework()).sections[0]
        with translation.override("en-gb"):
            assert section.heading("Sam", for_self=False).language == "en-gb"

    def test_goes_with_a_copy(self, draft: Framework, alice: User) -> None:
        copy = new_draft(framework=draft, council=None, version="2", name="Copy", by=alice, at=NOW)
        assert (copy.question, copy.self_question) == (OFTEN, OFTEN_SELF)


class TestALevel:
    def test_says_how_often_only_where_all_do(self, draft: Framework) -> None:
        assert not questionnaire.load(draft).sections[0].says_how_often
        for level in draft.dimensions.get(key="communication").levels.all():
            level.frequency = f"on {level.value} of 5 occasions"
            level.save()
        section = questionnaire.load(draft).sections[0]
        assert section.says_how_often
        assert section.levels[0].frequency == "on 1 of 5 occasions"

    def test_that_alone_says_it_blocks_publishing(self, draft: Framework) -> None:
        level = draft.dimensions.get(key="communication").levels.get(value=1)
        level.frequency = "on 1 of 5 occasions"
        level.save()
        assert "How often that is: said of some levels, but not of 2, 3, 4, 5." in faults(draft)


class TestPublishing:
    @pytest.mark.parametrize(
        ("question", "own", "said"),
        [
            ("How often did {name} do this", OFTEN_SELF, "ends with “?”"),
            ("How often was this done?", OFTEN_SELF, "needs {name} once"),
            ("Did {name} do what {name} said?", OFTEN_SELF, "needs {name} once"),
            ("How often did {nom} do this?", OFTEN_SELF, "needs {name} once"),
            (OFTEN, "How often did {name} do this?", "no name in braces"),
            (OFTEN, "", "or neither"),
        ],
    )
    def test_is_held_by_a_poor_question(
        self, draft: Framework, question: str, own: str, said: str
    ) -> None:
        assert faults(draft) == []
        draft.question, draft.self_question = question, own
        draft.save()
        assert any(said in fault for fault in faults(draft))

    def test_is_held_by_a_translation_without_the_name(self, draft: Framework) -> None:
        content = selectors.read_content(draft)
        spoilt = replace(content, translations={"cy": {"question": "Pa mor aml?"}})
        said = [each.message for each in selectors.check(spoilt) if each.blocks]
        assert said == ["“Pa mor aml?” needs {name} once, and no other braces."]
