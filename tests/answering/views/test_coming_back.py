"""Back after Start, a second page with its button, the same link again, and somebody else's."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from assessment.models import Dimension, Person, Rater, Round, User
from assessment.rounds.services import invitations
from tests.answers import by_link, comments, follow, invite, page, posted
from tests.cast import NOW, add_participant, add_rater, make_person

START = "/link/"


@pytest.fixture
def link(peer: Rater, round: Round, frank: Person) -> str:
    return invite(round, frank)[1]


class TestARaterWhoHasStarted:
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_is_led_on_by_back(self, link: str, client: Client, peer: Rater, method: str) -> None:
        follow(client, link)

        response = getattr(client, method)(START)
        assert (response.status_code, response["Location"]) == (302, page("answer_promise", peer))

    def test_is_led_on_by_the_button_of_a_second_tab(
        self, link: str, client: Client, peer: Rater
    ) -> None:
        for _tab in range(2):
            client.get(link, follow=True)
        for _tab in range(2):
            response = client.post(START)
            assert response.headers["Location"] == page("answer_promise", peer)

    def test_is_led_on_by_the_link_pressed_again(
        self, link: str, client: Client, peer: Rater
    ) -> None:
        follow(client, link)
        before = client.session.session_key

        assert client.get(link, follow=True).redirect_chain[-1][0] == page("answer_promise", peer)
        assert client.session.session_key == before

    def test_is_led_back_to_where_they_were(self, link: str, client: Client, peer: Rater) -> None:
        follow(client, link)
        wanted = page("answer_check", peer)

        assert client.get(f"{START}?next={wanted}")["Location"] == wanted

    def test_of_several_people_is_led_to_the_list(
        self, link: str, client: Client, round: Round, frank: Person
    ) -> None:
        add_rater(add_participant(round, make_person(round.council, "Gina")), frank, "peer")
        follow(client, link)

        assert client.get(START)["Location"] == reverse("answer_list")

    def test_gets_the_button_of_another_link(
        self, link: str, client: Client, peer: Rater, round: Round, bob: Person
    ) -> None:
        other = add_rater(peer.participant, bob, "manager")
        follow(client, link)
        client.get(invite(round, bob)[1])

        assert client.get(START).status_code == 200
        assert client.post(START).headers["Location"] == page("answer_promise", other)

    def test_is_not_led_on_by_a_link_that_was_stopped(
        self, link: str, client: Client, frank: Person, alice: User
    ) -> None:
        follow(client, link)
        invitations.revoke(invitation=frank.invitations.get(), by=alice, at=NOW)

        assert "Open your link again" in client.get(START).content.decode()
        client.get(link)
        assert "This link does not work" in client.post(START).content.decode()

    def test_is_not_led_on_after_leaving(self, link: str, client: Client) -> None:
        follow(client, link)
        client.post(reverse("answer_leave"))

        assert client.get(START).status_code == 200


def test_a_participant_who_signed_in_is_led_on_too(carol_comes: Client, own: Rater) -> None:
    assert carol_comes.get(START)["Location"] == page("answer_promise", own)


def test_a_link_that_was_cut_says_so_before_any_button(client: Client, link: str) -> None:
    client.get(link.rstrip("/")[:-1])
    response = client.get(START)

    assert response.status_code == 404
    assert "This link does not work" in response.content.decode()
    assert "Start" not in response.content.decode()


class TestTheFirstTabOnceSomebodyElseHasStarted:
    """Frank's page is open while Bob starts his own link, or Carol signs in."""

    TYPED = "typed in the first tab"

    @pytest.fixture(params=["a link", "an account"])
    def tab(
        self, request: pytest.FixtureRequest, peer: Rater, round: Round, frank: Person, bob: Person
    ) -> Client:
        client = by_link(round, frank)
        if request.param == "a link":
            add_rater(peer.participant, bob, "manager")
            follow(client, invite(round, bob)[1])
        else:
            assert peer.participant.person.user is not None
            client.force_login(peer.participant.person.user, settings.AUTHENTICATION_BACKENDS[0])
        return client

    def test_gets_back_what_was_typed(self, tab: Client, peer: Rater, url: str) -> None:
        response = tab.post(url, {"comment": self.TYPED})

        assert response.status_code in {403, 404}
        assert "Somebody else answers in this browser now" in response.content.decode()
        assert self.TYPED in response.content.decode()
        assert comments(peer) == []

    def test_saves_it_once_its_owner_is_back(
        self, tab: Client, peer: Rater, round: Round, frank: Person, url: str, dimension: Dimension
    ) -> None:
        tab.post(url, posted(dimension, comment=self.TYPED))
        follow(tab, invite(round, frank)[1])

        assert tab.post(url, posted(dimension, comment=self.TYPED)).status_code == 302
        assert comments(peer) == [self.TYPED]

    def test_is_told_by_its_script(self, tab: Client, peer: Rater, dimension: Dimension) -> None:
        response = tab.post(page("answer_draft", peer, dimension), {"comment": self.TYPED})

        assert response.status_code in {403, 404}
        assert "Open your own link again" in response.json()["message"]

    def test_shows_nobodys_page(self, tab: Client, peer: Rater, url: str) -> None:
        for address in (url, page("answer_check", peer)):
            assert tab.get(address).status_code == 404
        assert tab.post(url, {"then": "skip"}).status_code == 404
