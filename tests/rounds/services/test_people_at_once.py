"""Two hands change a council's people while an import is between reading and writing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessment.models import (
    Council,
    Framework,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    Round,
    StagedImport,
    User,
)
from assessment.rounds.services import joining, people, rounds
from assessment.rounds.services.people import ImportRefused
from assessment.spreadsheets import PersonRow
from tests.cast import NOW, add_participant, add_rater, make_person, make_round

CAROL = ("Carol", "carol@example.gov.uk", ("head-of-ict",))
ROWS = [PersonRow(*CAROL, "Bob", "bob@example.gov.uk", "manager")]


@pytest.fixture
def draft(ashford: Council, framework: Framework, alice: User) -> Round:
    round = make_round(ashford, framework, by=alice)
    people.stage_import(round=round, file_name="p.csv", rows=ROWS, by=alice, at=NOW)
    return round


Meanwhile = Callable[[Callable[[], object], int], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """The other hand acts once the plan is made and before the round is locked, so many times."""

    def arrange(act: Callable[[], object], times: int) -> None:
        plan, left = joining.plan_import, iter(range(times))

        def planned(**given: object) -> joining.ImportPlan:
            made = plan(**given)  # type: ignore[arg-type]
            if next(left, None) is not None:
                act()
            return made

        monkeypatch.setattr(joining, "plan_import", planned)

    return arrange


def test_a_row_that_no_longer_fits_is_refused_and_nothing_is_half_done(
    draft: Round, alice: User, ashford: Council, meanwhile: Meanwhile
) -> None:
    def rates_already() -> None:
        carol = add_participant(draft, make_person(ashford, "Carol"))
        add_rater(carol, make_person(ashford, "Bob"), "peer")

    meanwhile(rates_already, 1)
    with pytest.raises(ImportRefused, match=r"since the upload\. Row"):
        people.confirm_import(round=draft, by=alice, at=NOW)

    assert (Person.objects.count(), Rater.objects.count()) == (2, 2)
    assert StagedImport.objects.exists()


def test_a_person_made_by_the_other_hand_is_the_one_who_rates(
    draft: Round, alice: User, ashford: Council, meanwhile: Meanwhile
) -> None:
    meanwhile(lambda: make_person(ashford, "Bob"), 1)
    imported = people.confirm_import(round=draft, by=alice, at=NOW)

    assert (imported.people, imported.raters, Person.objects.count()) == (1, 2, 2)
    assert Rater.objects.filter(person__email="bob@example.gov.uk", group="manager").exists()


def test_a_council_that_never_stands_still_is_refused_and_the_file_waits_on(
    draft: Round, alice: User, ashford: Council, meanwhile: Meanwhile
) -> None:
    bob = make_person(ashford, "Bob")

    def readdressed() -> None:
        bob.email = "bob@example.gov.uk" if bob.email.startswith("robert") else "robert@example.org"
        bob.save()

    meanwhile(readdressed, 99)
    with pytest.raises(ImportRefused, match="Something changed since the upload"):
        people.confirm_import(round=draft, apart=True, by=alice, at=NOW)

    assert not Participant.objects.exists()
    assert [each.name for each in Person.objects.all()] == ["Bob"]
    assert StagedImport.objects.exists()


def test_a_round_that_is_opened_meanwhile_invites_whom_the_file_brings(
    draft: Round, alice: User, ashford: Council, meanwhile: Meanwhile
) -> None:
    add_rater(
        add_participant(draft, make_person(ashford, "Gina")), make_person(ashford, "Hugo"), "peer"
    )
    meanwhile(lambda: rounds.open_(round=draft, by=alice, at=NOW), 1)
    people.confirm_import(round=draft, by=alice, at=NOW)

    asked = set(Rater.objects.values_list("person", flat=True))
    assert set(Invitation.objects.values_list("person", flat=True)) == asked
    assert set(QueuedEmail.objects.values_list("person", flat=True)) == asked
