"""A spreadsheet is held against the council's people and the round."""

from __future__ import annotations

import pytest

from assessment.models import Council, Framework, Participant, Person, Round, User
from assessment.rounds.selectors.imports import Checked, check_rows, get_preview
from assessment.rounds.services import people
from assessment.spreadsheets import PersonRow, Problem
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    make_participant_account,
    make_person,
    make_round,
)

CAROL = ("Carol", "carol@example.gov.uk", ("head-of-ict",))


def row(name: str, group: str, *, number: int = 2, roles: tuple[str, ...] = CAROL[2]) -> PersonRow:
    return PersonRow(*CAROL[:2], roles, name, f"{name.lower()}@example.gov.uk", group, number)


@pytest.fixture
def draft(ashford: Council, framework: Framework, alice: User) -> Round:
    return make_round(ashford, framework, by=alice)


@pytest.fixture
def there(draft: Round, carol: Person, bob: Person) -> Participant:
    participant = add_participant(draft, carol)
    add_rater(participant, bob, "manager")
    return participant


def where(found: list[Problem]) -> list[tuple[int, str]]:
    return [(each.row, str(each.column)) for each in found]


def check(round: Round, *rows: PersonRow, replace: bool = False) -> Checked:
    return check_rows(round=round, rows=rows, replace=replace)


class TestRowsThatClash:
    def test_with_the_group_of_a_pair_that_exists(self, there: Participant) -> None:
        assert where(check(there.round, row("Bob", "peer")).problems) == [(2, "group")]

    def test_with_the_roles_of_a_participant(self, there: Participant) -> None:
        found = check(there.round, row("Gina", "peer", roles=("e-champion",)))
        assert where(found.problems) == [(2, "roles")]

    def test_do_not_when_everybody_is_taken_out_first(self, there: Participant) -> None:
        found = check(there.round, row("Bob", "peer", roles=("e-champion",)), replace=True)
        assert found.problems == []

    def test_with_each_other_are_named_too(self, draft: Round) -> None:
        found = check(draft, row("Bob", "peer"), row("Bob", "manager", number=3))
        assert where(found.problems) == [(3, "group")]


class TestAnAccountOfAnotherCouncil:
    def test_cannot_become_a_participant_and_is_not_given_away(
        self, draft: Round, brindle: Council
    ) -> None:
        User.objects.create_user(CAROL[1], name="Someone", council=brindle)
        (problem,) = check(draft, row("Bob", "manager")).problems
        assert (problem.row, problem.column) == (2, "participant_email")
        assert "cannot be used here" in problem.message
        assert "Brindle" not in problem.message
        assert "Someone" not in problem.message

    def test_may_rate_since_a_rater_needs_no_account(self, draft: Round, dave: User) -> None:
        rows = PersonRow(*CAROL, "Dave", dave.email, "partner", 2)
        assert check(draft, rows).problems == []

    def test_is_told_from_the_participants_own(self, there: Participant) -> None:
        assert check(there.round, row("Gina", "peer")).problems == []

    def test_is_told_from_an_account_that_nobody_holds(
        self, draft: Round, ashford: Council
    ) -> None:
        User.objects.create_user(CAROL[1], name="Carol", council=ashford, is_hr=True)
        assert check(draft, row("Bob", "manager")).problems == []

    def test_of_somebody_else_in_the_council_is_named(self, draft: Round, ashford: Council) -> None:
        gina = make_person(ashford, "Gina")
        user = make_participant_account(gina)
        user.email = CAROL[1]
        user.save()
        assert where(check(draft, row("Bob", "manager")).problems) == [(2, "participant_email")]


class TestWarnings:
    def test_say_that_a_known_name_is_kept(self, draft: Round, ashford: Council) -> None:
        make_person(ashford, "Robert", "bob@example.gov.uk")
        (warning,) = check(draft, row("Bob", "manager")).warnings
        assert (warning.row, warning.column) == (2, "rater_name")
        assert "known as Robert" in warning.message

    def test_say_that_a_pair_exists_already(self, there: Participant) -> None:
        assert where(check(there.round, row("Bob", "manager")).warnings) == [(2, "rater_email")]

    def test_say_who_has_no_manager(self, draft: Round) -> None:
        found = check(draft, row("Gina", "peer"), row("Hugo", "peer", number=3))
        assert where(found.warnings) == [(2, "group")]

    def test_know_the_manager_who_is_there(self, there: Participant) -> None:
        assert check(there.round, row("Gina", "peer")).warnings == []


class TestThePreview:
    def test_is_none_without_a_file(self, draft: Round) -> None:
        assert get_preview(draft) is None

    @pytest.mark.parametrize(("replace", "counts"), [(False, (0, 0, 1, 1)), (True, (1, 1, 2, 1))])
    def test_counts_what_would_be_made(
        self, there: Participant, alice: User, replace: bool, counts: tuple[int, ...]
    ) -> None:
        rows = [row("Bob", "manager"), row("Gina", "peer", number=3)]
        people.stage_import(
            round=there.round, file_name="p.csv", rows=rows, replace=replace, by=alice, at=NOW
        )
        preview = get_preview(there.round)
        assert preview is not None
        made = (preview.replaced, preview.participants, preview.raters, preview.people)
        assert made == counts

    def test_forecasts_with_those_who_are_there(self, there: Participant, alice: User) -> None:
        people.stage_import(
            round=there.round, file_name="p.csv", rows=[row("Gina", "peer")], by=alice, at=NOW
        )
        preview = get_preview(there.round)
        assert preview is not None
        assert preview.forecast.no_manager == []
        assert preview.forecast.short_groups == preview.forecast.few_peers == ["Carol"]
