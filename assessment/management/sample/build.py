"""The sample council, made through the same services that HR, participants and raters use."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessment.answering import services as responses
from assessment.answering.changes import UNANSWERED, Edit
from assessment.answering.services.closing import save_closing
from assessment.management.sample import answers
from assessment.management.sample.people import (
    COLLEAGUES,
    COUNCIL,
    MANAGERS,
    OTHER_COUNCIL,
    PARTNERS,
    SAMPLE_PARTICIPANTS,
    WELSH_READER,
    SampleParticipant,
)
from assessment.models import (
    Council,
    Dimension,
    Framework,
    Indicator,
    Person,
    Rater,
    RaterGroup,
    Round,
    User,
)
from assessment.release.services import release
from assessment.rounds.services import people, raters, rounds
from assessment.spreadsheets import PersonRow

SEED = 20261123
ANSWERS = 0.93
RELEASED_NAME = "Spring round"
OPEN_NAME = "Autumn round"
PILOT_NAME = "Digital leadership pilot"
PILOTS = SAMPLE_PARTICIPANTS[6:9]
DAY = datetime.timedelta(days=1)


def build_council(*, at: datetime.datetime) -> tuple[Council, User]:
    """The council with its HR and sponsor, and a second council that must never see the first."""
    council = Council.objects.create(name=COUNCIL, contact_email="hr@example.gov.uk")
    hr = _account("hr@example.gov.uk", "Harriet Sample", council=council, is_hr=True)
    _account("chief@example.gov.uk", "Cerys Sample", council=council, is_sponsor=True)
    other = Council.objects.create(name=OTHER_COUNCIL, contact_email="hr@other.example.gov.uk")
    _account("hr@other.example.gov.uk", "Otto Example", council=other, is_hr=True)
    _account("editor@example.gov.uk", "Edith Sample", is_editor=True)
    _account("operator@example.gov.uk", "Oscar Sample", is_operator=True)
    return council, hr


def build_released_round(
    council: Council, framework: Framework, *, by: User, at: datetime.datetime
) -> Round:
    """All twelve participants, answered, closed and released some weeks before `at`."""
    draw = random.Random(SEED)  # noqa: S311 - a story, not a secret
    opened = at - 70 * DAY
    round = _make(council, framework, RELEASED_NAME, by=by, at=opened, days=30)
    _bring_in(round, _rows(SAMPLE_PARTICIPANTS, draw), by=by, at=opened)
    _let_read_welsh(WELSH_READER, by=by, at=opened)
    rounds.open_(round=round, by=by, at=opened)
    _answer_all(round, share=ANSWERS, draw=draw, at=opened + 3 * DAY)
    rounds.close(round=round, by=by, at=opened + 30 * DAY)
    return release.release(round=round, by=by, at=opened + 35 * DAY)


def build_open_round(
    council: Council, framework: Framework, *, by: User, at: datetime.datetime
) -> Round:
    """The first five participants again, half of the raters not done yet."""
    draw = random.Random(SEED + 1)  # noqa: S311
    round = _make(council, framework, OPEN_NAME, by=by, at=at, days=21)
    _bring_in(round, _rows(SAMPLE_PARTICIPANTS[:5], draw), by=by, at=at)
    rounds.open_(round=round, by=by, at=at)
    _answer_all(round, share=0.5, draw=draw, at=at, spare=SAMPLE_PARTICIPANTS[0].name)
    return round


def build_pilot_round(
    council: Council, framework: Framework, *, by: User, at: datetime.datetime
) -> Round:
    """Three others with another framework, each in one of its roles; most raters are done."""
    draw = random.Random(SEED + 2)  # noqa: S311
    round = _make(council, framework, PILOT_NAME, by=by, at=at, days=28)
    roles = framework.roles.order_by("position").values_list("key", flat=True)
    for sitter, role in zip(PILOTS, roles, strict=True):
        _bring_in(round, [_with_role(row, role) for row in _rows([sitter], draw)], by=by, at=at)
    rounds.open_(round=round, by=by, at=at)
    _answer_all(round, share=0.6, draw=draw, at=at, spare=PILOTS[0].name)
    return round


def _account(email: str, name: str, **duties: object) -> User:
    return User.objects.create_user(email, None, name=name, **duties)


def _make(
    council: Council,
    framework: Framework,
    name: str,
    *,
    by: User,
    at: datetime.datetime,
    days: int,
) -> Round:
    opens_on = at.date()
    return rounds.create(
        council=council,
        name=name,
        framework=framework,
        opens_on=opens_on,
        closes_on=opens_on + days * DAY,
        min_group_size=3,
        by=by,
        at=at,
    )


def _bring_in(round: Round, rows: Sequence[PersonRow], *, by: User, at: datetime.datetime) -> None:
    people.stage_import(round=round, file_name="sample-people.csv", rows=rows, by=by, at=at)
    people.confirm_import(round=round, by=by, at=at)


def _let_read_welsh(name: str, *, by: User, at: datetime.datetime) -> None:
    person = Person.objects.get(council=by.council, name=name)
    raters.correct_person(person=person, name=name, email=person.email, language="cy", by=by, at=at)


def _rows(sitters: Sequence[SampleParticipant], draw: random.Random) -> list[PersonRow]:
    return [row for sitter in sitters for row in _rows_of(sitter, draw)]


def _rows_of(sitter: SampleParticipant, draw: random.Random) -> Iterator[PersonRow]:
    roles = tuple(role.lower().replace(" ", "-") for role in sitter.roles)
    email = _email(sitter.name)
    colleagues = draw.sample(COLLEAGUES, sitter.peers + sitter.reports)
    groups = [
        (RaterGroup.MANAGER, draw.sample(MANAGERS, sitter.managers)),
        (RaterGroup.PEER, colleagues[: sitter.peers]),
        (RaterGroup.REPORT, colleagues[sitter.peers :]),
        (RaterGroup.PARTNER, draw.sample(PARTNERS, sitter.partners)),
    ]
    for group, names in groups:
        for name in names:
            yield PersonRow(
                sitter.name, email, roles, name, _email(name), group.value, unit=sitter.unit
            )


def _with_role(row: PersonRow, role: str) -> PersonRow:
    return replace(row, roles=(role,))


def _email(name: str) -> str:
    domain = "example.com" if name.endswith("Partner") else "example.gov.uk"
    return f"{name.lower().replace(' ', '.')}@{domain}"


def _answer_all(
    round: Round, *, share: float, draw: random.Random, at: datetime.datetime, spare: str = ""
) -> None:
    """Let a share of the raters answer; of the `spare` participant not the self."""
    sitters = {sitter.name: sitter for sitter in SAMPLE_PARTICIPANTS}
    dimensions = _dimensions(round)
    asked = Rater.objects.filter(participant__round=round).select_related(
        "participant__person", "participant__round", "person"
    )
    for rater in asked.order_by("participant__person__name", "group", "person__name"):
        name = rater.participant.person.name
        own = rater.group == RaterGroup.SELF
        if (own and name == spare) or (not own and draw.random() > share):
            continue
        _answer(rater, sitters[name], dimensions, draw=draw, at=at)


def _dimensions(round: Round) -> list[tuple[Dimension, list[Indicator]]]:
    found = round.framework.dimensions.select_related("framework").order_by("position")
    return [(each, list(each.indicators.order_by("position"))) for each in found]


_UNMARKED = frozenset({frozenset[uuid.UUID]()})
_NOTHING = frozenset({UNANSWERED, ""})
"""What everything is based on: nothing is stored yet."""


def _answer(
    rater: Rater,
    sitter: SampleParticipant,
    dimensions: list[tuple[Dimension, list[Indicator]]],
    *,
    draw: random.Random,
    at: datetime.datetime,
) -> None:
    leaning = draw.gauss(0, 0.3)
    for dimension, every in dimensions:
        indicators = [each for each in every if each.asks(rater.group)]
        if not indicators:
            continue
        given = answers.levels(
            sitter, dimension, indicators, group=rater.group, leaning=leaning, draw=draw
        )
        comment = "" if rater.group == RaterGroup.SELF else answers.remark(dimension, draw)
        responses.save_page(
            rater=rater,
            dimension=dimension,
            levels={each: Edit(level, _NOTHING) for each, level in given.items()},
            comment=Edit(comment, _NOTHING),
            at=at,
            draft=False,
        )
    # A draw of their own: the levels stay what they were.
    last = random.Random(f"{rater.person.name} on {rater.participant.person.name}")  # noqa: S311
    save_closing(
        rater=rater,
        comments={
            question: Edit(text, _NOTHING)
            for question, text in answers.last_words(last).items()
            if rater.group != RaterGroup.SELF
        },
        marks=Edit(answers.marks([d for d, _indicators in dimensions], last), _UNMARKED),
        at=at,
    )
    responses.submit(rater=rater, at=at)
