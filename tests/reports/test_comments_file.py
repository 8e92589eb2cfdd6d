"""The comments of a round: in files of their own, marked as confidential, away from the figures."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import AuditEvent, Council, Framework, RaterGroup, Round, User
from reports import sheets
from reports.columns import COMMENTS, FIGURES
from tests.cast import make_person, signed_in
from tests.console import get, text
from tests.reports.people import closed_round, rated, released
from tests.reports.test_sheets import read_csv

SAID = ["Listens well.", "Keeps promises.", "Explains the plan."]


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    round = closed_round(ashford, framework, alice)
    rated(round, make_person(ashford, "Pat Lee"), groups={RaterGroup.PEER: 8}, comments=SAID)
    few = {RaterGroup.PEER: 2}
    rated(round, make_person(ashford, "Few Said"), groups=few, comments=["Only we two."], own=False)
    released(round, alice)
    round.refresh_from_db()
    return round


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


def test_are_not_in_the_file_of_figures(round: Round) -> None:
    rows = read_csv(round)
    assert not [cell for row in rows for cell in row.values() if cell in SAID]
    assert not {row["measure"] for row in rows} & {"comment", "keep_doing", "do_differently"}
    assert "comment" not in [column.name for column in FIGURES]


def test_are_each_in_a_row_that_is_marked_and_holds_no_figure(round: Round) -> None:
    rows = read_csv(round, comments=True)
    assert {row["marking"] for row in rows} == {"Confidential"}
    assert {row["comment"] for row in rows if row["name"] == "Pat Lee"} >= set(SAID)
    figures = {"value", "lower_bound", "upper_bound", "raters", "ratings"}
    assert not figures & {column.name for column in COMMENTS}
    ids = {"report", "participant", "round", "council", "framework"}
    assert ids <= {column.name for column in COMMENTS}


def test_that_are_withheld_are_a_reason_and_no_word(round: Round) -> None:
    rows = [row for row in read_csv(round, comments=True) if row["name"] == "Few Said"]
    withheld = [row for row in rows if row["withheld_code"]]
    assert {row["withheld_code"] for row in withheld} == {"comments_few_answered"}
    assert {row["comment"] for row in rows} == {""}


def test_in_a_workbook_say_how_to_keep_them(round: Round) -> None:
    with sheets.workbook(round.pk, round.min_group_size, comments=True) as file:
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    assert book.sheetnames == ["Comments", "Data dictionary", "Notes"]
    assert book["Comments"].oddHeader.right.text == "Confidential"
    assert book["Comments"].auto_filter.ref == book["Comments"].dimensions
    assert "Confidential: words can give away who wrote them." in str(book["Notes"]["A2"].value)
    columns = [row[0] for row in book["Data dictionary"].values if not row[1]]
    assert columns == [column.name for column in COMMENTS]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_are_offered_handed_out_and_noted_in_the_audit_trail(
    round: Round, hr: Client, alice: User, kind: str
) -> None:
    address = reverse(f"round_results_comments_{kind}", args=[round.pk])
    page = get(hr, "round_page", round.pk)
    assert address in page.content.decode()
    assert "All comments, confidential, in a file of their own" in text(page)
    answer = hr.get(address)
    assert b"".join(answer)
    name = f"comments-confidential-spring.{kind}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    event = AuditEvent.objects.get(action="round.exported", by=alice)
    assert event.detail == {"kind": f"comments_{kind}"}


def test_of_a_large_round_are_made_by_a_worker(
    round: Round, hr: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.exports.SMALL", 1)
    address = reverse("round_comments_csv", args=[round.pk])
    assert get(hr, "round_results_comments_csv", round.pk)["Location"] == address
    said = text(get(hr, "round_comments_csv", round.pk))
    assert "All comments as CSV" in said
    assert "The file holds the comments of 2 reports." in said
    assert "Confidential: words can give away who wrote them." in said
