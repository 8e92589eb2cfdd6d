"""Saving, submitting and closing at the same time: no answer is lost, nothing breaks."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from assessment.answering import services as responses
from assessment.models import (
    Participant,
    Person,
    Rater,
    RaterGroup,
    Rating,
    Response,
    Round,
    User,
)
from assessment.rounds.services import invitations, raters
from tests.answers import (
    answer_all,
    close,
    dimension_of,
    first_answers,
    indicators,
    invite,
    levels,
    save,
)
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
)


@pytest.fixture
def assessed(open_round: Round, carol: Person) -> Participant:
    return add_participant(open_round, carol)


@pytest.fixture
def peer(assessed: Participant, frank: Person) -> Rater:
    return add_rater(assessed, frank, RaterGroup.PEER)


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Run these in threads with connections of their own; what they raised."""
    barrier = threading.Barrier(len(acts))
    raised: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def while_hr(
    round: Round, acts: Callable[[Round], object], saves: Callable[[], object]
) -> tuple[Callable[[], object], Callable[[], object]]:
    """HR holds the round and acts; a save that began meanwhile waits, and must then see it."""
    holding, saved = threading.Event(), threading.Event()

    def act_slowly() -> None:
        with transaction.atomic():
            locked = Round.objects.select_for_update().get(pk=round.pk)
            holding.set()
            saved.wait(0.5)
            acts(locked)

    def save_meanwhile() -> None:
        holding.wait()
        try:
            saves()
        finally:
            saved.set()

    return act_slowly, save_meanwhile


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_two_tabs_lose_no_answer(self, peer: Rater) -> None:
        dimensions = list(peer.participant.round.framework.dimensions.all())

        def tab(key: str, place: int) -> None:
            dimension = dimension_of(peer.participant, key)
            indicator = indicators(dimension)[place]
            responses.save_page(
                rater=peer,
                dimension=dimension,
                levels=first_answers({indicator: place + 1}),
                comment=None,
                at=NOW,
                draft=True,
            )

        acts = [
            lambda key=each.key, place=place: tab(key, place)
            for each in dimensions
            for place in range(3)
        ]
        assert at_once(*acts) == []

        assert Response.objects.count() == 1
        assert len(levels(peer)) == 12
        assert all(level == int(key[-1]) for key, level in levels(peer).items())

    def test_many_raters_submit_together(self, assessed: Participant, alice: User) -> None:
        people = [
            Person.objects.create(
                council=assessed.round.council, name=f"Peer {n}", email=f"peer{n}@example.com"
            )
            for n in range(8)
        ]
        asked = [add_rater(assessed, person, RaterGroup.PEER) for person in people]

        def all_of_it(rater: Rater) -> None:
            answer_all(rater)
            responses.submit(rater=rater, at=NOW)

        assert at_once(*(lambda each=each: all_of_it(each) for each in asked)) == []

        assert Response.objects.completed().count() == 8
        assert Rating.objects.count() == 8 * 12

    def test_a_double_submit_counts_once(self, peer: Rater) -> None:
        answer_all(peer)
        submit = lambda: responses.submit(rater=peer, at=NOW)  # noqa: E731

        assert at_once(submit, submit, submit) == []

        assert Response.objects.completed().count() == 1

    def test_a_save_never_lands_in_a_closed_round(self, peer: Rater, open_round: Round) -> None:
        (refusal,) = at_once(*while_hr(open_round, close, lambda: save(peer, 4)))

        assert isinstance(refusal, responses.RoundClosed)
        assert not Rating.objects.exists()

    def test_a_save_never_lands_behind_a_link_that_was_stopped(
        self, peer: Rater, open_round: Round, alice: User
    ) -> None:
        link, _url = invite(open_round, peer.person)

        def stop(_round: Round) -> None:
            invitations.revoke(invitation=link, by=alice, at=NOW)

        acts = while_hr(open_round, stop, lambda: save(peer, 4, link=link))
        (refusal,) = at_once(*acts)

        assert isinstance(refusal, responses.LinkStopped)
        assert not Rating.objects.exists()

    def test_a_save_never_lands_with_a_rater_who_was_withdrawn(
        self, peer: Rater, open_round: Round, alice: User
    ) -> None:
        def withdraw(_round: Round) -> None:
            raters.withdraw_rater(rater=Rater.objects.get(pk=peer.pk), by=alice, at=NOW)

        (refusal,) = at_once(*while_hr(open_round, withdraw, lambda: save(peer, 4)))

        assert isinstance(refusal, responses.NoLongerAsked)
        assert not Response.objects.exists()

    def test_submitting_and_changing_leave_a_whole_response(self, peer: Rater) -> None:
        answer_all(peer)
        acts = [lambda: responses.submit(rater=peer, at=NOW), *[lambda: save(peer, 2, 2, 2)] * 3]

        assert at_once(*acts) == []

        assert Response.objects.completed().count() == 1
        assert answer_count(peer) == 12


def answer_count(rater: Rater) -> int:
    return Rating.objects.filter(response__rater=rater).count()
