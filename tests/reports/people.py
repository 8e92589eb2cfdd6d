"""Rounds that reports are made of, through release itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from random import Random

from assessment.closing_questions import ClosingQuestion
from assessment.models import (
    Comment,
    Council,
    Framework,
    ImportanceMark,
    Kind,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Report,
    Round,
    User,
)
from assessment.release.services.release import release
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round

LATER = NOW + datetime.timedelta(days=30)
TYPICAL = {
    RaterGroup.MANAGER: 1,
    RaterGroup.PEER: 6,
    RaterGroup.REPORT: 5,
    RaterGroup.PARTNER: 3,
}


def closed_round(council: Council, framework: Framework, by: User, name: str = "Spring") -> Round:
    return make_round(council, framework, by=by, state="closed", name=name)


def rated(
    round: Round,
    person: Person,
    *roles: str,
    groups: Mapping[RaterGroup, int] | None = None,
    own: bool = True,
    comments: Sequence[str] = (),
    around: float = 3.4,
    seed: int = 1,
    closing: Sequence[str] = (),
) -> Participant:
    """A participant with so many raters in each group, whose levels lie around a middle.

    With `closing` each marks two skills as most important, and writes one of these at the end.
    """
    random = Random(seed)
    participant = add_participant(round, person, *roles)
    if own:
        _answer(participant.raters.get(), random, around + 0.4, ())
    for group, count in (TYPICAL if groups is None else groups).items():
        for number in range(count):
            name = f"{group.label} {number} of {person.name} in {round.name}"
            rater = add_rater(participant, _person(round, name), group)
            _answer(rater, random, around, comments)
    if closing:
        _close(participant, random, closing)
    return participant


def _close(participant: Participant, random: Random, texts: Sequence[str]) -> None:
    skills = list(participant.round.framework.dimensions.filter(kind=Kind.SKILL))
    for response in participant.responses.all():
        for skill in random.sample(skills, 2):
            ImportanceMark.objects.create(response=response, dimension=skill)
        for question in ClosingQuestion:
            if text := random.choice(texts):
                Comment.objects.create(response=response, question=question, text=text)


def _person(round: Round, name: str) -> Person:
    email = f"r{Person.objects.count()}@example.gov.uk"
    return make_person(round.council, name, email)


def _answer(rater: Rater, random: Random, around: float, comments: Sequence[str]) -> None:
    framework = rater.participant.round.framework
    levels: dict[str, int | None] = {}
    texts = {}
    for place, dimension in enumerate(framework.dimensions.all()):
        middle = around + (0.9, -0.2, 0.3, -0.8, 0.1, -0.9, -0.5, 0.4, 0.6)[place % 9]
        for indicator in dimension.indicators.all():
            level = round_to(random.gauss(middle, 0.7), framework.scale_top)
            levels[indicator.key] = None if random.random() < 0.05 else level
        if comments:
            texts[dimension.key] = random.choice(comments)
    answer(rater, levels=levels, comments=texts)


def round_to(value: float, top: int) -> int:
    return max(1, min(top, round(value)))


def released(round: Round, by: User, at: datetime.datetime = LATER) -> list[Report]:
    release(round=round, by=by, at=at)
    return list(
        Report.objects.filter(participant__round=round)
        .select_related("council", "participant__person", "participant__round__framework")
        .order_by("participant__person__name")
    )
