"""After its release a round speaks through released results alone, whatever is asked of it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import (
    Comment,
    Council,
    Framework,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Rating,
    Report,
    Response,
    Round,
    User,
)
from assessment.release.selectors import figures
from assessment.rounds.services import outbox
from tests.cast import make_person, signed_in
from tests.locked import ANSWERS, Touched, locked
from tests.reports.people import closed_round, rated, released

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.one_database]

GROUPS = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 5, RaterGroup.PARTNER: 1}
WORDS = ["Explains well.", "Listens first.", "Asks again."]


@pytest.fixture
def report(ashford: Council, framework: Framework, alice: User, carol: Person) -> Report:
    """Carol's, the second with the same people asked, so that there is change to show."""
    for name in ("Spring", "Autumn"):
        round = closed_round(ashford, framework, alice, name)
        rated(round, carol, "e-champion", "head-of-ict", groups=GROUPS, comments=WORDS)
        rated(round, make_person(ashford, f"Gil of {name}"), groups={RaterGroup.PEER: 2})
        made = released(round, alice)
    return next(each for each in made if each.participant.person == carol)


@pytest.fixture
def round(report: Report) -> Round:
    return report.participant.round


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def reader(carol: Person) -> Client:
    assert carol.user is not None
    return signed_in(carol.user)


def whole(response: Any) -> bytes:
    """Everything that is sent, streamed or not."""
    assert response.status_code == 200, response.status_code
    return b"".join(response) if response.streaming else bytes(response.content)


class TestARatingsReader:
    """The guard can fail: whoever reads a locked table is caught."""

    @pytest.mark.parametrize("model", [Rating, Comment, Response, Rater])
    def test_is_caught(self, report: Report, model: Any) -> None:
        with locked(), pytest.raises(Touched):
            model.objects.exists()

    def test_is_caught_behind_a_join(self, report: Report) -> None:
        with locked(), pytest.raises(Touched):
            list(Participant.objects.filter(raters__response__ratings__level=5))


class TestOfAReleasedRound:
    @pytest.mark.parametrize("name", ["report_page", "report_pdf"])
    @pytest.mark.parametrize("who", ["hr", "reader"])
    def test_a_report_is_made_of_results(
        self, report: Report, request: pytest.FixtureRequest, name: str, who: str
    ) -> None:
        client: Client = request.getfixturevalue(who)
        with locked():
            assert len(whole(client.get(reverse(name, args=[report.pk])))) > 5_000

    def test_the_goals_are_kept_and_offered_beside_results(
        self, report: Report, reader: Client
    ) -> None:
        url = reverse("report_goals", args=[report.pk])
        with locked():
            assert b"Your goals" in whole(reader.get(url))
            assert reader.post(url, {"goal-1-text": "Listen."}).status_code == 302

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_a_sheet_is_made_of_results(self, round: Round, hr: Client, kind: str) -> None:
        with locked():
            assert len(whole(hr.get(reverse(f"round_results_{kind}", args=[round.pk])))) > 5_000

    def test_the_zip_of_all_reports_is_made_of_results(
        self,
        round: Round,
        hr: Client,
        settings: Any,
        tmp_path: Path,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        page, file = (
            reverse(name, args=[round.pk]) for name in ("round_bundle", "round_bundle_zip")
        )
        with locked():
            with django_capture_on_commit_callbacks(execute=True):
                assert hr.post(page).status_code == 302
            assert b"2 reports" in whole(hr.get(page))
            body = whole(hr.get(file))
        assert len(zipfile.ZipFile(io.BytesIO(body)).namelist()) == 5

    def test_the_files_of_the_operator_are_made_of_results(
        self, round: Round, tmp_path: Path
    ) -> None:
        with locked():
            call_command("write_reports", round=round.pk, out=tmp_path, stdout=io.StringIO())
            made = sorted(tmp_path.glob("*.pdf"))
            call_command("verify_report", str(made[0]), stdout=io.StringIO())
        assert len(made) == 2

    def test_the_email_that_says_so_is_written_without_raters(self, round: Round) -> None:
        with locked():
            outbox.send_batch(at=timezone.now(), round=round)
        assert len(mail.outbox) == 2
        assert all("report" in str(letter.subject) for letter in mail.outbox)

    def test_the_report_in_a_copy_of_ones_own_data_is_made_of_results(self, report: Report) -> None:
        with locked():
            (found,) = figures.of_reports([report], language="en-gb").values()
        assert found


class TestWhereHrSeesWhoWasAsked:
    """HR sees who rates whom and who has answered, by design; what they answered stays shut."""

    @pytest.mark.parametrize("name", ["round_page", "round_people"])
    def test_on_a_page_of_the_round_no_answer_is_read(
        self, round: Round, hr: Client, name: str
    ) -> None:
        with locked(*ANSWERS):
            whole(hr.get(reverse(name, args=[round.pk])))

    def test_on_the_page_of_a_participant_no_answer_is_read(
        self, report: Report, hr: Client
    ) -> None:
        with locked(*ANSWERS):
            whole(hr.get(reverse("participant_page", args=[report.participant_id])))

    def test_on_the_list_of_rounds_no_answer_is_read(self, report: Report, hr: Client) -> None:
        with locked(*ANSWERS):
            whole(hr.get(reverse("round_list")))

    def test_in_the_audit_trail_no_answer_is_read(self, report: Report, hr: Client) -> None:
        with locked(*ANSWERS, Response):
            whole(hr.get(reverse("audit")))
            whole(hr.get(reverse("audit_csv")))
