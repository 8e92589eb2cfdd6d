"""Accounts of participants when their round opens."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import AuditEvent, Council, Person, Round, User
from assessment.rounds.services import accounts
from tests.cast import NOW, add_participant, make_person


def ensure(round: Round, by: User) -> int:
    return accounts.ensure_for_participants(round=round, by=by, at=NOW)


class TestOpeningARound:
    def test_gives_each_participant_an_account_without_a_password(
        self, open_round: Round, alice: User, bob: Person
    ) -> None:
        add_participant(open_round, bob)

        assert ensure(open_round, alice) == 1

        bob.refresh_from_db()
        assert bob.user is not None
        assert (bob.user.email, bob.user.name) == ("bob@example.gov.uk", "Bob")
        assert bob.user.council == bob.council
        assert not bob.user.has_usable_password()
        assert not bob.user.is_hr
        assert not bob.user.is_staff

    def test_leaves_an_account_that_is_there_alone(
        self, open_round: Round, alice: User, carol: Person
    ) -> None:
        add_participant(open_round, carol)
        before = carol.user

        assert ensure(open_round, alice) == 0

        carol.refresh_from_db()
        assert carol.user == before
        assert carol.user.has_usable_password()  # type: ignore[union-attr]
        assert not AuditEvent.objects.exists()

    def test_joins_an_account_of_the_same_council(
        self, open_round: Round, alice: User, ashford: Council
    ) -> None:
        person = make_person(ashford, "Alice", "Alice@Ashford.Example.gov.uk")
        add_participant(open_round, person)

        ensure(open_round, alice)

        person.refresh_from_db()
        assert person.user == alice

    def test_refuses_an_address_of_another_council_and_makes_nothing(
        self, open_round: Round, alice: User, bob: Person, dave: User, ashford: Council
    ) -> None:
        add_participant(open_round, bob)
        add_participant(open_round, make_person(ashford, "Not Dave", dave.email))

        with pytest.raises(accounts.AccountTaken, match=dave.email):
            ensure(open_round, alice)

        bob.refresh_from_db()
        assert bob.user is None

    def test_refuses_an_address_of_the_service_itself(
        self, open_round: Round, alice: User, ashford: Council, erin: User
    ) -> None:
        add_participant(open_round, make_person(ashford, "Erin", erin.email))
        with pytest.raises(accounts.AccountTaken, match="cannot be used here"):
            accounts.ensure_for_participants(round=open_round, by=alice, at=NOW)

    def test_takes_no_account_from_another_person(
        self, open_round: Round, alice: User, carol: Person, ashford: Council
    ) -> None:
        other = make_person(ashford, "Carola", "carola@example.gov.uk")
        add_participant(open_round, other)
        assert carol.user is not None
        User.objects.filter(pk=carol.user.pk).update(email=other.email)

        with pytest.raises(accounts.AccountTaken):
            ensure(open_round, alice)

    def test_is_recorded(self, open_round: Round, alice: User, bob: Person) -> None:
        add_participant(open_round, bob)
        ensure(open_round, alice)

        event = AuditEvent.objects.get(action="accounts.ensured")
        assert event.detail == {"made": 1, "joined": 0}

    def test_takes_as_many_queries_for_many_participants(
        self, open_round: Round, alice: User, ashford: Council
    ) -> None:
        counts = []
        for size in (1, 12):
            for number in range(size):
                add_participant(open_round, make_person(ashford, f"Person {size} {number}"))
            with CaptureQueriesContext(connection) as queries:
                ensure(open_round, alice)
            counts.append(len(queries))

        assert counts[0] == counts[1]
