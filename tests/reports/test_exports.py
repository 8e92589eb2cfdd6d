"""The spreadsheets of a large round: made by a worker, whole before anybody gets a byte."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessment.models import AuditEvent, Council, Framework, Person, Round, User
from assessment.release.selectors import result_lines
from reports import bundles, exports, sheets, workbooks
from reports.models import CLAIM, Sheet
from tests.cast import PASSWORD, make_person, signed_in
from tests.console import get, post, text
from tests.reports.bundled import PEERS, all_queued, queued
from tests.reports.people import closed_round, rated, released
from tests.workers import DATABASE_QUEUE, worker

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = pytest.mark.parametrize("kind", Sheet.Kind.values)
NOW = timezone.now
ENGLISH, WELSH = "en-gb", "cy"


@pytest.fixture(autouse=True)
def queue(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two reports are many here, and no worker is there."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TASKS = DATABASE_QUEUE
    monkeypatch.setattr(exports, "SMALL", 1)


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
    return released_about(carol, make_person(ashford, "Gil"), framework=framework, by=alice)


def released_about(*people: Person, framework: Framework, by: User) -> Round:
    round = closed_round(people[0].council, framework, by)
    for person in people:
        rated(round, person, groups=PEERS)
    released(round, by)
    round.refresh_from_db()
    return round


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


def asked(
    round: Round,
    kind: str = "csv",
    language: str = ENGLISH,
    at: datetime.datetime | None = None,
) -> Sheet:
    return exports.request_sheet(round=round, kind=kind, language=language, at=at or NOW())


def work(sheet: Sheet) -> None:
    exports.make.call(str(sheet.pk))


def state(round: Round, kind: str = "csv", language: str = ENGLISH) -> exports.SheetState:
    return exports.sheet_progress(round.pk, kind, language, NOW()).state


def said(kind: str, content: bytes) -> str:
    """All that a file says, as text."""
    if Sheet.Kind(kind).ending == "csv":
        return content.decode()
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [row for part in book for row in part.iter_rows(values_only=True)]
    return "\n".join([*book.sheetnames, *map(str, rows)])


class TestALargeRound:
    @KINDS
    def test_is_asked_for_made_and_then_handed_out_whole(
        self, round: Round, hr: Client, kind: str
    ) -> None:
        name, page = f"round_{kind}", reverse(f"round_{kind}", args=[round.pk])
        file = f"round_results_{kind}"
        assert get(hr, file, round.pk)["Location"] == page
        what = "comments" if "comments" in kind else "figures"
        assert f"The file holds the {what} of 2 reports." in text(get(hr, name, round.pk))
        assert post(hr, name, round.pk)["Location"] == page
        assert "0 of 2 reports are in the file." in text(get(hr, name, round.pk))
        assert get(hr, file, round.pk)["Location"] == page
        assert not AuditEvent.objects.filter(action="round.exported").exists()

        work(Sheet.objects.get())

        assert "The file is ready." in text(get(hr, name, round.pk))
        answer = get(hr, file, round.pk)
        body = b"".join(answer)
        assert int(answer["Content-Length"]) == len(body)
        made = Sheet.Kind(kind)
        stem = "comments-confidential" if made.has_comments else "results"
        named = f'attachment; filename="{stem}-spring.{made.ending}"'
        assert answer["Content-Disposition"] == named
        assert AuditEvent.objects.get(action="round.exported").detail == {"kind": kind}
        with sheets.whole_file(kind, round.pk, round.min_group_size) as whole:
            anew = whole.read()
        if made.ending == "csv":
            assert body == anew
        else:
            assert openpyxl.load_workbook(io.BytesIO(body)).sheetnames[-1] == "Notes"

    def test_is_made_anew_when_something_has_changed(self, round: Round, carol: Person) -> None:
        first = asked(round)
        work(first)
        assert asked(round).pk == first.pk
        Person.objects.filter(pk=carol.pk).update(name="Carola")
        assert state(round) is exports.SheetState.OLD
        second = asked(round)
        work(second)
        assert state(round) is exports.SheetState.READY
        assert len(list(bundles._files())) == 1

    def test_goes_after_a_week(self, round: Round) -> None:
        work(asked(round, at=NOW() - bundles.KEEP - CLAIM))
        assert bundles.clear(at=NOW()) == 1
        assert state(round) is exports.SheetState.NOTHING


class TestTwoWhoReadDifferentLanguages:
    @pytest.fixture
    def welsh(self, ashford: Council) -> Client:
        reader = User.objects.create_user(
            "gwen@hr.example.gov.uk", PASSWORD, name="Gwen", council=ashford, is_hr=True
        )
        User.objects.filter(pk=reader.pk).update(language=WELSH)
        reader.refresh_from_db()
        return signed_in(reader)

    @KINDS
    def test_each_get_their_own_file_from_a_worker(
        self, round: Round, hr: Client, welsh: Client, kind: str
    ) -> None:
        post(hr, f"round_{kind}", round.pk)
        assert state(round, kind, WELSH) is exports.SheetState.NOTHING
        post(welsh, f"round_{kind}", round.pk)
        with worker() as process:
            process.wait(120)
        english, in_welsh = (
            said(kind, b"".join(get(reader, f"round_results_{kind}", round.pk)))
            for reader in (hr, welsh)
        )
        assert english != in_welsh
        for language, file in ((ENGLISH, english), (WELSH, in_welsh)):
            with translation.override(language), sheets.whole_file(kind, round.pk, 3) as whole:
                assert file == said(kind, whole.read())
        assert {each.language for each in Sheet.objects.all()} == {ENGLISH, WELSH}

    def test_wait_for_no_file_that_is_there_in_theirs(self, round: Round, welsh: Client) -> None:
        first = asked(round, language=WELSH)
        work(first)
        post(welsh, "round_csv", round.pk)
        assert Sheet.objects.get() == first
        assert b"".join(get(welsh, "round_results_csv", round.pk))

    def test_share_the_english_one_where_the_interface_has_neither(self, round: Round) -> None:
        first = asked(round, language="de")
        assert first.language == ENGLISH
        assert asked(round, language="fr") == first


class TestWhileOthersSave:
    @pytest.fixture
    def larger(self, ashford: Council, framework: Framework, alice: User) -> Round:
        """More figures than a database hands out at once."""
        people = [make_person(ashford, f"Person {n}") for n in range(12)]
        return released_about(*people, framework=framework, by=alice)

    @KINDS
    def test_is_made_to_the_end(
        self, larger: Round, kind: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(result_lines, "REPORTS_AT_ONCE", 1)
        monkeypatch.setattr(exports, "RENEWED", datetime.timedelta(0))
        other, step = connection.copy(), exports._Steps.__call__

        def step_after_a_save(steps: exports._Steps, done: int) -> None:
            with other.cursor() as cursor:
                cursor.execute("UPDATE assessment_council SET name = name")
            step(steps, done)

        monkeypatch.setattr(exports._Steps, "__call__", step_after_a_save)
        try:
            work(asked(larger, kind))
        finally:
            other.close()
        assert state(larger, kind) == exports.SheetState.READY


class TestAWorkerThatCrashes:
    def test_leaves_the_file_to_the_next(self, round: Round) -> None:
        sheet = asked(round)
        taken = exports._claim(sheet.pk, NOW())
        assert taken is not None
        default_storage.save(taken.file, io.BytesIO(b"half"))
        work(sheet)
        assert state(round) is exports.SheetState.WORKING
        Sheet.objects.update(claimed_at=NOW() - 2 * CLAIM)
        exports.watch.call(str(sheet.pk))
        assert (queued(exports.make), all_queued(exports.watch)) == (2, 2)
        work(sheet)
        assert state(round) is exports.SheetState.READY
        assert len(list(bundles._files())) == 1
        with pytest.raises(exports._Overtaken):
            exports._keep(taken, made_at=NOW())

    def test_ends_it_the_third_time_and_hr_can_try_again(self, round: Round, hr: Client) -> None:
        sheet = asked(round)
        for _time in range(Sheet.TRIES):
            exports._claim(sheet.pk, NOW())
            Sheet.objects.update(claimed_at=NOW() - 2 * CLAIM)
            exports.watch.call(str(sheet.pk))
        assert "The file could not be made." in text(get(hr, "round_csv", round.pk))
        post(hr, "round_csv", round.pk)
        assert state(round) is exports.SheetState.WORKING


class TestAWorkbook:
    def test_goes_on_with_another_sheet_where_one_is_full(
        self, round: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbooks, "FULL", 100)
        lines = sum(1 for _row in sheets.csv_rows(round.pk, 3)) - 1
        with sheets.workbook(round.pk, 3) as file:
            book = openpyxl.load_workbook(file)
        figures = [book[name] for name in book.sheetnames if name.startswith("Figures")]
        assert len(figures) > 2
        assert sum(sheet.max_row - 1 for sheet in figures) == lines
        assert {sheet.max_row for sheet in figures[:-1]} == {100}


class TestTheCommand:
    @KINDS
    def test_writes_the_whole_file_or_none(self, round: Round, tmp_path: Path, kind: str) -> None:
        file = tmp_path / f"all.{kind}"
        call_command("write_results", round=round.pk, format=kind, out=file, stdout=io.StringIO())
        assert [each.name for each in tmp_path.glob("all*")] == [file.name]
        assert file.stat().st_size > 5_000

    def test_writes_what_is_for_people_in_the_language_asked_for_and_codes_as_ever(
        self, round: Round, tmp_path: Path
    ) -> None:
        heads, codes = {}, {}
        for language in ("en-gb", "cy"):
            file, asked = tmp_path / f"{language}.xlsx", {"round": round.pk, "language": language}
            call_command("write_results", **asked, format="xlsx", out=file, stdout=io.StringIO())
            book = openpyxl.load_workbook(file)
            heads[language] = book.sheetnames[0]
            codes[language] = [cell.value for cell in book.worksheets[1][1]]
        assert heads == {"en-gb": "Overview", "cy": "Trosolwg"}
        assert codes["en-gb"] == codes["cy"]

    def test_has_nothing_of_a_round_that_is_not_released(
        self, ashford: Council, framework: Framework, alice: User, tmp_path: Path
    ) -> None:
        closed = closed_round(ashford, framework, alice)
        with pytest.raises(CommandError, match="no reports"):
            call_command("write_results", round=closed.pk, format="csv", out=tmp_path / "x.csv")
