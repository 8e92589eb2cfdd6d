"""Released rounds with enough answers to judge the questions on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from assessment.models import Council, Framework, Participant, Person, RaterGroup, Round, User
from assessment.services.release import release
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round

Levels = Mapping[str, int | None]
SOON = NOW + datetime.timedelta(days=1)


def plain(number: int) -> Levels:
    """The framework of the cast, each statement of a dimension rated alike; some leadership not.

    Communication goes from 1 to 5. Of leadership one rater in three cannot observe the first,
    nearly everybody gets the top of the second, and the third runs the other way round.
    """
    level = number % 5 + 1
    return {
        **{f"communication-{n}": level for n in (1, 2, 3)},
        "leadership-1": None if number % 3 == 0 else level,
        "leadership-2": 4 if number % 10 == 0 else 5,
        "leadership-3": 6 - level,
        **{f"{key}-{n}": 3 for key in ("mandate", "focus") for n in (1, 2, 3)},
    }


def judged_round(
    council: Council,
    framework: Framework,
    by: User,
    *,
    name: str = "Spring",
    participants: int = 5,
    peers: int = 6,
    levels: Callable[[int], Levels] = plain,
) -> Round:
    """A released round: each participant answers for themself and is rated by peers."""
    round = make_round(council, framework, by=by, state="closed", name=name)
    for number in range(participants):
        participant = add_participant(round, _person(council, f"{name} {number}"))
        answer(participant.raters.get(), 1)
        _rate(participant, number, peers, levels)
    return release(round=round, by=by, at=NOW)


def _person(council: Council, name: str) -> Person:
    return make_person(council, name, f"p{Person.objects.count()}@example.gov.uk")


def _rate(
    participant: Participant, number: int, peers: int, levels: Callable[[int], Levels]
) -> None:
    for place in range(peers):
        person = _person(participant.round.council, f"Peer {place} of {participant.person.name}")
        rater = add_rater(participant, person, RaterGroup.PEER)
        answer(rater, levels=levels(number * peers + place))
