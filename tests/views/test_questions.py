"""One dimension's page: saving, drafts, what is missing, and what could not be saved."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Comment, Dimension, Person, QueuedEmail, Rater, Response, Round, User
from assessment.services import responses
from tests.answers import (
    by_link,
    close,
    dimension_of,
    indicators,
    invite,
    keep_open,
    levels,
    page,
    posted,
)
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_round,
    signed_in,
)


@pytest.fixture
def round(open_round: Round) -> Round:
    return keep_open(open_round)


@pytest.fixture
def peer(round: Round, carol: Person, frank: Person) -> Rater:
    return add_rater(add_participant(round, carol), frank, "peer")


@pytest.fixture
def own(peer: Rater) -> Rater:
    return peer.participant.raters.get(group="self")


@pytest.fixture
def dimension(peer: Rater) -> Dimension:
    return dimension_of(peer.participant)


@pytest.fixture
def url(peer: Rater, dimension: Dimension) -> str:
    return page("answer_questions", peer, dimension)


@pytest.fixture
def frank_comes(round: Round, peer: Rater, frank: Person) -> Client:
    return by_link(round, frank)


def comments() -> list[str]:
    return list(Comment.objects.values_list("text", flat=True))


def text_of(response: Any) -> str:
    return str(response.content.decode())


class TestThePage:
    def test_asks_a_rater_about_the_other(self, frank_comes: Client, url: str) -> None:
        text = text_of(frank_comes.get(url))

        assert "Shows communication in way 1." in text
        assert "I show communication" not in text
        assert text.count("Not observed") == 3
        assert "communication at 5." in text
        assert "Part 1 of 4" in text

    def test_asks_a_participant_about_themself(
        self, carol: Person, own: Rater, dimension: Dimension
    ) -> None:
        client = signed_in(carol.user)  # type: ignore[arg-type]
        text = text_of(client.get(page("answer_questions", own, dimension)))

        assert "I show communication in way 1." in text
        assert "Not observed" not in text

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

    def test_after_the_last_part_leads_to_the_check(self, frank_comes: Client, peer: Rater) -> None:
        last = dimension_of(peer.participant, "focus")
        response = frank_comes.post(page("answer_questions", peer, last), posted(last))

        assert response.headers["Location"] == page("answer_check", peer)

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
        data = posted(dimension, "3", comment="b")
        with CaptureQueriesContext(connection) as queries:
            frank_comes.post(url, data)

        # Beside the two savepoints that only a test's own transaction needs.
        assert sum("SAVEPOINT" not in each["sql"] for each in queries) <= 8

    def test_changes_a_submitted_answer_at_once(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        answer(peer, 2)
        response = frank_comes.post(url, posted(dimension, "5", leave_out=2), follow=True)

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

        assert frank_comes.post(url, posted(dimension, "5", leave_out=2)).status_code == 302
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
        self, carol: Person, own: Rater, dimension: Dimension
    ) -> None:
        client = signed_in(carol.user)  # type: ignore[arg-type]
        client.post(page("answer_questions", own, dimension), posted(dimension, "not-observed"))

        assert levels(own) == {}

    def test_a_comment_that_is_too_long_is_shown_again_and_the_answers_are_saved(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        long = "é" * 10_001
        text = text_of(frank_comes.post(url, posted(dimension, comment=long)))

        assert "Your comment has 10001 characters." in text.replace(",", "")
        assert long in text
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


class TestTwoTabs:
    def test_do_not_put_an_old_comment_back(
        self, frank_comes: Client, url: str, dimension: Dimension
    ) -> None:
        page_of_tab = text_of(frank_comes.get(url))
        was = re.search(r'name="comment_was" value="(\w+)"', page_of_tab)
        assert was is not None
        frank_comes.post(url, posted(dimension, comment="Written in the other tab"))
        frank_comes.post(url, posted(dimension, "5", comment_was=was[1]))

        assert comments() == ["Written in the other tab"]

    def test_delete_a_comment_that_somebody_emptied(
        self, frank_comes: Client, url: str, dimension: Dimension
    ) -> None:
        frank_comes.post(url, posted(dimension, comment="No."))
        was = re.search(r'name="comment_was" value="(\w+)"', text_of(frank_comes.get(url)))
        assert was is not None
        frank_comes.post(url, posted(dimension, comment_was=was[1]))

        assert comments() == []


class TestFinishingLater:
    def test_saves_emails_a_new_link_and_leaves(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension, frank: Person
    ) -> None:
        response = frank_comes.post(url, posted(dimension, leave_out=1, then="later"))

        assert response.headers["Location"] == f"{reverse('answer_left')}?emailed"
        assert len(levels(peer)) == 2
        assert QueuedEmail.objects.get().kind == QueuedEmail.Kind.LATER
        assert QueuedEmail.objects.get().person == frank
        assert frank_comes.get(url).status_code == 302

    def test_of_a_participant_leads_home(
        self, carol: Person, own: Rater, dimension: Dimension
    ) -> None:
        client = signed_in(carol.user)  # type: ignore[arg-type]
        response = client.post(
            page("answer_questions", own, dimension), posted(dimension, then="later")
        )

        assert response.headers["Location"] == reverse("home")
        assert not QueuedEmail.objects.exists()


class TestARoundThatClosesMeanwhile:
    def test_shows_what_was_typed_and_what_was_saved(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension, round: Round
    ) -> None:
        frank_comes.post(url, posted(dimension, "2"))
        close(round)
        response = frank_comes.post(url, posted(dimension, "5", comment="My <last> words"))
        text = text_of(response)

        assert response.status_code == 410
        assert "My &lt;last&gt; words" in text
        assert text.count("Level 5") == 3
        assert "3 of 12 answers but had not submitted" in text
        assert set(levels(peer).values()) == {2}

    def test_says_that_submitted_answers_count(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension, round: Round
    ) -> None:
        answer(peer, 3)
        close(round)

        assert "they count" in text_of(frank_comes.post(url, posted(dimension, "5")))

    def test_tells_the_script(
        self, frank_comes: Client, peer: Rater, dimension: Dimension, round: Round
    ) -> None:
        close(round)
        response = frank_comes.post(page("answer_draft", peer, dimension), posted(dimension))

        assert response.status_code == 410
        assert json.loads(response.content)["message"] == "Not saved: this round has closed."

    def test_past_its_date_without_being_closed_is_the_same(
        self, frank_comes: Client, url: str, dimension: Dimension, round: Round
    ) -> None:
        Round.objects.filter(pk=round.pk).update(opens_on="2026-01-01", closes_on="2026-01-02")

        assert frank_comes.post(url, posted(dimension)).status_code == 410


class TestDeclinedMeanwhile:
    def test_shows_what_was_typed(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        responses.decline(rater=peer, reason="No time.", at=NOW.replace(year=2020))
        response = frank_comes.post(url, posted(dimension, comment="Kept for copying"))

        assert response.status_code == 409
        assert "You declined to rate this person" in text_of(response)
        assert "Kept for copying" in text_of(response)

    def test_leads_to_taking_it_back(self, frank_comes: Client, url: str, peer: Rater) -> None:
        responses.decline(rater=peer, reason="No time.", at=NOW.replace(year=2020))

        assert frank_comes.get(url).headers["Location"] == page("answer_decline", peer)


class TestSomebodyUnknown:
    def test_is_asked_for_the_link(self, client: Client, url: str) -> None:
        response = client.get(url)

        assert response.headers["Location"].startswith("/link/?next=%2Fanswer%2F")

    def test_gets_what_was_posted_back_to_send_again(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension, frank: Person
    ) -> None:
        data = posted(dimension, "5", comment='Quoted "words"')
        response = Client().post(url, data)
        text = text_of(response)
        again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text))
        again.pop("csrfmiddlewaretoken", None)

        assert response.status_code == 403
        assert again == {**data, "comment": "Quoted &quot;words&quot;"}
        assert not Response.objects.exists()

    def test_is_told_so_by_the_script(
        self, client: Client, peer: Rater, dimension: Dimension
    ) -> None:
        response = client.post(page("answer_draft", peer, dimension), posted(dimension))

        assert response.status_code == 401
        assert "signed out" in json.loads(response.content)["message"]


class TestSomebodyElse:
    def test_of_the_council_finds_nothing(
        self, url: str, alice: User, bob: Person, round: Round, dimension: Dimension
    ) -> None:
        assert signed_in(alice).get(url).status_code == 404
        assert signed_in(alice).post(url, posted(dimension)).status_code == 404
        assert by_link(round, bob).get(url).status_code == 404

    def test_of_another_council_finds_nothing(self, url: str, dave: User) -> None:
        assert signed_in(dave).get(url).status_code == 404

    def test_who_is_rated_cannot_see_what_is_said(self, url: str, carol: Person) -> None:
        assert signed_in(carol.user).get(url).status_code == 404  # type: ignore[arg-type]

    def test_with_a_link_cannot_answer_for_the_participant(
        self, own: Rater, round: Round, carol: Person, dimension: Dimension
    ) -> None:
        client = Client()
        _, link = invite(round, carol)
        client.get(link)
        client.post(reverse("link_start"))

        assert client.get(page("answer_questions", own, dimension)).status_code == 404


class TestTheScriptsDraft:
    def test_is_saved_as_far_as_it_goes(
        self, frank_comes: Client, peer: Rater, dimension: Dimension
    ) -> None:
        response = frank_comes.post(
            page("answer_draft", peer, dimension), posted(dimension, leave_out=2, comment="Hm")
        )

        assert re.fullmatch(r"Saved at \d\d:\d\d", json.loads(response.content)["message"])
        assert levels(peer) == {"communication-1": 4}
        assert comments() == ["Hm"]

    def test_says_what_is_not_saved(
        self, frank_comes: Client, peer: Rater, dimension: Dimension
    ) -> None:
        response = frank_comes.post(
            page("answer_draft", peer, dimension), posted(dimension, comment="x" * 10_001)
        )

        answered = json.loads(response.content)
        assert answered["message"].startswith("Not everything is saved.")
        assert "saved" not in answered
        assert len(levels(peer)) == 3

    def test_never_submits(self, frank_comes: Client, peer: Rater, dimension: Dimension) -> None:
        frank_comes.post(page("answer_draft", peer, dimension), posted(dimension))

        assert Response.objects.get().submitted_on is None

    def test_is_posted_only(self, frank_comes: Client, peer: Rater, dimension: Dimension) -> None:
        assert frank_comes.get(page("answer_draft", peer, dimension)).status_code == 405


class TestNothingLeaks:
    def test_of_the_link_into_the_page(
        self, frank_comes: Client, url: str, round: Round, frank: Person
    ) -> None:
        client = Client()
        invitation, link = invite(round, frank)
        client.get(link)
        client.post(reverse("link_start"))
        text = text_of(client.get(url))

        assert link.split("/")[2] not in text
        assert invitation.token_hash not in text
        assert str(invitation.pk) not in text

    def test_the_questions_do_not_tell_how_many_indicators_others_answered(
        self, frank_comes: Client, url: str, own: Rater, dimension: Dimension
    ) -> None:
        before = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text_of(frank_comes.get(url)))
        answer(own, 5, comments={"communication": "About me"})
        after = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text_of(frank_comes.get(url)))

        assert before == after
        assert len(indicators(dimension)) == 3
