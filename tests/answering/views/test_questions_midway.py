"""One dimension's page when something happens midway: other tabs, closing, signing out."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment import access
from assessment.answering import services as responses
from assessment.models import (
    Comment,
    Dimension,
    Invitation,
    Person,
    QueuedEmail,
    Rater,
    Response,
    Round,
    User,
)
from tests.answers import (
    by_link,
    close,
    indicators,
    invite,
    levels,
    page,
    posted,
)
from tests.cast import (
    NOW,
    answer,
    signed_in,
)


def comments() -> list[str]:
    return list(Comment.objects.values_list("text", flat=True))


def text_of(response: Any) -> str:
    return str(response.content.decode())


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
        self, carol_comes: Client, own: Rater, dimension: Dimension
    ) -> None:
        response = carol_comes.post(
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


class TestALinkThatIsStoppedMeanwhile:
    """Between the door of the page and the lock of the save."""

    @pytest.fixture(autouse=True)
    def stopped(self, monkeypatch: pytest.MonkeyPatch, peer: Rater) -> None:
        came = access.get_answerable

        def come_and_be_stopped(visitor: access.Visitor, rater_id: uuid.UUID) -> Rater:
            found = came(visitor, rater_id)
            Invitation.objects.update(token_hash="", revoked_at=NOW)
            return found

        monkeypatch.setattr(access, "get_answerable", come_and_be_stopped)

    def test_shows_what_was_typed_and_saves_nothing(
        self, frank_comes: Client, url: str, dimension: Dimension
    ) -> None:
        response = frank_comes.post(url, posted(dimension, comment="Kept for copying"))

        assert response.status_code == 409
        assert "Your link has been stopped or replaced" in text_of(response)
        assert "Kept for copying" in text_of(response)
        assert not Response.objects.exists()

    @pytest.mark.parametrize("step", ["check", "decline"])
    def test_ends_every_other_step(self, frank_comes: Client, peer: Rater, step: str) -> None:
        response = frank_comes.post(page(f"answer_{step}", peer), {"reason": "No time."})

        assert response.status_code == 409
        assert "Your link has been stopped or replaced" in text_of(response)

    def test_keeps_answers_from_being_withdrawn(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer, 3)
        response = frank_comes.post(page("my_answers_withdraw", peer))

        assert response.status_code == 409
        assert Response.objects.exists()


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
        again = {name: again[name] for name in again if name in data}

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
        self, own: Rater, frank_comes: Client, dimension: Dimension
    ) -> None:
        assert frank_comes.get(page("answer_questions", own, dimension)).status_code == 404


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
