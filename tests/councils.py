"""Six councils after a release, as reports about a whole council meet them.

Released by the real service; what leads there is written in a few statements, so that a council
costs a second and not a minute. Levels lie evenly around the mean that a council says, so a figure
can be foretold: nothing is drawn at random.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from math import floor

from django.core.management import call_command
from django.db import transaction

from assessment.models import (
    Council,
    Framework,
    ImportanceMark,
    Indicator,
    Kind,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Rating,
    Response,
    Round,
    User,
)
from assessment.release.services.release import release
from tests.cast import TODAY, make_round

RELEASED = datetime.datetime(2026, 3, 31, 12, 0, tzinfo=datetime.UTC)
YEAR = datetime.timedelta(days=364)
CHAMPION, HEAD = "e-champion", "head-of-ict"
BOTH = (CHAMPION, HEAD)
TYPICAL = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 5, RaterGroup.REPORT: 4}
GOLDEN = 0.6180339887
"""Its multiples fall evenly between 0 and 1, whichever stretch of them is taken."""


@dataclass(frozen=True)
class Holder:
    """Somebody who is assessed; each number is the mean that their raters’ levels lie around.

    `seen` is of others, by the key of a dimension; what is not named there is `skills`, `mandate`
    or `focus`. `own` is what they give themselves, `manager` what their manager gives; both are
    else as `seen`. `silent` are groups that were asked and did not answer.
    """

    name: str
    roles: tuple[str, ...] = BOTH
    skills: float = 3.8
    mandate: float = 3.8
    focus: float = 3.0
    seen: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, float] = field(default_factory=dict)
    manager: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[RaterGroup, int] = field(default_factory=lambda: TYPICAL)
    silent: Mapping[RaterGroup, int] = field(default_factory=dict)
    answers_self: bool = True

    def mean(self, group: str, key: str, kind: str) -> float:
        """Around which the levels of a group lie."""
        usual = {Kind.SKILL: self.skills, Kind.MANDATE: self.mandate, Kind.FOCUS: self.focus}
        others = self.seen.get(key, usual[Kind(kind)])
        apart = {RaterGroup.SELF: self.own, RaterGroup.MANAGER: self.manager}
        return apart.get(RaterGroup(group), {}).get(key, others)


@dataclass(frozen=True)
class SampleCouncil:
    """A released round and the HR account that may read it."""

    council: Council
    hr: User
    round: Round
    earlier: Round | None = None


# --- the six ------------------------------------------------------------------------------


def two_balanced() -> SampleCouncil:
    """Each role in hands of its own, at target, with a mandate, at both ends of the focus."""
    return _council(
        "Aldermoor",
        [
            Holder("Amira Shah", (CHAMPION,), 3.9, 4.1, 3.9, seen={"customer-service": 4.2}),
            Holder("Ben Price", (HEAD,), 3.8, 3.9, 2.6, seen={"organisational-awareness": 4.1}),
        ],
    )


def combined_and_narrow() -> SampleCouncil:
    """One person for both roles, whose attention goes to technology."""
    one = Holder(
        "Gareth Hughes",
        skills=3.4,
        mandate=3.2,
        focus=1.6,
        seen={
            "relationship-building": 2.8,
            "communication": 2.7,
            "customer-service": 2.3,
            "organisational-awareness": 3.6,
        },
        own={"focus": 2.2, "customer-service": 3.6},
    )
    return _council("Brackenhall", [one])


def low_mandate() -> SampleCouncil:
    """Skills that are there, and nothing given to use them with; managers see it otherwise."""
    low = {"mandate": 1.8}
    return _council(
        "Calderfield",
        [
            Holder("Catrin Rees", (CHAMPION,), 4.1, 2.0, 3.6, own=low, manager={"mandate": 4.4}),
            Holder("Daniel Okoye", (HEAD,), 4.0, 2.2, 2.8, own=low, manager={"mandate": 4.2}),
        ],
    )


def four_with_withheld() -> SampleCouncil:
    """Four holders, of whom one has hardly any rater and one a manager alone."""
    few = {RaterGroup.PEER: 2}
    alone = {RaterGroup.MANAGER: 1}
    wide = {RaterGroup.PEER: 4, RaterGroup.REPORT: 1}
    return _council(
        "Dunmere",
        [
            Holder("Eleri Vaughan", (CHAMPION,), 3.9, 3.4, 3.4),
            Holder("Farid Karimi", (HEAD,), groups=few, silent={RaterGroup.MANAGER: 1}),
            Holder("Grace Lloyd", (HEAD,), groups=alone, silent={RaterGroup.PEER: 4}),
            Holder("Hugh Pemberton", BOTH, 3.0, 3.6, 2.4, groups=wide, answers_self=False),
        ],
    )


def forty() -> SampleCouncil:
    """Two fifths champions, two fifths heads of ICT, a fifth both; spread over the whole scale."""
    return _council("Elmshire", [_one_of_many(n) for n in range(40)])


def second_year() -> SampleCouncil:
    """A year ago one person held both roles; now they are split, and a third has come."""
    council, hr = _new_council("Fenwick")
    before = [
        Holder("Isla Morgan", BOTH, 3.2, 2.8, 2.9, seen={"customer-service": 2.8}),
        Holder("Jack Taylor", (HEAD,), 3.6, 3.4, 2.6),
        Holder("Kit Barlow", (CHAMPION,), 3.4, 3.0, 3.2),
    ]
    now = [
        Holder("Isla Morgan", (CHAMPION,), 4.0, 3.9, 3.8),
        Holder("Jack Taylor", (HEAD,), 3.7, 3.5, 1.7),
        Holder("Lowri Evans", (HEAD,), 3.5, 3.6, 2.8),
    ]
    earlier = _released(council, hr, before, "Spring 2025", RELEASED - YEAR)
    later = _released(council, hr, now, "Spring 2026", RELEASED)
    return SampleCouncil(council, hr, later, earlier)


SIX: Mapping[str, Callable[[], SampleCouncil]] = {
    each.__name__: each
    for each in (
        two_balanced,
        combined_and_narrow,
        low_mandate,
        four_with_withheld,
        forty,
        second_year,
    )
}


@contextmanager
def sample_councils(*names: str) -> Iterator[dict[str, SampleCouncil]]:
    """Some of the six for as long as the block lasts; the database forgets them after it."""
    with transaction.atomic():
        yield {name: SIX[name]() for name in names}
        transaction.set_rollback(True)


# --- making one ---------------------------------------------------------------------------

FIRST = ("Ada", "Bryn", "Chloe", "Dev", "Efa", "Finn", "Gwen", "Hana", "Idris", "Jo")
LAST = ("Abbott", "Bevan", "Chaudhry", "Davies-Hetherington")


def _one_of_many(n: int) -> Holder:
    spread = [(n * GOLDEN * step) % 1 for step in (1, 2, 3, 5)]
    roles = ((CHAMPION,), (HEAD,), (CHAMPION,), (HEAD,), BOTH)[n % 5]
    few = n % 13 == 12
    return Holder(
        f"{FIRST[n % 10]} {LAST[n // 10]}",
        roles,
        round(2.6 + 2 * spread[0], 1),
        round(1.8 + 2.8 * spread[1], 1),
        round(1.3 + 3.2 * spread[2], 1),
        seen={"customer-service": round(2.2 + 2.4 * spread[3], 1)},
        own={"leadership": round(2.6 + 2 * spread[1], 1)},
        groups={RaterGroup.PEER: 2} if few else {RaterGroup.MANAGER: 1, RaterGroup.PEER: 4},
    )


def _council(name: str, holders: Sequence[Holder]) -> SampleCouncil:
    council, hr = _new_council(name)
    return SampleCouncil(council, hr, _released(council, hr, holders, "Spring 2026", RELEASED))


def _new_council(name: str) -> tuple[Council, User]:
    town = name.lower()
    address = f"hr@{town}.example.gov.uk"
    council = Council.objects.create(name=f"{name} Sample Council", contact_email=address)
    hr = User.objects.create(email=address, name="Alice", council=council, is_hr=True)
    return council, hr


def shipped_framework() -> Framework:
    """That of the two roles, as councils get it; loaded when it is first asked for."""
    found = Framework.objects.published().filter(key="e-government-roles", version="2.0")
    if not found.exists():
        call_command("load_frameworks", verbosity=0)
    return found.get()


def _released(
    council: Council, hr: User, holders: Sequence[Holder], name: str, at: datetime.datetime
) -> Round:
    framework = shipped_framework()
    round = make_round(council, framework, by=hr, state="closed", name=name)
    round.opened_at, round.closed_at = at - YEAR / 7, at - YEAR / 13
    round.opens_on, round.closes_on = round.opened_at.date(), round.closed_at.date()
    round.save()
    for holder in holders:
        _rated(round, holder)
    return release(round=round, by=hr, at=at)


def _rated(round: Round, holder: Holder) -> None:
    participant = Participant.objects.create(round=round, person=_person(round, holder.name))
    participant.roles.set(round.framework.roles.filter(key__in=holder.roles))
    raters = _raters(participant, {RaterGroup.SELF: 1, **holder.groups})
    for group, number in holder.silent.items():
        _raters(participant, {group: number}, "silent")
    answering = [r for r in raters if r.group != RaterGroup.SELF or holder.answers_self]
    responses = Response.objects.bulk_create(
        Response(participant=participant, rater=rater, submitted_on=TODAY) for rater in answering
    )
    _ratings(round.framework, holder, responses)


def _person(round: Round, name: str) -> Person:
    address = f"{name.lower().replace(' ', '.')}@{round.council.name.split()[0].lower()}.example"
    found, _new = Person.objects.get_or_create(
        council=round.council, email=address, defaults={"name": name}
    )
    return found


def _raters(
    participant: Participant, asked: Mapping[RaterGroup, int], what: str = ""
) -> list[Rater]:
    """The same people every year, so that rounds can be compared."""
    people = [
        (group, participant.person)
        if group is RaterGroup.SELF
        else (group, _person(participant.round, f"{what}{group} {n} of {participant.person.name}"))
        for group, number in asked.items()
        for n in range(number)
    ]
    return Rater.objects.bulk_create(
        Rater(participant=participant, person=person, group=group) for group, person in people
    )


def _ratings(framework: Framework, holder: Holder, responses: Sequence[Response]) -> None:
    asked = list(Indicator.objects.filter(dimension__framework=framework).order_by("key"))
    dimensions = {each.pk: each for each in framework.dimensions.all()}
    place, rows = count(1), []
    for response in responses:
        for indicator in asked:
            dimension = dimensions[indicator.dimension_id]
            mean = holder.mean(response.rater.group, dimension.key, dimension.kind)
            level = floor(mean + (next(place) * GOLDEN) % 1)
            if indicator.asks(response.rater.group):
                rows.append(Rating(response=response, indicator=indicator, level=_on(level)))
    Rating.objects.bulk_create(rows)
    marked = [each for each in dimensions.values() if each.kind == Kind.SKILL][:2]
    ImportanceMark.objects.bulk_create(
        ImportanceMark(response=response, dimension=each)
        for response in responses
        for each in marked
    )


def _on(level: int) -> int:
    return max(1, min(5, level))
