"""Searching the audit trail: by what, by whom, about whom, when; in one's own council."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.audit import record
from assessment.data_protection.selectors import audit
from assessment.data_protection.selectors.audit import Search
from assessment.models import Action, AuditEvent, Council, Person, RaterGroup, Round, User
from assessment.rounds.services import raters
from tests.cast import NOW, add_participant, add_rater, make_person


def days_later(days: int) -> datetime.datetime:
    return NOW + datetime.timedelta(days=days)


@pytest.fixture
def trail(
    ashford: Council, brindle: Council, open_round: Round, alice: User, dave: User, bob: Person,
    carol: Person,
) -> None:  # fmt: skip
    """Five events of Ashford, one of Brindle."""
    rater = add_rater(add_participant(open_round, carol), bob, RaterGroup.PEER)
    common: dict[str, Any] = {"council": ashford, "by": alice}
    record(action=Action.ROUND_OPENED, subject=open_round, at=NOW, people=2, **common)
    record(action=Action.RATER_MOVED, subject=rater, at=days_later(1), **common)
    record(
        action=Action.PERSON_CORRECTED, subject=bob, at=days_later(2), changed=["name"], **common
    )
    record(action=Action.RATER_DECLINED, subject=rater, council=ashford, by=None, at=days_later(3))
    record(action=Action.ROUND_CLOSED, subject=open_round, at=days_later(4), **common)
    record(action=Action.ROUND_MADE, subject=brindle, council=brindle, by=dave, at=NOW)


def found(council: Council, **search: object) -> list[str]:
    return [event.action for event in audit.find_events(council, Search(**search))]  # type: ignore[arg-type]


@pytest.mark.usefixtures("trail")
class TestSearching:
    def test_for_nothing_finds_everything_of_the_council_newest_first(
        self, ashford: Council
    ) -> None:
        assert found(ashford) == [
            "round.closed",
            "rater.declined",
            "person.corrected",
            "rater.moved",
            "round.opened",
        ]

    def test_goes_by_action(self, ashford: Council) -> None:
        assert found(ashford, action="rater.moved") == ["rater.moved"]

    @pytest.mark.parametrize("who", ["alice", "ALICE@ashford.example.gov.uk"])
    def test_goes_by_who_did_it(self, ashford: Council, who: str) -> None:
        assert len(found(ashford, by=who)) == 4
        assert found(ashford, by="dave") == []

    def test_goes_by_whom_it_was_done_to(self, ashford: Council, bob: Person) -> None:
        about_bob = ["rater.declined", "person.corrected", "rater.moved"]
        assert found(ashford, subject="bob") == about_bob
        assert found(ashford, subject=bob.email) == about_bob
        assert found(ashford, subject=str(bob.pk)) == ["person.corrected"]
        assert found(ashford, subject="spring") == ["round.closed", "round.opened"]
        assert found(ashford, subject="nobody") == []

    def test_goes_by_day_both_ends_included(self, ashford: Council) -> None:
        first, last = days_later(1).date(), days_later(2).date()
        assert found(ashford, since=first, until=last) == ["person.corrected", "rater.moved"]

    def test_finds_nothing_of_another_council(self, ashford: Council, brindle: Council) -> None:
        assert found(brindle) == ["round.made"]
        assert audit.actions(brindle) == [("round.made", "Round made")]
        assert ("round.made", "Round made") not in audit.actions(ashford)

    def test_offers_every_action_once_in_the_order_of_its_words(self, ashford: Council) -> None:
        assert [words for _code, words in audit.actions(ashford)] == [
            "Details of a person corrected",
            "Rater declined",
            "Rater moved to another group",
            "Round closed",
            "Round opened",
        ]


@pytest.mark.usefixtures("trail")
class TestALine:
    def test_names_who_and_whom(self, ashford: Council) -> None:
        lines = {
            line.code: line for line in audit.audit_lines(audit.find_events(ashford, Search()))
        }
        assert (lines["round.opened"].by, lines["round.opened"].subject) == ("Alice", "Spring")
        assert lines["rater.moved"].subject == "Bob rating Carol"
        assert (lines["rater.declined"].by, lines["person.corrected"].subject) == ("", "Bob")
        assert lines["round.opened"].detail == {"people": 2}
        assert lines["person.corrected"].detail == {"changed": "name"}

    def test_says_what_was_done_in_words(self, ashford: Council) -> None:
        (line,) = audit.audit_lines(audit.find_events(ashford, Search(action="rater.declined")))
        assert (line.action, line.code) == ("Rater declined", "rater.declined")

    def test_says_in_words_what_the_admin_changed(self, ashford: Council, alice: User) -> None:
        changes = [{"changed": {"fields": ["Name"]}}]
        record(
            action=Action.COUNCIL_CHANGED,
            subject=ashford,
            council=ashford,
            by=alice,
            at=NOW,
            changes=changes,
        )
        (line,) = audit.audit_lines(audit.find_events(ashford, Search(action="council.changed")))
        assert line.detail == {"changes": "Changed Name."}

    def test_keeps_the_code_of_an_action_that_nothing_records_any_more(
        self, ashford: Council
    ) -> None:
        event = AuditEvent(action="round.renumbered", subject_id=ashford.pk, at=NOW)
        (line,) = audit.audit_lines([event])
        assert (line.action, line.code) == ("round.renumbered", "round.renumbered")

    def test_has_no_name_for_whoever_was_deleted(self, ashford: Council, bob: Person) -> None:
        bob.ratings_asked.all().delete()
        bob.delete()
        (line,) = audit.audit_lines(audit.find_events(ashford, Search(action="person.corrected")))
        assert line.subject == ""

    def test_names_a_rater_who_was_withdrawn(
        self, open_round: Round, frank: Person, alice: User
    ) -> None:
        rater = add_rater(open_round.participants.get(), frank, "peer")
        raters.withdraw_rater(rater=rater, by=alice, at=NOW)
        (line,) = audit.audit_lines(
            audit.find_events(open_round.council, Search(action="rater.withdrawn"))
        )
        assert line.subject == "Frank rating Carol"
        assert line.detail == {"group": "peer"}

    def test_costs_no_query_more_for_more_events(self, ashford: Council, alice: User) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                audit.audit_lines(audit.find_events(ashford, Search()))
            return len(captured)

        before = queries()
        hugo = make_person(ashford, "Hugo")
        record(action=Action.PERSON_CORRECTED, subject=hugo, council=ashford, by=alice, at=NOW)
        assert queries() == before
        assert AuditEvent.objects.count() == 7
