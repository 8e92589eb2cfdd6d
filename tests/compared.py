"""Councils with the public figures of a released round, for tests about comparing them.

What a release would write is written here in a few statements: the figures can be chosen.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from assessment.council.benchmark.services import join_benchmark, make_benchmark
from assessment.models import (
    BenchmarkYear,
    Council,
    CouncilFigure,
    Framework,
    Participant,
    Round,
    User,
)
from assessment.scoring.values import Measure, Reason
from tests.cast import make_person, make_round

IN_2026 = datetime.datetime(2026, 3, 31, 12, 0, tzinfo=datetime.UTC)
IN_2027 = datetime.datetime(2027, 1, 11, 12, 0, tzinfo=datetime.UTC)
SCORES = ("3.0", "3.2", "3.4", "3.6", "4.0", "4.2")
CHAMPION, HEAD = "e-champion", "head-of-ict"


def make_hr(council: Council) -> User:
    """An HR account, with which a council runs its rounds."""
    name = f"HR of {council.name}"
    email = f"hr-{council.pk}@example.gov.uk"
    return User.objects.create_user(email, name=name, council=council, is_hr=True)


def told_round(
    council: Council,
    framework: Framework,
    score: str | None,
    *,
    at: datetime.datetime = IN_2026,
    name: str = "Spring",
    by_role: Mapping[str, str] | None = None,
    roles: Sequence[str] = (CHAMPION, HEAD),
) -> Round:
    """A released round whose every dimension has this council figure, or a withheld one.

    `roles` are those of the one participant that is there, `by_role` further figures.
    """
    hr = User.objects.filter(council=council, is_hr=True).first() or make_hr(council)
    round = make_round(council, framework, by=hr, state="closed", name=name)
    person = make_person(council, f"Holder {name}")
    Participant.objects.create(round=round, person=person).roles.set(
        framework.roles.filter(key__in=roles)
    )
    figures: list[tuple[str | None, str | None]] = [(None, score), *(by_role or {}).items()]
    dimensions = framework.dimensions.order_by("position")
    rows = [(dimension, role, value) for dimension in dimensions for role, value in figures]
    CouncilFigure.written.bulk_create(
        CouncilFigure(
            council=council,
            round=round,
            position=position,
            measure=Measure.SCORE,
            dimension=dimension,
            role=framework.roles.get(key=role) if role else None,
            value=None if value is None else Decimal(value),
            n=None if value is None else 5,
            withheld=Reason.COUNCIL_TOO_FEW_PARTICIPANTS if value is None else "",
        )
        for position, (dimension, role, value) in enumerate(rows)
    )
    round.state, round.released_at, round.released_by = Round.State.RELEASED, at, hr
    round.save()
    return round


def make_councils(
    framework: Framework, scores: Iterable[str | None] = SCORES, **options: object
) -> list[Council]:
    """Councils that take part, each with a round of 2026."""
    made = []
    for number, score in enumerate(scores):
        name = f"Council {number}"
        council = Council.objects.create(name=name, contact_email="hr@example.gov.uk")
        told_round(council, framework, score, **options)  # type: ignore[arg-type]
        join_benchmark(council=council, by=council.users.get(is_hr=True), at=IN_2026)
        council.refresh_from_db()
        made.append(council)
    return made


def made_for_2026(by: User) -> BenchmarkYear:
    return make_benchmark(year=2026, by=by, at=IN_2027)
