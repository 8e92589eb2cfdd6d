"""The days that a report, its round and a copy of one's data give for the answers."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from assessment.models import Council, Framework, Round, User
from assessment.release.selectors.report_hashes import report_hashes
from reports import services
from tests.cast import make_person
from tests.reports.people import closed_round, rated, released

UTC = datetime.UTC
DAYS = {
    "early": (datetime.datetime(2026, 6, 3, 12, tzinfo=UTC), "3 June 2026"),
    # Half an hour before midnight in Greenwich, which is the next day in a British summer
    "early at night": (datetime.datetime(2026, 6, 3, 23, 30, tzinfo=UTC), "4 June 2026"),
    "on the day": (datetime.datetime(2026, 6, 20, 22, 30, tzinfo=UTC), "20 June 2026"),
    "late, when nothing was taken any more": (
        datetime.datetime(2026, 7, 9, 9, tzinfo=ZoneInfo("Europe/London")),
        "20 June 2026",
    ),
}


@pytest.fixture(params=list(DAYS))
def told(
    request: pytest.FixtureRequest, ashford: Council, framework: Framework, alice: User
) -> str:
    """How a round that was to close on 20 June was closed; the last day for answers in words."""
    closed_at, day = DAYS[request.param]
    round = closed_round(ashford, framework, alice)
    rated(round, make_person(ashford, "Carol"), groups={})
    Round.objects.filter(pk=round.pk).update(
        opens_on="2026-06-01", closes_on="2026-06-20", closed_at=closed_at
    )
    return day


class TestThePeriod:
    def test_ends_on_the_last_day_for_answers_in_every_report(self, told: str, alice: User) -> None:
        (report,) = released(Round.objects.get(), alice, datetime.datetime(2026, 8, 1, tzinfo=UTC))
        facts = {fact.label: fact.text for fact in services.content_of(report).cover.facts}
        assert facts["Answers given"] == f"1 June 2026 to {told}"

    def test_ends_on_that_day_on_the_pages_of_the_round(
        self, told: str, alice: User, client: Client
    ) -> None:
        client.force_login(alice)
        page = client.get(f"/rounds/{Round.objects.get().pk}/").content.decode()
        assert f"1 June 2026 to {told}" in page
        short = told.replace("June", "Jun")
        assert short in client.get("/rounds/").content.decode()


class TestAFileMadeBefore:
    def test_is_old_once_the_day_is_another(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        round = closed_round(ashford, framework, alice)
        rated(round, make_person(ashford, "Carol"), groups={})
        released(round, alice)
        before = report_hashes(round.pk, "1")
        Round.objects.filter(pk=round.pk).update(
            closed_at=datetime.datetime(2026, 3, 9, tzinfo=UTC)
        )
        assert report_hashes(round.pk, "1") != before
