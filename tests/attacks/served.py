"""Worlds that live by the product's own services, and what their readers are left with.

Two worlds that differ in nothing but what a reader must not learn have to read alike: in every
table, for who has the database; on every page of HR, for who has an account.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.urls import reverse

from assessment.answering import services as answering
from assessment.answering.changes import UNANSWERED, Edit
from assessment.calendar_months import months_after
from assessment.data_protection.services import retention
from assessment.models import (
    Council,
    Framework,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Round,
    User,
)
from assessment.release.services.release import release
from assessment.rounds.services import rounds
from tests.attacks.clock import SESSION
from tests.attacks.cut import Row, Tables, read_tables
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    make_framework,
    make_person,
    make_round,
    signed_in,
)

Found = TypeVar("Found")

PEERS = ("Frank", "Gwendolen", "Humphrey", "Isolde")
ANY = frozenset({UNANSWERED, None, "", 1, 2, 3, 4, 5})
"""Based on whatever is stored."""

RANDOM = re.compile(
    r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{64}|'password': '[^']*'"
    rf'|name="csrfmiddlewaretoken" value="\w+"|{SESSION}'
)
OF_THE_VISIT = {"django_session"}
"""Tables that say something of a reader's own visit."""


class Apart(Exception):
    """Takes a world back, so that the next one is made in its place."""


@contextmanager
def undone() -> Iterator[None]:
    """What is done here is taken back."""
    try:
        with transaction.atomic():
            yield
            raise Apart
    except Apart:
        pass


def apart(live: Callable[[], Found]) -> Found:
    """What a world comes to, which is gone afterwards."""
    found: list[Found] = []
    with undone():
        found.append(live())
    return found[0]


@dataclass(frozen=True, slots=True)
class Stage:
    """An open round of Ashford: Carol, her manager Bob and four peers."""

    council: Council
    framework: Framework
    alice: User
    round: Round
    carol: Participant

    def rater(self, name: str) -> Rater:
        return Rater.objects.get(participant=self.carol, person__name=name)

    def close_and_release(self, at: datetime = NOW + timedelta(days=7)) -> None:
        rounds.close(round=self.round, by=self.alice, at=at)
        release(round=self.round, by=self.alice, at=at)

    def cut(self) -> None:
        """The retention job on the day that the raters were told."""
        self.round.refresh_from_db()
        assert self.round.released_at is not None
        day = months_after(self.round.released_at.date(), self.council.link_cut_months)
        retention.apply(council=self.council, at=datetime.combine(day, time(12), tzinfo=UTC))


def stage() -> Stage:
    council = Council.objects.create(name="Ashford", contact_email="hr@ashford.gov.uk")
    alice = User.objects.create_user(
        "alice@ashford.gov.uk", name="Alice", council=council, is_hr=True
    )
    framework = make_framework(indicators=2)
    round = make_round(council, framework, by=alice)
    carol = add_participant(round, make_person(council, "Carol"))
    add_rater(carol, make_person(council, "Bertrand"), RaterGroup.MANAGER)
    for name in PEERS:
        add_rater(carol, make_person(council, name), RaterGroup.PEER)
    rounds.open_(round=round, by=alice, at=NOW)
    return Stage(council, framework, alice, round, carol)


def say(
    rater: Rater,
    level: int,
    *,
    at: datetime = NOW,
    comment: str = "",
    submitted: bool = True,
) -> None:
    """Answer every page, as a rater does, and submit; or leave it at the drafts."""
    for dimension in rater.participant.round.framework.dimensions.all():
        answering.save_page(
            rater=rater,
            dimension=dimension,
            levels={each: Edit(level, ANY) for each in dimension.indicators.all()},
            comment=Edit(comment, ANY) if comment else None,
            at=at,
            draft=not submitted,
        )
    if submitted:
        answering.submit(rater=rater, at=at)


@dataclass(frozen=True, slots=True)
class Traces:
    """What a world leaves to its readers."""

    tables: Mapping[str, Counter[str]]
    pages: Mapping[str, Counter[str]]

    def differing(self, other: Traces) -> set[str]:
        """The tables and pages that tell two worlds apart."""
        mine, others = {**self.tables, **self.pages}, {**other.tables, **other.pages}
        return {name for name in mine if mine[name] != others[name]}


def traces(story: Callable[[Stage], object]) -> Traces:
    """Live a story on a new stage, and read what is left of it."""

    def live() -> Traces:
        here = stage()
        story(here)
        User.objects.update(date_joined=NOW)  # else the moment of this test
        return Traces(without_randomness(read_tables()), _pages(here))

    return apart(live)


def without_randomness(tables: Tables) -> dict[str, Counter[str]]:
    """Rows in no order, without the identifiers that are drawn or counted on in every world."""
    return {
        name: Counter(RANDOM.sub("·", str(_uncounted(row))) for row in rows)
        for name, rows in tables.items()
        if name not in OF_THE_VISIT
    }


def _uncounted(row: Row) -> Row:
    return {name: value for name, value in row.items() if (name, type(value)) != ("id", int)}


def _pages(here: Stage) -> dict[str, Counter[str]]:
    """Line by line: what happened in one moment stands in a random order."""
    hr = signed_in(here.alice)
    paths = {
        "page of the round": reverse("round_page", args=[here.round.pk]),
        "page of the participant": reverse("participant_page", args=[here.carol.pk]),
        "audit": reverse("audit"),
        "audit as CSV": reverse("audit_csv"),
        "what is held": reverse("holdings_json"),
    }
    return {name: _page(hr.get(path)) for name, path in paths.items()}


def _page(response: Any) -> Counter[str]:
    content = b"".join(response) if response.streaming else response.content
    return Counter(RANDOM.sub("·", content.decode()).splitlines())


def known_as(name: str) -> Person:
    return Person.objects.get(name=name)
