"""Several people of a round, side by side: who is in the rows, and how far the rater is.

The fields of a person have the rating's id in their name, `q-<id>-…` and `comment-<id>`: beside
that they are those of the person's own page, with the same bases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.answering import selectors as answering
from assessment.answering.pace import TimeLeft
from assessment.answering.selectors import AnsweringProgress, AnsweringState
from assessment.frameworks import questionnaire
from assessment.frameworks.questionnaire import Answers, Question, Section
from assessment.languages import TaggedText
from assessment.models import Framework, Rater, RaterGroup, Response

_SCOPE = re.compile(r"(?:q|comment)-([0-9a-f]{32})(?:-|$)")


@dataclass(frozen=True)
class About:
    """Whom of several people the fields of a form are about."""

    scope: str
    name: str

    def with_name(self, text: TaggedText) -> TaggedText:
        """The statement as it reads away from its table: “Carol: Keeps others informed”."""
        spoken = TaggedText(f"{self.name}: {text}")
        spoken.language = text.language
        return spoken


@dataclass(frozen=True)
class AskedAbout:
    """A person in the rows of a part: what is asked about them there, and what is stored."""

    rater: Rater
    section: Section
    answers: Answers
    comment: str

    @property
    def about(self) -> About:
        return About(self.rater.pk.hex, self.rater.participant.person.name)

    @property
    def missing(self) -> list[Question]:
        return self.section.missing(self.answers)


def asked_about(people: Iterable[AnsweringProgress], key: str) -> list[AskedAbout]:
    """Those of these people who are rated on a part."""
    rated = ((each, each.sheet.section(key)) for each in people)
    return [
        AskedAbout(each.rater, section, each.answers, each.comment(section))
        for each, section in rated
        if section is not None
    ]


def scopes(names: Iterable[str]) -> set[str]:
    """Whom the fields with these names are about."""
    found = (_SCOPE.match(name) for name in names)
    return {each[1] for each in found if each}


@dataclass(frozen=True)
class PartTogether:
    """A dimension, with those who are rated on it and how many of its answers are given."""

    section: Section
    people: list[AskedAbout]

    @property
    def answers(self) -> int:
        return sum(len(each.section.questions) for each in self.people)

    @property
    def given(self) -> int:
        return self.answers - sum(len(each.missing) for each in self.people)

    @property
    def state(self) -> AnsweringState:
        return answering.how_far(self.given, self.answers)


@dataclass(frozen=True)
class Company:
    """Everybody in a round whom a rater has not finished with."""

    people: tuple[AnsweringProgress, ...]
    whole: tuple[Section, ...]

    @cached_property
    def parts(self) -> list[PartTogether]:
        """In the framework's order; a dimension that nobody here is rated on is absent."""
        found = (PartTogether(each, asked_about(self.people, each.key)) for each in self.whole)
        return [each for each in found if each.people]

    def part(self, key: str) -> PartTogether | None:
        return next((each for each in self.parts if each.section.key == key), None)

    def place(self, part: PartTogether) -> int:
        return self.parts.index(part) + 1

    def after(self, key: str) -> Section | None:
        """The next part, whoever is left in it."""
        keys = [each.key for each in self.whole]
        later = keys[keys.index(key) + 1 :]
        return next((each.section for each in self.parts if each.section.key in later), None)

    @property
    def first_open(self) -> tuple[Section, str] | None:
        """The part and the control of the first answer that is missing, in the page's order."""
        for part in self.parts:
            for question in part.section.questions:
                for each in part.people:
                    if question.indicator.pk in {one.indicator.pk for one in each.missing}:
                        return part.section, f"id_q-{each.about.scope}-{question.key}"
        return None

    @property
    def left(self) -> TimeLeft:
        missing = [question.indicator.pk for each in self.people for _s, question in each.missing]
        return TimeLeft(len(missing), statements=len(set(missing)))

    @property
    def begun(self) -> bool:
        return any(each.answered for each in self.people)


def whole_section(framework: Framework, key: str, language: str) -> Section | None:
    """A part as it is, whoever is asked it."""
    return questionnaire.load(framework, language).section(key)


def each_of_them() -> str:
    """Stands in the question of a part for the name of a person."""
    return _("each of these people")


def company(raters: QuerySet[Rater], framework: Framework, language: str) -> Company:
    """Those of the ratings that wait for answers, in five queries however many they are."""
    unfinished = (each for each in everybody(raters, language) if waits(each))
    whole = questionnaire.load(framework, language).sections
    return Company(tuple(unfinished), whole)


def waits(progress: AnsweringProgress) -> bool:
    """Neither submitted nor declined, so that it stands in the rows."""
    return progress.rater.declined_on is None and progress.submitted_on is None


def everybody(
    raters: QuerySet[Rater], language: str = settings.LANGUAGE_CODE
) -> Iterator[AnsweringProgress]:
    """What is saved of each rating, against what its group is asked."""
    found = raters.select_related("response").prefetch_related(
        "response__ratings", "response__comments", "response__marks"
    )
    for rater in found:
        yield _progress(rater, language)


def _progress(rater: Rater, language: str) -> AnsweringProgress:
    response: Response | None = getattr(rater, "response", None)
    sheet = answering.sheet(rater, language)
    if response is None:
        return AnsweringProgress(rater, sheet, {}, {}, None)
    answers = {each.indicator_id: each.level for each in response.ratings.all()}
    comments = answering.comments_on_dimensions(response)
    return AnsweringProgress(rater, sheet, answers, comments, response.submitted_on, response)


def managers(people: Iterable[AnsweringProgress]) -> list[str]:
    """The names of those whom the rater is the manager of: there the promise is another."""
    return [_name(each) for each in people if each.rater.group == RaterGroup.MANAGER]


def others(people: Iterable[AnsweringProgress]) -> list[str]:
    """The names of those whom the rater is asked about as one of a group."""
    return [_name(each) for each in people if each.rater.group != RaterGroup.MANAGER]


def _name(progress: AnsweringProgress) -> str:
    return progress.rater.participant.person.name
