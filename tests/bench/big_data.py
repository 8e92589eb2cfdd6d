"""A closed round of thousands of participants with real ratings, and raters elsewhere who save.

`python -m tests.bench.big_data PARTICIPANTS SAVERS` fills the database of the environment, which
must be migrated and have the frameworks loaded, and prints what tests.bench.big_round needs.
"""

from __future__ import annotations

import datetime
import json
import random
import secrets
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessment.models import Council, Framework, Rater, Round, User

# Everybody rates themself and is rated by the next eight in the list.
GROUPS = ["manager", "peer", "peer", "peer", "report", "report", "report", "partner"]
COMMENTS = ["Explains plans so that all can follow.", "Could ask the housing service earlier."]
BATCH = 2000


def main(participants: int, savers: int) -> None:
    import django

    django.setup()
    from assessment.models import Framework

    framework = Framework.objects.published().get(key="e-government-roles", version="2.0")
    alice, big = _round("Ashford", framework, "closed", participants)
    _answers(big, framework)
    _dave, other = _round("Brindle", framework, "open", savers)
    links = [_came_by_link(rater) for rater in _peers(other, savers)]
    found = {
        "round": str(big.pk),
        "by": alice.email,
        "hr": _session_of(alice),
        "savers": links,
        "pages": [each.key for each in framework.dimensions.all()],
        "questions": {
            each.key: [f"q-{one.key}" for one in each.indicators.all()]
            for each in framework.dimensions.all()
        },
    }
    print(json.dumps(found))  # noqa: T201


def _round(name: str, framework: Framework, state: str, size: int) -> tuple[User, Round]:
    from django.utils import timezone

    from assessment.models import Council, Round, User

    council = Council.objects.create(name=f"{name} Council", contact_email=f"hr@{name}.example")
    by = User.objects.create_user(f"hr@{name}.example", name="HR", council=council, is_hr=True)
    now, today = timezone.now(), timezone.localdate()
    stamps: dict[str, Any] = {"opened_at": now, "opened_by": by}
    if state == "closed":
        stamps |= {"closed_at": now, "closed_by": by}
    round = Round.objects.create(
        council=council,
        framework=framework,
        name="Spring",
        state=state,
        opens_on=today,
        closes_on=today + datetime.timedelta(days=7),
        **stamps,
    )
    _people(council, round, framework, size)
    return by, round


def _people(council: Council, round: Round, framework: Framework, size: int) -> None:
    from assessment.models import Participant, Person, Rater

    count = max(size, len(GROUPS) + 1)
    addresses = [f"p{n}@{council.pk.hex[:6]}.example" for n in range(count)]
    people = [
        Person(council=council, name=f"Person {n:04}", email=address)
        for n, address in enumerate(addresses)
    ]
    _insert(people)
    assessed = [Participant(round=round, person=person) for person in people[:size]]
    _insert(assessed)
    roles = list(framework.roles.all())
    held = Participant.roles.through
    _insert(held(participant=each, role=roles[n % len(roles)]) for n, each in enumerate(assessed))
    around = [*people, *people]
    _insert(
        Rater(participant=each, person=around[n + step], group=group)
        for n, each in enumerate(assessed)
        for step, group in enumerate(["self", *GROUPS])
    )


def _answers(round: Round, framework: Framework) -> None:
    from django.utils import timezone

    from assessment.models import Comment, Indicator, Rater, Rating, Response

    draw = random.Random(9)
    indicators = list(Indicator.objects.filter(dimension__framework=framework))
    dimensions = list(framework.dimensions.all())
    today = timezone.localdate()
    rows = [
        Response(participant_id=rater.participant_id, rater=rater, submitted_on=today)
        for rater in Rater.objects.filter(participant__round=round)
    ]
    _insert(rows)
    _insert(
        Rating(response=row, indicator=each, level=_level(draw, framework.scale_top))
        for row in rows
        for each in indicators
    )
    _insert(
        Comment(response=row, dimension=draw.choice(dimensions), text=draw.choice(COMMENTS))
        for row in rows[::3]
    )


def _level(draw: random.Random, top: int) -> int | None:
    return None if draw.random() < 0.05 else max(1, min(top, round(draw.gauss(3.4, 0.9))))


def _insert(rows: Iterable[Any]) -> None:
    waiting: Iterator[Any] = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        type(batch[0])._default_manager.bulk_create(batch)


def _peers(round: Round, count: int) -> Sequence[Rater]:
    from assessment.models import Rater

    found = Rater.objects.filter(participant__round=round, group="peer").select_related("person")
    return list(found.order_by("pk")[:count])


def _came_by_link(rater: Rater) -> dict[str, str]:
    from assessment.answering.views.visits import SESSION_KEY
    from assessment.models import Invitation

    made, _new = Invitation.objects.get_or_create(
        round=rater.participant.round,
        person=rater.person,
        defaults={"token_hash": secrets.token_hex(32)},
    )
    kept = {"id": str(made.pk), "hash": made.token_hash, "account": ""}
    return {"rater": str(rater.pk), "session": _session({SESSION_KEY: kept})}


def _session_of(user: User) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    return _session(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )


def _session(values: dict[str, Any]) -> str:
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store.update(values)
    store.create()
    store.save()
    return str(store.session_key)


def counted(round_id: str) -> None:
    """Whether everybody has one whole report, and how many emails wait."""
    import django

    django.setup()
    from django.db.models import Count

    from assessment.models import Participant, QueuedEmail, Report

    key = uuid.UUID(round_id)
    reports = Report.objects.filter(participant__round=key).annotate(size=Count("results"))
    sizes = list(reports.values_list("size", flat=True))
    people = Participant.objects.filter(round=key).count()
    emails = QueuedEmail.objects.filter(round=key, kind="released").count()
    print(  # noqa: T201
        f"{people} participants, {len(sizes)} reports of {min(sizes)} to {max(sizes)} results "
        f"({sum(sizes):,}), {emails} emails"
    )


if __name__ == "__main__":
    if sys.argv[1] == "counted":
        counted(sys.argv[2])
    else:
        main(*map(int, sys.argv[1:]))
