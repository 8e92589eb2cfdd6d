"""The page on which HR asks for all reports as one ZIP, sees how far it is, and takes it away."""

from __future__ import annotations

import datetime
import io
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Council, Framework, Person, RaterGroup, Report, Round, User
from reports import bundles, services
from reports.models import Bundle, Part
from tests.cast import make_participant_account, make_person, make_round, signed_in
from tests.console import get, post, text
from tests.reports.people import closed_round, rated, released

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.one_database]

PAGES = ["round_bundle", "round_bundle_zip"]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
    """Carol's report and no other."""
    round = closed_round(ashford, framework, alice)
    rated(round, carol, groups={RaterGroup.PEER: 3})
    released(round, alice)
    round.refresh_from_db()
    return round


@pytest.fixture
def waiting(round: Round, alice: User, settings: Any) -> Bundle:
    """Asked for, and no worker there."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return bundles.request_bundle(round=round, by=alice, at=timezone.now())


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


def body_of(response: HttpResponse) -> bytes:
    return b"".join(response)


class TestPreparing:
    def test_begins_on_the_page_of_the_round(self, round: Round, hr: Client) -> None:
        page = get(hr, "round_page", round.pk)
        assert "Prepare all reports as one ZIP" in text(page)
        assert f'action="{reverse("round_bundle", args=[round.pk])}"' in page.content.decode()

    def test_leads_to_a_zip_of_every_report(self, round: Round, hr: Client) -> None:
        assert "The file holds the PDF of 1 report." in text(get(hr, "round_bundle", round.pk))
        answer = post(hr, "round_bundle", round.pk)
        assert answer["Location"] == reverse("round_bundle", args=[round.pk])
        page = get(hr, "round_bundle", round.pk)
        assert "1 report is ready." in text(page)
        assert reverse("round_bundle_zip", args=[round.pk]) in page.content.decode()

        answer = get(hr, "round_bundle_zip", round.pk)
        assert answer["Content-Disposition"] == 'attachment; filename="reports-spring.zip"'
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert answer.streaming
        with zipfile.ZipFile(io.BytesIO(body_of(answer))) as file:
            assert file.read("01-carol.pdf") == services.pdf_of(Report.objects.get()).body

    def test_happens_only_when_asked(self, round: Round, hr: Client) -> None:
        get(hr, "round_bundle", round.pk)
        get(hr, "round_bundle_zip", round.pk)
        assert not Bundle.objects.exists()

    def test_a_second_time_changes_nothing(self, round: Round, hr: Client) -> None:
        post(hr, "round_bundle", round.pk)
        before = Part.objects.values_list("pk", "made_at").get()
        post(hr, "round_bundle", round.pk)
        assert Part.objects.values_list("pk", "made_at").get() == before


class TestTheProgress:
    def test_is_a_bar_with_words_that_needs_no_script(self, waiting: Bundle, hr: Client) -> None:
        page = get(hr, "round_bundle", waiting.round_id)
        assert "0 of 1 report is ready." in text(page)
        html = " ".join(page.content.decode().split())
        assert '<progress class="app-progress" id="progress" max="1" value="0">' in html
        assert "See how far it is now" in text(page)
        assert "running" not in text(page)

    def test_says_when_nothing_moves(self, waiting: Bundle, hr: Client) -> None:
        Bundle.objects.update(asked_at=timezone.now() - datetime.timedelta(minutes=2))
        page = text(get(hr, "round_bundle", waiting.round_id))
        assert "Nothing has moved since" in page
        assert "Carry on" in page

    def test_gives_no_zip_yet(self, waiting: Bundle, hr: Client) -> None:
        answer = get(hr, "round_bundle_zip", waiting.round_id)
        assert answer["Location"] == reverse("round_bundle", args=[waiting.round_id])

    def test_names_whose_report_failed_and_offers_another_try(
        self, waiting: Bundle, hr: Client
    ) -> None:
        Part.objects.update(problem=Part.Problem.ERROR)
        page = text(get(hr, "round_bundle", waiting.round_id))
        assert "1 report could not be made: Carol" in page
        assert "Try again" in page
        Part.objects.update(problem=Part.Problem.SPACE)
        assert "no space left" in text(get(hr, "round_bundle", waiting.round_id))

    def test_says_what_has_changed_since(self, round: Round, hr: Client, carol: Person) -> None:
        post(hr, "round_bundle", round.pk)
        carol.name = "Caroline"
        carol.save()
        page = text(get(hr, "round_bundle", round.pk))
        assert "1 report has changed since the ZIP was prepared" in page
        assert "Prepare the ZIP again" in page


@pytest.mark.parametrize("name", PAGES)
class TestWhoMayHaveIt:
    def test_not_hr_of_another_council(self, name: str, round: Round, dave: User) -> None:
        for ask in (get, post):
            answer = ask(signed_in(dave), name, round.pk)
            assert answer.status_code == (404 if ask is get or name == "round_bundle" else 405)
        assert not Bundle.objects.exists()

    def test_not_a_participant(self, name: str, round: Round, carol: Person) -> None:
        assert carol.user
        for person in (carol.user, make_participant_account(make_person(round.council, "Col"))):
            assert get(signed_in(person), name, round.pk).status_code == 403
            assert post(signed_in(person), name, round.pk).status_code in {403, 405}

    def test_nobody_who_has_not_signed_in(self, name: str, round: Round) -> None:
        answer = get(Client(), name, round.pk)
        assert answer["Location"].startswith(reverse("account_login"))

    def test_nobody_before_the_release(
        self, name: str, ashford: Council, framework: Framework, alice: User, hr: Client
    ) -> None:
        early = make_round(ashford, framework, by=alice, state="closed")
        assert get(hr, name, early.pk).status_code == 404

    def test_nothing_at_an_address_that_was_never_made(self, name: str, hr: Client) -> None:
        assert get(hr, name, uuid.uuid4()).status_code == 404

    def test_in_no_other_way(self, name: str, round: Round, hr: Client) -> None:
        address = reverse(name, args=[round.pk])
        others: list[Callable[..., Any]] = [hr.put, hr.patch, hr.delete]
        assert {each(address).status_code for each in others} == {405}

    def test_not_from_another_site(self, name: str, round: Round, alice: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert post(strict, name, round.pk).status_code in {403, 405}
        assert not Bundle.objects.exists()


class TestTheFiles:
    def test_are_at_no_address(self, round: Round, hr: Client) -> None:
        post(hr, "round_bundle", round.pk)
        file = Part.objects.get().file
        for path in (f"/{file}", f"/media/{file}", f"/static/{file}"):
            assert hr.get(path).status_code == 404
