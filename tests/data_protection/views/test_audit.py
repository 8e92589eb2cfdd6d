"""HR searches the audit trail of the council and takes it along."""

from __future__ import annotations

import csv
import datetime
from io import StringIO

import pytest
from django.test import Client

from assessment.audit import record
from assessment.models import Action, Council, Person, Round, User
from tests.cast import NOW, make_person, signed_in

PAGE, FILE = "/audit/", "/audit.csv"


@pytest.fixture
def trail(ashford: Council, open_round: Round, alice: User, bob: Person) -> None:
    for number in range(60):
        at = NOW + datetime.timedelta(days=number)
        record(
            action=Action.ROUND_EXTENDED,
            subject=open_round,
            council=ashford,
            by=alice,
            at=at,
            n=number,
        )
    record(action=Action.PERSON_CORRECTED, subject=bob, council=ashford, by=None, at=NOW)


def rows(client: Client) -> list[list[str]]:
    text = b"".join(client.get(FILE)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))[1:]


@pytest.mark.usefixtures("trail")
class TestThePage:
    def test_shows_the_newest_first_in_pages(self, alice: User) -> None:
        client = signed_in(alice)
        first = client.get(PAGE).content.decode()
        assert "61 events" in first
        assert "Page 1 of 2" in first
        assert "n: 59" in first
        assert "n: 3;" not in first
        assert "n: 3" in client.get(PAGE, {"page": 2}).content.decode()

    def test_speaks_of_actions_in_words_and_finds_them_so(self, alice: User) -> None:
        client = signed_in(alice)
        page = client.get(PAGE).content.decode()
        assert '<option value="round.extended">Closing date moved</option>' in page
        assert '<td class="govuk-table__cell">Closing date moved</td>' in page
        assert '<td class="govuk-table__cell">round.extended</td>' not in page
        client.post(PAGE, {"action": "person.corrected"})
        assert "1 event<" in client.get(PAGE).content.decode()

    def test_keeps_a_search_out_of_the_address(self, alice: User) -> None:
        client = signed_in(alice)
        answer = client.post(PAGE, {"subject": "Bob"})
        assert answer["Location"] == PAGE
        page = client.get(PAGE).content.decode()
        assert "1 event<" in page
        assert 'value="Bob"' in page
        assert len(rows(client)) == 1
        client.post(PAGE, {})
        assert "61 events" in client.get(PAGE).content.decode()

    def test_goes_by_dates(self, alice: User) -> None:
        client = signed_in(alice)
        parts = zip(("day", "month", "year"), ("2", "3", "2026"), strict=True)
        client.post(PAGE, {f"until-{name}": value for name, value in parts})
        assert "2 events" in client.get(PAGE).content.decode()

    @pytest.mark.parametrize(
        "search", [{"since-day": "31", "since-month": "2", "since-year": "2026"}]
    )
    def test_says_what_is_wrong_with_a_search(self, alice: User, search: dict[str, str]) -> None:
        client = signed_in(alice)
        client.post(PAGE, search)
        page = client.get(PAGE).content.decode()
        assert "There is a problem" in page
        assert "61 events" in page

    def test_finds_nothing_kindly(self, alice: User) -> None:
        client = signed_in(alice)
        client.post(PAGE, {"by": "Zoe"})
        assert "No event fits." in client.get(PAGE).content.decode()


@pytest.mark.usefixtures("trail")
class TestTheFile:
    def test_holds_every_event_that_was_found(self, alice: User) -> None:
        found = rows(signed_in(alice))
        assert len(found) == 61
        assert found[0][1:5] == ["Closing date moved", "round.extended", "Alice", "Spring"]
        assert found[0][7] == "n: 59"

    def test_holds_nothing_that_a_spreadsheet_takes_for_a_formula(
        self, ashford: Council, alice: User
    ) -> None:
        evil = make_person(ashford, '=HYPERLINK("https://example.com")', "evil@example.com")
        record(action=Action.PERSON_CORRECTED, subject=evil, council=ashford, by=alice, at=NOW)
        names = {row[4] for row in rows(signed_in(alice))}
        assert """'=HYPERLINK("https://example.com")""" in names
        assert not [name for name in names if name.startswith(("=", "+", "-", "@"))]


class TestOthers:
    @pytest.mark.parametrize("path", [PAGE, FILE])
    def test_see_nothing_of_it(
        self, path: str, trail: None, carol: Person, dave: User, erin: User
    ) -> None:
        assert carol.user is not None
        assert signed_in(carol.user).get(path).status_code == 403
        assert signed_in(erin).get(path).status_code == 403
        assert "/accounts/login/" in Client().get(path)["Location"]
        text = b"".join(signed_in(dave).get(path)).decode()
        assert "extended" not in text
        assert "Closing date moved" not in text

    def test_cannot_post_to_the_file(self, alice: User) -> None:
        assert signed_in(alice).post(FILE).status_code == 405
