"""What a rater has answered so far, and what is still asked."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from assessment import visibility
from assessment.answering.changes import ClosingAnswers
from assessment.answering.pace import TimeLeft
from assessment.closing_questions import ClosingQuestion
from assessment.frameworks import questionnaire
from assessment.frameworks.questionnaire import (
    COULD_NOT_SEE,
    Answers,
    Question,
    Questionnaire,
    Section,
)
from assessment.languages import TaggedText, join_names, join_tagged_names
from assessment.models import Dimension, Framework, Rater, RaterGroup, Response, Round
from assessment.name_order import name_key


class AnsweringState(StrEnum):
    """How far something is; the templates have the words."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    SUBMITTED = "submitted"
    DECLINED = "declined"
    CLOSED = "closed"


class Nudge(StrEnum):
    """What somebody is asked about a whole sheet before they submit it."""

    NOTHING_SEEN = "nothing seen"
    ALL_THE_SAME = "all the same"


ENOUGH_TO_NUDGE = 6
"""So many levels that are all the same are a pattern; fewer may well be."""

TO_DO = {AnsweringState.NOT_STARTED, AnsweringState.IN_PROGRESS, AnsweringState.COMPLETE}


@dataclass(frozen=True)
class Task:
    """One person to rate, and how far the rater is with it."""

    rater: Rater
    state: AnsweringState
    answered: int
    questions: int
    promised: bool = False
    """Whether the rater has begun with somebody under the same promise in the same round."""

    @property
    def begins_with_promise(self) -> bool:
        return self.state == AnsweringState.NOT_STARTED and not self.promised


@dataclass(frozen=True)
class SideBySide:
    """Several people of a round who wait for the same rater."""

    tasks: list[Task]

    @property
    def round(self) -> Round:
        return self.tasks[0].rater.participant.round

    @property
    def said_names(self) -> str:
        return join_names(each.rater.participant.person.name for each in self.tasks)

    @property
    def promised(self) -> bool:
        """Whether the rater has begun with any of them."""
        return all(each.promised for each in self.tasks)


@dataclass(frozen=True)
class AnswerRow:
    """A question as this rater is asked it, and the label of the answer; none is empty."""

    key: str
    text: TaggedText
    label: str


@dataclass(frozen=True)
class SectionAnswers:
    """A section with what was answered in it."""

    section: Section
    state: AnsweringState
    rows: list[AnswerRow]
    comment: str


@dataclass(frozen=True)
class AnsweringProgress:
    """A rater's answers about one participant against everything that is asked."""

    rater: Rater
    sheet: Questionnaire
    answers: Answers
    comments: Mapping[uuid.UUID, str]
    submitted_on: datetime.date | None
    response: Response | None = None

    @property
    def for_self(self) -> bool:
        return is_self(self.rater)

    @cached_property
    def closing(self) -> ClosingAnswers:
        """What is saved of the last page; asked for where a page shows it."""
        return closing_of(self.response) if self.response else ClosingAnswers()

    @cached_property
    def missing(self) -> list[tuple[Section, Question]]:
        return self.sheet.missing(self.answers)

    @property
    def answered(self) -> int:
        return self.sheet.question_count - len(self.missing)

    @property
    def state(self) -> AnsweringState:
        """How far the rater is before the submission."""
        return how_far(self.answered, self.sheet.question_count)

    @property
    def nudge(self) -> Nudge | None:
        """What to ask kindly before the submission; nothing of a sheet that is not whole."""
        if self.missing or self.submitted_on is not None:
            return None
        given = [self.answers[each.indicator.pk] for part in self.sheet for each in part.questions]
        levels = [each for each in given if each is not None]
        if not levels:
            return Nudge.NOTHING_SEEN
        alike = len(levels) >= ENOUGH_TO_NUDGE and len(set(levels)) == 1
        return Nudge.ALL_THE_SAME if alike else None

    @property
    def left(self) -> TimeLeft:
        return TimeLeft(len(self.missing), statements=len(self.missing))

    def comment(self, section: Section) -> str:
        return self.comments.get(section.dimension.pk, "")

    @cached_property
    def parts(self) -> list[SectionAnswers]:
        return [self._part(section) for section in self.sheet]

    @cached_property
    def closing_rows(self) -> list[tuple[str, str, str]]:
        """The closing questions as this rater meets them: the value, the question, the answer."""
        name = self.rater.participant.person.name
        return [
            (
                each.value,
                each.text(name=name, for_self=self.for_self),
                self.closing.comments.get(each.value, ""),
            )
            for each in ClosingQuestion
        ]

    @property
    def marked(self) -> SafeString:
        """The skills that are marked, in the framework's order; none is empty."""
        skills = (each for each in self.sheet.skills if each.dimension.pk in self.closing.marks)
        return join_tagged_names(each.name for each in skills)

    def _part(self, section: Section) -> SectionAnswers:
        state = how_far(section.answered(self.answers), len(section.questions))
        rows = [
            AnswerRow(each.key, each.text(for_self=self.for_self), self._label(section, each))
            for each in section.questions
        ]
        return SectionAnswers(section, state, rows, self.comment(section))

    def _label(self, section: Section, question: Question) -> str:
        if question.indicator.pk not in self.answers:
            return ""
        level = self.answers[question.indicator.pk]
        return str(COULD_NOT_SEE) if level is None else section.label(level)


def how_far(answered: int, questions: int) -> AnsweringState:
    """Of so many questions so many are answered, before anything was submitted."""
    if not answered:
        return AnsweringState.NOT_STARTED
    return AnsweringState.COMPLETE if answered >= questions else AnsweringState.IN_PROGRESS


def progress(rater: Rater, sheet: Questionnaire) -> AnsweringProgress:
    """Everything a rater has saved against the sheet that they are asked, in three queries."""
    response = Response.objects.filter(rater=rater).prefetch_related("comments").first()
    if response is None:
        return AnsweringProgress(rater, sheet, {}, {}, None)
    comments = comments_on_dimensions(response)
    answers = answers_of(response)
    return AnsweringProgress(rater, sheet, answers, comments, response.submitted_on, response)


def sheet(rater: Rater, language: str = settings.LANGUAGE_CODE) -> Questionnaire:
    """Everything that a rater is asked, in the language as far as it is translated."""
    return questionnaire.load(rater.participant.round.framework, language, group=rater.group)


def is_self(rater: Rater) -> bool:
    """Whether the rater is the participant."""
    return rater.group == RaterGroup.SELF


def who_sees_of(rater: Rater) -> list[visibility.Seen]:
    """What others see of this rater, and when."""
    round = rater.participant.round
    return visibility.who_sees(k=round.min_group_size, manager=rater.group == RaterGroup.MANAGER)


def who_sees_check_in(rater: Rater) -> list[str]:
    """The same of what this rater answers in a check-in."""
    k = rater.participant.round.min_group_size
    return visibility.check_in_sentences(k=k, manager=rater.group == RaterGroup.MANAGER)


def limit_for(rater: Rater) -> str:
    """What the promise to this rater cannot do."""
    return visibility.limit(k=rater.participant.round.min_group_size)


def roles(rater: Rater, language: str = settings.LANGUAGE_CODE) -> list[TaggedText]:
    """The names of the roles that the participant holds, in order."""
    held = rater.participant.roles.order_by("position", "key")
    return [TaggedText.of(role, "name", language) for role in held]


def answers_of(response: Response) -> Answers:
    """The ratings that are saved, by indicator."""
    return dict(response.ratings.values_list("indicator", "level"))


def answers_about(response: Response, dimension: Dimension) -> Answers:
    """The ratings of one dimension that are saved, by indicator."""
    found = response.ratings.filter(indicator__dimension=dimension)
    return dict(found.values_list("indicator", "level"))


def comments_on_dimensions(response: Response) -> dict[uuid.UUID, str]:
    """What is written on each dimension, by its id."""
    return {each.dimension_id: each.text for each in response.comments.all() if each.dimension_id}


def closing_of(response: Response) -> ClosingAnswers:
    """What is saved of the last page."""
    said = {each.question: each.text for each in response.comments.all() if each.question}
    return ClosingAnswers(said, frozenset(each.dimension_id for each in response.marks.all()))


def comment_on(response: Response, dimension: Dimension) -> str:
    """The comment on one dimension that is saved; none is empty."""
    found = response.comments.filter(dimension=dimension)
    return found.values_list("text", flat=True).first() or ""


def unanswered(
    framework: Framework, group: str, answers: Answers
) -> list[tuple[Section, Question]]:
    """Every question that a group is asked without an answer, with its section, in order."""
    return questionnaire.load(framework, group=group).missing(answers)


def missing_in(
    framework: Framework, group: str, dimension: Dimension, answers: Answers
) -> list[tuple[Section, Question]]:
    """The questions about one dimension without an answer, with their section."""
    pairs = unanswered(framework, group, answers)
    return [pair for pair in pairs if pair[0].dimension == dimension]


def tasks(raters: QuerySet[Rater], *, on: datetime.date) -> list[Task]:
    """Who is to be rated, those with work to do first; queries do not grow with their number."""
    found = raters.select_related("response").prefetch_related("response__ratings")
    listed = [_task(rater, on) for rater in found]
    known = {_promise(each.rater) for each in listed if each.answered}
    listed = [replace(each, promised=_promise(each.rater) in known) for each in listed]
    return sorted(listed, key=lambda task: (_ORDER.index(task.state), _name(task), task.rater.pk))


def _promise(rater: Rater) -> tuple[uuid.UUID, str]:
    """The manager is promised something else than others, and so is the participant."""
    own = {RaterGroup.SELF, RaterGroup.MANAGER}
    return rater.participant.round_id, rater.group if rater.group in own else ""


def has_others(raters: QuerySet[Rater], rater: Rater) -> bool:
    """Whether somebody else of these waits for answers too."""
    waiting = raters.exclude(pk=rater.pk).filter(declined_on=None)
    return waiting.filter(response__submitted_on=None).exists()


def side_by_side(tasks: Iterable[Task]) -> list[SideBySide]:
    """The rounds in which several people wait, who can be answered about together."""
    rounds: dict[uuid.UUID, list[Task]] = {}
    for task in tasks:
        if task.state in TO_DO and not is_self(task.rater):
            rounds.setdefault(task.rater.participant.round_id, []).append(task)
    return [SideBySide(each) for each in rounds.values() if len(each) > 1]


_ORDER = [
    AnsweringState.COMPLETE,
    AnsweringState.IN_PROGRESS,
    AnsweringState.NOT_STARTED,
    AnsweringState.SUBMITTED,
    AnsweringState.DECLINED,
    AnsweringState.CLOSED,
]


def _name(task: Task) -> tuple[bool, str]:
    """One's own assessment first, then by name."""
    return not is_self(task.rater), name_key(task.rater.participant.person.name)


def _task(rater: Rater, on: datetime.date) -> Task:
    asked = sheet(rater)
    response: Response | None = getattr(rater, "response", None)
    given = {each.indicator_id: each.level for each in response.ratings.all()} if response else {}
    questions = asked.question_count
    # A rater who was put into another group may have rated what that one is not asked
    answered = questions - len(asked.missing(given))
    return Task(rater, _task_state(rater, on, answered, questions), answered, questions)


def _task_state(rater: Rater, on: datetime.date, answered: int, questions: int) -> AnsweringState:
    response: Response | None = getattr(rater, "response", None)
    if response is not None and response.submitted_on is not None:
        return AnsweringState.SUBMITTED
    if not rater.participant.round.accepts_answers_on(on):
        return AnsweringState.CLOSED
    if rater.declined_on is not None:
        return AnsweringState.DECLINED
    return how_far(answered, questions)
