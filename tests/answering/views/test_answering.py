"""The way around the questions: list, promise, tasks, check, submit, decline, later."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.answering import services as responses
from assessment.models import Council, Person, QueuedEmail, Rater, Response, Round, User
from tests.answers import by_link, close, keep_open, page
from tests.cast import NOW, add_participant, add_rater, answer, make_person, signed_in

PAGES = ["answer_promise", "answer_tasks", "answer_check", "answer_submitted", "answer_decline"]


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


class TestTheList:
    def test_shows_a_rater_whom_to_rate_and_how_far_each_is(
        self, frank_comes: Client, round: Round, peer: Rater, frank: Person, ashford: Council
    ) -> None:
        states = {}
        for name in ["Begun", "Whole", "Sent", "Gone"]:
            person = make_person(ashford, name)
            states[name] = add_rater(add_participant(round, person), frank, "partner")
        begun = answer(states["Begun"], submitted=False)
        begun.ratings.filter(indicator__dimension__key="focus").delete()
        answer(states["Whole"], submitted=False)
        answer(states["Sent"])
        responses.decline(rater=states["Gone"], reason="No.", at=NOW.replace(year=2020))
        text = text_of(frank_comes.get(reverse("answer_list")))

        found = re.findall(
            r"<bdi>(\w+)</bdi></a>.*?(Not started|In progress|Ready to submit|Submitted|Declined)",
            text,
        )
        assert found == [
            ("Whole", "Ready to submit"),
            ("Begun", "In progress"),
            ("Carol", "Not started"),
            ("Sent", "Submitted"),
            ("Gone", "Declined"),
        ]
        assert "9 of 12 questions answered" in text

    def test_shows_a_participant_their_own_first(
        self, carol_comes: Client, round: Round, carol: Person, ashford: Council
    ) -> None:
        add_rater(add_participant(round, make_person(ashford, "Abe")), carol, "peer")
        text = text_of(carol_comes.get(reverse("answer_list")))

        assert text.index("Yourself") < text.index("Abe")

    def test_says_when_nothing_is_asked(self, alice: User) -> None:
        assert "Nobody is waiting" in text_of(signed_in(alice).get(reverse("answer_list")))

    def test_marks_what_has_closed(self, carol_comes: Client, round: Round) -> None:
        close(round)

        assert "Closed" in text_of(carol_comes.get(reverse("answer_list")))

    def test_takes_as_many_queries_for_many_people(
        self, frank_comes: Client, round: Round, frank: Person, ashford: Council
    ) -> None:
        counts = []
        for size in (1, 10):
            for number in range(size):
                person = make_person(ashford, f"Person {size} {number}")
                answer(add_rater(add_participant(round, person), frank, "peer"))
            frank_comes.get(reverse("answer_list"))
            with CaptureQueriesContext(connection) as queries:
                frank_comes.get(reverse("answer_list"))
            counts.append(len(queries))

        assert counts[0] == counts[1] <= 4


class TestThePromise:
    def test_tells_a_peer_who_sees_what(
        self, frank_comes: Client, peer: Rater, round: Round
    ) -> None:
        text = text_of(frank_comes.get(page("answer_promise", peer)))

        assert "Nobody is shown who gave which rating" in text
        assert f"at least {round.min_group_size} people" in text
        assert "the manager’s ratings and comments are shown as the manager’s" in text
        assert "e-champion and head of ICT" in text
        assert "about 5 minutes" in text
        assert f"until {round.closes_on.day} " in text

    def test_tells_the_manager_that_it_is_not_confidential(
        self, round: Round, peer: Rater, bob: Person
    ) -> None:
        rater = add_rater(peer.participant, bob, "manager")
        text = text_of(by_link(round, bob).get(page("answer_promise", rater)))

        assert "your ratings and comments are shown as the manager’s" in text
        assert "Nobody is shown" not in text

    def test_tells_a_participant_who_reads_the_report(
        self, carol_comes: Client, own: Rater
    ) -> None:
        text = text_of(carol_comes.get(page("answer_promise", own)))

        assert "You and the HR team of your council can read the report" in text
        assert "I cannot rate" not in text

    def test_names_the_number_that_this_round_has(
        self, frank_comes: Client, ashford: Council, alice: User, frank: Person, carol: Person
    ) -> None:
        strict = Round.objects.create(
            council=ashford,
            framework=Round.objects.get().framework,
            name="Strict",
            state="open",
            min_group_size=7,
            opened_at=NOW,
            opened_by=alice,
            opens_on=NOW.date(),
            closes_on=NOW.date() + datetime.timedelta(days=1),
        )
        rater = add_rater(add_participant(keep_open(strict), carol), frank, "peer")
        text = text_of(by_link(strict, frank).get(page("answer_promise", rater)))

        assert "at least 7 people" in text


class TestTheTasks:
    def test_have_states(self, frank_comes: Client, peer: Rater) -> None:
        begun = answer(peer, submitted=False)
        begun.ratings.filter(indicator__dimension__key="focus").delete()
        begun.ratings.filter(indicator__key="mandate-2").delete()
        text = text_of(frank_comes.get(page("answer_tasks", peer)))

        assert "8 of 12 questions answered" in text
        states = re.findall(r"(Complete|In progress|Not started|Cannot start yet)", text)
        assert states == ["Complete", "Complete", "In progress", "Not started", "Cannot start yet"]

    def test_open_the_check_when_all_is_answered(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer, submitted=False)

        assert f'href="{page("answer_check", peer)}"' in text_of(
            frank_comes.get(page("answer_tasks", peer))
        )


class TestCheckingAndSubmitting:
    def test_shows_every_answer_with_a_link_to_change_it(
        self, frank_comes: Client, peer: Rater
    ) -> None:
        answer(peer, 2, levels={"focus-1": None}, comments={"focus": "a <b>\nc"}, submitted=False)
        text = text_of(frank_comes.get(page("answer_check", peer)))

        assert text.count("Level 2") == 11
        assert text.count("No occasion, or I could not see it") == 1
        assert "a &lt;b&gt; c" in text
        assert text.count("?from=check#id_q-") == 12
        assert text.count("?from=check#id_comment-label") == 4

    def test_can_be_submitted_from_both_ends(self, frank_comes: Client, peer: Rater) -> None:
        url = page("answer_check", peer)
        unanswered = text_of(frank_comes.get(url))
        answer(peer, submitted=False)
        complete = text_of(frank_comes.get(url))

        first, *_, last = [each.start() for each in re.finditer("Submit answers", complete)]
        assert first < complete.index("govuk-summary-list") < last
        ids = re.findall(r' id="([^"]+)"', complete)
        assert len(ids) == len(set(ids))
        assert unanswered.count("Submit answers") == 1

    def test_submits(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer, submitted=False)
        response = frank_comes.post(page("answer_check", peer))

        assert response.headers["Location"] == page("answer_submitted", peer)
        assert Response.objects.completed().count() == 1
        assert "Answers submitted" in text_of(frank_comes.get(page("answer_submitted", peer)))

    def test_twice_is_no_error(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer)

        assert frank_comes.post(page("answer_check", peer)).status_code == 302

    def test_keeps_as_draft_what_is_incomplete_and_lists_what_is_missing(
        self, frank_comes: Client, peer: Rater
    ) -> None:
        answer(peer, submitted=False).ratings.filter(indicator__key="focus-2").delete()
        response = frank_comes.post(page("answer_check", peer), follow=True)
        text = text_of(response)

        assert "<title>Error: " in text
        assert "1 question is not answered yet. Nothing has been submitted." in text
        errors = text[text.index("error-summary__list") : text.index("Check your answers</h1>")]
        assert re.findall(r'href="([^"]+)"', errors) == [
            f"{reverse('answer_questions', args=[peer.pk, 'focus'])}?from=check#id_q-focus-2-group"
        ]
        assert not Response.objects.completed().exists()

    def test_forgets_the_problem_once_it_is_mended(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer, submitted=False)
        text = text_of(frank_comes.get(page("answer_check", peer) + "?incomplete"))

        assert "There is a problem" not in text

    def test_without_any_answer_submits_nothing(self, frank_comes: Client, peer: Rater) -> None:
        text = text_of(frank_comes.post(page("answer_check", peer), follow=True))

        assert "12 questions are not answered yet" in text

    def test_is_too_late_once_the_round_has_closed(
        self, frank_comes: Client, peer: Rater, round: Round
    ) -> None:
        answer(peer, submitted=False)
        close(round)
        response = frank_comes.post(page("answer_check", peer))

        assert response.status_code == 410
        assert "12 of 12 answers but had not submitted them" in text_of(response)
        assert not Response.objects.completed().exists()

    def test_thanks_only_whoever_has_submitted(self, frank_comes: Client, peer: Rater) -> None:
        response = frank_comes.get(page("answer_submitted", peer))

        assert response.headers["Location"] == page("answer_check", peer)

    def test_names_who_still_waits(
        self, frank_comes: Client, peer: Rater, round: Round, frank: Person, ashford: Council
    ) -> None:
        add_rater(add_participant(round, make_person(ashford, "Gina")), frank, "peer")
        answer(peer)

        assert "Gina" in text_of(frank_comes.get(page("answer_submitted", peer)))


class TestDeclining:
    def test_keeps_the_reason_for_hr(self, frank_comes: Client, peer: Rater) -> None:
        text = text_of(
            frank_comes.post(
                page("answer_decline", peer), {"reason": "We hardly meet."}, follow=True
            )
        )

        peer.refresh_from_db()
        assert peer.decline_reason == "We hardly meet."
        assert "You have declined to rate" in text

    def test_needs_a_reason(self, frank_comes: Client, peer: Rater) -> None:
        text = text_of(frank_comes.post(page("answer_decline", peer), {"reason": " "}))

        assert "<title>Error: " in text
        assert "Say why you cannot rate this person." in text

    def test_says_when_the_reason_is_too_long(self, frank_comes: Client, peer: Rater) -> None:
        text = text_of(frank_comes.post(page("answer_decline", peer), {"reason": "x" * 301}))

        assert "Your reason has 301 characters. Shorten it to 300." in text

    def test_can_be_taken_back(self, frank_comes: Client, peer: Rater) -> None:
        frank_comes.post(page("answer_decline", peer), {"reason": "We hardly meet."})
        frank_comes.post(page("answer_decline", peer), {"take-back": "yes"})

        peer.refresh_from_db()
        assert peer.declined_on is None

    def test_is_not_for_oneself(self, carol_comes: Client, own: Rater) -> None:
        response = carol_comes.post(page("answer_decline", own), {"reason": "No."})

        own.refresh_from_db()
        assert response.status_code == 409
        assert own.declined_on is None

    @pytest.mark.parametrize("name", ["answer_promise", "answer_tasks", "answer_check"])
    def test_leads_every_page_to_taking_it_back(
        self, frank_comes: Client, peer: Rater, name: str
    ) -> None:
        responses.decline(rater=peer, reason="No.", at=NOW.replace(year=2020))

        assert frank_comes.get(page(name, peer)).headers["Location"] == page("answer_decline", peer)


class TestFinishingLater:
    def test_emails_a_rater_a_new_link_and_leaves(self, frank_comes: Client, peer: Rater) -> None:
        frank_comes.post(page("answer_later", peer))

        assert QueuedEmail.objects.get().kind == QueuedEmail.Kind.LATER
        assert frank_comes.get(page("answer_tasks", peer)).status_code == 302

    def test_is_a_button(self, frank_comes: Client, peer: Rater) -> None:
        assert frank_comes.get(page("answer_later", peer)).status_code == 405


class TestEveryPage:
    @pytest.mark.parametrize("name", PAGES)
    def test_finds_nothing_for_somebody_else(
        self,
        peer: Rater,
        alice: User,
        dave: User,
        carol: Person,
        round: Round,
        bob: Person,
        name: str,
    ) -> None:
        others = [signed_in(alice), signed_in(dave), signed_in(carol.user), by_link(round, bob)]  # type: ignore[arg-type]

        assert {each.get(page(name, peer)).status_code for each in others} == {404}

    @pytest.mark.parametrize("name", PAGES)
    def test_asks_somebody_unknown_for_the_link(
        self, client: Client, peer: Rater, name: str
    ) -> None:
        assert client.get(page(name, peer)).headers["Location"].startswith("/link/?next=")

    @pytest.mark.parametrize("name", PAGES)
    def test_finds_nothing_under_a_wrong_number(
        self, frank_comes: Client, peer: Rater, name: str
    ) -> None:
        address = page(name, peer).replace(str(peer.pk), "00000000-0000-4000-8000-000000000000")

        assert frank_comes.get(address).status_code == 404

    @pytest.mark.parametrize("name", PAGES)
    def test_is_kindly_closed_with_its_round(
        self, frank_comes: Client, peer: Rater, round: Round, name: str
    ) -> None:
        answer(peer)
        close(round)
        response = frank_comes.get(page(name, peer))

        assert response.status_code == 410
        assert "are kept, and they count" in text_of(response)

    @pytest.mark.parametrize("name", ["answer_promise", "answer_tasks", "answer_submitted"])
    def test_that_only_shows_takes_no_post(
        self, frank_comes: Client, peer: Rater, name: str
    ) -> None:
        assert frank_comes.post(page(name, peer)).status_code == 405

    @pytest.mark.parametrize("name", PAGES)
    def test_says_who_is_rated_and_lets_one_leave(
        self, frank_comes: Client, peer: Rater, name: str
    ) -> None:
        answer(peer)
        text = text_of(frank_comes.get(page(name, peer)))

        assert "About <strong><bdi>Carol</bdi></strong>, as: peer" in text
        assert "Answering: <bdi>Frank</bdi>" in text
        assert f'action="{reverse("answer_leave")}"' in text

    @pytest.mark.parametrize("name", PAGES)
    def test_takes_few_queries(self, frank_comes: Client, peer: Rater, name: str) -> None:
        answer(peer)
        frank_comes.get(page(name, peer))
        with CaptureQueriesContext(connection) as queries:
            frank_comes.get(page(name, peer))

        assert len(queries) <= 8

    def test_is_hidden_from_an_account_that_was_switched_off(
        self, own: Rater, carol: Person
    ) -> None:
        client = signed_in(carol.user)  # type: ignore[arg-type]
        User.objects.filter(person=carol).update(is_active=False)

        assert client.get(page("answer_tasks", own)).status_code == 302

    def test_of_a_draft_round_is_not_there(
        self, carol_comes: Client, carol: Person, round: Round
    ) -> None:
        draft = Round.objects.create(
            council=round.council,
            framework=round.framework,
            name="Draft",
            opens_on=round.opens_on,
            closes_on=round.closes_on,
        )
        rater = add_participant(draft, carol).raters.get()

        assert carol_comes.get(page("answer_promise", rater)).status_code == 404
