"""Who looks like the same person under two addresses."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Council, Participant, Person, Round, User
from assessment.rounds.selectors import same_person
from assessment.rounds.selectors.imports import check_rows
from assessment.rounds.selectors.rounds import get_opening, get_progress
from assessment.rounds.services import same_person as services
from assessment.spreadsheets import PersonRow
from tests.cast import NOW, add_participant, add_rater, make_person, make_round

SECOND = "f.newname@example.gov.uk"


def row(assessed: Participant, name: str, email: str, *, number: int = 2) -> PersonRow:
    person = assessed.person
    return PersonRow(person.name, person.email, ("head-of-ict",), name, email, "peer", number)


def asked_at_import(assessed: Participant, *rows: PersonRow) -> list[tuple[int, str]]:
    warnings = check_rows(round=assessed.round, rows=rows).warnings
    return [(each.row, str(each.column)) for each in warnings if "another address" in each.message]


class TestTwoWhoLookAlike:
    @pytest.mark.parametrize(
        ("name", "email"),
        [
            ("Siân O’Neill", "s@example.com"),
            ("SIAN O'NEILL", "s@example.com"),
            ("Sian  ONeill", "s@example.com"),
            ("O'Neill, Siân", "s@example.com"),
            ("Si\u200bân O’Ne\u00adill", "s@example.com"),
            ("Somebody Else", "Sian.ONeill+360@example.gov.uk"),
            ("Somebody Else", "siân.oneill@example.gov.uk"),
        ],
    )
    def test_are_found_by_name_and_by_mailbox(
        self, ashford: Council, name: str, email: str
    ) -> None:
        sian = make_person(ashford, "Siân O'Neill", "sian.oneill@example.gov.uk")
        (found,) = same_person.like(ashford, name=name, email=email)
        assert found.other.id == sian.pk

    @pytest.mark.parametrize(
        ("name", "email"),
        [("Siân O'Neil", "s@example.com"), ("Somebody Else", "s.ian.oneill@example.gov.uk")],
    )
    def test_are_not_those_who_are_merely_near(
        self, ashford: Council, name: str, email: str
    ) -> None:
        make_person(ashford, "Siân O'Neill", "sian.oneill@example.gov.uk")
        assert same_person.like(ashford, name=name, email=email) == []

    def test_are_not_of_another_council(self, ashford: Council, brindle: Council) -> None:
        make_person(brindle, "Frank", "frank@example.com")
        assert same_person.like(ashford, name="Frank", email=SECOND) == []

    def test_are_asked_about_no_more_once_told_apart(
        self, ashford: Council, frank: Person, alice: User
    ) -> None:
        twin = make_person(ashford, "Frank", SECOND)
        assert len(same_person.like(ashford, name="Frank", email=SECOND)) == 1
        services.tell_apart(one=twin, other=frank, by=alice, at=NOW)
        services.tell_apart(one=frank, other=twin, by=alice, at=NOW)
        assert same_person.like(ashford, name="Frank", email=SECOND) == []

    def test_say_why(self, ashford: Council, frank: Person) -> None:
        (found,) = same_person.like(ashford, name="Frank", email=SECOND)
        assert found.sentence == (
            f"Frank ({SECOND}) and Frank (frank@example.com) have the same name."
        )

    def test_have_a_reason_each_in_the_one_table(self) -> None:
        assert set(same_person.LIKENESSES) == set(same_person.Why)


class TestAFile:
    def test_is_held_against_whoever_is_in_the_round(
        self, assessed: Participant, frank: Person
    ) -> None:
        found = asked_at_import(assessed, row(assessed, frank.name, SECOND))
        assert found == [(2, "rater_email")]

    def test_is_held_against_the_council(self, assessed: Participant, ashford: Council) -> None:
        make_person(ashford, "Ida", "ida@example.com")
        found = asked_at_import(assessed, row(assessed, "Ida", "i@example.com"))
        assert found == [(2, "rater_email")]

    def test_is_held_against_itself(self, assessed: Participant) -> None:
        rows = [
            row(assessed, "Ida", "ida@example.com"),
            row(assessed, "Ida", "i@example.com", number=3),
        ]
        assert asked_at_import(assessed, *rows) == [(3, "rater_email")]

    def test_with_a_known_person_is_not_asked_about(
        self, assessed: Participant, frank: Person
    ) -> None:
        assert asked_at_import(assessed, row(assessed, frank.name, frank.email)) == []


class TestTheForecast:
    def test_names_two_who_look_alike_before_the_round_opens(
        self, ashford: Council, framework: object, alice: User, carol: Person, frank: Person
    ) -> None:
        draft = make_round(ashford, framework, by=alice)  # type: ignore[arg-type]
        participant = add_participant(draft, carol)
        add_rater(participant, frank, "peer")
        add_rater(participant, make_person(ashford, "Frank", SECOND), "peer")
        opening = get_opening(draft, on=NOW.date())
        assert [each.other.email for each in opening.forecast.alike] == ["frank@example.com"]
        assert not opening.forecast.is_clear
        assert get_progress(draft).forecast.alike == opening.forecast.alike

    def test_names_nobody_who_is_not_asked(self, assessed: Participant, ashford: Council) -> None:
        make_person(ashford, "Frank", SECOND)
        assert same_person.in_round(assessed.round) == []

    def test_costs_no_more_queries_when_there_are_more(self, assessed: Participant) -> None:
        few = queries(assessed.round)
        for number in range(30):
            twin = make_person(assessed.round.council, "Ida", f"ida{number}@example.com")
            add_rater(assessed, twin, "peer")
        assert queries(assessed.round) == few
        assert len(same_person.in_round(assessed.round)) == 29


def queries(round: Round) -> int:
    with CaptureQueriesContext(connection) as captured:
        same_person.in_round(round)
        same_person.list_told_apart(round)
        same_person.like(round.council, name="Ida", email="ida@example.com")
    return len(captured)
