"""What the ZIP says of itself: a list for people, a data package for programs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation

from assessment.models import AuditEvent, Council, Framework, Round, User
from reports import services, sheets
from reports.columns import FIGURES
from reports.contents import CONTENTS
from reports.models import Part
from reports.progress import hand_out_bundle
from tests.cast import make_person
from tests.reports.bundled import archive, prepare, reports_in
from tests.reports.people import closed_round, rated, released

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture(autouse=True)
def quick(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No PDF is drawn: what is in them is tested elsewhere."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(
        services, "pdf_of", lambda report, *_: services.Document("x.pdf", str(report.pk).encode())
    )


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    round = closed_round(ashford, framework, alice)
    for place, name in enumerate(["Łukasz Żak", "Pat Lee", "Pat Lee"]):
        rated(round, make_person(ashford, name, f"p{place}@example.gov.uk"), groups={})
    released(round, alice)
    round.refresh_from_db()
    prepare(round, alice)
    return round


def table(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def package(file: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read("datapackage.json"))
    return found


def test_the_list_has_each_report_with_its_file_and_its_reference(
    round: Round, alice: User
) -> None:
    with archive(round, alice) as file:
        rows = table(file.read("contents.csv"))
        assert [row["name"] for row in rows] == ["Łukasz Żak", "Pat Lee", "Pat Lee"]
        assert [row["file"] for row in rows] == reports_in(file)
        for row in rows:
            body = file.read(row["file"])
            assert row["sha256"] == hashlib.sha256(body).hexdigest()
            assert int(row["bytes"]) == len(body)
            assert row["report"] == body.decode()
            assert row["reference"] == row["report"][:8]
            assert (row["reference"] in row["file"]) == (row["name"] == "Pat Lee")


def test_the_description_names_every_other_file_with_its_size_and_hash(
    round: Round, alice: User
) -> None:
    with archive(round, alice) as file:
        described = {each["path"]: each for each in package(file)["resources"]}
        assert set(described) == set(file.namelist()) - {"datapackage.json"}
        for path, each in described.items():
            body = file.read(path)
            assert each["bytes"] == len(body)
            assert each["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        names = [each["name"] for each in described.values()]
        assert len(set(names)) == len(names)


def test_the_description_fits_what_the_tables_hold(round: Round, alice: User) -> None:
    kinds: dict[str, Any] = {"integer": int, "number": float, "date": str, "string": str}
    with archive(round, alice) as file:
        for each in package(file)["resources"][:2]:
            fields = {field["name"]: field for field in each["schema"]["fields"]}
            rows = table(file.read(each["path"]))
            assert list(rows[0]) == list(fields)
            for name, value in ((name, row[name]) for row in rows for name in row if row[name]):
                kinds[fields[name]["type"]](value)
                allowed = fields[name].get("constraints", {}).get("enum")
                assert allowed is None or value in allowed, (name, value)
    meanings = [str(column.meaning) for column in CONTENTS]
    assert all([*meanings, *(str(column.meaning) for column in FIGURES)])


def test_the_figures_lie_beside_the_reports_of_a_small_round(round: Round, alice: User) -> None:
    with archive(round, alice) as file:
        anew = "".join(sheets.csv_rows(round.pk, round.min_group_size))
        assert file.read("figures.csv").decode() == anew
    assert AuditEvent.objects.get(action="round.exported").detail == {"kind": "csv"}


def test_the_figures_of_a_large_round_are_a_file_of_their_own(
    round: Round, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.exports.SMALL", 2)
    with archive(round, alice) as file:
        assert "figures.csv" not in file.namelist()
        assert "figures" not in {each["name"] for each in package(file)["resources"]}
    assert not AuditEvent.objects.filter(action="round.exported").exists()


def test_a_report_that_could_not_be_made_has_no_file(round: Round, alice: User) -> None:
    Part.objects.filter(report__participant__person__name="Łukasz Żak").update(
        made_at=None, size=None, sha256="", problem=Part.Problem.ERROR
    )
    with archive(round, alice) as file:
        first = table(file.read("contents.csv"))[0]
        assert (first["name"], first["file"], first["sha256"]) == ("Łukasz Żak", "", "")
        assert first["reference"] in file.read("missing.txt").decode()


def test_all_of_it_is_in_the_readers_language(round: Round, alice: User) -> None:
    with translation.override("cy"):
        pieces = hand_out_bundle(round=round, by=alice, at=timezone.now())
    assert pieces is not None
    with translation.override("en-gb"):  # as a server streams it
        file = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert "Cyfrinachol" in package(file)["description"]
