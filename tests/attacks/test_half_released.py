"""A report that is written before its round is released is nowhere, whoever asks.

Every address is asked twice: when a release was asked for, and when a worker has written its
reports but not released them. Apart from the line that counts them, the answers are the same.
"""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.data_protection.selectors import record_counts, rights
from assessment.models import Council, Framework, Person, Report, Result, Round, User
from assessment.release.selectors import report_hashes, result_lines, results
from assessment.release.services import release
from assessment.rounds.selectors.people import find_reports, get_report_of
from assessment.site.selectors.home import list_own_reports
from reports import services
from tests.attacks.clock import SESSION
from tests.cast import make_participant_account, make_person, signed_in
from tests.house.test_access import ADDRESSES
from tests.released_by_half import closed_with, write_some
from tests.workers import DATABASE_QUEUE

OF_A_REPORT = {"report_page", "report_pdf", "report_conversation", "report_goals"}
OF_A_PLAN = {"council_actions", "council_actions_pdf", "council_action_step"}
"""HR's own words; last round's actions are decided on before a release too."""
OF_A_RELEASED_ROUND = {
    name for name, given in ADDRESSES.items() if "released_round_id" in given
} - OF_A_PLAN
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|\d+ of \d+ (?:is|are) ready|value="\d+"></progress>'
    rf'|\d+ of \d+ reports? (?:is|are) ready|"taken_on": "[^"]*"|{SESSION}'
)


@pytest.fixture
def people(ashford: Council, carol: Person) -> list[Person]:
    """So few that one step of a worker writes all their reports, and does not release them."""
    gil = make_person(ashford, "Gil")
    make_participant_account(gil)
    return [carol, gil]


@pytest.fixture
def round(
    ashford: Council, framework: Framework, alice: User, people: list[Person], settings: Any
) -> Round:
    settings.TASKS = DATABASE_QUEUE
    round = closed_with(ashford, framework, alice, *people)
    release.ask(round=round, by=alice, at=timezone.now())
    return round


@pytest.fixture
def clients(
    round: Round, people: list[Person], alice: User, dave: User, olga: User
) -> dict[str, Client]:
    users: dict[str, Any] = {"alice": alice, "dave": dave, "olga": olga}
    users |= {person.name: person.user for person in people}
    return {"nobody": Client()} | {name: signed_in(user) for name, user in users.items()}


def addresses(round: Round, person: Person, report: object) -> dict[str, str]:
    participant = round.participants.get(person=person)
    arguments = {
        "round_id": round.pk,
        "released_round_id": round.pk,
        "participant_id": participant.pk,
        "rater_id": participant.raters.get(group="self").pk,
        "person_id": person.pk,
        "other_id": uuid.uuid4(),
        "action_id": uuid.uuid4(),
        "told_round_id": round.pk,
        "report_id": report,
        "framework_id": round.framework_id,
        "whose": "others",
        "dimension_key": "communication",
        "token": "no-such-token",
        "kind": "csv",
        "colour": "1d4f5c",
    }
    return {
        name: reverse(name, kwargs={key: arguments[key] for key in given})
        for name, given in ADDRESSES.items()
    }


def said(client: Client, address: str) -> tuple[int, str, str]:
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    page = CHANGING.sub("", body.decode(errors="replace"))
    return answer.status_code, answer.get("Location", ""), page


def everything(clients: dict[str, Client], found: dict[str, str]) -> dict[tuple[str, str], Any]:
    return {
        (who, name): said(client, address)
        for who, client in clients.items()
        for name, address in found.items()
        if name not in OF_A_REPORT
    }


@pytest.mark.django_db
class TestAHalfReleasedRound:
    def test_answers_as_before_at_every_address(
        self, round: Round, carol: Person, clients: dict[str, Client]
    ) -> None:
        found = addresses(round, carol, round.pk)
        everything(clients, found)  # what a first visit leaves behind is no difference
        before = everything(clients, found)
        assert len(write_some(round)) == 2
        after = everything(clients, found)
        assert {key for key in before if before[key] != after[key]} == set()
        refused = {name: {after[who, name][0] for who in clients} for name in OF_A_RELEASED_ROUND}
        assert all(statuses <= {302, 403, 404} for statuses in refused.values()), refused

    def test_has_no_report_for_anybody(
        self, round: Round, people: list[Person], clients: dict[str, Client]
    ) -> None:
        for report in write_some(round):
            found = addresses(round, report.participant.person, report.pk)
            for name in OF_A_REPORT:
                statuses = {who: said(each, found[name])[:2] for who, each in clients.items()}
                assert statuses.pop("nobody")[0] == 302
                assert set(statuses.values()) == {(404, "")}, name

    def test_has_no_file_for_the_operator(self, round: Round, tmp_path: Path) -> None:
        report = write_some(round)[0]
        with pytest.raises(CommandError, match="no reports"):
            call_command("write_reports", round=round.pk, out=tmp_path, stdout=io.StringIO())
        release.release(round=round, by=round.opened_by, at=timezone.now())  # type: ignore[arg-type]
        assert services.report_count(round.pk) == Report.objects.count() == 2
        assert Report.objects.filter(pk=report.pk).exists()


READERS: dict[str, Callable[[Round, Report], Any]] = {
    "managers": lambda round, report: [*Report.objects.all(), *Result.objects.all()],
    "of a council": lambda round, report: Report.objects.of(round.council),
    "from a report": lambda round, report: report.results.all(),
    "reports_of_round": lambda round, report: results.reports_of_round(round.pk),
    "lines_of_round": lambda round, report: result_lines.lines_of_round(round.pk),
    "find_report": lambda round, report: filter(None, [results.find_report(str(report.pk))]),
    "figures_of": lambda round, report: results.figures_of([report.pk]),
    "report_hashes": lambda round, report: report_hashes.report_hashes(round.pk, "1"),
    "find_reports": lambda round, report: find_reports([report.participant_id]),
    "get_report_of": lambda round, report: filter(None, [get_report_of(report.participant)]),
    "list_own_reports": lambda round, report: list_own_reports(report.participant.person.user),  # type: ignore[arg-type]
    "a copy of one's data": lambda round, report: filter(None, [_copied(report)]),
    "holdings": lambda round, report: [
        each.count
        for each in record_counts.record_counts(round.council)
        if "eleased" in str(each.name) and each.count
    ],
}


def _copied(report: Report) -> Any:
    user = report.participant.person.user
    assert user is not None
    (assessed,) = rights.of_account(user, language="en-gb")["assessed"]
    return assessed["report"]


@pytest.mark.django_db
class TestEveryReader:
    @pytest.mark.parametrize("name", READERS)
    def test_finds_nothing_before_the_release_and_something_after(
        self, round: Round, alice: User, name: str
    ) -> None:
        report = write_some(round)[0]
        assert list(READERS[name](round, report)) == []
        release.release(round=round, by=alice, at=timezone.now())
        fresh = Report.objects.get(pk=report.pk)
        assert list(READERS[name](round, fresh)) != []
