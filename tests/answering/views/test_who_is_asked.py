"""Raters meet only the statements that their group is asked, and may answer no other."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.answering import selectors as answering
from assessment.answering import services as responses
from assessment.answering.changes import Edit
from assessment.models import Council, Dimension, Framework, Person, Rater, Rating, Round, User
from assessment.rounds.services import raters
from tests.answers import by_link, dimension_of, first_answers, indicators, keep_open, page, posted
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_framework_asked_apart,
    make_round,
)


@pytest.fixture
def framework(db: None) -> Framework:
    return make_framework_asked_apart()


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    return keep_open(make_round(ashford, framework, by=alice, state="open"))


@pytest.fixture
def partner(round: Round, carol: Person, frank: Person) -> Rater:
    """Frank, a partner, is asked four statements of three dimensions."""
    return add_rater(add_participant(round, carol), frank, "partner")


@pytest.fixture
def frank_comes(round: Round, partner: Rater, frank: Person) -> Client:
    return by_link(round, frank)


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


class TestThePages:
    def test_show_what_the_group_is_asked(self, frank_comes: Client, partner: Rater) -> None:
        url = page("answer_questions", partner, dimension_of(partner.participant))
        shown = text(frank_comes, url)
        assert "Shows communication in way 4." in shown
        assert "Shows communication in way 5." not in shown
        assert "Part 1 of 3" in shown

    def test_leave_out_a_dimension_without_any(self, frank_comes: Client, partner: Rater) -> None:
        assert "Leadership" not in text(frank_comes, page("answer_tasks", partner))
        leadership = dimension_of(partner.participant, "leadership")
        url = page("answer_questions", partner, leadership)
        assert frank_comes.get(url).status_code == 404

    def test_show_the_participant_everything(self, partner: Rater) -> None:
        own = partner.participant.raters.get(group="self")
        assert answering.sheet(own).question_count == 24
        assert answering.sheet(partner).question_count == 12

    def test_say_how_long_that_takes(self, frank_comes: Client, partner: Rater) -> None:
        assert "It takes about 5 minutes." in text(frank_comes, page("answer_promise", partner))

    def test_lead_from_one_part_to_the_next_that_is_asked(
        self, frank_comes: Client, partner: Rater
    ) -> None:
        dimension = dimension_of(partner.participant)
        url = page("answer_questions", partner, dimension)
        asked = {name: value for name, value in posted(dimension).items() if name[-1] not in "56"}
        response = frank_comes.post(url, asked)
        mandate = dimension_of(partner.participant, "mandate")
        assert response["Location"] == page("answer_questions", partner, mandate)

    def test_are_complete_with_what_is_asked(self, frank_comes: Client, partner: Rater) -> None:
        answer(partner, submitted=False)
        assert Rating.objects.filter(response__rater=partner).count() == 12
        response = frank_comes.post(page("answer_check", partner))
        assert response["Location"] == reverse("answer_submitted", args=[partner.pk])


class TestSaving:
    def test_refuses_what_the_group_is_not_asked(self, partner: Rater) -> None:
        dimension = dimension_of(partner.participant)
        with pytest.raises(responses.NotAnAnswer):
            save(partner, dimension, fifth=True)
        assert not Rating.objects.exists()

    def test_refuses_a_comment_on_a_dimension_of_which_that_is_nothing(
        self, partner: Rater
    ) -> None:
        leadership = dimension_of(partner.participant, "leadership")
        with pytest.raises(responses.NotAnAnswer):
            save(partner, leadership, comment="Good.")
        save(partner, dimension_of(partner.participant), comment="Good.")

    def test_holds_a_rater_to_the_group_of_the_moment(self, partner: Rater, alice: User) -> None:
        peer = Rater.objects.get(pk=partner.pk)
        raters.change_group(rater=peer, group="peer", by=alice, at=NOW)
        save(partner, dimension_of(partner.participant), fifth=True)
        assert Rating.objects.count() == 1


def save(
    rater: Rater, dimension: Dimension, *, fifth: bool = False, comment: str | None = None
) -> None:
    responses.save_page(
        rater=rater,
        dimension=dimension,
        levels=first_answers({indicators(dimension)[4]: 4} if fifth else {}),
        comment=None if comment is None else Edit(comment, frozenset({""})),
        at=NOW,
        draft=True,
    )


class TestTheList:
    def test_counts_what_is_asked(self, partner: Rater) -> None:
        answer(partner, submitted=False)
        (task,) = tasks_of(partner)
        assert (task.answered, task.questions, task.state) == (12, 12, "complete")

    def test_counts_no_answer_that_another_group_was_asked(
        self, partner: Rater, alice: User
    ) -> None:
        peer = raters.change_group(rater=partner, group="peer", by=alice, at=NOW)
        answer(peer, submitted=False)
        moved = raters.change_group(rater=peer, group="partner", by=alice, at=NOW)
        assert Rating.objects.filter(response__rater=moved).count() == 23
        (task,) = tasks_of(moved)
        assert (task.answered, task.questions) == (12, 12)


def tasks_of(rater: Rater) -> list[answering.Task]:
    return answering.tasks(Rater.objects.filter(pk=rater.pk), on=timezone.localdate())
