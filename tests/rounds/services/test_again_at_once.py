"""Two hands make the next round of the same people in the same moment."""

from __future__ import annotations

import pytest

from assessment.models import AuditEvent, Council, Framework, Person, Rater, Round, User
from assessment.rounds.services import again
from assessment.rounds.services.rounds import RoundRefused
from tests.answering.services.test_responses_at_once import at_once
from tests.cast import NOW
from tests.rounds.last_year import last_year, terms

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def spring(
    ashford: Council, framework: Framework, carol: Person, frank: Person, alice: User
) -> Round:
    return last_year(ashford, framework, carol, frank, by=alice)


@pytest.fixture
def beth(ashford: Council) -> User:
    return User.objects.create_user(
        "beth@ashford.example.gov.uk", None, name="Beth", council=ashford, is_hr=True
    )


def press(spring: Round, name: str, who: User) -> Round:
    entered = terms(spring.framework, name=name)
    return again.assess_again(round=spring, **entered, by=who, at=NOW)


def test_with_the_same_terms_there_is_one(spring: Round, alice: User, beth: User) -> None:
    asked = Rater.objects.count()
    acts = [lambda who=who: press(spring, "Next year", who) for who in (alice, beth)]
    assert at_once(*acts) == []
    assert Round.objects.exclude(pk=spring.pk).count() == 1
    assert Rater.objects.count() == 2 * asked
    assert AuditEvent.objects.filter(action="round.made_again").count() == 1


def test_with_other_terms_one_of_them_is_told(spring: Round, alice: User, beth: User) -> None:
    raised = at_once(
        lambda: press(spring, "Next year", alice), lambda: press(spring, "In a year", beth)
    )
    assert [type(each) for each in raised] == [RoundRefused]
    assert "has been made from this round already" in str(raised[0])
    assert Round.objects.exclude(pk=spring.pk).count() == 1
