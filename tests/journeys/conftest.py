"""What a journey through the questions starts from."""

from __future__ import annotations

import pytest

from assessment.models import Person, Rater, Round
from tests.answers import keep_open
from tests.cast import add_participant, add_rater


@pytest.fixture
def round(open_round: Round) -> Round:
    return keep_open(open_round)


@pytest.fixture
def peer(round: Round, carol: Person, frank: Person) -> Rater:
    return add_rater(add_participant(round, carol), frank, "peer")
