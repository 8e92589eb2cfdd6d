"""Every spreadsheet that the product hands out, with texts that look like formulas in it."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.db.models import Value
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assessment.audit import record
from assessment.models import (
    Action,
    Council,
    Framework,
    Indicator,
    Person,
    Report,
    Round,
    User,
    frozen,
)
from tests.cast import NOW, make_framework, publish, signed_in
from tests.instrument import judged_round
from tests.spreadsheets.formulas import HOSTILE

PAGES = {
    "round_csv",
    "round_xlsx",
    "round_comments_csv",
    "round_comments_xlsx",
}  # which say how far the file is
EXAMPLES = {"people_example"}  # files that come with the product
OUTPUTS = {
    "audit_csv",
    "holdings_csv",
    "round_results_csv",
    "round_results_xlsx",
    "round_results_comments_csv",
    "round_results_comments_xlsx",
    "council_report_xlsx",
    "assessment_framework_quality_xlsx",
    "assessment_framework_export",  # XLSX or JSON
}
# What XML cannot say is no text of a workbook: the two programs that read it differ there.
IN_XLSX = [text for text in HOSTILE if not {"\r", "\x0b"} & set(text)]


@pytest.fixture
def evil(ashford: Council, alice: User, erin: User) -> tuple[Framework, Round]:
    """Participants, statements and events whose names are formulas, as far as there are any."""
    framework = make_framework(published=False, indicators=len(IN_XLSX) // 4 + 1)
    statements = Indicator.objects.filter(dimension__framework=framework)
    for text, indicator in zip(IN_XLSX, statements, strict=False):
        indicator.text = text
        indicator.save()
    publish(framework)
    round = judged_round(ashford, framework, alice)
    people = Person.objects.filter(participations__round=round)
    for text, person in zip(HOSTILE, people, strict=False):
        # Past the field that would clean it, as an older version may have left it.
        Person.objects.filter(pk=person.pk).update(name=Value(text))
        with frozen.thawed():
            Report.objects.filter(participant__person=person).update(unit=text)
        record(action=Action.PERSON_CORRECTED, subject=person, council=ashford, by=alice, at=NOW)
    signed_in(erin).post(reverse("admin:assessment_framework_quality", args=[framework.pk]))
    return framework, round


def names(patterns: list[Any] | None = None) -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or ""


def body(client: Client, address: str, *args: object, **query: str) -> bytes:
    response = client.get(reverse(address, args=args), query)
    assert response.status_code == 200
    return b"".join(response)


def cells_of_csv(content: bytes) -> list[str]:
    text = content.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def begins_like_a_formula(text: str) -> bool:
    """Whatever a program may skip before it."""
    seen = [each for each in text if unicodedata.category(each)[0] not in "CZ"]
    return seen[:1] != [] and seen[0] in "=+-@|%＝＋－＠" and not is_number(text)


def assert_harmless(content: bytes) -> list[str]:
    cells = cells_of_csv(content)
    assert [cell for cell in cells if begins_like_a_formula(cell)] == []
    return cells


def assert_only_texts(content: bytes) -> set[object]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    return {cell.value for cell in cells}


def test_every_output_is_walked() -> None:
    known = PAGES | EXAMPLES | OUTPUTS
    assert set(names()) >= OUTPUTS
    assert {name for name in names() if "csv" in name or "xlsx" in name} <= known


def test_no_csv_file_holds_a_formula(evil: tuple[Framework, Round], alice: User) -> None:
    client = signed_in(alice)
    apostrophised = {f"'{text}" for text in HOSTILE}
    assert apostrophised <= set(assert_harmless(body(client, "audit_csv")))
    figures = body(client, "round_results_csv", evil[1].pk)
    assert apostrophised <= set(assert_harmless(figures))
    rows = csv.DictReader(io.StringIO(figures.decode("utf-8-sig"), newline=""))
    assert apostrophised <= {row["unit"] for row in rows}
    comments = assert_harmless(body(client, "round_results_comments_csv", evil[1].pk))
    assert set(comments) & apostrophised
    assert len(assert_harmless(body(client, "holdings_csv"))) > 20


def test_no_workbook_holds_a_formula(
    evil: tuple[Framework, Round], alice: User, erin: User
) -> None:
    framework, round = evil
    assert set(IN_XLSX) <= assert_only_texts(body(signed_in(alice), "round_results_xlsx", round.pk))
    council = assert_only_texts(body(signed_in(alice), "council_report_xlsx", round.pk))
    assert len(council & set(IN_XLSX)) > len(IN_XLSX) / 2  # names, in sentences too
    comments = body(signed_in(alice), "round_results_comments_xlsx", round.pk)
    assert set(IN_XLSX) & assert_only_texts(comments)
    editor = signed_in(erin)
    quality = assert_only_texts(
        body(editor, "admin:assessment_framework_quality_xlsx", framework.pk)
    )
    assert quality & set(IN_XLSX)  # as many as are about skills
    whole = assert_only_texts(
        body(editor, "admin:assessment_framework_export", framework.pk, "xlsx")
    )
    assert set(IN_XLSX) <= whole
