"""What a group is not asked is called so on the page, in the PDF and in every file."""

from __future__ import annotations

import csv
import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from assessment.models import (
    Council,
    Framework,
    Indicator,
    Person,
    RaterGroup,
    Report,
    Result,
    Round,
    User,
)
from reports import services, sheets
from reports.previews import services as previews
from tests.cast import make_framework_asked_apart, signed_in
from tests.reports import pdfua
from tests.reports.people import closed_round, rated, released

pytestmark = pytest.mark.one_database

GROUPS = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 6, RaterGroup.PARTNER: 4}


@pytest.fixture
def framework(db: None) -> Framework:
    return make_framework_asked_apart()


@pytest.fixture
def report(ashford: Council, framework: Framework, alice: User, carol: Person) -> Report:
    round = closed_round(ashford, framework, alice)
    rated(round, carol, groups=GROUPS)
    [report] = released(round, alice)
    return report


def test_results_hold_no_figure_there(report: Report) -> None:
    rows = Result.objects.filter(report=report, withheld="not_asked", group="partner")
    leadership = rows.filter(dimension__key="leadership")
    assert leadership.filter(measure="score").exists()
    assert not rows.exclude(value=None).exists()
    assert set(rows.filter(measure="item_mean").values_list("indicator__key", flat=True)) == {
        *(f"leadership-{n}" for n in range(1, 7)),
        *(f"{key}-{n}" for key in ("communication", "mandate", "focus") for n in (5, 6)),
    }


def test_the_page_says_not_asked(report: Report, alice: User) -> None:
    page = signed_in(alice).get(reverse("report_page", args=[report.pk])).content.decode()
    assert "not asked" in page


def test_the_pdf_says_not_asked_and_reads_back(report: Report) -> None:
    body = services.pdf_of(report).body
    assert "not asked" in pdfua.reading_order(body)
    assert services.verify(body)


def test_the_files_of_a_round_say_not_asked(report: Report) -> None:
    round = Round.objects.get()
    text = "".join(sheets.csv_rows(round.pk, round.min_group_size)).removeprefix("\ufeff")
    said = {row["withheld"] for row in csv.DictReader(io.StringIO(text))}
    assert "Not asked: nobody in this group is asked this." in said
    with sheets.workbook(round.pk, round.min_group_size) as file:
        book = openpyxl.load_workbook(file)
        cells = {cell.value for sheet in book for row in sheet for cell in row}
        book.close()
    assert "Not asked: nobody in this group is asked this." in cells


PROMISED = (
    "Groups that are put together show figures of a question only when all of them are asked it."
)
PUT_TOGETHER = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 6, RaterGroup.PARTNER: 2}
"""Two partners are too few, so peers join them; partners are asked less than peers."""


def test_groups_put_together_show_what_the_promise_says(
    ashford: Council, framework: Framework, alice: User, carol: Person
) -> None:
    for page in ("help_raters", "help_participants", "help_hr", "privacy"):
        words = signed_in(alice).get(reverse(page)).content.decode()
        assert PROMISED in " ".join(words.split())

    round = closed_round(ashford, framework, alice)
    rated(round, carol, groups=PUT_TOGETHER)
    released(round, alice)
    text = "".join(sheets.csv_rows(round.pk, round.min_group_size)).removeprefix("\ufeff")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["group"] == "colleagues"]
    statements = {row["statement"]: not row["withheld"] for row in rows if row["statement"]}
    of_all = {each.text: {"peer", "partner"} <= {*each.seen_by} for each in Indicator.objects.all()}
    assert statements == of_all
    assert set(of_all.values()) == {True, False}


@pytest.mark.parametrize(("group", "statements"), [("partner", 12), ("self", 24), ("", 24)])
def test_the_questionnaire_on_paper_holds_what_a_group_is_asked(
    framework: Framework, group: str, statements: int
) -> None:
    day = datetime.date(2026, 3, 2)
    text = pdfua.reading_order(previews.blank(framework, group=group, day=day).body)
    assert f"{statements} questions" in text
    # At the end everybody may mark any skill
    asked, _closing = text.split("Closing questions")
    assert ("leadership" in asked.lower()) is (group != "partner")


def test_the_sample_report_has_no_group_that_is_asked_nothing(framework: Framework) -> None:
    made_up = previews.sample(framework, datetime.date(2026, 3, 2))
    assert made_up is not None
    groups = {figure.group for figure in made_up.figures}
    assert "councillor" not in groups
