"""A framework as it is asked: sections of questions with their levels.

The page, the check of what is missing, the progress and the check-answers page all come from here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext_lazy

from assessment.frameworks.headings import heading
from assessment.languages import TaggedText
from assessment.models import Dimension, Framework, Indicator, Kind, RaterGroup
from assessment.models.framework import Translated

COULD_NOT_SEE = gettext_lazy("No occasion, or I could not see it")
"""What a rater chooses instead of a level. Reports say “not observed” for short."""

SECONDS_PER_QUESTION = 24
"""37 questions in 15 minutes, the time that the shipped framework was written for."""

Answers = Mapping[uuid.UUID, int | None]
"""The level given for an indicator's id, or None for not observed; no entry means no answer."""


@dataclass(frozen=True)
class Question:
    """One indicator; its text is the participant's own or the raters'."""

    indicator: Indicator
    for_raters: TaggedText
    in_first_person: TaggedText

    @property
    def key(self) -> str:
        return self.indicator.key

    def text(self, *, for_self: bool) -> TaggedText:
        return self.in_first_person if for_self else self.for_raters


@dataclass(frozen=True)
class LevelText:
    """A point of the scale in words."""

    value: int
    label: TaggedText
    anchor: TaggedText
    frequency: TaggedText


@dataclass(frozen=True)
class Section:
    """One dimension on one page: its questions and the levels they are rated on."""

    dimension: Dimension
    name: TaggedText
    description: TaggedText
    for_raters: TaggedText
    in_first_person: TaggedText
    questions: tuple[Question, ...]
    levels: tuple[LevelText, ...]

    @property
    def key(self) -> str:
        return self.dimension.key

    def heading(self, name: str, *, for_self: bool) -> TaggedText:
        """The question above the statements, about a person of this name."""
        own = self.in_first_person if for_self else self.for_raters
        return heading(own, self.dimension.kind, name, for_self=for_self)

    @property
    def says_how_often(self) -> bool:
        """Whether each level says what it means in time, so that the page needs no anchors."""
        return bool(self.levels) and all(each.frequency for each in self.levels)

    def label(self, level: int) -> TaggedText:
        return next(each.label for each in self.levels if each.value == level)

    def missing(self, answers: Answers) -> list[Question]:
        """The questions without an answer, in order."""
        return [each for each in self.questions if each.indicator.pk not in answers]

    def answered(self, answers: Answers) -> int:
        return len(self.questions) - len(self.missing(answers))


@dataclass(frozen=True)
class Questionnaire:
    """Everything that a rater is asked about one participant."""

    sections: tuple[Section, ...]
    skills: tuple[Section, ...] = ()
    """To mark the most important, whatever is asked of them; none where there is no choice."""

    def __iter__(self) -> Iterator[Section]:
        return iter(self.sections)

    @cached_property
    def question_count(self) -> int:
        return sum(len(section.questions) for section in self.sections)

    @property
    def minutes(self) -> int:
        """About how long it takes, in steps of five minutes."""
        return max(5, -(-self.question_count * SECONDS_PER_QUESTION // 300) * 5)

    def asked_of(self, group: str) -> Questionnaire:
        """What raters of this group are asked; a dimension of which that is nothing is absent."""
        sections = (
            replace(each, questions=tuple(q for q in each.questions if q.indicator.asks(group)))
            for each in self.sections
        )
        return Questionnaire(tuple(each for each in sections if each.questions), self.skills)

    def section(self, key: str) -> Section | None:
        return next((each for each in self.sections if each.key == key), None)

    def after(self, section: Section) -> Section | None:
        """The next section, or None after the last."""
        place = self.sections.index(section) + 1
        return self.sections[place] if place < len(self.sections) else None

    def missing(self, answers: Answers) -> list[tuple[Section, Question]]:
        """Every question without an answer, with its section, in order."""
        return [(section, question) for section in self for question in section.missing(answers)]


def load(
    framework: Framework, language: str = settings.LANGUAGE_CODE, *, group: str = ""
) -> Questionnaire:
    """The questionnaire of a framework, in three queries; none once it is published.

    With `group` only what raters of that group are asked. A text that is not translated into the
    language stands in English. A published framework never changes, so each process keeps what it
    has read, in each language and for each group.
    """
    if framework.is_draft:
        return _of_group(_read(framework, language), group)
    if (framework.pk, language, "") not in _published:
        _published[framework.pk, language, ""] = _read(framework, language)
    if (framework.pk, language, group) not in _published:
        whole = _published[framework.pk, language, ""]
        _published[framework.pk, language, group] = _of_group(whole, group)
    return _published[framework.pk, language, group]


_published: dict[tuple[uuid.UUID, str, str], Questionnaire] = {}


def _of_group(sheet: Questionnaire, group: str) -> Questionnaire:
    return sheet.asked_of(group) if group else sheet


def is_group(text: str) -> bool:
    """Whether a word from outside names a group."""
    return text in RaterGroup.values


def asked_by_group(sheet: Questionnaire) -> list[tuple[RaterGroup, Questionnaire]]:
    """What each group is asked of a whole questionnaire; nothing where all are asked the same."""
    found = [(group, sheet.asked_of(group)) for group in RaterGroup]
    if all(each.question_count == sheet.question_count for _group, each in found):
        return []
    return [(group, each) for group, each in found if each.question_count]


def groups_asked(framework: Framework) -> list[RaterGroup]:
    """The groups that the framework asks anything at all, in order."""
    sheet = load(framework)
    # A framework without statements is a draft, whose raters nobody has chosen yet
    asked = [g for g in RaterGroup if sheet.asked_of(g).question_count]
    return asked or list(RaterGroup)


def _read(framework: Framework, language: str) -> Questionnaire:
    dimensions = framework.dimensions.order_by("position", "key").prefetch_related(
        "indicators", "levels"
    )
    sections = tuple(_section(framework, each, language) for each in dimensions)
    skills = tuple(each for each in sections if each.dimension.kind == Kind.SKILL)
    return Questionnaire(sections, skills if len(skills) > 1 else ())


def _section(framework: Framework, dimension: Dimension, language: str) -> Section:
    indicators = sorted(dimension.indicators.all(), key=lambda each: (each.position, each.key))
    levels = sorted(dimension.levels.all(), key=lambda each: each.value)

    def say(row: Translated, field: str) -> TaggedText:
        return TaggedText.of(row, field, language)

    def ask(field: str) -> TaggedText:
        return say(dimension if getattr(dimension, field) else framework, field)

    return Section(
        dimension,
        say(dimension, "name"),
        say(dimension, "description"),
        ask("question"),
        ask("self_question"),
        tuple(Question(each, say(each, "text"), say(each, "self_text")) for each in indicators),
        tuple(
            LevelText(each.value, say(each, "label"), say(each, "anchor"), say(each, "frequency"))
            for each in levels
        ),
    )
