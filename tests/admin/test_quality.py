"""The quality of the questions as a page and as a workbook, for whom it is."""

from __future__ import annotations

import io
import uuid

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Council, Framework, Indicator, InstrumentReading, User
from tests.admin.pages import page, said
from tests.cast import make_framework, publish, signed_in
from tests.instrument import judged_round

LIST = "/admin/assessment/framework/quality/"


def sheet(framework: Framework) -> str:
    return reverse("admin:assessment_framework_quality_xlsx", args=[framework.pk])


@pytest.fixture
def judged(ashford: Council, framework: Framework, alice: User) -> Framework:
    judged_round(ashford, framework, alice, participants=15)
    return framework


class TestQualityPage:
    def test_is_reached_from_the_page_of_the_framework(
        self, editor: Client, judged: Framework
    ) -> None:
        assert f'href="{page(judged, "quality")}"' in editor.get(page(judged)).content.decode()

    def test_works_the_figures_out_when_asked_and_not_before(
        self, editor: Client, judged: Framework
    ) -> None:
        assert "Nothing has been worked out yet." in said(editor.get(page(judged, "quality")))
        assert not InstrumentReading.objects.exists()
        text = said(editor.post(page(judged, "quality"), follow=True))
        assert "from 1 round with 90 answers" in text
        assert "Shows communication in way 1. 90 0% 3.0 20% 1.00" in text

    def test_says_what_to_change(self, editor: Client, judged: Framework) -> None:
        text = said(editor.post(page(judged, "quality"), follow=True))
        assert "One rater in three cannot observe this: say where it shows." in text
        assert "Nearly everybody gets the top level" in text
        assert "Goes against the others" in text
        assert "check the wording" in text

    def test_says_when_nothing_may_be_made_anew(self, editor: Client, judged: Framework) -> None:
        editor.post(page(judged, "quality"))
        text = said(editor.post(page(judged, "quality"), follow=True))
        assert "No figure can be made anew yet." in text
        assert InstrumentReading.objects.count() == 1

    def test_says_when_too_few_answered(
        self, editor: Client, ashford: Council, framework: Framework, alice: User
    ) -> None:
        judged_round(ashford, framework, alice, participants=4)
        text = said(editor.post(page(framework, "quality"), follow=True))
        assert "at least 30 answers by others" in text

    def test_of_a_draft_points_to_what_it_was_made_from(
        self, editor: Client, judged: Framework
    ) -> None:
        draft = make_framework(published=False, version="2.0")
        Framework.objects.filter(pk=draft.pk).update(made_from=judged)
        response = editor.get(page(draft, "quality"))
        assert "there is nothing to judge yet" in said(response)
        assert page(judged, "quality") in response.content.decode()
        assert "Work out the figures" not in response.content.decode()

    def test_of_a_councils_editor_is_about_its_own_rounds(
        self, gwen: User, judged: Framework, brindle: Council, dave: User
    ) -> None:
        judged_round(brindle, judged, dave, participants=20)
        text = said(signed_in(gwen).post(page(judged, "quality"), follow=True))
        assert "released rounds of Ashford Sample Council" in text
        assert "from 1 round with 90 answers" in text

    def test_shows_a_councils_editor_nothing_of_the_reading_of_all(
        self, gwen: User, editor: Client, judged: Framework
    ) -> None:
        editor.post(page(judged, "quality"))
        assert "Nothing has been worked out yet" in said(
            signed_in(gwen).get(page(judged, "quality"))
        )

    def test_of_another_councils_framework_is_not_there(self, gwen: User, brindle: Council) -> None:
        theirs = make_framework(council=brindle)
        client = signed_in(gwen)
        assert client.get(page(theirs, "quality")).status_code == 404
        assert client.post(page(theirs, "quality")).status_code == 404
        assert client.get(sheet(theirs)).status_code == 404

    def test_is_open_to_operators(self, olga: User, judged: Framework) -> None:
        client = signed_in(olga)
        assert LIST in client.get("/admin/").content.decode()
        assert page(judged, "quality") in client.get(LIST).content.decode()
        assert "90 answers" in said(client.post(page(judged, "quality"), follow=True))

    @pytest.mark.parametrize("who", ["alice", "dave"])
    def test_is_for_editors_and_operators(
        self, who: str, judged: Framework, request: pytest.FixtureRequest
    ) -> None:
        client = signed_in(request.getfixturevalue(who))
        for address in (page(judged, "quality"), sheet(judged), LIST):
            assert client.get(address, follow=True).status_code == 403
            assert client.post(address, follow=True).status_code == 403
        assert not InstrumentReading.objects.exists()

    def test_asks_a_stranger_to_sign_in(self, judged: Framework) -> None:
        for address in (page(judged, "quality"), sheet(judged), LIST):
            assert Client().get(address)["Location"].startswith("/a")

    def test_with_a_bad_id_is_not_there(self, editor: Client) -> None:
        address = reverse("admin:assessment_framework_quality", args=[uuid.uuid4()])
        assert editor.get(address).status_code == 404


class TestWorkbook:
    def test_holds_what_the_page_shows(self, editor: Client, judged: Framework) -> None:
        editor.post(page(judged, "quality"))
        response = editor.get(sheet(judged))
        assert 'filename="quality-small-framework-1.0.xlsx"' in response["Content-Disposition"]
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        assert book["Dimensions"]["A2"].value == "Communication"
        assert book["Dimensions"]["B2"].value == 1
        row = [cell.value for cell in book["Indicators"][5]]
        assert row[:4] == ["Leadership", "Shows leadership in way 1.", 60, 33]
        assert row[-1].startswith("One rater in three")
        assert "90 answers" in book["Notes"]["A1"].value

    def test_holds_no_formula(self, editor: Client, ashford: Council, alice: User) -> None:
        draft = make_framework(published=False)
        Indicator.objects.filter(key="communication-1").update(text='=HYPERLINK("http://x")')
        publish(draft)
        judged_round(ashford, draft, alice)
        editor.post(page(draft, "quality"))
        cell = openpyxl.load_workbook(io.BytesIO(editor.get(sheet(draft)).content))["Indicators"][
            "B2"
        ]
        assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')

    def test_is_not_there_before_the_first_reading(
        self, editor: Client, framework: Framework
    ) -> None:
        assert editor.get(sheet(framework)).status_code == 404
