"""A personal link: nothing on GET, a button, one answer for every link that does not work."""

from __future__ import annotations

import datetime
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Council, Invitation, Participant, Person, Rater, Round, User
from assessment.rounds.services import invitations, links
from tests.answers import by_link, close, follow, invite, page
from tests.cast import NOW, add_participant, add_rater, make_person, signed_in

START = "/link/"
TOKEN = r'name="csrfmiddlewaretoken" value="[^"]+"'


@pytest.fixture
def link(peer: Rater, round: Round, frank: Person) -> str:
    return invite(round, frank)[1]


class TestOpeningALink:
    def test_does_nothing_in_the_database(
        self, link: str, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            response = client.get(link)

        assert (response.status_code, response["Location"]) == (302, START)
        assert settings.SESSION_COOKIE_NAME not in client.cookies

    def test_takes_the_token_out_of_sight(self, link: str, client: Client) -> None:
        response = client.get(link)

        token = link.split("/")[2]
        assert token not in response["Location"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        cookie = response.cookies["link"]
        assert cookie["httponly"]
        assert (cookie["path"], cookie["samesite"]) == (START, "Lax")

    def test_by_a_scanner_leaves_it_as_good_as_before(
        self, link: str, client: Client, peer: Rater
    ) -> None:
        for _ in range(3):
            Client().get(link, follow=True)
            Client().head(link)

        assert follow(client, link) == page("answer_promise", peer)

    def test_shows_a_button_and_no_name(
        self, link: str, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.get(link)
        with django_assert_num_queries(1):  # whose it is, for the language
            text = client.get(START).content.decode()

        assert "Start" in text
        assert "Carol" not in text
        assert "Frank" not in text
        assert link.split("/")[2] not in text

    def test_that_does_not_work_shows_the_same_button(self, link: str) -> None:
        pages = set()
        for each in (link, f"/link/{43 * 'x'}/"):
            client = Client()
            client.get(each)
            pages.add(re.sub(TOKEN, "", client.get(START).content.decode()))
        assert len(pages) == 1

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_knows_no_other_way(self, link: str, client: Client, method: str) -> None:
        assert getattr(client, method)(link).status_code == 405


class TestPressingStart:
    def test_leads_to_the_promise_when_one_person_is_to_be_rated(
        self, link: str, client: Client, peer: Rater
    ) -> None:
        assert follow(client, link) == page("answer_promise", peer)
        assert client.get(page("answer_promise", peer)).status_code == 200

    def test_leads_to_the_list_when_there_are_several(
        self, link: str, client: Client, round: Round, frank: Person, ashford: Council
    ) -> None:
        add_rater(add_participant(round, make_person(ashford, "Gina")), frank, "peer")

        assert follow(client, link) == reverse("answer_list")

    def test_leads_back_to_where_somebody_was(self, link: str, client: Client, peer: Rater) -> None:
        client.get(link)
        wanted = page("answer_check", peer)

        assert client.post(START, {"next": wanted}).headers["Location"] == wanted

    @pytest.mark.parametrize(
        "wanted", ["https://example.com/answer/", "//example.com/answer/", "/admin/"]
    )
    def test_leads_nowhere_else(self, link: str, client: Client, peer: Rater, wanted: str) -> None:
        client.get(link)

        response = client.post(START, {"next": wanted})
        assert response.headers["Location"] == page("answer_promise", peer)

    def test_begins_a_new_session(self, link: str, client: Client) -> None:
        follow(client, link)
        before = client.session.session_key
        follow(client, link)

        assert client.session.session_key != before

    def test_takes_the_cookie_away(self, link: str, client: Client) -> None:
        follow(client, link)

        assert client.cookies["link"].value == ""

    def test_is_refused_to_another_site(self, link: str) -> None:
        client = Client(enforce_csrf_checks=True)
        client.get(link)

        assert client.post(START).status_code == 403


class TestALinkThatDoesNotWork:
    @pytest.fixture
    def dead(self, round: Round, alice: User, bob: Person, frank: Person, peer: Rater) -> list[str]:
        """Wrong, malformed, replaced, revoked, much too long."""
        replaced = invite(round, frank)[1]
        follow(Client(), invite(round, frank)[1])
        add_rater(peer.participant, bob, "manager")
        invitation, revoked = invite(round, bob)
        invitations.revoke(invitation=invitation, by=alice, at=NOW)
        odd = [
            reverse("link_arrive", args=[each]) for each in ["x" * 43, "%20'\"", "é", "y" * 9000]
        ]
        return [*odd, replaced, revoked]

    def test_answers_the_same_in_every_case(self, dead: list[str]) -> None:
        answers = []
        for each in dead:
            client = Client()
            client.get(each)
            response = client.post(START)
            # A token against forged forms is another one on every page.
            page = re.sub(rb'(name="csrfmiddlewaretoken" value=")\w+', rb"\1", response.content)
            answers.append((response.status_code, page, sorted(response.headers)))

        assert all(each == answers[0] for each in answers)
        assert answers[0][0] == 404
        assert b"This link does not work" in answers[0][1]

    def test_costs_the_same_in_every_case(
        self, dead: list[str], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for each in dead:
            client = Client()
            client.get(each)
            with django_assert_num_queries(1):
                client.post(START)

    def test_opens_no_session(self, dead: list[str], client: Client) -> None:
        follow(client, dead[0])

        assert settings.SESSION_COOKIE_NAME not in client.cookies

    def test_does_not_become_one_of_a_draft_round(
        self, round: Round, frank: Person, client: Client, alice: User
    ) -> None:
        draft = Round.objects.create(
            council=round.council,
            framework=round.framework,
            name="Draft",
            opens_on=round.opens_on,
            closes_on=round.closes_on,
        )
        client.get(invite(draft, frank)[1])

        assert client.post(START).status_code == 404

    def test_says_kindly_that_a_round_has_closed(
        self, link: str, client: Client, round: Round
    ) -> None:
        close(round)
        client.get(link)
        response = client.post(START)

        assert response.status_code == 410
        assert "closed" in response.content.decode()

    def test_forged_cookies_are_no_links(self, client: Client) -> None:
        client.cookies["link"] = "franks-token:forged"

        assert "Open your link again" in client.post(START).content.decode()

    def test_without_a_cookie_says_how_to_come_back(self, client: Client) -> None:
        text = client.get(f"{START}?next=/answer/").content.decode()

        assert "Open your link again" in text
        assert "/accounts/login/?next=/answer/" in text


class TestASession:
    def test_ends_with_a_link_that_was_revoked(
        self, peer: Rater, round: Round, frank: Person, alice: User
    ) -> None:
        client = by_link(round, frank)
        invitations.revoke(invitation=Invitation.objects.get(person=frank), by=alice, at=NOW)

        assert client.get(page("answer_tasks", peer)).status_code == 302

    def test_ends_when_a_newer_link_is_used(self, peer: Rater, round: Round, frank: Person) -> None:
        client = by_link(round, frank)
        newer = invite(round, frank)[1]
        assert client.get(page("answer_tasks", peer)).status_code == 200

        follow(Client(), newer)
        assert client.get(page("answer_tasks", peer)).status_code == 302

    def test_ends_a_day_after_a_newer_link_has_left(
        self, peer: Rater, round: Round, frank: Person
    ) -> None:
        client = by_link(round, frank)
        invitation, _newer = invite(round, frank)
        now = timezone.now()
        links.has_left(invitation=invitation, at=now - links.OVERLAP + datetime.timedelta(hours=1))
        assert client.get(page("answer_tasks", peer)).status_code == 200

        invitation.earlier_links.update(ends_at=now)
        assert client.get(page("answer_tasks", peer)).status_code == 302

    def test_by_an_earlier_link_leaves_the_newer_one(
        self, peer: Rater, round: Round, frank: Person
    ) -> None:
        older, newer = invite(round, frank)[1], invite(round, frank)[1]
        for link in (older, newer):
            assert follow(Client(), link) == page("answer_promise", peer)
        assert follow(Client(), older) == ""

    def test_of_a_second_rater_replaces_the_first(
        self, peer: Rater, round: Round, frank: Person, bob: Person
    ) -> None:
        other = add_rater(peer.participant, bob, "manager")
        client = by_link(round, frank)
        follow(client, invite(round, bob)[1])

        assert client.get(page("answer_tasks", peer)).status_code == 404
        assert (
            "Answering: <bdi>Bob</bdi>" in client.get(page("answer_tasks", other)).content.decode()
        )

    def test_ends_when_somebody_signs_in(
        self, peer: Rater, round: Round, frank: Person, carol: Person
    ) -> None:
        client = by_link(round, frank)
        assert carol.user is not None
        client.force_login(carol.user, backend=settings.AUTHENTICATION_BACKENDS[0])

        assert client.get(page("answer_tasks", peer)).status_code == 404
        own = peer.participant.raters.get(group="self")
        assert client.get(page("answer_tasks", own)).status_code == 200

    def test_of_somebody_signed_in_is_left_and_the_account_stays(
        self, peer: Rater, link: str, alice: User
    ) -> None:
        client = signed_in(alice)
        follow(client, link)
        assert client.get(page("answer_tasks", peer)).status_code == 200
        client.post(reverse("answer_leave"))

        assert client.get(page("answer_tasks", peer)).status_code == 404
        assert "_auth_user_id" in client.session

    def test_is_gone_after_leaving(self, peer: Rater, round: Round, frank: Person) -> None:
        client = by_link(round, frank)
        response = client.post(reverse("answer_leave"), follow=True)

        assert "You have left" in response.content.decode()
        assert client.get(page("answer_tasks", peer)).status_code == 302
        assert not client.session.keys()

    def test_sees_nobody_of_another_council(
        self, peer: Rater, round: Round, frank: Person, brindle: Council, dave: User
    ) -> None:
        client = by_link(round, frank)
        theirs = Round.objects.create(
            council=brindle,
            framework=round.framework,
            name="Theirs",
            state="open",
            opened_at=NOW,
            opened_by=dave,
            opens_on=timezone.localdate(),
            closes_on=timezone.localdate() + datetime.timedelta(days=9),
        )
        elsewhere: Participant = add_participant(theirs, make_person(brindle, "Huw"))
        rater = add_rater(elsewhere, make_person(brindle, "Frank", frank.email), "peer")

        assert client.get(page("answer_promise", rater)).status_code == 404
        assert "Huw" not in client.get(reverse("answer_list")).content.decode()
