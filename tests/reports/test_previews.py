"""Samples and paper: by the real rules, marked as a sample, and nothing is written."""

from __future__ import annotations

import datetime
import io
import logging
import uuid

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from assessment.models import Council, Framework, Indicator, User
from assessment.rater_groups import asked_groups
from assessment.release.selectors.results import Group, Measure
from reports.previews import services
from reports.previews.selectors import sample_report
from tests.cast import make_framework, signed_in
from tests.reports import pdfua

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.one_database]

DAY = datetime.date(2026, 3, 2)
NAMES = ["sample_report", "sample_report_pdf", "blank_questionnaire"]


@pytest.fixture
def draft(db: None) -> Framework:
    return make_framework(published=False)


@pytest.fixture(params=["e-government-roles", "digital-leadership"])
def shipped(request: pytest.FixtureRequest, db: None) -> Framework:
    call_command("load_frameworks", verbosity=0)
    return Framework.objects.filter(key=request.param).latest("version")


@pytest.fixture
def editor(erin: User) -> Client:
    return signed_in(erin)


def address(name: str, key: object) -> str:
    more = ["others"] if name == "blank_questionnaire" else []
    return reverse(name, args=[key, *more])


def pages(body: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]


class TestSampleFigures:
    def test_are_the_same_each_time(self, draft: Framework) -> None:
        assert sample_report(draft, day=DAY) == sample_report(draft, day=DAY)

    def test_show_scores_gaps_a_merged_group_and_how_views_spread(self, shipped: Framework) -> None:
        report = sample_report(shipped, day=DAY)
        assert report is not None
        shown = {figure.measure for figure in report.figures if figure.withheld is None}
        assert {Measure.SCORE, Measure.GAP, Measure.MERGED, Measure.SPREAD} <= shown
        assert {Measure.COMMENT, Measure.QUADRANT, Measure.POSITION} <= shown
        scores = [f for f in report.figures if f.measure is Measure.SCORE]
        others = {f.dimension for f in scores if f.group is Group.OTHERS and f.value}
        assert others == {d.key for d in report.framework.dimensions}

    def test_are_none_while_a_draft_lacks_something(self, draft: Framework) -> None:
        Indicator.objects.filter(dimension__framework=draft, dimension__key="focus").delete()
        assert sample_report(draft, day=DAY) is None

    def test_ask_for_no_answer_of_anybody_and_write_nothing(self, draft: Framework) -> None:
        with CaptureQueriesContext(connection) as asked:
            sample_report(draft, day=DAY)
        said = [query["sql"] for query in asked.captured_queries]
        assert said
        assert all(each.startswith("SELECT") for each in said)
        assert not any(f"assessment_{t}" in q for q in said for t in ("rating", "rater", "respons"))


class TestSampleReport:
    def test_as_a_page_says_that_it_is_a_sample(self, editor: Client, draft: Framework) -> None:
        text = editor.get(address("sample_report", draft.pk)).content.decode()
        assert "Sample: made-up figures" in text
        assert "Sam Sample" in text
        assert "/reports/" not in text  # there is no report behind it to download

    def test_as_pdf_says_so_on_every_page(
        self, shipped: Framework, caplog: pytest.LogCaptureFixture
    ) -> None:
        made_up = services.sample(shipped, DAY)
        assert made_up is not None
        body = services.sample_pdf(made_up).body
        assert all("made-up figures" in text for text in pages(body))
        assert all("Sample" in text for text in pages(body))
        assert pdfua.faults(body) == []
        assert [r.message for r in caplog.records if r.levelno >= logging.WARNING] == []

    @pytest.mark.parametrize("name", ["sample_report", "sample_report_pdf"])
    def test_leads_back_while_something_is_missing(
        self, editor: Client, draft: Framework, name: str
    ) -> None:
        draft.roles.all().delete()
        response = editor.get(address(name, draft.pk))
        assert response["Location"] == reverse("framework_preview", args=[draft.pk])


class TestBlankQuestionnaire:
    @pytest.mark.parametrize("for_self", [False, True])
    def test_can_be_read_by_everybody(
        self, shipped: Framework, for_self: bool, caplog: pytest.LogCaptureFixture
    ) -> None:
        body = services.blank(shipped, group="self" if for_self else "", day=DAY).body
        assert pdfua.faults(body) == []
        assert [r.message for r in caplog.records if r.levelno >= logging.WARNING] == []

    @pytest.mark.parametrize("for_self", [False, True])
    def test_asks_every_question_once_with_a_box_for_each_answer(
        self, shipped: Framework, for_self: bool
    ) -> None:
        group = "self" if for_self else ""
        text = pdfua.reading_order(services.blank(shipped, group=group, day=DAY).body)
        asked = Indicator.objects.filter(dimension__framework=shipped)
        for indicator in asked:
            statement = indicator.self_text if for_self else indicator.text
            assert text.count(" ".join(statement.split())) == 1, statement
        groups = 0 if for_self else len(asked_groups())
        skills = shipped.dimensions.filter(kind="skill").count()
        assert text.count("☐") == asked.count() * (5 if for_self else 6) + groups + skills
        assert text.count("Comment (optional)") == shipped.dimensions.count()

    @pytest.mark.parametrize(
        ("for_self", "question"),
        [
            (True, "What do you want to keep doing?"),
            (False, "What should this person keep doing?"),
        ],
    )
    def test_ends_with_the_closing_questions(
        self, draft: Framework, for_self: bool, question: str
    ) -> None:
        paper = services.blank(draft, group="self" if for_self else "", day=DAY).body
        assert question in pdfua.reading_order(paper)

    def test_says_what_each_level_means(self, draft: Framework) -> None:
        text = pdfua.reading_order(services.blank(draft, day=DAY).body)
        assert "1 Level 1" in text
        assert "leadership at 5." in text

    def test_is_the_same_to_the_byte_each_time(self, draft: Framework) -> None:
        first, second = (services.blank(draft, day=DAY) for _ in range(2))
        assert first == second

    def test_fits_each_part_and_the_closing_questions_on_a_page(self, shipped: Framework) -> None:
        body = services.blank(shipped, day=DAY).body
        assert len(pages(body)) == shipped.dimensions.count() + 2

    def test_is_in_the_language_of_whoever_asks(self, erin: User, shipped: Framework) -> None:
        erin.language = "cy"
        erin.save()
        welsh = signed_in(erin)
        paper = pdfua.reading_order(welsh.get(address("blank_questionnaire", shipped.pk)).content)
        assert shipped.dimensions.get(position=1).text_in("name", "cy")[0] in paper
        assert shipped.dimensions.get(position=1).name not in paper
        report = welsh.get(address("sample_report", shipped.pk)).content.decode()
        name = shipped.dimensions.get(position=1).text_in("name", "cy")[0]
        assert name in report.replace("&#x27;", "'")
        overview = welsh.get(reverse("framework_preview", args=[shipped.pk])).content.decode()
        assert name in overview.replace("&#x27;", "'")

    def test_is_for_raters_or_for_participants(self, editor: Client, draft: Framework) -> None:
        for whose, name in [("others", "raters"), ("self", "own-view")]:
            response = editor.get(reverse("blank_questionnaire", args=[draft.pk, whose]))
            assert response["Content-Type"] == "application/pdf"
            assert f"small-framework-10-{name}.pdf" in response["Content-Disposition"]
        assert editor.get(reverse("blank_questionnaire", args=[draft.pk, "cat"])).status_code == 404


@pytest.mark.parametrize("name", NAMES)
class TestWhoMayLook:
    def test_a_councils_editor_at_nothing_of_another(
        self, ashford: Council, brindle: Council, name: str
    ) -> None:
        gwen = User.objects.create_user(
            "gwen@example.gov.uk", name="Gwen", council=ashford, is_editor=True
        )
        theirs = make_framework(council=brindle, published=False)
        assert signed_in(gwen).get(address(name, theirs.pk)).status_code == 404

    def test_nobody_who_edits_none(self, alice: User, draft: Framework, name: str) -> None:
        assert signed_in(alice).get(address(name, draft.pk)).status_code == 403

    def test_nobody_logged_out(self, draft: Framework, name: str) -> None:
        assert Client().get(address(name, draft.pk))["Location"].startswith("/accounts/login/")

    def test_nobody_at_what_is_not_there(self, editor: Client, draft: Framework, name: str) -> None:
        assert editor.get(address(name, uuid.uuid4())).status_code == 404

    def test_nobody_by_a_post(self, editor: Client, draft: Framework, name: str) -> None:
        assert editor.post(address(name, draft.pk)).status_code == 405
