"""The spreadsheet says in which part of the council each participant works."""

from __future__ import annotations

import pytest
from django.utils import translation

from assessment.models import Action, AuditEvent, Person, Round, StagedImport, User
from assessment.rounds.selectors.imports import check_rows
from assessment.rounds.services import joining
from assessment.spreadsheets import Column, PersonRow
from tests.cast import NOW, signed_in
from tests.console import get
from tests.imports import bring_in, row_of_carol, stage


def row(unit: str = "", language: str = "") -> PersonRow:
    return row_of_carol(participant_language=language, unit=unit)


def unit_of(name: str) -> str:
    return Person.objects.get(name=name).unit


def warnings(round: Round, *rows: PersonRow) -> list[str]:
    found = check_rows(round=round, rows=rows).warnings
    return [each.message for each in found if each.column == Column.UNIT]


def test_somebody_new_has_what_the_file_says_and_their_rater_nothing(
    draft: Round, alice: User
) -> None:
    assert warnings(draft, row("Housing")) == []
    assert bring_in(draft, alice, row("Housing")).units == 0
    assert (unit_of("Carol"), unit_of("Bob")) == ("Housing", "")


class TestSomebodyKnown:
    def test_moves_and_the_trail_names_the_field_alone(
        self, draft: Round, alice: User, carol: Person
    ) -> None:
        Person.objects.filter(pk=carol.pk).update(unit="Parks")
        (warning,) = warnings(draft, row("Housing"))
        assert warning == "The unit of Carol changes from Parks to Housing."
        assert bring_in(draft, alice, row("Housing", "cy")).units == 1
        assert unit_of("Carol") == "Housing"
        event = AuditEvent.objects.get(action=Action.PERSON_CORRECTED)
        assert (event.subject_id, event.detail) == (carol.pk, {"changed": ["language", "unit"]})

    def test_who_had_none_gets_one_without_a_warning(
        self, draft: Round, alice: User, carol: Person
    ) -> None:
        assert warnings(draft, row("Housing")) == []
        assert bring_in(draft, alice, row("Housing")).units == 1
        assert unit_of("Carol") == "Housing"

    def test_keeps_theirs_where_the_file_says_nothing(
        self, draft: Round, alice: User, carol: Person
    ) -> None:
        Person.objects.filter(pk=carol.pk).update(unit="Parks")
        assert warnings(draft, row()) == []
        assert bring_in(draft, alice, row()).units == 0
        assert unit_of("Carol") == "Parks"
        assert not AuditEvent.objects.filter(action=Action.PERSON_CORRECTED).exists()

    def test_of_another_case_of_the_address_is_the_same_person(
        self, draft: Round, alice: User, carol: Person
    ) -> None:
        Person.objects.filter(pk=carol.pk).update(email="Carol@Example.gov.uk")
        bring_in(draft, alice, row("Housing"))
        assert unit_of("Carol") == "Housing"

    def test_who_is_corrected_while_the_import_is_prepared_is_looked_at_again(
        self, draft: Round, alice: User, carol: Person
    ) -> None:
        stage(draft, alice, row("Housing"))
        plan = joining.plan_import(round=draft, staged=StagedImport.objects.get(), by=alice, at=NOW)
        Person.objects.filter(pk=carol.pk).update(unit="Parks")
        with pytest.raises(joining.Changed):
            joining.write_import(plan, draft)


def test_the_check_shows_it_and_warns_in_the_language_of_hr(
    draft: Round, alice: User, carol: Person
) -> None:
    Person.objects.filter(pk=carol.pk).update(unit="Parks")
    stage(draft, alice, row("<b>Housing</b>"))
    page = get(signed_in(alice), "people_import_check", draft.pk).content.decode()
    assert "<br>&lt;b&gt;Housing&lt;/b&gt;" in page
    with translation.override("cy"):
        (warning,) = warnings(draft, row("Tai"))
    assert warning == "Mae uned Carol yn newid. Nawr: Parks; wedyn: Tai."


def test_rows_that_were_staged_before_there_were_units_are_read() -> None:
    old = {"participant_name": "C", "participant_email": "c@example.com", "roles": ["r"]}
    assert PersonRow.from_json(old).unit == ""
