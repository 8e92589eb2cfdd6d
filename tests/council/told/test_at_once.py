"""Two hands at the same letter, and a word that is taken back at that moment."""

from __future__ import annotations

import pytest

from assessment.council.told.selectors.told import conditions_of
from assessment.council.told.services.told import (
    ConsentRefused,
    LetterRefused,
    give_consent,
    make_letter,
    take_back_consent,
)
from assessment.models import Consent, CouncilLetter, Person, Report, Round, User
from tests.answering.services.test_responses_at_once import at_once
from tests.council.told.world import LATER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report(small: Round, carol: Person) -> Report:
    """Carol has agreed."""
    found = Report.objects.select_related("participant__person__user", "participant__round").get(
        participant__person=carol
    )
    assert carol.user
    give_consent(report=found, by=carol.user, at=LATER)
    return found


def test_two_make_one_letter(small: Round, report: Report, alice: User) -> None:
    beth = User.objects.create_user(
        "beth@example.gov.uk", None, name="Beth", council=small.council, is_hr=True
    )
    acts = [lambda by=by: make_letter(round=small, by=by, at=LATER) for by in (alice, beth)]
    assert [type(each) for each in at_once(*acts)] == [LetterRefused]
    assert CouncilLetter.objects.filter(round=small).count() == 1


def test_a_letter_says_nothing_that_was_taken_back(
    small: Round, report: Report, carol: Person, alice: User
) -> None:
    herself = carol.user
    assert herself
    raised = at_once(
        lambda: make_letter(round=small, by=alice, at=LATER),
        lambda: take_back_consent(report=report, by=herself, at=LATER),
    )
    (refused,) = raised
    assert isinstance(refused, ConsentRefused | LetterRefused)
    made = CouncilLetter.objects.filter(round=small).exists()
    assert made == Consent.objects.exists() == bool(conditions_of(small))
