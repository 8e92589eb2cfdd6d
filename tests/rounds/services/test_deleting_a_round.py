"""A draft round made by mistake can be deleted; a round that was opened cannot."""

from __future__ import annotations

import pytest

from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    Participant,
    Person,
    Rater,
    Round,
    StagedImport,
    User,
)
from assessment.rounds.services import people, rounds
from assessment.rounds.services.rounds import RoundRefused
from assessment.spreadsheets import PersonRow
from tests.cast import NOW, add_participant, add_rater, make_round


@pytest.fixture
def draft(ashford: Council, framework: Framework, alice: User, carol: Person, bob: Person) -> Round:
    round = make_round(ashford, framework, by=alice, name="Mistake")
    add_rater(add_participant(round, carol), bob, "manager")
    return round


class TestDeletingADraft:
    def test_takes_its_participants_raters_and_waiting_file_with_it(
        self, draft: Round, alice: User
    ) -> None:
        row = PersonRow("G", "g@example.com", ("head-of-ict",), "H", "h@example.com", "peer")
        people.stage_import(round=draft, file_name="p.csv", rows=[row], by=alice, at=NOW)
        rounds.delete(round=draft, by=alice, at=NOW)
        for gone in (Round, Participant, Rater, StagedImport):
            assert not gone.objects.exists()

    def test_keeps_the_people_and_other_rounds(
        self, draft: Round, open_round: Round, alice: User
    ) -> None:
        rounds.delete(round=draft, by=alice, at=NOW)
        assert Round.objects.get() == open_round
        assert {person.name for person in Person.objects.all()} == {"Bob", "Carol"}

    def test_leaves_who_did_it_and_how_much_it_was(self, draft: Round, alice: User) -> None:
        key = draft.pk
        rounds.delete(round=draft, by=alice, at=NOW)
        event = AuditEvent.objects.get(action="round.deleted")
        assert (event.by, event.subject_id, event.council) == (alice, key, alice.council)
        assert event.detail == {"name": "Mistake", "participants": 1, "people": 2}

    def test_is_refused_once_it_was_opened(self, draft: Round, alice: User) -> None:
        Round.objects.filter(pk=draft.pk).update(closes_on="2099-01-01")
        rounds.open_(round=draft, by=alice, at=NOW)
        with pytest.raises(RoundRefused, match="cannot be deleted"):
            rounds.delete(round=draft, by=alice, at=NOW)
        assert Rater.objects.count() == 2
