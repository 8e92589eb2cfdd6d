"""Units in results: the participant's as it was at the release, and a rater's nowhere."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Council, Framework, Person, Round, User
from reports.columns import COMMENTS, FIGURES
from reports.contents import CONTENTS
from tests.cast import make_participant_account, make_person, signed_in
from tests.reports.people import closed_round, rated, released

OF_RATERS = "Ratersham"
FILES = (
    "round_results_csv",
    "round_results_comments_csv",
    "round_results_xlsx",
    "round_results_comments_xlsx",
)


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    """Pat works in Housing, and everybody who rates her elsewhere."""
    round = closed_round(ashford, framework, alice)
    pat = make_person(ashford, "Pat Lee")
    make_participant_account(pat)
    rated(round, pat, comments=["She listens.", "She asks.", "She acts."])
    Person.objects.update(unit=OF_RATERS)
    Person.objects.filter(pk=pat.pk).update(unit="Housing")
    released(round, alice)
    Person.objects.filter(pk=pat.pk).update(unit="Roads")
    round.refresh_from_db()
    return round


def body(client: Client, name: str, round: Round) -> bytes:
    response = client.get(reverse(name, args=[round.pk]))
    assert response.status_code == 200
    return b"".join(response)


def cells(content: bytes) -> list[list[str]]:
    """Of a CSV file, or of all sheets of a workbook."""
    if content.startswith(b"PK"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
        return [[str(cell) for cell in row] for row in rows]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_stand_after_names_and_roles() -> None:
    assert [each.name for each in FIGURES[:3]] == ["name", "roles", "unit"]
    assert [each.name for each in COMMENTS[1:4]] == ["name", "roles", "unit"]
    assert [each.name for each in CONTENTS[1:3]] == ["name", "unit"]


@pytest.mark.parametrize("name", FILES[:2])
def test_are_those_of_the_release(round: Round, alice: User, name: str) -> None:
    rows = csv.DictReader(
        io.StringIO(body(signed_in(alice), name, round).decode("utf-8-sig"), newline="")
    )
    assert {row["unit"] for row in rows} == {"Housing"}


def test_are_in_the_overview_and_explained_in_the_dictionary(round: Round, alice: User) -> None:
    book = openpyxl.load_workbook(io.BytesIO(body(signed_in(alice), "round_results_xlsx", round)))
    head, first, *_rest = book["Overview"].iter_rows(values_only=True)
    assert dict(zip(head, first, strict=True))["Unit"] == "Housing"
    meanings = {row[0]: row[3] for row in book["Data dictionary"].iter_rows(values_only=True)}
    assert "worked at the release" in str(meanings["unit"])


@pytest.mark.parametrize("name", FILES)
def test_of_raters_are_in_no_file(round: Round, alice: User, name: str) -> None:
    said = {cell for row in cells(body(signed_in(alice), name, round)) for cell in row}
    assert "Housing" in said
    assert not [cell for cell in said if OF_RATERS in cell or "Roads" in cell]


def test_of_raters_are_on_no_page_of_the_report(round: Round, alice: User) -> None:
    participant = round.participants.get()
    report = participant.report
    reader = participant.person.user
    assert reader is not None
    for client in (signed_in(alice), signed_in(reader)):
        page = client.get(reverse("report_page", args=[report.pk])).content.decode()
        assert "Pat Lee" in page
        assert OF_RATERS not in page


def test_of_the_release_and_of_now_are_both_in_the_copy_of_ones_data(round: Round) -> None:
    reader = round.participants.get().person.user
    assert reader is not None
    page = signed_in(reader).get(reverse("my_data")).content.decode()
    assert "Unit at the release: Housing" in page
    assert "Roads" in page
    assert OF_RATERS not in page
