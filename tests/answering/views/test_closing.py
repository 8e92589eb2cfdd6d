"""The last page: what to keep, what to do differently, and which skills matter most."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import (
    Comment,
    Dimension,
    Framework,
    ImportanceMark,
    Rater,
    Round,
    User,
    frozen,
)
from tests.answering.conftest import Three
from tests.answers import bases, close, page
from tests.cast import answer, signed_in

KEEP, CHANGE = "comment-keep_doing", "comment-do_differently"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def said() -> dict[str, str]:
    return dict(Comment.objects.exclude(question="").values_list("question", "text"))


def marked() -> set[str]:
    return set(ImportanceMark.objects.values_list("dimension__key", flat=True))


@pytest.fixture
def closing(peer: Rater) -> str:
    return page("answer_closing", peer)


@pytest.fixture
def draft(peer: Rater) -> str:
    return page("answer_closing_draft", peer)


class TestThePage:
    def test_asks_a_rater_about_the_other(self, frank_comes: Client, closing: str) -> None:
        text = text_of(frank_comes.get(closing))

        assert "What should Carol keep doing?" in text
        assert "What should Carol do differently?" in text
        assert "Which skills matter most for Carol’s role now?" in text

    def test_asks_a_participant_about_themself(self, carol_comes: Client, own: Rater) -> None:
        text = text_of(carol_comes.get(page("answer_closing", own)))

        assert "What do you want to keep doing?" in text
        assert "Which skills matter most for your role now?" in text
        assert "What should" not in text

    def test_says_what_the_report_shows_of_marks(
        self, frank_comes: Client, carol_comes: Client, three: Three, peer: Rater, own: Rater
    ) -> None:
        """As tests/reports/test_marks.py reads it in a report."""
        (manager,) = (each for each in three.raters if each.group == "manager")
        for client, rater, words in [
            (frank_comes, peer, "how many colleagues marked each skill, as a range"),
            (frank_comes, manager, "the skills that you mark as yours"),
            (carol_comes, own, "Your report shows the skills that you mark."),
        ]:
            assert words in text_of(client.get(page("answer_closing", rater)))

    def test_offers_the_skills_alone_in_the_order_of_the_framework(
        self, frank_comes: Client, closing: str
    ) -> None:
        boxes = re.findall(r'type="checkbox" value="([^"]+)"', text_of(frank_comes.get(closing)))

        assert boxes == ["communication", "leadership"]

    def test_takes_few_queries(self, frank_comes: Client, peer: Rater, closing: str) -> None:
        answer(peer)
        frank_comes.get(closing)
        with CaptureQueriesContext(connection) as queries:
            frank_comes.get(closing)

        assert len(queries) <= 8


class TestSaving:
    def test_keeps_words_and_marks_and_goes_on_to_the_check(
        self, frank_comes: Client, peer: Rater, closing: str
    ) -> None:
        sent = {KEEP: " Listen. ", CHANGE: "Ask.", "marks": ["leadership", "communication"]}
        response = frank_comes.post(closing, {**bases(frank_comes, closing), **sent})

        assert response.headers["Location"] == page("answer_check", peer)
        assert said() == {"keep_doing": "Listen.", "do_differently": "Ask."}
        assert marked() == {"communication", "leadership"}
        assert "Communication and Leadership" in text_of(frank_comes.get(response.url))  # type: ignore[attr-defined]

    def test_needs_nothing(self, frank_comes: Client, peer: Rater, closing: str) -> None:
        response = frank_comes.post(closing, bases(frank_comes, closing))

        assert response.headers["Location"] == page("answer_check", peer)
        assert said() == {}
        assert marked() == set()

    def test_takes_words_and_marks_back(self, frank_comes: Client, closing: str) -> None:
        frank_comes.post(closing, {KEEP: "Listen.", "marks": "leadership"})
        frank_comes.post(closing, {**bases(frank_comes, closing), KEEP: "", CHANGE: ""})

        assert said() == {}
        assert marked() == set()

    def test_goes_on_later(self, frank_comes: Client, closing: str) -> None:
        response = frank_comes.post(closing, {KEEP: "Listen.", "then": "later"})

        assert response.headers["Location"].startswith(reverse("answer_left"))
        assert said() == {"keep_doing": "Listen."}

    def test_counts_at_once_after_submitting(
        self, frank_comes: Client, peer: Rater, closing: str
    ) -> None:
        answer(peer)
        frank_comes.post(closing, {KEEP: "Listen."})

        assert "It counts without submitting again." in text_of(
            frank_comes.get(page("answer_check", peer))
        )


@pytest.fixture
def four_skills(framework: Framework) -> None:
    """Mandate and focus become skills, as a framework with four of them has."""

    with frozen.thawed():
        Dimension.objects.filter(framework=framework).update(kind="skill")


class TestMoreThanTwoMarks:
    THREE = {"marks": ["communication", "leadership", "mandate"], KEEP: "Listen."}

    def test_are_refused_and_nothing_is_lost(
        self, frank_comes: Client, four_skills: None, closing: str
    ) -> None:
        response = frank_comes.post(closing, self.THREE)
        text = text_of(response)

        assert response.status_code == 200
        assert "Mark two skills at most." in text
        assert len(re.findall(r'type="checkbox"[^>]* checked', text)) == 3
        assert marked() == set()
        assert said() == {"keep_doing": "Listen."}

    def test_are_refused_to_the_script_too(
        self, frank_comes: Client, four_skills: None, draft: str
    ) -> None:
        sent = {**self.THREE, "marks": "communication leadership mandate", "base-marks": ""}
        told = frank_comes.post(draft, sent).json()

        assert "Mark two skills at most." in told["message"]
        assert "saved" not in told
        assert set(told["stored"]) == {KEEP}
        assert marked() == set()


class TestADraft:
    def test_saves_what_was_touched(self, frank_comes: Client, draft: str) -> None:
        sent = {"marks": "communication leadership", "base-marks": "", KEEP: "Li"}
        told = frank_comes.post(draft, sent).json()

        assert told["saved"] is True
        assert told["stored"] == {"marks": "communication leadership", KEEP: "Li"}
        assert marked() == {"communication", "leadership"}

    def test_that_unmarks_all_saves_that(self, frank_comes: Client, draft: str) -> None:
        frank_comes.post(draft, {"marks": "leadership", "base-marks": ""})
        frank_comes.post(draft, {"marks": "", "base-marks": "leadership"})

        assert marked() == set()

    def test_says_when_the_round_has_closed(
        self, frank_comes: Client, round: Round, draft: str
    ) -> None:
        close(round)

        assert frank_comes.post(draft, {KEEP: "Li"}).status_code == 410


class TestTwoTabs:
    def test_that_mark_different_skills_are_asked_which_stay(
        self, frank_comes: Client, closing: str
    ) -> None:
        opened = bases(frank_comes, closing)
        frank_comes.post(closing, {**opened, "marks": "communication"})
        response = frank_comes.post(closing, {**opened, "marks": "leadership"})
        text = text_of(response)

        assert response.status_code == 409
        assert "Which answers should stay?" in text
        assert marked() == {"communication"}

        seen = {"seen-marks": "communication", "keep-marks": "mine"}
        frank_comes.post(closing, {**opened, "marks": "leadership", **seen})
        assert marked() == {"leadership"}

    def test_keep_the_newer_words_where_one_only_showed_the_old(
        self, frank_comes: Client, closing: str
    ) -> None:
        opened = bases(frank_comes, closing)
        frank_comes.post(closing, {**opened, KEEP: "Listen."})
        frank_comes.post(closing, {**opened, KEEP: "", CHANGE: "Ask."})

        assert said() == {"keep_doing": "Listen.", "do_differently": "Ask."}

    def test_are_asked_about_words_that_differ(self, frank_comes: Client, draft: str) -> None:
        frank_comes.post(draft, {KEEP: "One", f"base-{KEEP}": ""})
        told = frank_comes.post(draft, {KEEP: "Two", f"base-{KEEP}": ""}).json()

        assert set(told["asked"]) == {KEEP}
        assert "One" in told["asked"][KEEP]
        assert said() == {"keep_doing": "One"}


class TestWhoComes:
    def test_logged_out_gets_back_what_they_wrote(self, client: Client, closing: str) -> None:
        response = client.post(closing, {KEEP: "Listen.", "marks": ["communication"]})

        assert response.status_code == 403
        assert "Listen." in text_of(response)
        assert "this is not saved yet" in text_of(response)

    def test_of_another_council_is_a_stranger(self, dave: User, closing: str) -> None:
        assert signed_in(dave).get(closing).status_code == 404

    def test_hr_is_a_stranger_too(self, alice: User, closing: str) -> None:
        assert signed_in(alice).get(closing).status_code == 404

    def test_asking_for_another_rating_is_not_found(self, frank_comes: Client, own: Rater) -> None:
        assert frank_comes.get(page("answer_closing", own)).status_code == 404

    def test_with_a_bad_id_is_not_found(self, frank_comes: Client) -> None:
        assert frank_comes.get("/answer/nobody/closing/").status_code == 404

    def test_who_declined_is_led_there(
        self, frank_comes: Client, peer: Rater, closing: str
    ) -> None:
        Rater.objects.filter(pk=peer.pk).update(declined_on="2026-01-01", decline_reason="no")

        assert frank_comes.get(closing).headers["Location"] == page("answer_decline", peer)

    def test_too_late_sees_what_they_wrote(
        self, frank_comes: Client, round: Round, closing: str
    ) -> None:
        close(round)
        response = frank_comes.post(closing, {KEEP: "Listen.", "marks": ["leadership"]})

        assert response.status_code == 410
        assert "Listen." in text_of(response)
        assert "Leadership" in text_of(response)

    @pytest.mark.parametrize("method", ["put", "delete"])
    def test_by_another_method_is_refused(
        self, frank_comes: Client, closing: str, method: str
    ) -> None:
        assert getattr(frank_comes, method)(closing).status_code == 405

    def test_drafts_take_posts_alone(self, frank_comes: Client, draft: str) -> None:
        assert frank_comes.get(draft).status_code == 405
