"""Saving, submitting and declining."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.answering import selectors as answering
from assessment.answering import services as responses
from assessment.answering.changes import Edit
from assessment.models import (
    AuditEvent,
    Comment,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Rating,
    Response,
    Round,
    User,
)
from tests.answers import (
    AFTER_CLOSE,
    LATER,
    answer_all,
    close,
    comments,
    dimension_of,
    first_answers,
    indicators,
    levels,
    save,
)
from tests.cast import (
    NOW,
    TODAY,
    add_participant,
    add_rater,
    make_framework,
    make_round,
)


@pytest.fixture
def assessed(open_round: Round, carol: Person) -> Participant:
    return add_participant(open_round, carol)


@pytest.fixture
def peer(assessed: Participant, frank: Person) -> Rater:
    return add_rater(assessed, frank, RaterGroup.PEER)


class TestSavingAPage:
    def test_keeps_levels_and_not_observed(self, peer: Rater) -> None:
        save(peer, 4, None, 1)

        assert levels(peer) == {"communication-1": 4, "communication-2": None, "communication-3": 1}

    def test_keeps_a_half_filled_page_as_a_draft(self, peer: Rater) -> None:
        save(peer, 4)

        assert levels(peer) == {"communication-1": 4}
        assert Response.objects.get(rater=peer).submitted_on is None

    def test_refuses_a_half_filled_page_that_is_not_a_draft(self, peer: Rater) -> None:
        with pytest.raises(responses.AnswersIncomplete) as refusal:
            save(peer, 4, draft=False)

        assert str(refusal.value) == "2 questions are not answered yet."
        assert not Response.objects.exists()

    def test_takes_earlier_answers_into_account(self, peer: Rater) -> None:
        save(peer, 4, 4, 4)
        save(peer, 2, draft=False)

        assert levels(peer) == {"communication-1": 2, "communication-2": 4, "communication-3": 4}

    def test_never_takes_an_answer_away(self, peer: Rater) -> None:
        save(peer, 4, 5)
        save(peer)

        assert levels(peer) == {"communication-1": 4, "communication-2": 5}

    def test_replaces_keeps_and_deletes_the_comment(self, peer: Rater) -> None:
        save(peer, comment="  Listens well. ")
        assert comments(peer) == ["Listens well."]
        save(peer, comment="Listens, and asks.")
        assert comments(peer) == ["Listens, and asks."]
        save(peer, comment=None)
        assert comments(peer) == ["Listens, and asks."]
        save(peer, comment="   ")
        assert comments(peer) == []

    @pytest.mark.parametrize("text", ["👩🏽‍💻" * 1000, "שלום עולם", "O’Brien – naïve <b>", "a\nb"])
    def test_keeps_any_text_as_it_is(self, peer: Rater, text: str) -> None:
        save(peer, comment=text)

        assert comments(peer) == [text]

    @pytest.mark.parametrize("level", [0, 6, -1])
    def test_refuses_a_level_that_the_scale_does_not_have(self, peer: Rater, level: int) -> None:
        with pytest.raises(responses.NotAnAnswer):
            save(peer, level)

        assert not Rating.objects.exists()

    def test_refuses_a_comment_over_ten_thousand_characters(self, peer: Rater) -> None:
        save(peer, comment="x" * 10_000)
        with pytest.raises(responses.NotAnAnswer):
            save(peer, comment="x" * 10_001)

        assert comments(peer) == ["x" * 10_000]

    def test_refuses_a_question_of_another_dimension(self, peer: Rater) -> None:
        other = indicators(dimension_of(peer.participant, "leadership"))[0]
        with pytest.raises(responses.NotAnAnswer):
            responses.save_page(
                rater=peer,
                dimension=dimension_of(peer.participant),
                levels=first_answers({other: 3}),
                comment=None,
                at=NOW,
                draft=True,
            )

    def test_refuses_a_dimension_of_another_framework(self, peer: Rater) -> None:
        other = make_framework(version="2.0").dimensions.get(key="communication")
        with pytest.raises(responses.NotAnAnswer):
            responses.save_page(
                rater=peer, dimension=other, levels={}, comment=None, at=NOW, draft=True
            )

    def test_lets_nobody_be_unobserved_by_themself(self, assessed: Participant) -> None:
        with pytest.raises(responses.NotAnAnswer):
            save(assessed.raters.get(group=RaterGroup.SELF), None)

    def test_counts_the_closing_date_itself(self, peer: Rater, open_round: Round) -> None:
        open_round.closes_on = TODAY
        open_round.save()

        save(peer, 3)

        assert levels(peer) == {"communication-1": 3}

    def test_says_that_the_round_has_closed(self, peer: Rater, open_round: Round) -> None:
        save(peer, 3)
        close(open_round)

        with pytest.raises(responses.RoundClosed):
            save(peer, 5)
        assert levels(peer) == {"communication-1": 3}

    def test_says_so_after_the_closing_date_too(self, peer: Rater) -> None:
        with pytest.raises(responses.RoundClosed):
            responses.submit(rater=peer, at=AFTER_CLOSE)

    def test_refuses_whoever_was_taken_out_of_the_round(self, peer: Rater) -> None:
        Rater.objects.filter(pk=peer.pk).delete()

        with pytest.raises(responses.NoLongerAsked):
            save(peer, 3)

    def test_gives_away_no_order_by_its_numbers(self, peer: Rater) -> None:
        save(peer, 3)

        assert Response.objects.get().pk.version == 4

    def test_leaves_no_moment_behind(self, peer: Rater) -> None:
        save(peer, 3)
        answer_all(peer)
        responses.submit(rater=peer, at=LATER)

        assert Response.objects.get().submitted_on == TODAY
        assert not AuditEvent.objects.exists()

    def test_takes_the_same_few_queries_for_more_questions(
        self, alice: User, carol: Person, frank: Person, peer: Rater
    ) -> None:
        framework = make_framework(indicators=6, version="6.0")
        round = make_round(alice.council, framework, by=alice, state="open", name="Six")  # type: ignore[arg-type]
        longer = add_rater(add_participant(round, carol), frank, RaterGroup.PEER)

        assert (queries_of_a_save(peer), queries_of_a_save(longer)) == (6, 6)


def queries_of_a_save(rater: Rater) -> int:
    """Of a whole page with a comment, once there is a response; without the savepoints that only
    a test's own transaction makes."""
    save(rater, 4)
    answering.sheet(rater)  # each process reads a framework once
    dimension = dimension_of(rater.participant)
    asked = indicators(dimension)
    four_to_five: Edit[int | None] = Edit(5, frozenset({4}))
    with CaptureQueriesContext(connection) as queries:
        responses.save_page(
            rater=rater,
            dimension=dimension,
            levels={**first_answers(dict.fromkeys(asked, 5)), asked[0]: four_to_five},
            comment=Edit("Hm.", frozenset({""})),
            at=NOW,
            draft=False,
        )
    return sum("SAVEPOINT" not in each["sql"] for each in queries)


class TestSubmitting:
    def test_needs_every_answer(self, peer: Rater) -> None:
        save(peer, 4, 4, 4)

        with pytest.raises(responses.AnswersIncomplete) as refusal:
            responses.submit(rater=peer, at=NOW)
        assert refusal.value.count == 9

    def test_needs_a_beginning(self, peer: Rater) -> None:
        with pytest.raises(responses.AnswersIncomplete):
            responses.submit(rater=peer, at=NOW)

    def test_dates_the_response(self, peer: Rater) -> None:
        answer_all(peer)

        assert responses.submit(rater=peer, at=NOW).submitted_on == TODAY

    def test_twice_is_the_same_as_once(self, peer: Rater) -> None:
        answer_all(peer)
        responses.submit(rater=peer, at=NOW)
        responses.submit(rater=peer, at=NOW + datetime.timedelta(days=2))

        assert Response.objects.get().submitted_on == TODAY

    def test_leaves_answers_open_to_change(self, peer: Rater) -> None:
        answer_all(peer)
        responses.submit(rater=peer, at=NOW)
        save(peer, 1)

        assert levels(peer)["communication-1"] == 1
        assert Response.objects.completed().exists()


class TestDeclining:
    def test_keeps_the_reason_and_no_answers(self, peer: Rater) -> None:
        save(peer, 4, comment="Hm.")
        responses.decline(rater=peer, reason="  We hardly\nmeet. ", at=NOW)

        peer.refresh_from_db()
        assert (peer.declined_on, peer.decline_reason) == (TODAY, "We hardly meet.")
        assert not Response.objects.exists()
        assert not Comment.objects.exists()

    def test_is_recorded_without_the_reason(self, peer: Rater) -> None:
        responses.decline(rater=peer, reason="We hardly meet.", at=NOW)

        event = AuditEvent.objects.get()
        assert (event.action, event.detail) == ("rater.declined", {})

    def test_needs_a_reason(self, peer: Rater) -> None:
        with pytest.raises(responses.NoReason):
            responses.decline(rater=peer, reason=" ", at=NOW)

    def test_is_not_for_the_participant(self, assessed: Participant) -> None:
        own = assessed.raters.get(group=RaterGroup.SELF)
        with pytest.raises(responses.OwnAssessment):
            responses.decline(rater=own, reason="No.", at=NOW)

    def test_keeps_pages_from_being_saved(self, peer: Rater) -> None:
        responses.decline(rater=peer, reason="We hardly meet.", at=NOW)

        with pytest.raises(responses.Declined):
            save(peer, 4)

    def test_can_be_taken_back(self, peer: Rater) -> None:
        responses.decline(rater=peer, reason="We hardly meet.", at=NOW)
        responses.take_back_decline(rater=peer, at=NOW)
        save(peer, 4)

        peer.refresh_from_db()
        assert (peer.declined_on, peer.decline_reason) == (None, "")
