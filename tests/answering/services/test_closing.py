"""Saving the closing questions and the marks: what the service and the database hold."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from assessment.answering import services as responses
from assessment.answering.changes import Edit
from assessment.answering.services.closing import save_closing
from assessment.closing_questions import ClosingQuestion
from assessment.models import Comment, ImportanceMark, Rater, Response
from tests.answers import close, dimension_of
from tests.cast import NOW, answer

KEEP = ClosingQuestion.KEEP_DOING


def first(value: frozenset[uuid.UUID]) -> Edit[frozenset[uuid.UUID]]:
    return Edit(value, frozenset({frozenset[uuid.UUID]()}))


def key(rater: Rater, dimension: str) -> uuid.UUID:
    return dimension_of(rater.participant, dimension).pk


class TestSavingTheClosingPage:
    def test_begins_a_response_with_the_first_mark(self, peer: Rater) -> None:
        chosen = frozenset({key(peer, "leadership")})
        saved = save_closing(rater=peer, comments={}, marks=first(chosen), at=NOW)

        assert saved.closing.marks == chosen
        assert ImportanceMark.objects.get().response.rater == peer

    def test_that_says_nothing_begins_none(self, peer: Rater) -> None:
        empty = Edit("  ", frozenset({""}))
        save_closing(rater=peer, comments={KEEP: empty}, marks=first(frozenset()), at=NOW)

        assert not Response.objects.exists()

    def test_refuses_more_than_two_marks(self, peer: Rater) -> None:
        three = frozenset(uuid.uuid4() for _each in range(3))
        with pytest.raises(responses.NotAnAnswer):
            save_closing(rater=peer, comments={}, marks=first(three), at=NOW)

    @pytest.mark.parametrize("dimension", ["mandate", "focus"])
    def test_refuses_a_mark_on_what_is_no_skill(self, peer: Rater, dimension: str) -> None:
        chosen = first(frozenset({key(peer, dimension)}))
        with pytest.raises(responses.NotAnAnswer):
            save_closing(rater=peer, comments={}, marks=chosen, at=NOW)

    def test_refuses_words_that_are_too_long(self, peer: Rater) -> None:
        words = Edit("x" * 10_001, frozenset({""}))
        with pytest.raises(responses.NotAnAnswer):
            save_closing(rater=peer, comments={KEEP: words}, marks=None, at=NOW)

    def test_after_the_close_is_refused(self, peer: Rater) -> None:
        close(peer.participant.round)
        words = {KEEP: Edit("a", frozenset({""}))}
        with pytest.raises(responses.RoundClosed):
            save_closing(rater=peer, comments=words, marks=None, at=NOW)

    def test_overwrites_nothing_newer(self, peer: Rater) -> None:
        for text in ("one", "two"):
            saved = save_closing(
                rater=peer, comments={KEEP: Edit(text, frozenset({""}))}, marks=None, at=NOW
            )

        assert saved.refused == {KEEP}
        assert Comment.objects.get().text == "one"

    def test_asks_a_page_that_does_not_know_of_the_submission(self, peer: Rater) -> None:
        answer(peer)
        saved = save_closing(
            rater=peer,
            comments={KEEP: Edit("one", frozenset({""}))},
            marks=first(frozenset({key(peer, "leadership")})),
            at=NOW,
            knows_submitted=False,
        )

        assert saved.refused == {KEEP}
        assert saved.marks_refused
        assert not ImportanceMark.objects.exists()

    def test_goes_with_a_withdrawal(self, peer: Rater) -> None:
        chosen = first(frozenset({key(peer, "leadership")}))
        words = {KEEP: Edit("one", frozenset({""}))}
        save_closing(rater=peer, comments=words, marks=chosen, at=NOW)
        responses.withdraw(rater=peer, at=NOW)

        assert not ImportanceMark.objects.exists()
        assert not Comment.objects.exists()


class TestTheDatabase:
    def test_holds_a_skill_marked_once(self, peer: Rater) -> None:
        response = Response.objects.create(rater=peer, participant=peer.participant)
        dimension = dimension_of(peer.participant)
        ImportanceMark.objects.create(response=response, dimension=dimension)
        with pytest.raises(IntegrityError), transaction.atomic():
            ImportanceMark.objects.create(response=response, dimension=dimension)

    def test_holds_one_answer_to_a_closing_question(self, peer: Rater) -> None:
        response = Response.objects.create(rater=peer, participant=peer.participant)
        Comment.objects.create(response=response, question=KEEP, text="a")
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.create(response=response, question=KEEP, text="b")

    @pytest.mark.parametrize("question", ["", "why", KEEP.value])
    def test_holds_a_comment_on_one_thing(self, peer: Rater, question: str) -> None:
        response = Response.objects.create(rater=peer, participant=peer.participant)
        dimension = dimension_of(peer.participant) if question == KEEP.value else None
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.create(
                response=response, question=question, dimension=dimension, text="a"
            )
