"""manage.py write_reports and manage.py verify_report"""

from __future__ import annotations

import re
import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessment.models import Council, Framework, RaterGroup, Round, User
from assessment.release.selectors.results import reports_of_round
from reports import services
from tests.cast import make_person
from tests.reports.people import closed_round, rated, released

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.one_database]

PEERS = {RaterGroup.PEER: 3}


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    """Two people of one name, and a third."""
    round = closed_round(ashford, framework, alice)
    for number, name in enumerate(["Pat Lee", "Pat Lee", "Zoë Ng"]):
        person = make_person(ashford, name, f"p{number}@example.gov.uk")
        rated(round, person, groups=PEERS, seed=number)
    released(round, alice)
    return round


def write(round: Round, folder: Path, **options: object) -> str:
    out = StringIO()
    call_command("write_reports", round=round.pk, out=folder, stdout=out, **options)
    return out.getvalue()


class TestWritingReports:
    def test_writes_a_file_for_each_person_with_names_that_sort(
        self, round: Round, tmp_path: Path
    ) -> None:
        assert "3 written" in write(round, tmp_path)
        *pats, zoe = sorted(path.name for path in tmp_path.iterdir())
        assert all(re.fullmatch(r"gap-report-spring-pat-lee-[0-9a-f]{8}\.pdf", p) for p in pats)
        assert (len(set(pats)), zoe) == (2, "gap-report-spring-zoe-ng.pdf")

    def test_leaves_alone_what_is_there_and_goes_on_where_it_stopped(
        self, round: Round, tmp_path: Path
    ) -> None:
        write(round, tmp_path)
        lost = tmp_path / "gap-report-spring-zoe-ng.pdf"
        body = lost.read_bytes()
        lost.unlink()
        assert "1 written, 2 were there already" in write(round, tmp_path)
        assert lost.read_bytes() == body

    def test_writes_the_same_in_two_processes(self, round: Round, tmp_path: Path) -> None:
        write(round, tmp_path / "one")
        write(round, tmp_path / "two", jobs=2)
        for path in (tmp_path / "one").iterdir():
            assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()

    def test_refuses_a_round_without_reports(self, tmp_path: Path, db: None) -> None:
        with pytest.raises(CommandError, match="no reports"):
            call_command("write_reports", round=uuid.uuid4(), out=tmp_path)


class TestVerifyingAReport:
    @pytest.fixture
    def file(self, round: Round, tmp_path: Path) -> Path:
        report = reports_of_round(round.pk)[0]
        path = tmp_path / "report.pdf"
        path.write_bytes(services.pdf_of(report).body)
        return path

    def test_says_that_a_file_is_genuine(self, file: Path) -> None:
        out = StringIO()
        call_command("verify_report", file, stdout=out)
        assert "to the byte" in out.getvalue()

    def test_fails_a_file_that_was_changed(self, file: Path) -> None:
        file.write_bytes(file.read_bytes() + b"\n")
        with pytest.raises(CommandError, match="differs"):
            call_command("verify_report", file)

    def test_fails_a_file_from_elsewhere(self, tmp_path: Path, db: None) -> None:
        path = tmp_path / "other.pdf"
        path.write_bytes(b"%PDF-1.7 of somebody else")
        with pytest.raises(CommandError, match="does not name a report"):
            call_command("verify_report", path)

    def test_says_that_a_file_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("verify_report", tmp_path / "missing.pdf")
