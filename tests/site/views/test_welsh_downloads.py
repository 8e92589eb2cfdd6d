"""Every file that somebody who reads Welsh downloads: headings, names of sheets and fixed texts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from assessment.audit import record
from assessment.models import (
    Action,
    Council,
    Dimension,
    Framework,
    Indicator,
    Person,
    Result,
    Role,
    Round,
    User,
)
from assessment.scoring.values import (
    Agreement,
    Group,
    Measure,
    Position,
    Quadrant,
    Reason,
    Spread,
    Trend,
)
from reports.columns import COMMENTS, FIGURES
from tests.cast import NOW, make_framework, make_participant_account, signed_in
from tests.instrument import judged_round
from tests.site.views.test_welsh import written_by_people
from tests.spreadsheets.test_outputs import OUTPUTS, PAGES, cells_of_csv
from tests.welsh import english_in

CODES = {
    *(column.name for column in (*COMMENTS, *FIGURES)),
    *Measure,
    *Group,
    *Reason,
    *(str(each).replace("_", " ") for each in Measure),
}
CODES |= {
    each.replace("_", " ")
    for codes in (Agreement, Position, Quadrant, Spread, Trend)
    for each in codes
}
"""What programs count with: the same in every language."""
FOR_A_PROGRAM = {"assessment_framework_export"}
"""Read back by us: the names of its sheets and columns are its format."""
LIKE_A_REPORT = {"council_report_xlsx"}
"""In the languages of its framework, as reports are; tests/reports/council reads its content."""


@pytest.fixture
def released(ashford: Council, alice: User, erin: User) -> Round:
    """A released round with something in every file, whose people read Welsh."""
    framework = make_framework()
    round = judged_round(ashford, framework, alice)
    record(action=Action.PERSON_CORRECTED, subject=alice, council=ashford, by=alice, at=NOW)
    signed_in(erin).post(reverse("admin:assessment_framework_quality", args=[framework.pk]))
    User.objects.update(language="cy")
    Person.objects.update(language="cy")
    return round


def downloaded(user: User, name: str, *args: Any) -> bytes:
    user.refresh_from_db()
    response = signed_in(user).get(reverse(name, args=args))
    assert response.status_code == 200
    with translation.override("en-gb"):  # as a server streams it, with the page left behind
        return b"".join(response)


def cells_of_xlsx(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    return [*book.sheetnames, *(cell for cell in cells if isinstance(cell, str))]


def texts_of_json(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for each in data.values():
            yield from texts_of_json(each)
    elif isinstance(data, list):
        for each in data:
            yield from texts_of_json(each)
    elif isinstance(data, str):
        yield data


def faults(texts: list[str]) -> list[str]:
    codes = {code.replace("_", " ") for code in Result.objects.values_list("code", flat=True)}
    for model in (Framework, Role, Dimension, Indicator):
        codes |= set(model.objects.values_list("key", flat=True))
    said = [each for each in texts if not set(each.split("; ")) <= CODES | codes]
    assert len(said) > 5
    return list(english_in(said, written_by_people()))


def test_every_file_is_read() -> None:
    read = {"audit_csv", "holdings_csv", "round_results_csv", "round_results_xlsx"}
    read |= {"round_results_comments_csv", "round_results_comments_xlsx"}
    assert read | FOR_A_PROGRAM | LIKE_A_REPORT | {"assessment_framework_quality_xlsx"} == OUTPUTS
    assert {"round_csv", "round_xlsx", "round_comments_csv", "round_comments_xlsx"} == PAGES


def test_the_list_of_what_a_council_holds_is_in_welsh(released: Round, alice: User) -> None:
    assert faults(cells_of_csv(downloaded(alice, "holdings_csv"))) == []


def test_the_audit_trail_is_in_welsh_but_for_what_was_recorded(
    released: Round, alice: User
) -> None:
    lines = downloaded(alice, "audit_csv").decode("utf-8-sig")
    *told, detail = zip(*csv.reader(io.StringIO(lines, newline="")), strict=True)
    heads = [column[0] for column in (*told, detail)]
    assert faults([*heads, *(cell for column in told for cell in column)]) == []


def test_the_results_of_a_round_are_in_welsh(released: Round, alice: User) -> None:
    table = cells_of_csv(downloaded(alice, "round_results_csv", released.pk))
    book = cells_of_xlsx(downloaded(alice, "round_results_xlsx", released.pk))
    assert (faults(table), faults(book)) == ([], [])


def test_the_comments_of_a_round_are_in_welsh(released: Round, alice: User) -> None:
    table = cells_of_csv(downloaded(alice, "round_results_comments_csv", released.pk))
    book = cells_of_xlsx(downloaded(alice, "round_results_comments_xlsx", released.pk))
    assert (faults(table), faults(book)) == ([], [])


def test_the_quality_of_questions_is_in_welsh(released: Round, erin: User) -> None:
    address = "admin:assessment_framework_quality_xlsx"
    assert faults(cells_of_xlsx(downloaded(erin, address, released.framework.pk))) == []


def test_what_the_service_holds_is_in_welsh_for_programs_too(released: Round, alice: User) -> None:
    texts = list(texts_of_json(json.loads(downloaded(alice, "holdings_json"))))
    assert faults(texts) == []


def test_a_copy_of_ones_data_is_in_welsh(released: Round) -> None:
    participant = make_participant_account(Person.objects.filter(participations__round=released)[0])
    User.objects.filter(pk=participant.pk).update(language="cy")
    participant.refresh_from_db()
    response = signed_in(participant).post(reverse("my_data_file"))
    assert faults(list(texts_of_json(json.loads(response.content)))) == []
