"""The cast of every test, and builders for what surrounds them.

Alice is HR at Ashford, Bob is a manager, Carol is assessed, Dave is HR of another council,
Erin edits frameworks, Frank rates without an account.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assessment.models import (
    Comment,
    Council,
    Dimension,
    Framework,
    ImportanceMark,
    Indicator,
    Kind,
    Level,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Rating,
    Response,
    Role,
    Round,
    Suggestion,
    Target,
    User,
)

PASSWORD = "correct horse battery staple"
NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
TODAY = NOW.date()


# --- builders -----------------------------------------------------------------------------


def make_person(council: Council, name: str, email: str = "") -> Person:
    email = email or f"{name.lower().replace(' ', '.')}@example.gov.uk"
    return Person.objects.create(council=council, name=name, email=email)


def make_participant_account(person: Person) -> User:
    person.user = User.objects.create_user(
        person.email, PASSWORD, name=person.name, council=person.council
    )
    person.save()
    return person.user


def add_dimension(framework: Framework, key: str, kind: Kind, indicators: int) -> Dimension:
    return add_dimensions(framework, {key: kind}, indicators)[key]


def add_dimensions(
    framework: Framework, kinds: Mapping[str, Kind], indicators: int
) -> dict[str, Dimension]:
    """Each table in one go: most tests begin with a framework."""
    dimensions = Dimension.objects.bulk_create(
        Dimension(
            framework=framework,
            key=key,
            kind=kind,
            name=key.replace("-", " ").capitalize(),
            description=f"What {key} means.",
            position=position,
        )
        for position, (key, kind) in enumerate(kinds.items(), framework.dimensions.count())
    )
    steps = [(d, value) for d in dimensions for value in range(1, framework.scale_top + 1)]
    Level.objects.bulk_create(
        Level(dimension=d, value=value, label=f"Level {value}", anchor=f"{d.key} at {value}.")
        for d, value in steps
    )
    Suggestion.objects.bulk_create(
        Suggestion(dimension=d, from_level=value, text=f"Improve {d.key} from {value}.")
        for d, value in steps
    )
    Indicator.objects.bulk_create(
        Indicator(
            dimension=d,
            key=f"{d.key}-{number}",
            text=f"Shows {d.key} in way {number}.",
            self_text=f"I show {d.key} in way {number}.",
            position=number,
        )
        for d in dimensions
        for number in range(1, indicators + 1)
    )
    return {d.key: d for d in dimensions}


FOUR = {
    "communication": Kind.SKILL,
    "leadership": Kind.SKILL,
    "mandate": Kind.MANDATE,
    "focus": Kind.FOCUS,
}


def make_framework(
    *,
    council: Council | None = None,
    published: bool = True,
    indicators: int = 3,
    name: str = "Small framework",
    version: str = "1.0",
) -> Framework:
    """Two roles, two skills, a mandate and a focus: the smallest whole framework."""
    framework = Framework.objects.create(
        council=council, key="small-framework", name=name, version=version
    )
    named = [("e-champion", "e-champion"), ("head-of-ict", "head of ICT")]
    roles = Role.objects.bulk_create(
        Role(framework=framework, key=key, name=role, purpose=f"Purpose of {role}.", position=n)
        for n, (key, role) in enumerate(named)
    )
    made = add_dimensions(framework, FOUR, indicators)
    targets = [
        Target(role=role, dimension=made[key], level=Decimal(4) - Decimal(n) / 2, importance=weight)
        for key, weight in {"communication": 2, "leadership": 1}.items()
        for n, role in enumerate(roles)
    ]
    span = {"dimension": made["focus"], "range_low": 3, "range_high": Decimal("4.5")}
    Target.objects.bulk_create([*targets, *(Target(role=role, **span) for role in roles)])
    if published:
        publish(framework)
    return framework


def make_framework_asked_apart(*, published: bool = True) -> Framework:
    """Six statements a dimension: partners are asked the first four, of leadership none.

    The last one of leadership is asked of managers alone, and councillors are asked nothing.
    """
    framework = make_framework(published=False, indicators=6, name="Asked apart")
    others = [group for group in RaterGroup.values if group != RaterGroup.COUNCILLOR]
    inside = [group for group in others if group != RaterGroup.PARTNER]
    for indicator in Indicator.objects.filter(dimension__framework=framework):
        narrow = indicator.dimension.key == "leadership" or indicator.position > 4
        indicator.seen_by = inside if narrow else others
        if indicator.key == "leadership-6":
            indicator.seen_by = [RaterGroup.SELF, RaterGroup.MANAGER]
        indicator.save()
    if published:
        publish(framework)
    return framework


def publish(framework: Framework) -> None:
    """Straight to published, for tests about something else."""
    framework.state = Framework.State.PUBLISHED
    framework.published_at = NOW
    framework.save()


def make_round(
    council: Council, framework: Framework, *, by: User, state: str = "draft", name: str = "Spring"
) -> Round:
    """A round in any state but released, which only release makes."""
    stamps: dict[str, Any] = {}
    if state in {"open", "closed"}:
        stamps |= {"opened_at": NOW, "opened_by": by}
    if state == "closed":
        stamps |= {"closed_at": NOW, "closed_by": by}
    return Round.objects.create(
        council=council,
        framework=framework,
        name=name,
        state=state,
        opens_on=TODAY,
        closes_on=TODAY + datetime.timedelta(days=21),
        **stamps,
    )


def add_participant(round: Round, person: Person, *role_keys: str) -> Participant:
    """With a self rater, as the import makes it."""
    participant = Participant.objects.create(round=round, person=person)
    roles = round.framework.roles.filter(key__in=role_keys or ["head-of-ict"])
    participant.roles.set(roles)
    add_rater(participant, person, RaterGroup.SELF)
    return participant


def add_rater(participant: Participant, person: Person, group: str) -> Rater:
    return Rater.objects.create(participant=participant, person=person, group=group)


def answer(
    rater: Rater,
    level: int | None = 4,
    *,
    levels: Mapping[str, int | None] | None = None,
    comments: Mapping[str, str] | None = None,
    closing: Mapping[str, str] | None = None,
    marks: Iterable[str] = (),
    submitted: bool = True,
) -> Response:
    """Rate every indicator that is asked with `level`, but those named by key in `levels`."""
    response = Response.objects.create(
        participant=rater.participant, rater=rater, submitted_on=TODAY if submitted else None
    )
    framework = rater.participant.round.framework
    indicators = Indicator.objects.filter(dimension__framework=framework)
    Rating.objects.bulk_create(
        Rating(response=response, indicator=i, level=(levels or {}).get(i.key, level))
        for i in indicators
        if i.asks(rater.group)
    )
    for key, text in (comments or {}).items():
        Comment.objects.create(
            response=response, dimension=framework.dimensions.get(key=key), text=text
        )
    for question, text in (closing or {}).items():
        Comment.objects.create(response=response, question=question, text=text)
    for dimension in framework.dimensions.filter(key__in=list(marks)):
        ImportanceMark.objects.create(response=response, dimension=dimension)
    return response


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# --- the cast -----------------------------------------------------------------------------


@pytest.fixture
def ashford(db: None) -> Council:
    return Council.objects.create(
        name="Ashford Sample Council", contact_email="hr@ashford.example.gov.uk"
    )


@pytest.fixture
def brindle(db: None) -> Council:
    return Council.objects.create(
        name="Brindle Sample Council", contact_email="hr@brindle.example.gov.uk"
    )


@pytest.fixture
def alice(ashford: Council) -> User:
    return User.objects.create_user(
        "alice@ashford.example.gov.uk", PASSWORD, name="Alice", council=ashford, is_hr=True
    )


def make_sponsor(council: Council) -> User:
    return User.objects.create_user(
        "susan@ashford.example.gov.uk", PASSWORD, name="Susan", council=council, is_sponsor=True
    )


@pytest.fixture
def susan(ashford: Council) -> User:
    """The chief executive, who reads the council's picture and no report."""
    return make_sponsor(ashford)


@pytest.fixture
def dave(brindle: Council) -> User:
    return User.objects.create_user(
        "dave@brindle.example.gov.uk", PASSWORD, name="Dave", council=brindle, is_hr=True
    )


@pytest.fixture
def erin(db: None) -> User:
    return User.objects.create_user("erin@example.gov.uk", PASSWORD, name="Erin", is_editor=True)


@pytest.fixture
def olga(db: None) -> User:
    """The service operator."""
    return User.objects.create_user("olga@example.gov.uk", PASSWORD, name="Olga", is_operator=True)


@pytest.fixture
def bob(ashford: Council) -> Person:
    return make_person(ashford, "Bob")


@pytest.fixture
def carol(ashford: Council) -> Person:
    person = make_person(ashford, "Carol")
    make_participant_account(person)
    return person


@pytest.fixture
def frank(ashford: Council) -> Person:
    return make_person(ashford, "Frank", "frank@example.com")


@pytest.fixture
def framework(db: None) -> Framework:
    return make_framework()


@pytest.fixture
def open_round(ashford: Council, framework: Framework, alice: User) -> Round:
    return make_round(ashford, framework, by=alice, state="open")
