"""Several people of a round, side by side: what the pages ask, save and miss."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.answering import services as responses
from assessment.answering.changes import Edit
from assessment.answering.services.closing import save_closing
from assessment.closing_questions import ClosingQuestion
from assessment.frameworks import questionnaire
from assessment.models import (
    Comment,
    Dimension,
    Indicator,
    Person,
    Rater,
    Response,
    User,
    frozen,
)
from tests.answering.conftest import Three
from tests.answers import answer_all, close, indicators, levels, page, save
from tests.cast import NOW, add_participant, add_rater, answer, make_person, signed_in

PAGES = ["answer_together", "answer_together_promise", "answer_together_questions"]


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def chosen(three: Three, dimension: Dimension, level: str = "4") -> dict[str, str]:
    """What the page of a part sends when everything is answered, based on nothing stored."""
    return {
        three.name(number, each.key): level
        for number in range(len(three.raters))
        for each in indicators(dimension)
    }


class TestThePage:
    def test_has_a_table_for_each_statement_with_a_row_for_each_person(
        self, frank_comes: Client, three: Three
    ) -> None:
        text = text_of(frank_comes.get(three.address()))

        assert len(re.findall(r"<table", text)) == 3
        assert (
            re.findall(r'scope="row"[^>]*><bdi>(\w+)</bdi>', text) == ["Bob", "Carol", "Gina"] * 3
        )
        assert text.count('type="radio"') == 3 * 3 * 6
        assert "How often does each of these people do this?" in text
        assert "Bob: Shows communication in way 1." in text

    def test_shows_what_is_saved_one_by_one(
        self, frank_comes: Client, three: Three, peer: Rater
    ) -> None:
        save(peer, 5, None)
        text = text_of(frank_comes.get(three.address()))

        assert re.findall(r'name="([^"]+)" type="radio" value="([^"]+)" checked', text) == [
            (three.name(1, "communication-1"), "5"),
            (three.name(1, "communication-2"), "not-observed"),
        ]

    def test_has_no_row_for_somebody_whose_group_is_not_asked(
        self, frank_comes: Client, three: Three, dimension: Dimension
    ) -> None:
        with frozen.thawed():
            Indicator.objects.filter(key="communication-2").update(seen_by=["peer", "manager"])
        forget_published()
        text = text_of(frank_comes.get(three.address()))

        assert re.findall(r'scope="row"[^>]*><bdi>(\w+)</bdi>', text) == [
            *("Bob", "Carol", "Gina"),
            *("Carol", "Gina"),
            *("Bob", "Carol", "Gina"),
        ]

    def test_leaves_out_who_was_submitted_or_declined_and_oneself(
        self, frank_comes: Client, three: Three, frank: Person
    ) -> None:
        add_participant(three.round, frank)
        answer(three.raters[0])
        responses.decline(rater=three.raters[2], reason="Hardly meet", at=NOW)
        text = text_of(frank_comes.get(three.address()))

        assert set(re.findall(r'scope="row"[^>]*><bdi>(\w+)</bdi>', text)) == {"Carol"}

    def test_takes_the_same_queries_for_more_people(
        self, frank_comes: Client, three: Three, frank: Person
    ) -> None:
        answer(three.raters[0], submitted=False, comments={"communication": "Clear."})
        counts = []
        for number in range(2):
            if number:
                for name in ("Hana", "Ivan", "Jana"):
                    person = make_person(three.round.council, name)
                    rater = add_rater(add_participant(three.round, person), frank, "peer")
                    answer(rater, submitted=False)
            for name in PAGES:
                frank_comes.get(three.address(name))
                with CaptureQueriesContext(connection) as queries:
                    frank_comes.get(three.address(name))
                counts.append(len(queries))

        assert counts[:3] == counts[3:]
        assert max(counts) <= 9

    def test_is_not_kept_by_the_browser(self, frank_comes: Client, three: Three) -> None:
        assert "no-store" in frank_comes.get(three.address())["Cache-Control"]


class TestSavingAndContinuing:
    def test_keeps_everything_and_goes_on(
        self, frank_comes: Client, three: Three, dimension: Dimension
    ) -> None:
        data = {**chosen(three, dimension), three.comment(2): " Clear. "}
        response = frank_comes.post(three.address(), data)

        assert response.headers["Location"] == three.address(dimension="leadership")
        for rater in three.raters:
            assert set(levels(rater).values()) == {4}
        assert Comment.objects.get().response.rater == three.raters[2]
        assert Comment.objects.get().text == "Clear."

    def test_lists_what_is_missing_and_keeps_the_rest(
        self, frank_comes: Client, three: Three
    ) -> None:
        response = frank_comes.post(three.address(), {three.name(0, "communication-1"): "2"})
        text = text_of(response)

        assert response.status_code == 200
        assert "<title>Error: " in text
        assert "Choose an answer: Carol: Shows communication in way 1." in text
        assert "Choose an answer: Bob: Shows communication in way 1." not in text
        assert f'href="#id_{three.name(1, "communication-1")}"' in text
        assert levels(three.raters[0]) == {"communication-1": 2}

    def test_lets_what_is_missing_wait(self, frank_comes: Client, three: Three) -> None:
        data = {three.name(0, "communication-1"): "2", "then": "skip"}

        assert frank_comes.post(three.address(), data).status_code == 302

    def test_after_the_last_part_leads_to_the_overview(
        self, frank_comes: Client, three: Three
    ) -> None:
        url = three.address(dimension="focus")
        response = frank_comes.post(url, {"then": "skip"})

        assert response.headers["Location"] == three.address("answer_together")

    def test_a_comment_that_is_too_long_is_shown_again_and_the_answers_are_saved(
        self, frank_comes: Client, three: Three, dimension: Dimension
    ) -> None:
        data = {**chosen(three, dimension), three.comment(1): "é" * 10_001}
        text = text_of(frank_comes.post(three.address(), data))

        assert "Your comment has 10001 characters." in text.replace(",", "")
        assert "é" * 10_001 in text
        assert not Comment.objects.exists()
        assert len(levels(three.raters[1])) == 3

    @pytest.mark.parametrize("level", ["9", "0", "x", "٤", "\0"])
    def test_of_no_level_saves_the_others(
        self, frank_comes: Client, three: Three, dimension: Dimension, level: str
    ) -> None:
        data = chosen(three, dimension) | {three.name(1, "communication-2"): level}
        frank_comes.post(three.address(), data)

        assert levels(three.raters[1]) == {"communication-1": 4, "communication-3": 4}
        assert len(levels(three.raters[0])) == 3

    def test_who_has_declined_meanwhile_costs_the_others_nothing(
        self, frank_comes: Client, three: Three, dimension: Dimension
    ) -> None:
        responses.decline(rater=three.raters[1], reason="Hardly meet", at=NOW)
        response = frank_comes.post(three.address(), chosen(three, dimension))
        text = text_of(response)

        assert response.status_code == 409
        assert "Carol: You declined to rate this person, so nothing was saved." in text
        assert "Carol: Shows communication in way 1." in text
        assert "Bob: Shows communication in way 1." not in text
        assert not levels(three.raters[1])
        assert len(levels(three.raters[0])) == len(levels(three.raters[2])) == 3

    def test_after_the_round_has_closed_shows_what_was_typed(
        self, frank_comes: Client, three: Three
    ) -> None:
        close(three.round)
        data = {three.name(0, "communication-1"): "2", three.comment(1): "Words"}
        response = frank_comes.post(three.address(), data)
        text = text_of(response)

        assert response.status_code == 410
        assert "Bob: Shows communication in way 1." in text
        assert "Words" in text
        assert not Response.objects.exists()

    def test_signed_out_gets_everything_back_to_send_it_again(self, three: Three) -> None:
        data = {three.name(0, "communication-1"): "2", three.comment(1): "Words"}
        response = Client().post(three.address(), data)
        text = text_of(response)

        assert response.status_code == 403
        assert "You are signed out, so this is not saved yet" in text
        assert f'name="{three.name(0, "communication-1")}" value="2"' in text
        assert text.count("Words") == 2


class TestTheWay:
    def test_is_offered_with_more_than_one_person(self, frank_comes: Client, three: Three) -> None:
        offer = "You can answer question by question for several people"
        text = text_of(frank_comes.get(reverse("answer_list")))
        assert offer in text
        assert "Bob, Carol and Gina" in text
        for rater in three.raters[:2]:
            answer(rater)

        assert offer not in text_of(frank_comes.get(reverse("answer_list")))

    def test_changes_midway_on_the_tasks_of_one(
        self, frank_comes: Client, three: Three, peer: Rater
    ) -> None:
        other = "Answer side by side with the others"
        assert other in text_of(frank_comes.get(page("answer_tasks", peer)))
        for rater in (three.raters[0], three.raters[2]):
            answer(rater)

        assert other not in text_of(frank_comes.get(page("answer_tasks", peer)))

    def test_promises_once_for_everybody(self, frank_comes: Client, three: Three) -> None:
        text = " ".join(text_of(frank_comes.get(three.address("answer_together_promise"))).split())

        assert "You are asked as the manager of: <bdi>Gina</bdi>." in text
        assert (
            "nobody is shown who gave which rating</strong>, nor is HR: <bdi>Bob and Carol" in text
        )

    def test_one_by_one_promises_once_for_each_kind(
        self, frank_comes: Client, three: Three
    ) -> None:
        save(three.raters[0], 4)
        text = text_of(frank_comes.get(reverse("answer_list")))

        hrefs = re.findall(r'href="([^"]+)"', text)
        assert page("answer_tasks", three.raters[1]) in hrefs
        assert page("answer_promise", three.raters[1]) not in hrefs
        assert page("answer_promise", three.raters[2]) in hrefs

    def test_goes_on_at_the_first_open_answer_of_the_first_open_statement(
        self, frank_comes: Client, three: Three
    ) -> None:
        for rater in three.raters:
            save(rater, 3)
        save(three.raters[0], 3, 3)
        response = frank_comes.get(three.address("answer_together_resume"))

        assert response.headers["Location"] == (
            f"{three.address()}#id_{three.name(1, 'communication-2')}"
        )

    def test_ends_with_a_check_for_each_person(self, frank_comes: Client, three: Three) -> None:
        for rater in three.raters:
            answer_all(rater)
        first, *others = three.raters
        written = {ClosingQuestion.KEEP_DOING: Edit("Listen.", frozenset({""}))}
        save_closing(rater=first, comments=written, marks=None, at=NOW)
        text = text_of(frank_comes.get(three.address("answer_together")))

        assert page("answer_check", first) in text
        assert all(page("answer_closing", rater) in text for rater in others)
        assert text.count("Ready to submit") == 3
        resume = frank_comes.get(three.address("answer_together_resume"))
        assert resume.headers["Location"] == three.address("answer_together")

    def test_says_when_nobody_is_left(self, frank_comes: Client, three: Three) -> None:
        for rater in three.raters:
            answer(rater)

        text = text_of(frank_comes.get(three.address("answer_together")))
        assert "Nobody is waiting for your answers here any more." in text
        gone = frank_comes.get(three.address())
        assert gone.headers["Location"] == three.address("answer_together")


class TestWhoElse:
    @pytest.mark.parametrize("name", PAGES)
    def test_of_the_council_finds_nothing(self, alice: User, three: Three, name: str) -> None:
        assert signed_in(alice).get(three.address(name)).status_code == 404

    @pytest.mark.parametrize("name", PAGES)
    def test_of_another_council_finds_nothing(self, dave: User, three: Three, name: str) -> None:
        assert signed_in(dave).get(three.address(name)).status_code == 404

    @pytest.mark.parametrize("name", PAGES)
    def test_is_unknown_opens_the_link_again(self, three: Three, name: str) -> None:
        url = three.address(name)
        assert Client().get(url).headers["Location"].startswith(reverse("link_start"))

    def test_answers_about_people_who_are_not_theirs_gets_them_back(
        self, carol_comes: Client, three: Three
    ) -> None:
        data = {three.name(0, "communication-1"): "2"}
        assert carol_comes.post(three.address(), data).status_code == 404
        assert not Response.objects.exists()

    def test_answers_about_somebody_else_within_the_round_saves_nothing_of_it(
        self, frank_comes: Client, three: Three, own: Rater
    ) -> None:
        frank_comes.post(three.address(), {f"q-{own.pk.hex}-communication-1": "2", "then": "skip"})
        assert not Response.objects.exists()

    def test_comes_by_a_bad_address_finds_nothing(self, frank_comes: Client, three: Three) -> None:
        assert frank_comes.get(three.address(dimension="nowhere")).status_code == 404
        assert frank_comes.post(three.address(dimension="nowhere"), {}).status_code == 404

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_uses_another_method_is_refused(
        self, frank_comes: Client, three: Three, method: str
    ) -> None:
        assert getattr(frank_comes, method)(three.address()).status_code == 405

    def test_opens_the_address_of_drafts_is_refused(
        self, frank_comes: Client, three: Three
    ) -> None:
        assert frank_comes.get(three.address("answer_together_draft")).status_code == 405


def forget_published() -> None:
    """Each process keeps what it has read of a published framework."""
    questionnaire._published.clear()
