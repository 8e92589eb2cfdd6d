"""Released rounds with enough answers to judge the questions on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from assessment.models import (
    Council,
    Framework,
    Indicator,
    Person,
    Rater,
    RaterGroup,
    Rating,
    Response,
    Round,
    User,
)
from assessment.release.services.release import release
from tests.cast import NOW, TODAY, add_participant, make_person, make_round

Levels = Mapping[str, int | None]
Rates = Callable[[int, int], Levels]
SOON = NOW + datetime.timedelta(days=1)
ENOUGH, PEERS = 30, 6


def plain(participant: int, rater: int) -> Levels:
    """The framework of the cast, as one of the raters of a participant rates it; 0 is the manager.

    Communication is well asked: its statements go together, and everybody sees much the same. Of
    leadership three raters in seven cannot observe the first, nearly everybody gets the top of the
    second, and the third runs the other way round.
    """
    level = participant % 3 + 2
    return {
        **{f"communication-{n}": level + (participant // 3 * n + n) % 3 - 1 for n in (1, 2, 3)},
        "leadership-1": None if rater > PEERS // 2 else level,
        "leadership-2": 4 if participant % 10 == 0 else 5,
        "leadership-3": 6 - level,
        **{f"{key}-{n}": 3 for key in ("mandate", "focus") for n in (1, 2, 3)},
    }


def judged_round(
    council: Council,
    framework: Framework,
    by: User,
    *,
    name: str = "Spring",
    participants: int = ENOUGH,
    peers: int = PEERS,
    levels: Rates = plain,
) -> Round:
    """A released round: each participant is rated by a manager and by peers."""
    round = make_round(council, framework, by=by, state="closed", name=name)
    raters = [
        rater
        for number in range(participants)
        for rater in _raters(round, f"{name} {number}", peers)
    ]
    responses = [
        Response(participant=each.participant, rater=each, submitted_on=TODAY) for each in raters
    ]
    Response.objects.bulk_create(responses)
    indicators = list(Indicator.objects.filter(dimension__framework=framework))
    given = [levels(*divmod(place, peers + 1)) for place in range(len(raters))]
    Rating.objects.bulk_create(
        Rating(response=response, indicator=each, level=given[place].get(each.key))
        for place, response in enumerate(responses)
        for each in indicators
    )
    return release(round=round, by=by, at=NOW)


def _raters(round: Round, name: str, peers: int) -> list[Rater]:
    """The manager first."""
    about = make_person(round.council, name, f"p{Person.objects.count()}@example.gov.uk")
    participant = add_participant(round, about)
    people = [
        Person(council=round.council, name=f"Rater {n} of {name}", email=f"{n}-{about.email}")
        for n in range(peers + 1)
    ]
    Person.objects.bulk_create(people)
    groups = [RaterGroup.MANAGER, *[RaterGroup.PEER] * peers]
    raters = [
        Rater(participant=participant, person=person, group=group)
        for person, group in zip(people, groups, strict=True)
    ]
    return Rater.objects.bulk_create(raters)
