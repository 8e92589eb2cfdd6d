"""One dimension's page: what it asks, saves and misses."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Comment, Dimension, Level, Person, Rater, User
from tests.answers import (
    bases,
    by_link,
    dimension_of,
    keep_open,
    levels,
    page,
    posted,
)
from tests.cast import (
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_round,
    publish,
)


def comments() -> list[str]:
    return list(Comment.objects.values_list("text", flat=True))


def text_of(response: Any) -> str:
    return str(response.content.decode())


class TestThePage:
    def test_asks_a_rater_about_the_other(self, frank_comes: Client, url: str) -> None:
        text = text_of(frank_comes.get(url))

        assert "Shows communication in way 1." in text
        assert "I show communication" not in text
        assert len(re.findall(r"<label[^>]*>No occasion, or I could not see it</label>", text)) == 3
        assert "communication at 5." in text
        assert re.search(r"<title>\s*Part 1 of 4: Communication –\s+Carol", text)
        heading = r"<h1[^>]*>\s*<span[^>]*>Part 1 of 4: Communication</span>\s*(.*?)\s*</h1>"
        assert re.findall(heading, text) == ["How often does Carol do this?"]

    def test_asks_a_participant_about_themself(
        self, carol_comes: Client, own: Rater, dimension: Dimension
    ) -> None:
        text = text_of(carol_comes.get(page("answer_questions", own, dimension)))

        assert "I show communication in way 1." in text
        assert "How often do you do this?" in text
        assert "No occasion, or I could not see it" not in text

    def test_says_what_a_label_means_in_time_and_not_the_levels(
        self, alice: User, carol: Person, frank: Person
    ) -> None:
        framework = make_framework(published=False, version="2.0")
        Level.objects.filter(dimension__framework=framework).update(frequency="on most occasions")
        publish(framework)
        assert alice.council is not None
        round = make_round(alice.council, framework, by=alice, state="open", name="Second")
        rater = add_rater(add_participant(keep_open(round), carol), frank, "peer")
        url = page("answer_questions", rater, dimension_of(rater.participant))
        text = text_of(by_link(round, frank).get(url))

        assert text.count("on most occasions") == 5
        assert "communication at 5." not in text

    def test_shows_what_is_saved(self, frank_comes: Client, url: str, peer: Rater) -> None:
        answer(peer, 2, levels={"communication-2": None}, comments={"communication": "שלום 👍"})
        text = text_of(frank_comes.get(url))

        assert len(re.findall(r'value="2" checked', text)) == 2
        assert len(re.findall(r'value="not-observed" checked', text)) == 1
        assert "שלום 👍" in text

    def test_takes_the_same_queries_for_more_questions(
        self, alice: User, carol: Person, frank: Person, frank_comes: Client, url: str
    ) -> None:
        framework = make_framework(indicators=6, version="6.0")
        longer = keep_open(
            make_round(alice.council, framework, by=alice, state="open", name="Six")  # type: ignore[arg-type]
        )
        rater = add_rater(add_participant(longer, carol), frank, "peer")
        other = by_link(longer, frank)
        other_url = page("answer_questions", rater, dimension_of(rater.participant))
        counts = []
        for client, address in [(frank_comes, url), (other, other_url)]:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))

        assert counts[0] == counts[1] <= 6

    def test_is_not_kept_by_the_browser(self, frank_comes: Client, url: str) -> None:
        assert "no-store" in frank_comes.get(url)["Cache-Control"]


class TestSavingAndContinuing:
    def test_keeps_the_answers_and_goes_on(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        response = frank_comes.post(url, posted(dimension, "4", comment=" Clear. "))

        assert response.headers["Location"] == page(
            "answer_questions", peer, dimension_of(peer.participant, "leadership")
        )
        assert set(levels(peer).values()) == {4}
        assert comments() == ["Clear."]

    def test_keeps_not_observed(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        frank_comes.post(url, posted(dimension, "not-observed"))

        assert levels(peer) == dict.fromkeys(levels(peer))
        assert len(levels(peer)) == 3

    def test_after_the_last_part_leads_to_the_closing_questions(
        self, frank_comes: Client, peer: Rater
    ) -> None:
        last = dimension_of(peer.participant, "focus")
        response = frank_comes.post(page("answer_questions", peer, last), posted(last))

        assert response.headers["Location"] == page("answer_closing", peer)

    def test_from_the_check_leads_back_to_it(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        response = frank_comes.post(f"{url}?from=check", posted(dimension))

        assert response.headers["Location"] == page("answer_check", peer)

    def test_takes_few_queries(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        frank_comes.get(url)
        frank_comes.post(url, posted(dimension, "2", comment="a"))
        data = posted(dimension, "3", comment="b") | bases(frank_comes, url)
        with CaptureQueriesContext(connection) as queries:
            frank_comes.post(url, data)

        # Beside the two savepoints that only a test's own transaction needs.
        assert sum("SAVEPOINT" not in each["sql"] for each in queries) <= 10

    def test_changes_a_submitted_answer_at_once(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        answer(peer, 2)
        data = posted(dimension, "5", leave_out=2) | bases(frank_comes, url)
        response = frank_comes.post(url, data, follow=True)

        assert "There is a problem" not in text_of(response)
        assert "counts without submitting again" in text_of(response)
        assert levels(peer)["communication-1"] == 5
        assert len(levels(peer)) == 12


class TestWhatIsMissing:
    def test_is_listed_while_the_rest_is_kept_as_draft(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        response = frank_comes.post(url, posted(dimension, leave_out=2, comment="So far"))
        text = text_of(response)

        assert response.status_code == 200
        assert "<title>Error: " in text
        assert 'href="#id_q-communication-2"' in text
        assert 'href="#id_q-communication-3"' in text
        assert 'href="#id_q-communication-1"' not in text
        assert levels(peer) == {"communication-1": 4}
        assert comments() == ["So far"]

    def test_may_wait(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        response = frank_comes.post(url, posted(dimension, leave_out=2, then="skip"))

        assert response.status_code == 302
        assert levels(peer) == {"communication-1": 4}

    def test_is_only_what_was_never_answered(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        frank_comes.post(url, posted(dimension, "2"))

        data = posted(dimension, "5", leave_out=2) | bases(frank_comes, url)
        assert frank_comes.post(url, data).status_code == 302
        assert levels(peer) == {"communication-1": 5, "communication-2": 2, "communication-3": 2}


class TestBadInput:
    @pytest.mark.parametrize("level", ["9", "0", "-1", "x", "4.5", "1e0", "٤", "\0"])
    def test_of_a_level_saves_only_the_others(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension, level: str
    ) -> None:
        data = posted(dimension) | {"q-communication-2": level}
        response = frank_comes.post(url, data)

        assert "Choose one of the answers on this page." in text_of(response)
        assert levels(peer) == {"communication-1": 4, "communication-3": 4}

    def test_not_observed_is_no_answer_about_oneself(
        self, carol_comes: Client, own: Rater, dimension: Dimension
    ) -> None:
        carol_comes.post(
            page("answer_questions", own, dimension), posted(dimension, "not-observed")
        )

        assert levels(own) == {}

    def test_a_comment_that_is_too_long_is_shown_again_and_the_answers_are_saved(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        long = "é" * 10_001
        text = text_of(frank_comes.post(url, posted(dimension, comment=long)))

        assert "Your comment has 10001 characters." in text.replace(",", "")
        assert long in text
        assert "Your comment is not" in text
        assert 'value="skip"' not in text
        assert comments() == []
        assert len(levels(peer)) == 3

    def test_a_comment_of_ten_thousand_with_line_breaks_fits(
        self, frank_comes: Client, url: str, dimension: Dimension
    ) -> None:
        frank_comes.post(url, posted(dimension, comment=("x" * 99 + "\r\n") * 100))

        assert len(comments()[0]) == 9_999

    def test_a_nul_is_dropped(self, frank_comes: Client, url: str, dimension: Dimension) -> None:
        frank_comes.post(url, posted(dimension, comment="a\0b"))

        assert comments() == ["ab"]

    @pytest.mark.parametrize("key", ["nowhere", "mandate-2"])
    def test_of_an_address_is_not_found(self, frank_comes: Client, peer: Rater, key: str) -> None:
        url = reverse("answer_questions", args=[peer.pk, key])

        assert frank_comes.get(url).status_code == 404
        assert frank_comes.post(url, {}).status_code == 404

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_of_a_method_is_refused(self, frank_comes: Client, url: str, method: str) -> None:
        assert getattr(frank_comes, method)(url).status_code == 405
