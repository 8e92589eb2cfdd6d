"""A round with people in it."""

from __future__ import annotations

import pytest

from assessment.models import Framework, Participant, Person, Round, User
from assessment.rounds.services import invitations
from tests.cast import NOW, add_participant, add_rater, make_round


@pytest.fixture
def assessed(open_round: Round, carol: Person, frank: Person, bob: Person) -> Participant:
    """Carol, with a peer and a manager."""
    participant = add_participant(open_round, carol)
    add_rater(participant, frank, "peer")
    add_rater(participant, bob, "manager")
    return participant


@pytest.fixture
def issued(assessed: Participant, alice: User) -> Round:
    """The same, once everybody is invited and nothing is sent."""
    invitations.issue(round=assessed.round, by=alice, at=NOW)
    return assessed.round


@pytest.fixture
def draft(framework: Framework, alice: User) -> Round:
    """A round of Ashford without anybody in it."""
    assert alice.council is not None
    return make_round(alice.council, framework, by=alice)
