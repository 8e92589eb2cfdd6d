"""Two pages of one rater: what the service takes, and what it refuses for something newer."""

from __future__ import annotations

from typing import Any

import pytest

from assessment.answering import services as responses
from assessment.answering.changes import UNANSWERED, Edit
from assessment.models import Comment, Participant, Person, Rater, RaterGroup, Response, Round
from tests.answers import answer_all, comments, dimension_of, indicators, levels, save
from tests.cast import NOW, add_participant, add_rater


@pytest.fixture
def assessed(open_round: Round, carol: Person) -> Participant:
    return add_participant(open_round, carol)


@pytest.fixture
def peer(assessed: Participant, frank: Person) -> Rater:
    return add_rater(assessed, frank, RaterGroup.PEER)


def send(
    rater: Rater,
    levels: dict[int, tuple[int | None, set[Any]]] | None = None,
    comment: tuple[str, set[str]] | None = None,
    *,
    knows_submitted: bool = True,
) -> responses.Saved:
    """The level and its bases by the number of the question; the comment and its bases."""
    dimension = dimension_of(rater.participant)
    asked = indicators(dimension)
    return responses.save_page(
        rater=rater,
        dimension=dimension,
        levels={
            asked[number - 1]: Edit(level, frozenset(bases))
            for number, (level, bases) in (levels or {}).items()
        },
        comment=comment and Edit(comment[0], frozenset(comment[1])),
        at=NOW,
        draft=True,
        knows_submitted=knows_submitted,
    )


def refused(saved: responses.Saved, rater: Rater) -> list[int]:
    asked = indicators(dimension_of(rater.participant))
    return [number for number, each in enumerate(asked, start=1) if each.pk in saved.refused]


class TestTwoClients:
    def test_keep_what_the_other_one_answered(self, peer: Rater) -> None:
        send(peer, {1: (5, {UNANSWERED})}, ("All of it.", {""}))
        saved = send(peer, {2: (3, {UNANSWERED})})

        assert refused(saved, peer) == []
        assert levels(peer) == {"communication-1": 5, "communication-2": 3}
        assert comments(peer) == ["All of it."]

    def test_overwrite_nothing_newer(self, peer: Rater) -> None:
        save(peer, 4, 4, 4, comment="A longer comment")
        saved = send(peer, {1: (2, {UNANSWERED}), 2: (1, {4})}, ("A long", {""}))

        assert refused(saved, peer) == [1]
        assert saved.comment_refused
        assert saved.comment == "A longer comment"
        assert levels(peer) == {"communication-1": 4, "communication-2": 1, "communication-3": 4}
        assert comments(peer) == ["A longer comment"]

    def test_that_say_the_same_agree(self, peer: Rater) -> None:
        save(peer, 4, comment="Same")
        saved = send(peer, {1: (4, {UNANSWERED})}, ("Same", {""}))

        assert refused(saved, peer) == []
        assert not saved.comment_refused

    def test_know_their_own_save_whose_answer_got_lost(self, peer: Rater) -> None:
        send(peer, {1: (2, {UNANSWERED})})
        send(peer, {1: (3, {UNANSWERED, 2})})

        assert levels(peer) == {"communication-1": 3}

    def test_tell_not_observed_from_no_answer(self, peer: Rater) -> None:
        save(peer, None)

        assert refused(send(peer, {1: (2, {UNANSWERED})}), peer) == [1]
        assert refused(send(peer, {1: (2, {None})}), peer) == []

    def test_do_not_put_a_comment_back_that_was_emptied(self, peer: Rater) -> None:
        save(peer, comment="Taken back")
        save(peer, comment="")
        saved = send(peer, comment=("Taken back, and more", {"Taken back"}))

        assert saved.comment_refused
        assert comments(peer) == []

    def test_do_not_bring_back_what_was_withdrawn(self, peer: Rater) -> None:
        save(peer, 4, 4)
        responses.withdraw(rater=peer, at=NOW)
        saved = send(peer, {1: (5, {4})})

        assert refused(saved, peer) == [1]
        assert not Response.objects.exists()

    def test_change_nothing_that_was_submitted_without_their_knowing(self, peer: Rater) -> None:
        answer_all(peer)
        responses.submit(rater=peer, at=NOW)
        saved = send(peer, {1: (2, {4})}, ("Late", {""}), knows_submitted=False)

        assert refused(saved, peer) == [1]
        assert saved.comment_refused
        assert saved.submitted
        assert set(levels(peer).values()) == {4}
        assert not Comment.objects.exists()

    def test_change_what_was_submitted_once_they_know(self, peer: Rater) -> None:
        answer_all(peer)
        responses.submit(rater=peer, at=NOW)
        saved = send(peer, {1: (2, {4})}, ("Late", {""}))

        assert saved.submitted
        assert levels(peer)["communication-1"] == 2
        assert comments(peer) == ["Late"]

    def test_begin_no_response_by_looking(self, peer: Rater) -> None:
        saved = send(peer)

        assert saved.response is None
        assert not Response.objects.exists()
