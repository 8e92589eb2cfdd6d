"""Account pages: signing in and out, and choosing a password by email."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from assessment.models import QueuedEmail, User
from assessment.rounds.services import outbox
from tests.cast import PASSWORD, signed_in
from tests.plugins.smtp import Mailbox

NEW = "three short words"


def visible(response: Any) -> str:
    body = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body.split("<main", 1)[1]).split())


@pytest.fixture
def mailbox(settings: Any) -> list[Any]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


@pytest.mark.django_db
class TestSignIn:
    def test_with_email_and_password_works(self, alice: User) -> None:
        sent = {"login": "Alice@Ashford.example.gov.uk", "password": PASSWORD, "next": "/help/"}
        assert Client().post(reverse("account_login"), sent)["Location"] == "/help/"

    def test_never_leads_to_another_site(self, alice: User) -> None:
        sent = {"login": alice.email, "password": PASSWORD, "next": "https://evil.example.com/"}
        assert Client().post(reverse("account_login"), sent)["Location"] == reverse("home")

    @pytest.mark.parametrize("login", ["alice@ashford.example.gov.uk", "nobody@example.com"])
    def test_refused_says_the_same_of_known_and_unknown(self, login: str, alice: User) -> None:
        answer = Client().post(reverse("account_login"), {"login": login, "password": "wrong"})
        assert "The email address and the password do not go together." in visible(answer)
        assert "<title>Error: Sign in – Skills assessment</title>" in answer.content.decode()

    def test_of_a_closed_account_is_refused(self, alice: User) -> None:
        User.objects.update(is_active=False)
        sent = {"login": alice.email, "password": PASSWORD}
        client = Client()
        client.post(reverse("account_login"), sent)
        assert "_auth_user_id" not in client.session

    def test_by_oneself_is_not_offered(self) -> None:
        answer = Client().get(reverse("account_signup"))
        assert "Accounts come from your council" in visible(answer)
        sent = {"email": "x@example.com", "password1": NEW, "password2": NEW}
        Client().post(reverse("account_signup"), sent)
        assert not User.objects.exists()


@pytest.mark.django_db
class TestNewPassword:
    @pytest.fixture(autouse=True)
    def _nobody_has_asked_yet(self) -> None:
        cache.clear()  # the count of those who asked too often

    def ask(self, email: str, client: Client | None = None) -> Any:
        """Ask for a link; a worker then sends what waits."""
        client = client or Client()
        answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        outbox.send_batch(at=timezone.now())
        return answer

    def link(self, message: Any) -> str:
        found = re.search(r"https?://[^/]+(/\S+)", message.body)
        assert found is not None
        return found.group(1)

    def test_is_chosen_by_a_link_that_works_once(self, alice: User, mailbox: list[Any]) -> None:
        self.ask(alice.email)
        client, link = Client(), self.link(mailbox[0])
        form = client.get(link, follow=True)
        address = form.redirect_chain[-1][0]
        done = client.post(address, {"password1": NEW, "password2": NEW}, follow=True)
        assert "Your password is saved" in visible(done)
        assert User.objects.get().check_password(NEW)
        assert "This link no longer works" in visible(Client().get(link))

    def test_link_is_to_the_public_address_whatever_the_request_names(
        self, alice: User, mailbox: list[Any], settings: Any
    ) -> None:
        settings.PUBLIC_URL = "https://skills.example.gov.uk"
        client = Client(headers={"host": "localhost:9999"})
        self.ask(alice.email, client)
        assert "https://skills.example.gov.uk/accounts/password/reset/key/" in mailbox[0].body
        assert "9999" not in mailbox[0].body

    def test_can_be_the_first_one(self, alice: User, mailbox: list[Any]) -> None:
        alice.set_unusable_password()
        alice.save()
        self.ask(alice.email)
        assert "Choose a password" in visible(Client().get(self.link(mailbox[0]), follow=True))

    def test_asked_for_says_the_same_of_known_and_unknown(
        self, alice: User, mailbox: list[Any]
    ) -> None:
        known, unknown = self.ask(alice.email), self.ask("nobody@example.com")
        assert visible(known) == visible(unknown)

    def test_email_names_the_person_and_nothing_else(self, alice: User, mailbox: list[Any]) -> None:
        self.ask(alice.email)
        assert mailbox[0].subject == "Choose a new password"
        assert mailbox[0].body.startswith("Hello Alice,")
        assert "within 3 days" in mailbox[0].body
        assert "example.com" not in mailbox[0].body.replace(self.link(mailbox[0]), "")

    def test_email_to_an_unknown_address_says_so(self, mailbox: list[Any]) -> None:
        self.ask("nobody@example.com")
        assert "There is no account with this address." in mailbox[0].body

    @pytest.mark.parametrize(
        ("language", "subject"),
        [
            ("en-gb", "There is no account with this email address"),
            ("cy", "Nid oes cyfrif gyda'r cyfeiriad e-bost hwn"),
        ],
    )
    def test_email_to_an_unknown_address_is_in_the_language_of_the_page(
        self, mailbox: list[Any], language: str, subject: str
    ) -> None:
        client = Client()
        client.post("/language/", {"language": language})
        self.ask("nobody@example.com", client)
        assert mailbox[0].subject == subject
        assert f'<html lang="{language}">' in mailbox[0].alternatives[0][0]

    @pytest.mark.parametrize("email", ["alice@ashford.example.gov.uk", "nobody@example.com"])
    def test_is_asked_for_while_the_mail_server_is_away_and_comes_later(
        self, alice: User, smtp_server: Mailbox, settings: Any, email: str
    ) -> None:
        there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        assert "Check your email" in visible(self.ask(email))
        assert smtp_server.messages == []

        settings.EMAIL_PORT = there
        at = timezone.now() + outbox.WAITS[0] + datetime.timedelta(seconds=5)
        assert outbox.send_batch(at=at).sent == 1
        assert len(smtp_server.to(email)) == 1
        assert not QueuedEmail.objects.exists()  # nor the address that nobody has

    def test_keeps_no_link_and_no_address_of_an_account_in_the_queue(self, alice: User) -> None:
        Client().post(reverse("account_reset_password"), {"email": alice.email})
        (row,) = QueuedEmail.objects.values()
        assert not [value for value in row.values() if "@" in str(value) or "/" in str(value)]

    def test_of_a_closed_account_is_not_sent(self, alice: User, mailbox: list[Any]) -> None:
        Client().post(reverse("account_reset_password"), {"email": alice.email})
        User.objects.update(is_active=False)
        outbox.send_batch(at=timezone.now())
        assert mailbox == []
        assert not QueuedEmail.objects.exists()

    def test_is_forgotten_with_its_address_after_three_days(self, settings: Any) -> None:
        Client().post(reverse("account_reset_password"), {"email": "nobody@example.com"})
        now = timezone.now()
        outbox.forget_old(at=now + datetime.timedelta(days=2))
        assert QueuedEmail.objects.get().address == "nobody@example.com"
        outbox.forget_old(at=now + datetime.timedelta(days=3, minutes=1))
        assert not QueuedEmail.objects.exists()

    @pytest.mark.parametrize(
        ("first", "second", "says"),
        [
            ("short", "short", "at least 12 characters"),
            (NEW, "three short word", "same password"),
            ("password1234", "password1234", "too common"),
            ("", "", "Enter a new password."),
        ],
    )
    def test_that_is_weak_is_refused(self, alice: User, first: str, second: str, says: str) -> None:
        sent = {"oldpassword": PASSWORD, "password1": first, "password2": second}
        answer = signed_in(alice).post(reverse("account_change_password"), sent)
        assert says in visible(answer)

    def test_tells_how_long_it_must_be(self, alice: User) -> None:
        page = visible(signed_in(alice).get(reverse("account_change_password")))
        assert "At least 12 characters." in page

    def test_needs_the_one_that_is_used_now(self, alice: User) -> None:
        sent = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
        answer = signed_in(alice).post(reverse("account_change_password"), sent)
        assert "Enter the password that you use now." in visible(answer)
        assert User.objects.get().check_password(PASSWORD)


@pytest.mark.django_db
class TestAccountPage:
    @pytest.mark.parametrize(
        "name", ["account_change_password", "account_set_password", "account_reauthenticate"]
    )
    def test_of_ones_own_asks_to_sign_in(self, name: str) -> None:
        answer = Client().get(reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))

    @pytest.mark.parametrize("name", ["account_email", "account_confirm_email"])
    def test_that_nobody_needs_is_not_there(self, name: str) -> None:
        with pytest.raises(NoReverseMatch):
            reverse(name)
