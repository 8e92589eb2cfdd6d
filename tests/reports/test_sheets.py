"""A round's results as spreadsheets: true, streamed, and harmless when opened."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import AuditEvent, Council, Framework, RaterGroup, Round, User
from reports import sheets
from reports.models import Sheet
from tests.cast import make_person, make_round, signed_in
from tests.reports.people import closed_round, rated, released
from tests.reports.test_page import counted

EVIL = ['=HYPERLINK("http://example.com")', "+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1"]


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    round = closed_round(ashford, framework, alice)
    rated(round, make_person(ashford, "Pat Lee"), groups={RaterGroup.PEER: 8}, comments=EVIL)
    rated(round, make_person(ashford, "=Zoë"), groups={RaterGroup.PEER: 2})
    released(round, alice)
    round.refresh_from_db()
    return round


@pytest.fixture(params=[f"round_results_{kind}" for kind in Sheet.Kind])
def url(request: pytest.FixtureRequest, round: Round) -> str:
    return reverse(request.param, args=[round.pk])


def read_csv(round: Round, *, comments: bool = False) -> list[dict[str, str]]:
    text = "".join(sheets.csv_rows(round.pk, round.min_group_size, comments=comments))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def workbook(round: Round) -> Iterator[openpyxl.Workbook]:
    with sheets.workbook(round.pk, round.min_group_size) as file:
        book = openpyxl.load_workbook(file)
        yield book
        book.close()


class TestWhoMayHaveIt:
    def test_hr_of_the_council_and_the_audit_trail_says_so(self, url: str, alice: User) -> None:
        response = signed_in(alice).get(url)
        assert response.status_code == 200
        assert b"".join(response)
        assert AuditEvent.objects.filter(action="round.exported", by=alice).count() == 1

    def test_not_hr_of_another_council(self, url: str, dave: User) -> None:
        assert signed_in(dave).get(url).status_code == 404

    def test_not_a_participant(self, url: str, round: Round) -> None:
        person = round.participants.get(person__name="Pat Lee").person
        person.user = User.objects.create_user("pat@example.gov.uk", council=round.council)
        person.save()
        assert signed_in(person.user).get(url).status_code == 403

    def test_nobody_who_has_not_signed_in(self, url: str) -> None:
        assert Client().get(url).status_code == 302

    def test_only_by_reading(self, url: str, alice: User) -> None:
        assert signed_in(alice).post(url).status_code == 405

    def test_nobody_before_the_release(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        early = make_round(ashford, framework, by=alice, state="closed")
        for name in [f"round_results_{kind}" for kind in Sheet.Kind]:
            assert signed_in(alice).get(reverse(name, args=[early.pk])).status_code == 404


class TestCsv:
    def test_has_a_row_for_each_released_figure(self, round: Round) -> None:
        rows = read_csv(round)
        [score] = [
            row
            for row in rows
            if (row["name"], row["measure"], row["dimension"], row["group"])
            == ("Pat Lee", "score", "Communication", "others")
        ]
        assert 1 <= float(score["value"]) <= 5
        assert score["ratings"] == "8" or int(score["ratings"]) < 8

    def test_gives_the_reason_and_no_value_for_what_is_withheld(self, round: Round) -> None:
        withheld = [row for row in read_csv(round) if row["withheld"]]
        assert withheld
        assert not [row for row in withheld if row["value"] or row["ratings"] or row["word"]]

    def test_holds_no_cell_that_starts_like_a_formula(self, round: Round) -> None:
        rows = [*read_csv(round), *read_csv(round, comments=True)]
        cells = [cell for row in rows for cell in row.values()]
        assert "'=Zoë" in cells
        assert any(cell.startswith("'=HYPERLINK") for cell in cells)
        for cell in cells:
            number = cell.removeprefix("-").replace(".", "", 1).isdigit()
            assert number or cell.lstrip()[:1] not in tuple("=+-@＝"), cell


class TestXlsx:
    def test_holds_no_formula_and_no_link(self, workbook: openpyxl.Workbook) -> None:
        cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
        assert "=Zoë" in {cell.value for cell in cells}
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert not [cell for cell in cells if cell.hyperlink]


class TestStreaming:
    def test_takes_the_same_queries_and_little_memory_for_more_people(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        counts: list[int] = []
        for size in (1, 6):
            round = closed_round(ashford, framework, alice, f"Round {size}")
            for number in range(size):
                person = make_person(ashford, f"P {size} {number}")
                rated(round, person, groups={RaterGroup.PEER: 3})
            released(round, alice)
            with counted(counts):
                sum(1 for _row in sheets.csv_rows(round.pk, 3))
        assert counts[0] == counts[1]
        tracemalloc.start()
        sum(1 for _row in sheets.csv_rows(round.pk, 3))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        tracemalloc.stop()
