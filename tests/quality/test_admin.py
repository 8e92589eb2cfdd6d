"""The quality of the questions as a page and as a workbook, for whom it is."""

from __future__ import annotations

import io
import re
import uuid

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Council, Framework, Indicator, InstrumentReading, User
from assessment.quality.advice import WORDS
from tests.admin_pages import page, said
from tests.cast import make_framework, publish, signed_in
from tests.instrument import judged_round


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.,]*\d|\d", text))


LIST = "/admin/assessment/framework/quality/"


def sheet(framework: Framework) -> str:
    return reverse("admin:assessment_framework_quality_xlsx", args=[framework.pk])


@pytest.fixture
def judged(ashford: Council, framework: Framework, alice: User) -> Framework:
    judged_round(ashford, framework, alice)
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
        assert "Shows communication in way 1. 100 to 299 under 20% middle third" in text

    def test_shows_no_figure_but_thresholds(self, editor: Client, judged: Framework) -> None:
        """Every number on the page stands there whatever was answered."""
        before = numbers(said(editor.get(page(judged, "quality"))))
        shown = said(editor.post(page(judged, "quality"), follow=True))
        words = " ".join(str(word) for band in WORDS.values() for word in band)
        dates = {"2", "3", "2026", *numbers(str(timezone.now().strftime("%-d %Y")))}
        explained = {"0.95", "0.70", "0.30", "0.20"} | {"1", "2", "3"}  # the names of statements
        assert numbers(shown) <= before | numbers(words) | dates | explained

    def test_says_what_to_change(self, editor: Client, judged: Framework) -> None:
        text = said(editor.post(page(judged, "quality"), follow=True))
        assert "One rater in three or more cannot observe this: say where it shows." in text
        assert "Nearly everybody is rated near the top level" in text
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
        assert "at least 30 participants" in text
        assert "Nothing has been worked out yet." in text

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
        judged_round(brindle, judged, dave, participants=4)
        text = said(signed_in(gwen).post(page(judged, "quality"), follow=True))
        assert "released reports of Ashford Sample Council" in text
        assert "The figures are worked out anew." in text
        assert set(InstrumentReading.objects.get().parts[0]["councils"]) == {str(gwen.council_id)}

    def test_shows_a_councils_editor_who_is_hr_as_well_nothing_of_it(
        self, gwen: User, judged: Framework
    ) -> None:
        signed_in(gwen).post(page(judged, "quality"))
        User.objects.filter(pk=gwen.pk).update(is_hr=True)
        client = signed_in(gwen)
        text = said(client.get(page(judged, "quality")))
        assert "You are HR of a council or a participant there." in text
        assert "middle third" not in text
        assert "100 to 299" not in text
        book = openpyxl.load_workbook(io.BytesIO(client.get(sheet(judged)).content))
        assert not book["Indicators"]["C2"].value
        assert book["Indicators"]["H2"].value.startswith("Withheld")

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
        assert "100 to 299" in said(client.post(page(judged, "quality"), follow=True))

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
        assert book["Dimensions"]["B2"].value == "0.70 to 0.95"
        row = [cell.value for cell in book["Indicators"][5]]
        assert row[0:2] == ["Leadership", "Shows leadership in way 1."]
        assert row[2:4] == ["100 to 299", "a third to half"]
        assert row[-1].startswith("One rater in three")
        shown = said(editor.get(page(judged, "quality")))
        assert all(text in shown for text in filter(None, row[2:]))

    def test_holds_no_number(self, editor: Client, judged: Framework) -> None:
        editor.post(page(judged, "quality"))
        book = openpyxl.load_workbook(io.BytesIO(editor.get(sheet(judged)).content))
        cells = [cell for each in book for row in each.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}

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
