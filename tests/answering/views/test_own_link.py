"""A participant's own link: it opens their answers in one round, and nothing else."""

from __future__ import annotations

import json

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.answering.services import LinkStopped
from assessment.models import (
    Council,
    Framework,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    Response,
    Round,
    User,
)
from assessment.release.services import release
from assessment.rounds.selectors.invitations import get_reminding
from assessment.rounds.services import identity, invitations, raters
from assessment.rounds.services.invitations import AccountClosed
from assessment.rounds.services.raters import RaterRefused
from assessment.web import language_choice
from tests.answers import (
    bases,
    by_link,
    close,
    dimension_of,
    follow,
    invite,
    keep_open,
    levels,
    page,
    posted,
    save,
)
from tests.cast import (
    PASSWORD,
    add_participant,
    add_rater,
    answer,
    make_participant_account,
    make_person,
    make_round,
    signed_in,
)

TASKS = "answer_tasks"
OVER = "Words of Carol about herself."


@pytest.fixture
def link(own: Rater, round: Round, carol: Person) -> str:
    return invite(round, carol)[1]


@pytest.fixture
def comes(own: Rater, round: Round, carol: Person) -> Client:
    """Carol by her link, never signed in."""
    return by_link(round, carol)


def account_of(person: Person) -> User:
    assert person.user is not None
    return person.user


def asks_who(client: Client, address: str) -> bool:
    """Whether the visitor is unknown there and led to the page that says so."""
    response = client.get(address)
    return response.status_code == 302 and response["Location"].startswith(reverse("link_start"))


def asks_to_sign_in(client: Client, address: str) -> bool:
    response = client.get(address)
    return response.status_code == 302 and response["Location"].startswith(reverse("account_login"))


def followed(link: str) -> Client:
    client = Client()
    follow(client, link)
    return client


def readdress(person: Person, email: str, by: User) -> None:
    raters.correct_person(person=person, name=person.name, email=email, by=by, at=timezone.now())


def switch(user: User, *, active: bool) -> None:
    user.is_active = active
    identity.save_account(user=user, fields={"is_active"}, at=timezone.now())


class TestItsOwner:
    def test_is_led_to_the_promise(self, link: str, client: Client, own: Rater) -> None:
        assert follow(client, link) == page("answer_promise", own)
        text = client.get(page("answer_promise", own)).content.decode()
        assert "How do you see your own work?" in text
        assert "Your link is personal." in text

    def test_answers_without_a_password(self, comes: Client, own: Rater) -> None:
        address = page("answer_questions", own, dimension_of(own.participant))
        comes.post(address, posted(dimension_of(own.participant), "4") | bases(comes, address))
        assert set(levels(own).values()) == {4}

    def test_finds_colleagues_behind_the_same_link(
        self, link: str, client: Client, round: Round, ashford: Council, carol: Person, own: Rater
    ) -> None:
        gina = add_participant(round, make_person(ashford, "Gina"))
        other = add_rater(gina, carol, "peer")
        assert follow(client, link) == reverse("answer_list")
        for each in (own, other):
            assert client.get(page(TASKS, each)).status_code == 200

    def test_stops_and_gets_a_new_link(
        self, comes: Client, own: Rater, carol: Person, round: Round
    ) -> None:
        comes.post(page("answer_later", own))
        (email,) = QueuedEmail.objects.filter(person=carol)
        assert email.kind == QueuedEmail.Kind.LATER
        assert asks_who(comes, page(TASKS, own))

    def test_keeps_a_language_that_they_choose_for_their_account_too(
        self, link: str, carol: Person
    ) -> None:
        invitation = carol.invitations.get()
        language_choice.choose_by_link(invitation=invitation, language="cy", at=timezone.now())
        carol.refresh_from_db()
        assert carol.language == User.objects.get(person=carol).language == "cy"

    def test_is_met_in_their_language_by_the_first_page(
        self, link: str, client: Client, carol: Person
    ) -> None:
        client.get(link)
        for code in ("cy", "en-gb"):
            Person.objects.filter(pk=carol.pk).update(language=code)
            form = client.get(reverse("link_start")).context["language_form"]
            assert form.now == code

    def test_leaves_no_sign_when_a_scanner_opens_it(self, link: str, own: Rater) -> None:
        for _ in range(3):
            Client().get(link, follow=True)
            Client().head(link, follow=True)
        assert not Response.objects.exists()
        assert not Session.objects.exists()
        assert follow(Client(), link) == page("answer_promise", own)


class TestWhatItDoesNotOpen:
    @pytest.fixture
    def released(self, own: Rater, peer: Rater, round: Round, alice: User) -> Participant:
        answer(own, 3, comments={"communication": OVER})
        answer(peer, 5)
        close(round)
        release.release(round=round, by=alice, at=timezone.now())
        return Participant.objects.get(pk=own.participant_id)

    @pytest.mark.parametrize("name", ["page", "pdf", "conversation", "goals"])
    def test_is_the_report(self, comes: Client, released: Participant, name: str) -> None:
        assert asks_to_sign_in(comes, reverse(f"report_{name}", args=[released.report.pk]))

    def test_is_a_figure_in_ones_data(
        self, released: Participant, carol: Person, round: Round
    ) -> None:
        comes = by_link(round, carol)
        text = comes.get(reverse("my_data")).content.decode()
        assert OVER in text
        assert "Every figure of the report" not in text
        data = json.loads(comes.post(reverse("my_data_file")).content)
        (assessed,) = data["assessed"]
        assert assessed["own_answers"]["comments"][0]["text"] == OVER
        assert assessed["report"] is None
        assert (data["account"], data["done"]) == (None, [])
        by_account = json.loads(signed_in(account_of(carol)).post(reverse("my_data_file")).content)
        assert by_account["assessed"][0]["report"]["figures"]

    @pytest.mark.parametrize("name", ["home", "round_list", "holdings", "audit", "admin:index"])
    def test_is_any_page_of_an_account(
        self, own: Rater, round: Round, alice: User, ashford: Council, name: str
    ) -> None:
        person = make_person(ashford, "Alice", alice.email)
        person.user = alice
        person.save()
        sheet = add_participant(round, person).raters.get()
        comes = by_link(round, person)
        assert comes.get(page(TASKS, sheet)).status_code == 200
        response = comes.get(reverse(name))
        assert response.status_code == 302
        assert "login" in response["Location"]

    def test_is_another_round(
        self,
        comes: Client,
        ashford: Council,
        framework: Framework,
        alice: User,
        carol: Person,
    ) -> None:
        autumn = keep_open(make_round(ashford, framework, by=alice, state="open", name="Autumn"))
        sheet = add_participant(autumn, carol).raters.get()
        assert comes.get(page(TASKS, sheet)).status_code == 404
        assert "Autumn" not in comes.get(reverse("my_data")).content.decode()

    def test_is_the_sheet_of_whoever_rates_its_owner(self, comes: Client, peer: Rater) -> None:
        assert comes.get(page(TASKS, peer)).status_code == 404


class TestAClosedAccount:
    def test_ends_the_link_of_its_owner(
        self, comes: Client, link: str, own: Rater, carol: Person
    ) -> None:
        switch(account_of(carol), active=False)
        for address in (page(TASKS, own), reverse("my_data")):
            assert asks_who(comes, address)
        assert Client().get(link, follow=True).status_code == 200
        assert asks_who(followed(link), page(TASKS, own))

    def test_brings_nothing_back_when_it_opens_again(
        self, comes: Client, link: str, own: Rater, carol: Person
    ) -> None:
        for active in (False, True):
            switch(account_of(carol), active=active)
        assert asks_who(comes, page(TASKS, own))
        assert asks_who(followed(link), page(TASKS, own))

    def test_takes_no_answer_that_waited(self, own: Rater, round: Round, carol: Person) -> None:
        invitation, _link = invite(round, carol)
        switch(account_of(carol), active=False)
        with pytest.raises(LinkStopped):
            save(own, 4, link=invitation)
        assert levels(own) == {}

    def test_lets_nobody_in_however_it_was_closed(
        self, comes: Client, own: Rater, carol: Person
    ) -> None:
        User.objects.filter(pk=account_of(carol).pk).update(is_active=False)
        assert asks_who(comes, page(TASKS, own))

    def test_drops_the_email_that_waits(self, own: Rater, round: Round, alice: User) -> None:
        invitations.issue(round=round, by=alice, at=timezone.now())
        switch(account_of(own.person), active=False)
        waiting = QueuedEmail.objects.unsent().asking().filter(person=own.person)
        assert not waiting.exists()

    def test_that_was_closed_before_links_ended_with_it_is_not_reminded(
        self, own: Rater, round: Round, carol: Person, alice: User
    ) -> None:
        invite(round, carol)
        User.objects.filter(pk=account_of(carol).pk).update(is_active=False)
        assert carol.pk not in get_reminding(round, at=timezone.now()).people

    def test_is_sent_no_link_and_no_reminder(
        self, own: Rater, round: Round, carol: Person, alice: User
    ) -> None:
        invitation, _link = invite(round, carol)
        switch(account_of(carol), active=False)
        with pytest.raises(AccountClosed):
            invitations.resend(invitation=invitation, by=alice, at=timezone.now())
        invitations.remind(round=round, by=alice, at=timezone.now())
        asked = QueuedEmail.objects.filter(round=round)
        assert set(asked.values_list("person__name", flat=True)) == {"Frank"}


def test_a_participant_who_is_taken_out_has_no_link_any_more(
    comes: Client, own: Rater, alice: User
) -> None:
    raters.remove_participant(participant=own.participant, by=alice, at=timezone.now())
    assert asks_who(comes, page(TASKS, own))


class TestASuccessor:
    """Somebody who reads the mailbox that was the participant's."""

    def test_at_the_old_address_gets_nowhere_by_the_old_link(
        self, comes: Client, link: str, own: Rater, carol: Person, alice: User
    ) -> None:
        readdress(carol, "carol.new@example.gov.uk", alice)
        assert asks_who(comes, page(TASKS, own))
        assert asks_who(followed(link), page(TASKS, own))

    def test_with_the_same_address_gets_a_sheet_of_their_own(
        self, own: Rater, round: Round, carol: Person, alice: User, ashford: Council
    ) -> None:
        old = carol.email
        readdress(carol, "carol.new@example.gov.uk", alice)
        gina = make_person(ashford, "Gina", old)
        make_participant_account(gina)
        sheet = add_participant(round, gina).raters.get()
        comes = by_link(round, gina)
        assert comes.get(page(TASKS, sheet)).status_code == 200
        assert comes.get(page(TASKS, own)).status_code == 404

    def test_is_given_no_address_behind_which_answers_are(
        self, comes: Client, own: Rater, carol: Person, alice: User
    ) -> None:
        save(own, 4)
        with pytest.raises(RaterRefused, match="has begun to answer"):
            readdress(carol, "alice@example.gov.uk", alice)
        assert comes.get(page(TASKS, own)).status_code == 200


class TestTwoInOneBrowser:
    def test_an_answer_for_a_colleague_never_lands_in_ones_own_sheet(
        self, frank_comes: Client, link: str, peer: Rater, own: Rater
    ) -> None:
        dimension = dimension_of(peer.participant)
        address = page("answer_questions", peer, dimension)
        form = posted(dimension, "2") | bases(frank_comes, address)
        follow(frank_comes, link)  # Carol's, in another tab
        assert frank_comes.post(address, form).status_code == 403
        assert levels(peer) == levels(own) == {}

    def test_ones_own_answer_never_lands_behind_another_link(
        self, comes: Client, round: Round, peer: Rater, own: Rater, frank: Person
    ) -> None:
        dimension = dimension_of(own.participant)
        address = page("answer_questions", own, dimension)
        form = posted(dimension, "2") | bases(comes, address)
        follow(comes, invite(round, frank)[1])
        assert comes.post(address, form).status_code == 403
        assert levels(peer) == levels(own) == {}

    def test_signing_in_as_somebody_else_ends_the_link(
        self, comes: Client, own: Rater, frank: Person
    ) -> None:
        make_participant_account(frank)
        assert comes.login(email=frank.email, password=PASSWORD)
        assert comes.get(page(TASKS, own)).status_code == 404

    def test_hr_who_open_a_link_stay_hr_on_their_pages_and_lose_it_by_leaving(
        self, link: str, own: Rater, alice: User
    ) -> None:
        browser = signed_in(alice)
        follow(browser, link)
        assert browser.get(page(TASKS, own)).status_code == 200
        assert (
            browser.get(reverse("participant_page", args=[own.participant_id])).status_code == 200
        )
        browser.post(reverse("answer_leave"))
        assert browser.get(page(TASKS, own)).status_code == 404

    def test_the_own_account_opens_more_than_the_link_and_outlives_it(
        self,
        link: str,
        own: Rater,
        ashford: Council,
        framework: Framework,
        alice: User,
        carol: Person,
    ) -> None:
        autumn = keep_open(make_round(ashford, framework, by=alice, state="open", name="Autumn"))
        other = add_participant(autumn, carol).raters.get()
        browser = signed_in(account_of(carol))
        follow(browser, link)
        for sheet in (own, other):
            assert browser.get(page(TASKS, sheet)).status_code == 200
        invitation = carol.invitations.get()
        invitations.revoke(invitation=invitation, by=alice, at=timezone.now())
        assert browser.get(page(TASKS, own)).status_code == 200
        browser.post(reverse("account_logout"))
        assert asks_who(browser, page(TASKS, own))


class TestHr:
    def test_send_and_stop_it_and_never_see_it(
        self, link: str, own: Rater, alice: User, comes: Client
    ) -> None:
        hr = signed_in(alice)
        for name in ("rater_page", "rater_resend", "rater_revoke"):
            response = hr.get(reverse(name, args=[own.pk]))
            assert response.status_code == 200
            assert "/link/" not in response.content.decode()
        hr.post(reverse("rater_revoke", args=[own.pk]))
        assert asks_who(comes, page(TASKS, own))

    def test_cannot_move_or_withdraw_the_own_view(self, link: str, own: Rater, alice: User) -> None:
        text = signed_in(alice).get(reverse("rater_page", args=[own.pk])).content.decode()
        assert reverse("rater_group", args=[own.pk]) not in text
        assert reverse("rater_withdraw", args=[own.pk]) not in text
        assert reverse("rater_resend", args=[own.pk]) in text

    def test_who_are_assessed_answer_by_their_link_and_neither_send_nor_stop_it(
        self, own: Rater, round: Round, alice: User, ashford: Council
    ) -> None:
        person = make_person(ashford, "Alice", alice.email)
        person.user = alice
        person.save()
        sheet = add_participant(round, person).raters.get()
        assert by_link(round, person).get(page(TASKS, sheet)).status_code == 200
        for name in ("rater_page", "rater_resend", "rater_revoke"):
            response = signed_in(alice).get(reverse(name, args=[sheet.pk]))
            assert response.status_code == 403
