"""The preview of a framework: the real questionnaire, with nothing that saves."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Council, Framework, Indicator, Response, User
from tests.admin_pages import page as admin_page
from tests.cast import make_framework, signed_in


@pytest.fixture
def draft(db: None) -> Framework:
    return make_framework(published=False)


@pytest.fixture
def editor(erin: User) -> Client:
    return signed_in(erin)


def overview(framework: Framework) -> str:
    return reverse("framework_preview", args=[framework.pk])


def part(framework: Framework, key: str = "leadership") -> str:
    return reverse("framework_preview_questions", args=[framework.pk, key])


class TestOverview:
    def test_is_reached_from_the_page_of_the_framework(
        self, editor: Client, draft: Framework
    ) -> None:
        assert f'href="{overview(draft)}"' in editor.get(admin_page(draft)).content.decode()

    def test_leads_to_every_part_the_sample_report_and_the_paper(
        self, editor: Client, draft: Framework
    ) -> None:
        text = editor.get(overview(draft)).content.decode()
        links = re.findall(r'href="(/preview/[^"]+)"', text)
        assert len(links) == (4 + 1) * 2 + 2 + 2
        assert {editor.get(link.replace("&amp;", "&")).status_code for link in links} == {200}

    def test_says_what_is_missing_before_a_report_can_be_shown(
        self, editor: Client, draft: Framework
    ) -> None:
        Indicator.objects.filter(dimension__framework=draft, dimension__key="focus").delete()
        text = editor.get(overview(draft)).content.decode()
        assert "see what is missing" in text
        assert reverse("sample_report", args=[draft.pk]) not in text

    def test_of_an_empty_draft_says_so(self, editor: Client, db: None) -> None:
        empty = Framework.objects.create(key="empty", name="Empty", version="1")
        text = editor.get(overview(empty)).content.decode()
        assert "There is no dimension yet" in text


class TestQuestions:
    def test_are_those_that_a_rater_would_see_as_the_draft_stands_now(
        self, editor: Client, draft: Framework
    ) -> None:
        Indicator.objects.filter(key="leadership-1").update(text="Leads by example.")
        text = editor.get(part(draft)).content.decode()
        assert "Leads by example." in text
        assert "leadership at 5." in text
        assert text.count('type="radio"') == 3 * 6
        assert "No occasion, or I could not see it" in text

    def test_are_in_the_first_person_for_the_participant(
        self, editor: Client, draft: Framework
    ) -> None:
        text = editor.get(part(draft), {"as": "self"}).content.decode()
        assert "I show leadership in way 1." in text
        assert text.count('type="radio"') == 3 * 5

    def test_can_send_nothing(self, editor: Client, draft: Framework) -> None:
        text = editor.get(part(draft)).content.decode()
        body = text[text.index("app-questions__body") :]
        buttons = re.findall(r"<button[^>]*>", body[: body.index("</form>")])
        assert buttons
        assert all("disabled" in button for button in buttons)
        assert "data-autosave" not in text
        assert "autosave.js" not in text
        assert editor.post(part(draft), {"q-leadership-1": "4"}).status_code == 405
        assert not Response.objects.exists()

    def test_lead_from_part_to_part(self, editor: Client, draft: Framework) -> None:
        first = editor.get(part(draft, "communication")).content.decode()
        assert part(draft, "leadership") in first
        assert 'rel="prev"' not in first
        last = editor.get(part(draft, "focus")).content.decode()
        assert 'rel="next"' not in last

    def test_of_a_part_that_is_not_there_are_not_found(
        self, editor: Client, draft: Framework
    ) -> None:
        assert editor.get(part(draft, "cooking")).status_code == 404


class TestWhoMayLook:
    def test_a_councils_editor_at_its_own_and_the_shared(
        self, ashford: Council, brindle: Council, draft: Framework
    ) -> None:
        gwen = User.objects.create_user(
            "gwen@example.gov.uk", name="Gwen", council=ashford, is_editor=True
        )
        own = make_framework(council=ashford, published=False)
        theirs = make_framework(council=brindle, published=False)
        client = signed_in(gwen)
        codes = [client.get(overview(each)).status_code for each in (own, draft, theirs)]
        assert codes == [200, 200, 404]
        assert client.get(part(theirs)).status_code == 404

    @pytest.mark.parametrize("who", ["alice", "dave", "olga"])
    def test_nobody_who_edits_none(
        self, who: str, draft: Framework, request: pytest.FixtureRequest
    ) -> None:
        client = signed_in(request.getfixturevalue(who))
        for address in (overview(draft), part(draft)):
            assert client.get(address).status_code == 403

    def test_nobody_logged_out(self, draft: Framework) -> None:
        assert Client().get(overview(draft))["Location"].startswith("/accounts/login/")

    def test_nobody_at_what_is_not_there(self, editor: Client) -> None:
        address = reverse("framework_preview", args=[uuid.uuid4()])
        assert editor.get(address).status_code == 404
