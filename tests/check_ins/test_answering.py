"""A rater of a check-in: one page, one button, the same promise."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.answering import services as answering
from assessment.answering.changes import Edit
from assessment.answering.services.closing import save_closing
from assessment.closing_questions import ClosingQuestion
from assessment.models import Council, Framework, Person, Rater, Rating, Round, User
from tests.answers import by_link, keep_open
from tests.cast import add_participant, add_rater, make_round
from tests.check_ins.world import offer, raters, report_about, start

pytestmark = pytest.mark.one_database


@pytest.fixture
def check_in(spring: Round) -> Round:
    before = timezone.now() - datetime.timedelta(days=100)
    Round.objects.filter(pk=spring.pk).update(released_at=before)
    return start(report_about(offer(spring)), "communication", "leadership", at=timezone.now())


@pytest.fixture
def peer(check_in: Round) -> Rater:
    return raters(check_in)[0]


def page_of(rater: Rater) -> str:
    return reverse("answer_questions", args=[rater.pk, "check-in"])


def chosen(**levels: str) -> dict[str, str]:
    return {f"q-{key}": level for key, level in levels.items()} | {"comment": "Well done."}


def test_the_promise_says_who_sees_what_and_that_hr_sees_counts(peer: Rater) -> None:
    page = by_link(peer.participant.round, peer.person).get(
        reverse("answer_promise", args=[peer.pk])
    )
    text = re.sub(r"\s+", " ", page.content.decode())
    assert "What has changed since <bdi>Carol</bdi>’s report?" in text
    assert "only in figures of a group of 3 or more" in text
    assert "HR of your council: No, only how many were asked and answered in all" in text
    assert "about one minute" in text


def test_one_page_holds_all_and_its_button_sends_it(peer: Rater) -> None:
    client = by_link(peer.participant.round, peer.person)
    page = client.get(page_of(peer)).content.decode()
    assert "Communication: What communication means." in page
    assert "Leadership: What leadership means." in page
    assert "Send my answers" in page
    sent = client.post(page_of(peer), chosen(communication="4", leadership="3"), follow=True)
    assert "Answers submitted" in sent.content.decode()
    peer.refresh_from_db()
    assert peer.response.submitted_on == timezone.localdate()
    assert peer.response.comments.get().text == "Well done."
    assert set(peer.response.ratings.values_list("level", flat=True)) == {3, 4}


def test_what_is_missing_is_asked_and_what_was_chosen_is_kept(peer: Rater) -> None:
    client = by_link(peer.participant.round, peer.person)
    page = client.post(page_of(peer), chosen(communication="4") | {"then": "skip"})
    assert "Choose an answer" in page.content.decode()
    assert "saved, but not sent yet" in page.content.decode()
    assert Rating.objects.filter(response__rater=peer).count() == 1
    peer.refresh_from_db()
    assert peer.response.submitted_on is None


@pytest.mark.parametrize("name", ["answer_tasks", "answer_check", "answer_closing"])
def test_the_way_around_the_questions_leads_to_the_page(peer: Rater, name: str) -> None:
    client = by_link(peer.participant.round, peer.person)
    assert client.get(reverse(name, args=[peer.pk]))["Location"] == page_of(peer)


def test_declining_asks_no_reason_where_nobody_reads_it(peer: Rater) -> None:
    client = by_link(peer.participant.round, peer.person)
    address = reverse("answer_decline", args=[peer.pk])
    assert "HR reads this" not in client.get(address).content.decode()
    assert "Nobody is told." in client.post(address, {}, follow=True).content.decode()
    peer.refresh_from_db()
    assert peer.declined_on == timezone.localdate()


def test_two_tabs_do_not_overwrite_each_other(peer: Rater) -> None:
    client = by_link(peer.participant.round, peer.person)
    client.post(page_of(peer), chosen(communication="4", leadership="3"))
    stale = client.post(page_of(peer), chosen(communication="1", leadership="3"))
    assert stale.status_code == 409
    levels = Rating.objects.filter(response__rater=peer, indicator__key="communication")
    assert levels.get().level == 4


def test_there_are_no_closing_questions_and_no_marks(peer: Rater) -> None:
    with pytest.raises(answering.NotAnAnswer):
        save_closing(
            rater=peer,
            comments={ClosingQuestion.KEEP_DOING: Edit("Go on.", frozenset({""}))},
            marks=None,
            at=timezone.now(),
        )


def test_before_an_assessment_raters_are_told_that_they_may_be_asked_again(
    ashford: Council, framework: Framework, alice: User, carol: Person, frank: Person
) -> None:
    round = keep_open(make_round(ashford, framework, by=alice, state="open"))
    rater = add_rater(add_participant(round, carol), frank, "peer")
    page = by_link(round, frank).get(reverse("answer_promise", args=[rater.pk]))
    assert "may ask you again after some months, at most two times a year" in page.content.decode()
