"""Frameworks and people at the limits of what may be written, for Hypothesis: 1 to 14 dimensions,
names as long as their fields or a syllable, with and without spaces, groups of all sizes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle, islice
from random import Random

from hypothesis import strategies as st

from assessment.closing_questions import ClosingQuestion
from assessment.models import (
    Comment,
    Council,
    Dimension,
    Framework,
    Goal,
    ImportanceMark,
    Indicator,
    Kind,
    Level,
    Participant,
    Person,
    RaterGroup,
    Report,
    Role,
    Round,
    Suggestion,
    Target,
    User,
)
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round, publish
from tests.reports.people import released, round_to

WORDS = re.findall(
    r"\S+",
    "listens plans council residents before services budget change explains technology people "
    "partners housing benefits decisions evidence early openly contract risk with for and of the",
)
WELSH = re.findall(
    r"\S+",
    "mae’r tîm yn gwrando’n gynnar ar drigolion Llanfairpwllgwyngyll a’r cyngor gwasanaethau "
    "tŷ ŵyl cyfathrebu arweinyddiaeth sefydliadol newid",
)
COMPOUND = "Relationship-building-and-cross-organisational-stakeholder-communication-"
MANNERS = ("short", "words", "words", "unbroken", "hyphens", "wide", "Welsh")
SIZES = (0, 1, 2, 3, 5, 8, 14)
COUNTS = {
    Kind.SKILL: (1, 2, 3, 6, 9, 12),
    Kind.MANDATE: (0, 0, 1, 2, 5, 12),
    Kind.FOCUS: (0, 0, 1, 2, 5, 12),
}
MOST_STATEMENTS = 60
LABEL = 60


@dataclass(frozen=True)
class Limits:
    """What a framework and a report of it are like; everything else follows from `seed`."""

    seed: int
    dimensions: tuple[tuple[Kind, int], ...]
    scale_top: int
    roles: int
    held: int
    manner: str
    mixed: bool
    groups: tuple[tuple[RaterGroup, int], ...]
    own: bool
    suggestions: int
    comments: str
    goals: int
    language: str
    again: bool
    edition: str

    def texts(self) -> Texts:
        return Texts(Random(self.seed), self.manner, self.mixed)


class Texts:
    """Words for a field: as many as it holds, or a syllable, each different from the others."""

    def __init__(self, random: Random, manner: str, mixed: bool) -> None:
        self._random, self._manner, self._mixed, self._made = random, manner, mixed, 0

    def to(self, most: int) -> str:
        """A text of at most so many characters."""
        self._made += 1
        manner = self._random.choice(MANNERS) if self._mixed else self._manner
        text = "".join(islice(self._letters(manner, most), most)).strip()
        return f"{text[:1].upper()}{text[1:]}"

    def _letters(self, manner: str, most: int) -> Iterator[str]:
        """The first letters tell it apart from every other text."""
        random, mark = self._random, f"{_letters_of(self._made)} "
        if manner == "short":
            yield from f"{mark}{random.choice(WORDS)}"[: max(len(mark) - 1, most // 12)]
        elif manner == "unbroken":
            yield from mark.strip() + "".join(random.choice("aeimnorstu") for _ in range(most))
        elif manner == "wide":
            # Of a level's name between quotation marks WeasyPrint breaks no longer word.
            yield from f"{mark.strip().upper()}{'W' * 30} " if most == LABEL else mark.strip()
            yield from "W" * most
        elif manner == "hyphens":
            yield from mark.strip() + "-"
            yield from islice(cycle(COMPOUND), most)
        else:
            words = WELSH if manner == "Welsh" else WORDS
            yield from mark
            yield from " ".join(random.choice(words) for _ in range(most))


def _letters_of(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def limits() -> st.SearchStrategy[Limits]:
    """From one skill with one statement to twelve dimensions of every kind."""
    return st.integers(0, 2**32 - 1).map(limits_of)


def limits_of(seed: int) -> Limits:
    """Every choice by chance, and each seen often; seed 0 is the smallest framework."""
    chance = Random(seed)
    chosen = [kind for kind, counts in COUNTS.items() for _each in range(chance.choice(counts))]
    statements = chance.choice((1, 2, 3, 5, 8, 0))
    if seed == 0:
        chosen, statements = [Kind.SKILL], 1
    most = max(1, MOST_STATEMENTS // len(chosen))
    roles = chance.randint(1, 4)
    return Limits(
        seed=seed,
        dimensions=tuple((kind, min(most, statements or chance.randint(1, 8))) for kind in chosen),
        scale_top=chance.choice((3, 5, 7)),
        roles=roles,
        held=chance.randint(1, roles),
        manner=chance.choice(MANNERS),
        mixed=chance.random() < 0.5,
        groups=_sizes(chance, chance.choice(("all", "any", "any", "few", "none"))),
        own=chance.random() < 0.8,
        suggestions=chance.choice((0, 1, 3, 5)),
        comments=chance.choice(("none", "short", "long", "many")),
        goals=chance.randint(0, Goal.MOST),
        language=chance.choice(("en-gb", "en-gb", "cy")),
        again=chance.random() < 0.3,
        edition=chance.choice(("READING", "READING", "CONVERSATION")),
    )


def _sizes(chance: Random, which: str) -> tuple[tuple[RaterGroup, int], ...]:
    asked = [group for group in RaterGroup if group is not RaterGroup.SELF]
    if which == "all":
        return tuple((group, 1 if group is RaterGroup.MANAGER else 5) for group in asked)
    sizes = {"any": SIZES, "few": (0, 1, 2, 3), "none": (0,)}[which]
    return tuple(
        (group, min(2, size) if group is RaterGroup.MANAGER else size)
        for group in asked
        if (size := chance.choice(sizes))
    )


# --- as rows -------------------------------------------------------------------------------


def make(limits: Limits, council: Council, by: User) -> Report:
    """A released report that is like this; of the second round where that is asked for."""
    texts, random = limits.texts(), Random(limits.seed)
    framework = _framework(limits, texts, random)
    council.name = texts.to(120)
    council.save()
    person = make_person(council, texts.to(120), "carol.limits@example.gov.uk")
    person.user = User.objects.create_user(person.email, "a long password", name="Carol")
    person.save()
    for _earlier in range(limits.again):
        before = make_round(council, framework, by=by, state="closed", name=texts.to(120))
        report = _released(before, person, limits, texts, random, by)
        _keep_goals(report, limits, texts)
    round = make_round(council, framework, by=by, state="closed", name=texts.to(120))
    report = _released(round, person, limits, texts, random, by, datetime.timedelta(days=90))
    _keep_goals(report, limits, texts)
    return report


def _framework(limits: Limits, texts: Texts, random: Random) -> Framework:
    framework = Framework.objects.create(
        key=f"limits-{limits.seed}",
        name=texts.to(120),
        version=texts.to(20),
        scale_top=limits.scale_top,
    )
    roles = [
        Role.objects.create(
            framework=framework, key=f"role-{n}", name=texts.to(120), purpose="Works.", position=n
        )
        for n in range(limits.roles)
    ]
    for place, (kind, statements) in enumerate(limits.dimensions):
        dimension = Dimension.objects.create(
            framework=framework,
            key=f"d{place}",
            kind=kind,
            name=texts.to(120),
            description=texts.to(random.choice((40, 200, 400))),
            position=place,
        )
        _fill(dimension, statements, limits, texts, random)
        for role in roles:
            _aim(role, dimension, random)
    publish(framework)
    return framework


def _fill(
    dimension: Dimension, statements: int, limits: Limits, texts: Texts, random: Random
) -> None:
    values = range(1, limits.scale_top + 1)
    Level.objects.bulk_create(
        Level(dimension=dimension, value=n, label=texts.to(LABEL), anchor=texts.to(240))
        for n in values
    )
    Suggestion.objects.bulk_create(
        Suggestion(dimension=dimension, from_level=n, text=texts.to(random.choice((60, 300))))
        for n in values
        for _each in range(limits.suggestions)
    )
    Indicator.objects.bulk_create(
        Indicator(
            dimension=dimension,
            key=f"{dimension.key}-{n}",
            text=texts.to(240),
            self_text=texts.to(240),
            position=n,
        )
        for n in range(statements)
    )


def _aim(role: Role, dimension: Dimension, random: Random) -> None:
    top = role.framework.scale_top
    if dimension.kind == Kind.SKILL:
        level = Decimal(random.randint(2, 2 * top)) / 2
        importance = random.choice((1, 2))
        Target.objects.create(role=role, dimension=dimension, level=level, importance=importance)
    elif dimension.kind == Kind.FOCUS:
        Target.objects.create(role=role, dimension=dimension, range_low=2, range_high=top - 1)


def _released(
    round: Round,
    person: Person,
    limits: Limits,
    texts: Texts,
    random: Random,
    by: User,
    after: datetime.timedelta = datetime.timedelta(),
) -> Report:
    roles = [f"role-{n}" for n in range(limits.held)]
    participant = add_participant(round, person, *roles)
    if limits.own:
        _answer(participant, RaterGroup.SELF, limits, texts, random)
    for group, count in limits.groups:
        for _number in range(count):
            _answer(participant, group, limits, texts, random)
    return released(round, by, NOW + datetime.timedelta(days=30) + after)[0]


def _answer(
    participant: Participant, group: RaterGroup, limits: Limits, texts: Texts, random: Random
) -> None:
    if group is RaterGroup.SELF:
        rater = participant.raters.get()
    else:
        council = participant.round.council
        email = f"r{Person.objects.count()}@example.gov.uk"
        rater = add_rater(participant, make_person(council, "Rater", email), group)
    framework, top = participant.round.framework, limits.scale_top
    keys = Indicator.objects.filter(dimension__framework=framework).values_list("key", flat=True)
    levels = {
        key: None if random.random() < 0.05 else round_to(random.gauss(0.7 * top, 0.8), top)
        for key in keys
    }
    response = answer(rater, levels=levels)
    dimensions = list(framework.dimensions.all())
    if limits.comments != "none":
        chance = {"short": 0.2, "long": 0.2, "many": 0.7}[limits.comments]
        longest = {"short": 40, "long": 1500, "many": 120}[limits.comments]
        Comment.objects.bulk_create(
            Comment(response=response, dimension=each, text=texts.to(longest))
            for each in dimensions
            if random.random() < chance
        )
        for question in ClosingQuestion:
            if random.random() < chance:
                Comment.objects.create(response=response, question=question, text=texts.to(longest))
        skills = [each for each in dimensions if each.kind == Kind.SKILL]
        for each in random.sample(skills, min(2, len(skills))):
            ImportanceMark.objects.create(response=response, dimension=each)


def _keep_goals(report: Report, limits: Limits, texts: Texts) -> None:
    skills = list(report.participant.round.framework.dimensions.filter(kind=Kind.SKILL))
    for place in range(limits.goals):
        Goal.objects.create(
            report=report,
            position=place + 1,
            text=texts.to(500),
            sign_of_success=texts.to(500),
            review_on=NOW.date(),
            why=texts.to(500),
            skill=skills[place] if place < len(skills) else None,
        )
