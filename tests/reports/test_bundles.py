"""All reports of a round as one ZIP: each is made once, kept while it is true, and cleared away."""

from __future__ import annotations

import datetime
import errno
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from assessment.data_protection.selectors import rights
from assessment.data_protection.selectors.audit import Search, find_events
from assessment.models import AuditEvent, Council, Framework, Goal, Report, Round, User, frozen
from assessment.release.selectors.report_hashes import was_handed_out
from reports import bundles, services
from reports.archive import zipped
from reports.models import Bundle, Part
from reports.progress import BundleState, Damaged, bundle_progress, hand_out_bundle
from tests.cast import make_participant_account, make_person
from tests.reports.bundled import (
    NAMES,
    all_queued,
    archive,
    made,
    prepare,
    report_of,
    reports_in,
    state,
    stored,
    three_reports,
)
from tests.reports.people import closed_round, rated, released
from tests.workers import DATABASE_QUEUE

pytestmark = [
    pytest.mark.usefixtures("same_identifiers"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    return three_reports(ashford, framework, alice)


@pytest.fixture
def waiting(round: Round, alice: User, settings: Any) -> Bundle:
    """Asked for, and no worker there."""
    settings.TASKS = DATABASE_QUEUE
    return prepare(round, alice)


def break_rendering(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    """The report of this person cannot be made."""
    honest = services.pdf_of

    def fail(report: Report, *rest: Any) -> services.Document:
        if report.participant.person.name == name:
            raise error
        return honest(report, *rest)

    monkeypatch.setattr(services, "pdf_of", fail)


class TestTheZip:
    @pytest.mark.one_database
    def test_holds_the_same_pdf_as_the_single_download_of_everybody(
        self, round: Round, alice: User
    ) -> None:
        prepare(round, alice)
        with archive(round, alice) as file:
            assert file.testzip() is None
            for number, name in enumerate(sorted(NAMES), 1):
                body = file.read(f"{number:02}-{name.lower().replace(' ', '-')}.pdf")
                assert body == services.pdf_of(report_of(name)).body
            assert len(reports_in(file)) == 3

    @pytest.mark.one_database
    def test_names_no_rater(self, round: Round, alice: User) -> None:
        prepare(round, alice)
        with archive(round, alice) as file:
            assert not [name for name in file.namelist() if "peer" in name]

    def test_numbers_files_so_that_they_sort_by_name_even_two_of_one_name(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        round = closed_round(ashford, framework, alice)
        for place, name in enumerate(["Zoë", "Ann", "Ann", "北京"]):
            rated(round, make_person(ashford, name, f"p{place}@example.gov.uk"), groups={})
        released(round, alice)
        prepare(round, alice)
        with archive(round, alice) as file:
            ann, other, *rest = reports_in(file)
            assert re.fullmatch(r"01-ann-[0-9a-f]{8}\.pdf", ann)
            assert re.fullmatch(r"02-ann-[0-9a-f]{8}\.pdf", other)
            assert rest == ["03-zoe.pdf", "04-北京.pdf"]
            metadata = PdfReader(io.BytesIO(file.read("04-北京.pdf"))).metadata
            assert metadata
            assert "北京" in (metadata.title or "")

    @pytest.mark.one_database
    def test_breaks_off_where_a_file_was_changed_on_the_disk(
        self, round: Round, alice: User, settings: Any
    ) -> None:
        prepare(round, alice)
        part = Part.objects.all()[0]
        (settings.MEDIA_ROOT / part.file).write_bytes(b"x" * (part.size or 0))
        with pytest.raises(Damaged):
            archive(round, alice)

    def test_is_one_line_of_the_audit_trail_by_which_each_file_is_known_again(
        self, round: Round, alice: User
    ) -> None:
        prepare(round, alice)
        archive(round, alice).close()
        [asked] = AuditEvent.objects.filter(action="round.reports_asked", subject_id=round.pk)
        assert (asked.by, asked.detail) == (alice, {"reports": 3})
        [had] = AuditEvent.objects.filter(action="round.reports_downloaded", subject_id=round.pk)
        files = {str(part.report_id): part.sha256 for part in Part.objects.all()}
        assert had.detail == {"reports": 3, "files": files}
        assert not AuditEvent.objects.filter(action="report.downloaded").exists()
        one, other, _third = Part.objects.all()
        assert was_handed_out(one.report_id, one.sha256)
        assert not was_handed_out(one.report_id, other.sha256)

    def test_is_found_by_the_name_of_whoever_is_in_it_and_is_in_their_copy(
        self, round: Round, alice: User
    ) -> None:
        prepare(round, alice)
        archive(round, alice).close()
        person = Part.objects.all()[0].report.participant.person
        found = find_events(round.council, Search(subject=person.name))
        assert "round.reports_downloaded" in {event.action for event in found}
        nobody = find_events(round.council, Search(subject="Nobody of that name"))
        assert not nobody.exists()
        account = make_participant_account(person)
        recorded = rights.of_account(account, language="en-gb")["recorded"]
        assert "round.reports_downloaded" in {each["action"] for each in recorded}


class TestZipping:
    def test_gives_the_same_bytes_for_the_same_files(self) -> None:
        files = [("a.pdf", b"one" * 99), ("ž.pdf", b"two")]
        day = datetime.date(2026, 3, 2)
        first, again = (b"".join(zipped(iter(files), day)) for _ in range(2))
        assert first == again
        with zipfile.ZipFile(io.BytesIO(first)) as file:
            assert {name: file.read(name) for name in file.namelist()} == dict(files)

    def test_reads_one_file_after_the_other(self) -> None:
        read: list[int] = []

        def files() -> Any:
            for number in range(3):
                read.append(number)
                yield f"{number}.pdf", b"x" * 1000

        pieces = zipped(files(), datetime.date(2026, 3, 2))
        assert len(next(pieces)) > 1000
        assert read == [0]


class TestAskingAgain:
    def test_keeps_everything_while_nothing_has_changed(self, round: Round, alice: User) -> None:
        prepare(round, alice)
        before, files = made(), stored()
        prepare(round, alice)
        assert (made(), stored()) == (before, files)
        assert AuditEvent.objects.filter(action="round.reports_asked").count() == 1

    def test_makes_nothing_for_goals_which_are_the_participants_own(
        self, round: Round, alice: User
    ) -> None:
        prepare(round, alice)
        Goal.objects.create(report=report_of("Ann Ash"), position=1, text="Meet the team.")
        assert state(round) is BundleState.READY
        with archive(round, alice) as file:
            assert services.pdf_of(report_of("Ann Ash")).body in [
                file.read(name) for name in file.namelist()
            ]

    def test_makes_only_what_has_changed(self, round: Round, alice: User) -> None:
        prepare(round, alice)
        before, report = made(), report_of("Ann Ash")
        person = report.participant.person
        person.name = "Anna Ashe"
        person.save()
        assert state(round) is BundleState.OLD
        assert hand_out_bundle(round=round, by=alice, at=timezone.now()) is None

        prepare(round, alice)

        assert state(round) is BundleState.READY
        assert {key for key, part in made().items() if part != before[key]} == {report.pk}
        assert len(stored()) == 3
        with archive(round, alice) as file:
            expected = services.pdf_of(report_of(report.participant.person.name)).body
            assert expected in [file.read(name) for name in file.namelist()]

    def test_makes_everything_anew_for_another_version_of_the_product(
        self, round: Round, alice: User, settings: Any
    ) -> None:
        prepare(round, alice)
        before = made()
        settings.PRODUCT_VERSION = "99.0"
        assert bundle_progress(round.pk, timezone.now()).changed == 3
        prepare(round, alice)
        assert not set(before.values()) & set(made().values())
        assert len(stored()) == 3

    def test_makes_a_file_again_that_is_gone(self, round: Round, alice: User) -> None:
        prepare(round, alice)
        default_storage.delete(Part.objects.all()[0].file)
        assert state(round) is BundleState.OLD
        prepare(round, alice)
        assert state(round) is BundleState.READY


class TestAReportThatFails:
    def test_is_named_and_costs_the_others_nothing(
        self, round: Round, alice: User, monkeypatch: pytest.MonkeyPatch, caplog: Any
    ) -> None:
        break_rendering(monkeypatch, "Bo Bright", ValueError("broken"))
        prepare(round, alice)
        found = bundle_progress(round.pk, timezone.now())
        assert (found.state, found.made, found.failures) == (BundleState.FAILED, 2, 1)
        assert found.failed == ("Bo Bright",)
        assert not found.no_space
        assert str(report_of("Bo Bright").pk) in caplog.text
        with archive(round, alice) as file:
            assert reports_in(file) == ["01-ann-ash.pdf", "03-cai-cole.pdf", "missing.txt"]
            assert "Bo Bright" in file.read("missing.txt").decode()

    def test_is_made_on_a_second_try_and_the_rest_is_kept(
        self, round: Round, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            break_rendering(patch, "Bo Bright", ValueError("broken"))
            prepare(round, alice)
        before = made()
        prepare(round, alice)
        assert state(round) is BundleState.READY
        assert {key for key, part in made().items() if part != before[key]} == {
            report_of("Bo Bright").pk
        }

    def test_for_want_of_space_leaves_no_half_file_and_says_so(
        self, round: Round, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        honest = default_storage.save

        def half(name: str, content: Any) -> str:
            honest(name, io.BytesIO(content.read()[:1000]))
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(default_storage, "save", half)
        prepare(round, alice)
        found = bundle_progress(round.pk, timezone.now())
        assert (found.state, found.failures, found.no_space) == (BundleState.FAILED, 3, True)
        assert not found.can_be_had
        assert stored() == []


class TestClearing:
    def test_deletes_what_was_asked_for_more_than_a_week_ago(
        self, round: Round, alice: User
    ) -> None:
        prepare(round, alice)
        Bundle.objects.update(asked_at=timezone.now() - bundles.KEEP)
        assert bundles.clear(at=timezone.now() + datetime.timedelta(seconds=1)) == 3
        assert stored() == []
        assert state(round) is BundleState.NOTHING

    def test_leaves_what_is_younger(self, round: Round, alice: User) -> None:
        prepare(round, alice)
        assert bundles.clear(at=timezone.now()) == 0
        assert len(stored()) == 3

    def test_deletes_the_files_of_reports_that_retention_deleted(
        self, round: Round, alice: User
    ) -> None:
        prepare(round, alice)
        with frozen.thawed():
            report_of("Ann Ash").delete()
        assert bundles.clear(at=timezone.now()) == 1
        assert len(stored()) == 2

    def test_is_queued_for_the_end_of_the_week(self, waiting: Bundle) -> None:
        assert all_queued(bundles.tidy) == 1


class TestAFileWhoseCommentsHaveGone:
    def test_ends_with_them_and_the_others_stay(self, round: Round, alice: User) -> None:
        bundle = prepare(round, alice)
        with frozen.thawed():
            report_of("Ann Ash").results.filter(measure="comment").delete()
        bundles.end_with_results.call(str(bundle.pk))
        assert len(stored()) == 2
        assert "Ann Ash" not in {part.report.participant.person.name for part in Part.objects.all()}

    def test_stays_while_nothing_has_gone(self, round: Round, alice: User) -> None:
        bundle = prepare(round, alice)
        bundles.end_with_results.call(str(bundle.pk))
        assert len(stored()) == 3

    def test_is_looked_after_every_hour(self, waiting: Bundle) -> None:
        assert all_queued(bundles.end_with_results) == 1
        bundles.end_with_results.call(str(waiting.pk))
        assert all_queued(bundles.end_with_results) == 2


class TestTheDatabase:
    def test_refuses_a_part_that_is_made_without_a_file(self, waiting: Bundle) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Part.objects.update(made_at=timezone.now())

    def test_keeps_files_under_names_that_tell_nothing(self, round: Round, alice: User) -> None:
        prepare(round, alice)
        assert all(re.fullmatch(r"bundles/[0-9a-f-]{36}/[0-9a-f-]{36}\.pdf", f) for f in stored())
