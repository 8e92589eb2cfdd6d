"""Released rounds of a council, year after year, in a few lines each."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import pytest

from assessment.models import Council, Framework, Person, Round, User
from assessment.release.services import release
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round

BOTH, CHAMPION, HEAD = ("e-champion", "head-of-ict"), ("e-champion",), ("head-of-ict",)
People = Mapping[str, tuple[tuple[str, ...], int]]
"""By name: the roles held, and the level that three peers give."""
Hold = Callable[..., Round]


@pytest.fixture
def hold(ashford: Council, framework: Framework, alice: User) -> Hold:
    """A released round a year after the one before."""

    def held(
        name: str,
        people: People,
        years: int = 0,
        of: Framework | None = None,
        council: Council = ashford,
    ) -> Round:
        round = make_round(council, of or framework, by=alice, state="closed", name=name)
        for who, (roles, level) in people.items():
            participant = add_participant(round, _known(council, who), *roles)
            for number in range(3) if level else ():
                rater = add_rater(participant, _known(council, f"Peer {number} of {who}"), "peer")
                answer(rater, level)
        at = NOW + datetime.timedelta(days=365 * years)
        release.release(round=round, by=alice, at=at)
        return Round.objects.get(pk=round.pk)

    return held


def _known(council: Council, name: str) -> Person:
    return Person.objects.filter(name=name).first() or make_person(council, name)
