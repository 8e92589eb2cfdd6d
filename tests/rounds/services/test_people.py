"""People come from a spreadsheet: staged, then all of them or nobody."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.frameworks import questionnaire
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
from assessment.rounds.services import people
from assessment.rounds.services.people import Imported, ImportRefused
from assessment.spreadsheets import PersonRow
from tests.cast import NOW, add_participant, add_rater, make_person, make_round

CAROL = ("Carol", "carol@example.gov.uk", ("head-of-ict",))


def row(name: str, group: str, participant: tuple[str, str, tuple[str, ...]] = CAROL) -> PersonRow:
    return PersonRow(*participant, name, f"{name.lower()}@example.gov.uk", group)


ROWS = [row("Bob", "manager"), row("Gina", "peer"), row("Hugo", "peer")]


def bring_in(
    round: Round, rows: list[PersonRow], alice: User, *, replace: bool = False
) -> Imported:
    people.stage_import(
        round=round, file_name="people.csv", rows=rows, replace=replace, by=alice, at=NOW
    )
    return people.confirm_import(round=round, by=alice, at=NOW)


def pairs(round: Round) -> set[tuple[str, str, str]]:
    raters = Rater.objects.filter(participant__round=round)
    return set(raters.values_list("participant__person__name", "person__name", "group"))


class TestStaging:
    def test_makes_nobody_yet(self, draft: Round, alice: User) -> None:
        people.stage_import(round=draft, file_name="p.csv", rows=ROWS, by=alice, at=NOW)
        assert (StagedImport.objects.count(), Person.objects.count()) == (1, 0)

    def test_again_drops_the_file_before(self, draft: Round, alice: User) -> None:
        people.stage_import(round=draft, file_name="one.csv", rows=ROWS, by=alice, at=NOW)
        people.stage_import(round=draft, file_name="two.csv", rows=ROWS, by=alice, at=NOW)
        assert StagedImport.objects.get().file_name == "two.csv"

    def test_refuses_rows_with_a_problem(self, draft: Round, alice: User) -> None:
        with pytest.raises(ImportRefused):
            people.stage_import(
                round=draft, file_name="p.csv", rows=[*ROWS, ROWS[0]], by=alice, at=NOW
            )
        assert not StagedImport.objects.exists()


class TestConfirming:
    def test_brings_everybody_in_with_a_self_that_nobody_listed(
        self, draft: Round, alice: User
    ) -> None:
        assert bring_in(draft, ROWS, alice) == Imported(participants=1, raters=4, people=4)
        assert pairs(draft) == {
            ("Carol", "Carol", "self"),
            ("Carol", "Bob", "manager"),
            ("Carol", "Gina", "peer"),
            ("Carol", "Hugo", "peer"),
        }
        participant = Participant.objects.get()
        assert [role.key for role in participant.roles.all()] == ["head-of-ict"]
        assert not StagedImport.objects.exists()
        assert AuditEvent.objects.get(action="people.imported").detail == {
            "participants": 1,
            "raters": 4,
            "people": 4,
            "languages": 0,
            "units": 0,
            "taken_out": 0,
        }

    def test_adds_to_those_who_are_there(self, draft: Round, alice: User) -> None:
        bring_in(draft, ROWS, alice)
        more = [ROWS[0], row("Ivy", "report")]
        assert bring_in(draft, more, alice) == Imported(participants=0, raters=1, people=1)
        assert len(pairs(draft)) == 5

    def test_replaces_everybody_when_told_so(self, draft: Round, alice: User) -> None:
        bring_in(draft, ROWS, alice)
        bring_in(draft, [row("Gina", "report")], alice, replace=True)
        assert pairs(draft) == {("Carol", "Carol", "self"), ("Carol", "Gina", "report")}
        assert Person.objects.count() == 4

    def test_keeps_the_name_that_the_council_knows(
        self, draft: Round, alice: User, ashford: Council
    ) -> None:
        make_person(ashford, "Robert", "BOB@example.gov.uk")
        bring_in(draft, ROWS, alice)
        assert ("Carol", "Robert", "manager") in pairs(draft)

    def test_leaves_a_person_of_another_council_alone(
        self, draft: Round, alice: User, brindle: Council
    ) -> None:
        make_person(brindle, "Bob")
        bring_in(draft, ROWS, alice)
        assert Person.objects.filter(email="bob@example.gov.uk").count() == 2

    def test_a_participant_may_rate_others(self, draft: Round, alice: User) -> None:
        gina = ("Gina", "gina@example.gov.uk", ("e-champion", "head-of-ict"))
        bring_in(draft, [row("Gina", "peer"), row("Carol", "peer", gina)], alice)
        assert Person.objects.count() == 2
        assert pairs(draft) == {
            ("Carol", "Carol", "self"),
            ("Carol", "Gina", "peer"),
            ("Gina", "Gina", "self"),
            ("Gina", "Carol", "peer"),
        }

    def test_twice_is_refused_and_makes_nobody_twice(self, draft: Round, alice: User) -> None:
        bring_in(draft, ROWS, alice)
        with pytest.raises(ImportRefused, match="No spreadsheet waits"):
            people.confirm_import(round=draft, by=alice, at=NOW)
        assert Rater.objects.count() == 4

    def test_of_a_file_that_was_replaced_in_another_tab_is_refused(
        self, draft: Round, alice: User
    ) -> None:
        seen = people.stage_import(round=draft, file_name="1.csv", rows=ROWS, by=alice, at=NOW).pk
        people.stage_import(round=draft, file_name="2.csv", rows=ROWS[:1], by=alice, at=NOW)
        with pytest.raises(ImportRefused, match="Another spreadsheet"):
            people.confirm_import(round=draft, staged_id=seen, by=alice, at=NOW)
        assert not Person.objects.exists()

    def test_checks_again_and_brings_nobody_in_when_something_changed(
        self, draft: Round, alice: User, ashford: Council
    ) -> None:
        people.stage_import(round=draft, file_name="p.csv", rows=ROWS, by=alice, at=NOW)
        participant = add_participant(draft, make_person(ashford, "Carol"))
        add_rater(participant, make_person(ashford, "Bob"), "peer")
        with pytest.raises(ImportRefused, match="already rates Carol in another group"):
            people.confirm_import(round=draft, by=alice, at=NOW)
        assert Rater.objects.count() == 2
        assert StagedImport.objects.exists()

    def test_of_an_unknown_file_is_refused(self, draft: Round, alice: User) -> None:
        with pytest.raises(ImportRefused):
            people.confirm_import(round=draft, staged_id=uuid.uuid4(), by=alice, at=NOW)

    def test_can_be_dropped(self, draft: Round, alice: User) -> None:
        people.stage_import(round=draft, file_name="p.csv", rows=ROWS, by=alice, at=NOW)
        people.drop_import(round=draft, by=alice, at=NOW)
        assert not StagedImport.objects.exists()

    def test_costs_no_more_queries_for_more_rows(
        self, draft: Round, ashford: Council, framework: Framework, alice: User
    ) -> None:
        questionnaire.load(framework)  # each process reads a published framework once
        few = count_queries(draft, ROWS, alice)
        other = make_round(ashford, framework, by=alice, name="Other")
        many = [row(f"Rater{n}", "peer") for n in range(100)]
        assert count_queries(other, many, alice) == few


def count_queries(round: Round, rows: list[PersonRow], alice: User) -> int:
    with CaptureQueriesContext(connection) as queries:
        bring_in(round, rows, alice)
    return len(queries)
