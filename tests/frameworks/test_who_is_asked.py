"""Editors say who is asked what, and are told what would not work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from assessment.frameworks import selectors
from assessment.frameworks.selectors.content import Content, read_content
from assessment.frameworks.services import BadFile, drafts, write_json, write_xlsx
from assessment.frameworks.services.files import read_file
from assessment.frameworks.services.format import parse, to_data
from assessment.models import Framework, Indicator, User
from tests.admin_pages import dimension_page, fields, said, save
from tests.cast import NOW, make_framework_asked_apart, publish, signed_in

INSIDE = ["self", "manager", "peer", "report"]


@pytest.fixture
def draft(db: None) -> Framework:
    return make_framework_asked_apart(published=False)


@pytest.fixture
def content(draft: Framework) -> Content:
    return read_content(draft)


def messages(content: Content, *, blocks: bool) -> list[str]:
    return [str(each) for each in selectors.check(content) if each.blocks is blocks]


def with_seen_by(content: Content, *asked: tuple[str, ...]) -> Content:
    """The first statements of communication asked of these groups, the others of all."""
    first, *rest = content.dimensions
    indicators = [replace(each, seen_by=()) for each in first.indicators]
    for place, groups in enumerate(asked):
        indicators[place] = replace(indicators[place], seen_by=groups)
    return replace(content, dimensions=(replace(first, indicators=tuple(indicators)), *rest))


class TestTheCheck:
    def test_tells_of_a_group_that_is_asked_nothing(self, content: Content) -> None:
        line = "Councillors are asked nothing, so rounds can ask nobody in this group."
        assert f"Indicators: {line}" in messages(content, blocks=False)
        assert line not in " ".join(messages(with_seen_by(content), blocks=False))

    def test_asks_for_four_statements_of_every_group_that_is_asked(self, content: Content) -> None:
        narrow = with_seen_by(content, *[tuple(INSIDE)] * 3)
        assert messages(narrow, blocks=True) == [
            f"Communication: {group} are asked 3 of the statements. Ask them at least 4, or none."
            for group in ("Partners", "Councillors")
        ]
        assert messages(with_seen_by(content, *[tuple(INSIDE)] * 2), blocks=True) == []
        assert messages(with_seen_by(content, *[tuple(INSIDE)] * 6), blocks=True) == []

    def test_refuses_groups_that_nobody_knows(self, content: Content) -> None:
        (found,) = messages(with_seen_by(content, (*INSIDE, "friend")), blocks=True)
        assert "is asked of groups that nobody knows: friend." in found

    def test_refuses_a_statement_for_self_alone(self, content: Content) -> None:
        (found,) = messages(with_seen_by(content, ("self",)), blocks=True)
        assert "is asked of nobody but the participant." in found


class TestFiles:
    def test_hold_who_is_asked(self, content: Content) -> None:
        for body in (write_json(content), write_xlsx(content)):
            assert read_file(body) == content

    def test_say_nothing_where_all_are_asked(self, content: Content) -> None:
        first = to_data(with_seen_by(content))["dimensions"][0]["indicators"][0]
        assert "seen_by" not in first

    @pytest.mark.parametrize(
        ("given", "problem"),
        [
            (["friend"], "may hold these words only"),
            (["self"], "must name a group beside self"),
            (["peer", "peer"], "has a word twice"),
            ("peer", "must be a list of texts"),
        ],
    )
    def test_with_other_words_are_refused(
        self, content: Content, given: object, problem: str
    ) -> None:
        data = to_data(content)
        data["dimensions"][0]["indicators"][0]["seen_by"] = given
        with pytest.raises(BadFile) as refused:
            parse(data)
        assert "dimensions 1, indicators 1, seen_by" in str(refused.value)
        assert problem in str(refused.value)

    def test_add_self_and_the_order(self, content: Content) -> None:
        data = to_data(content)
        data["dimensions"][0]["indicators"][0]["seen_by"] = ["report", "manager"]
        assert parse(data).dimensions[0].indicators[0].seen_by == ("self", "manager", "report")


class TestAVersion:
    def test_is_copied_with_it(self, draft: Framework, content: Content, erin: User) -> None:
        copy = drafts.new_draft(
            framework=draft, council=None, version="2", name=draft.name, by=erin, at=NOW
        )
        assert read_content(copy).dimensions == content.dimensions

    def test_is_compared_by_it(self, content: Content) -> None:
        both = with_seen_by(content), with_seen_by(content, tuple(INSIDE))
        ((change,),) = [part.changes for part in selectors.compare(*both)]
        assert change.field == "who is asked"
        assert change.old == "all groups"
        assert change.new == "self, managers, peers and direct reports"

    def test_keeps_it_once_published(self, draft: Framework) -> None:
        publish(draft)
        with pytest.raises(DatabaseError), transaction.atomic():
            Indicator.objects.filter(dimension__framework=draft).update(seen_by=[])


class TestThePageOfADimension:
    @pytest.fixture
    def editor(self, erin: User) -> Client:
        return signed_in(erin)

    def test_has_boxes_for_the_groups(self, editor: Client, draft: Framework) -> None:
        shown = fields(editor.get(dimension_page(draft, "leadership")))
        assert shown["indicators-0-seen_by"] == INSIDE[1:]
        assert len(shown["indicators-6-seen_by"]) == 5
        page = editor.get(dimension_page(draft, "leadership")).content.decode()
        assert 'aria-label="Who is asked: direct report"' in page

    def test_saves_them(self, editor: Client, draft: Framework) -> None:
        url = dimension_page(draft, "leadership")
        save(editor, url, **{"indicators-0-seen_by": ["peer", "manager"]})
        assert Indicator.objects.get(key="leadership-1").seen_by == ["self", "manager", "peer"]
        every = ["manager", "peer", "report", "partner", "councillor"]
        save(editor, url, **{"indicators-0-seen_by": every})
        assert Indicator.objects.get(key="leadership-1").seen_by == []

    def test_asks_for_one_at_least(self, editor: Client, draft: Framework) -> None:
        url = dimension_page(draft, "leadership")
        response = save(editor, url, **{"indicators-0-seen_by": []})
        assert "Choose at least one group that can see this." in said(response)

    def test_says_them_in_words_once_published(self, editor: Client, draft: Framework) -> None:
        publish(draft)
        page = said(editor.get(dimension_page(draft, "leadership")))
        assert "self, managers, peers and direct reports" in page


class TestThePreview:
    def test_has_a_line_for_each_group(self, erin: User, draft: Framework) -> None:
        client = signed_in(erin)
        url = reverse("framework_preview", args=[draft.pk])
        page = client.get(url).content.decode()
        assert f"{reverse('blank_questionnaire', args=[draft.pk, 'partner'])}" in page
        assert f"{reverse('blank_questionnaire', args=[draft.pk, 'councillor'])}" not in page
        part = reverse("framework_preview_questions", args=[draft.pk, "communication"])
        shown = client.get(f"{part}?as=partner").content.decode()
        assert "Part 1 of 3" in shown
        assert "Shows communication in way 5." not in shown
        other = reverse("framework_preview_questions", args=[draft.pk, "leadership"])
        assert client.get(f"{other}?as=partner").status_code == 404

    def test_has_none_where_all_are_asked_the_same(self, erin: User, draft: Framework) -> None:
        Indicator.objects.update(seen_by=[])
        page = signed_in(erin).get(reverse("framework_preview", args=[draft.pk]))
        assert "Who is asked what" not in page.content.decode()
