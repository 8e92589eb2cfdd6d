"""Saving the last page: what to keep, what to do differently, and what matters most."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.answering import selectors as answering
from assessment.answering.changes import ClosingAnswers, Edit
from assessment.answering.services import NotAnAnswer, check_comment, hold, takes
from assessment.closing_questions import MARKS_MOST, ClosingQuestion
from assessment.models import (
    Comment,
    ImportanceMark,
    Invitation,
    Kind,
    Rater,
    Response,
    Round,
)


@dataclass(frozen=True)
class SavedClosing:
    """What a save of the last page came to: what is stored now, and what was refused."""

    response: Response | None
    closing: ClosingAnswers
    refused: frozenset[ClosingQuestion]
    """The questions to which another answer was stored meanwhile."""
    marks_refused: bool

    @property
    def submitted(self) -> bool:
        return self.response is not None and self.response.submitted_on is not None


@transaction.atomic
def save_closing(
    *,
    rater: Rater,
    comments: Mapping[ClosingQuestion, Edit[str]],
    marks: Edit[frozenset[uuid.UUID]] | None,
    at: datetime.datetime,
    link: Invitation | None = None,
    knows_submitted: bool = True,
) -> SavedClosing:
    """Save the closing questions and the marks, as far as nothing newer is stored.

    All marks together are one value: the keys of the skills that are marked. What is refused, and
    what is raised, is as for save_page; more marks than MARKS_MOST raise NotAnAnswer.
    """
    round, response = hold(rater, at, link)
    if round.facts.one_page:
        raise NotAnAnswer(_("That is not one of the answers of this questionnaire."))
    _check_closing(round, comments, marks)
    before = answering.closing_of(response) if response else ClosingAnswers()
    stale = response is not None and response.submitted_on is not None and not knows_submitted
    may_take = partial(takes, stale=stale)
    taken = {
        question: change.value.strip()
        for question, change in comments.items()
        if may_take(change, before.comments.get(question, ""))
    }
    chosen = marks.value if marks and may_take(marks, before.marks) else None
    if response is None and (any(taken.values()) or chosen):
        response = Response.objects.create(rater=rater, participant=rater.participant)
    if response is not None:
        _write_closing(response, taken, chosen)
    said = dict(before.comments) | {each.value: text for each, text in taken.items()}
    written = {question: text for question, text in said.items() if text}
    closing = ClosingAnswers(written, before.marks if chosen is None else chosen)
    refused = frozenset(comments.keys() - taken.keys())
    return SavedClosing(response, closing, refused, marks is not None and chosen is None)


def _check_closing(
    round: Round,
    comments: Mapping[ClosingQuestion, Edit[str]],
    marks: Edit[frozenset[uuid.UUID]] | None,
) -> None:
    for comment in comments.values():
        check_comment(comment)
    if marks is None:
        return
    skills = round.framework.dimensions.filter(kind=Kind.SKILL)
    if len(marks.value) > MARKS_MOST or skills.filter(pk__in=marks.value).count() < len(
        marks.value
    ):
        raise NotAnAnswer(_("That is not one of the answers of this questionnaire."))


def _write_closing(
    response: Response,
    comments: Mapping[ClosingQuestion, str],
    marks: frozenset[uuid.UUID] | None,
) -> None:
    """What is there of these is replaced: the round is held, so nobody else writes meanwhile."""
    response.comments.filter(question__in=list(comments)).delete()
    said = {question: text for question, text in comments.items() if text}
    Comment.objects.bulk_create(
        Comment(response=response, question=question, text=text) for question, text in said.items()
    )
    if marks is not None:
        response.marks.all().delete()
        ImportanceMark.objects.bulk_create(
            ImportanceMark(response=response, dimension_id=key) for key in marks
        )
