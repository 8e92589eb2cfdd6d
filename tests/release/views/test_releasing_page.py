"""The page on which HR sees how far a release is, and the command that needs no worker."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Council, Framework, Release, Report, Round, User
from assessment.release.services import release
from tests.cast import make_round, signed_in
from tests.console import get, post, said, text
from tests.released_by_half import closed_with, write_some
from tests.workers import DATABASE_QUEUE

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User, settings: Any) -> Round:
    """No worker is there."""
    settings.TASKS = DATABASE_QUEUE
    return closed_with(ashford, framework, alice, more=5)


@pytest.fixture
def asked(round: Round, hr: Client) -> Round:
    post(hr, "round_release", round.pk)
    return round


class TestThePage:
    def test_is_what_the_button_leads_to(self, round: Round, hr: Client) -> None:
        answer = post(hr, "round_release", round.pk)
        assert answer["Location"] == reverse("round_release", args=[round.pk])
        page = get(hr, "round_release", round.pk)
        assert "0 of 5 reports are ready." in text(page)
        assert "You can leave this page and come back." in text(page)
        assert "See how far it is now" in text(page)
        assert 'max="5" value="0"' in page.content.decode()
        assert 'name="csrfmiddlewaretoken"' not in page.content.decode().partition("<main")[2]

    def test_survives_leaving_it(self, asked: Round, hr: Client) -> None:
        write_some(asked)
        home = text(get(hr, "round_page", asked.pk))
        assert "The reports are being made: 4 of 5 are ready." in home
        assert "Nobody has seen a figure yet" not in home
        assert "4 of 5 reports are ready." in text(get(hr, "round_release", asked.pk))

    def test_says_when_nothing_moves_and_can_carry_on(self, asked: Round, hr: Client) -> None:
        Release.objects.update(asked_at=timezone.now() - datetime.timedelta(minutes=2))
        page = text(get(hr, "round_release", asked.pk))
        assert "Nothing has moved since" in page
        assert "Carry on" in page
        assert post(hr, "round_release", asked.pk).status_code == 302
        assert Release.objects.count() == 1

    def test_says_that_it_failed_and_offers_another_try(self, asked: Round, hr: Client) -> None:
        Release.objects.update(problem=Release.Problem.ERROR)
        assert "The reports could not be made." in text(get(hr, "round_page", asked.pk))
        page = text(get(hr, "round_release", asked.pk))
        assert "Nobody can read any, and nobody was told." in page
        assert "Try again" in page
        post(hr, "round_release", asked.pk)
        assert "0 of 5 reports are ready." in text(get(hr, "round_release", asked.pk))

    def test_leads_to_the_round_at_the_end(self, asked: Round, hr: Client) -> None:
        release.carry_on.call(str(asked.pk))
        answer = get(hr, "round_release", asked.pk)
        assert answer["Location"] == reverse("round_page", args=[asked.pk])
        assert "The reports were released on" in text(get(hr, "round_page", asked.pk))

    def test_refuses_a_round_that_is_not_closed(
        self, ashford: Council, framework: Framework, alice: User, hr: Client
    ) -> None:
        opened = make_round(ashford, framework, by=alice, state="open")
        answer = post(hr, "round_release", opened.pk)
        assert "Close the round first." in said(answer)
        assert not Release.objects.exists()


def run(round: Round, by: str) -> str:
    out = io.StringIO()
    call_command("release_round", round=round.pk, by=by, stdout=out)
    return out.getvalue()


class TestTheCommand:
    def test_releases_without_a_worker(self, round: Round, alice: User) -> None:
        assert run(round, alice.email) == "5 reports are released.\n"
        assert Report.objects.count() == 5

    def test_keeps_what_a_release_that_broke_off_has_made(self, asked: Round, alice: User) -> None:
        made = {report.pk for report in write_some(asked)}
        run(asked, alice.email)
        assert made < set(Report.objects.values_list("pk", flat=True))

    def test_wants_somebody_of_hr_and_a_closed_round(
        self, round: Round, alice: User, dave: User, ashford: Council, framework: Framework
    ) -> None:
        with pytest.raises(CommandError, match="HR of the round's council"):
            run(round, dave.email)
        opened = make_round(ashford, framework, by=alice, state="open", name="Open")
        with pytest.raises(CommandError, match="Close the round first"):
            run(opened, alice.email)
        assert not Report.written.exists()
