"""Two champions of a small council, and six of a larger one, in rounds that are released."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import pytest

from assessment.models import Council, Framework, Participant, Person, RaterGroup, Round, User
from assessment.release.services.release import release
from tests.cast import (
    add_participant,
    add_rater,
    answer,
    make_participant_account,
    make_person,
    make_round,
)

RELEASED = datetime.datetime(2026, 3, 31, 12, 0, tzinfo=datetime.UTC)
LATER = RELEASED + datetime.timedelta(days=3)
LOW: Mapping[str, int] = {f"mandate-{n}": 1 for n in (1, 2, 3)}


def rated(
    round: Round, person: Person, roles: Iterable[str], *levels: int, low: bool = False
) -> Participant:
    """By peers of their own, who give these levels, and a low mandate if so."""
    participant = add_participant(round, person, *roles)
    given: Mapping[str, int | None] = dict(LOW) if low else {}
    for n, level in enumerate(levels):
        peer = make_person(round.council, f"Peer {n} of {person.name} in {round.name}")
        answer(add_rater(participant, peer, RaterGroup.PEER), level, levels=given)
    return participant


@pytest.fixture
def gina(ashford: Council) -> Person:
    person = make_person(ashford, "Gina")
    make_participant_account(person)
    return person


@pytest.fixture
def small(
    ashford: Council, framework: Framework, alice: User, carol: Person, gina: Person
) -> Round:
    """Carol is champion and head of ICT with a low mandate, Gina is head of ICT with a high one."""
    round = make_round(ashford, framework, by=alice, state="closed", name="Small")
    rated(round, carol, ("e-champion", "head-of-ict"), 3, 4, 4, low=True)
    rated(round, gina, ("head-of-ict",), 4, 5, 4)
    release(round=round, by=alice, at=RELEASED)
    round.refresh_from_db()
    return round


@pytest.fixture
def large(ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
    """Six, five of them champions and one head of ICT: Carol, whom others see lower."""
    return make_large(ashford, framework, alice, carol)


def make_large(ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
    round = make_round(ashford, framework, by=alice, state="closed", name="Large")
    rated(round, carol, ("head-of-ict",), 2, 2, 2, low=True)
    for n in range(5):
        person = make_person(ashford, f"Champion {n}")
        rated(round, person, ("e-champion",), 3, 4, 4, low=True)
    release(round=round, by=alice, at=RELEASED)
    round.refresh_from_db()
    return round
