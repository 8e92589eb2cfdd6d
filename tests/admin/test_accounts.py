from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from assessment.models import AuditEvent, Council, Person, User
from assessment.rounds.services import outbox
from config.env import BASE_DIR
from tests.admin_pages import fields, said, save
from tests.cast import PASSWORD, signed_in

USERS, COUNCILS = "/admin/assessment/user/", "/admin/assessment/council/"
BENCHMARK = "/admin/assessment/benchmarkyear/"


@pytest.fixture
def operator(olga: User) -> Client:
    return signed_in(olga)


def add(client: Client, **values: Any) -> Any:
    """Open the page for a new account, fill it in and press Save."""
    return save(client, f"{USERS}add/", **values)


class TestNewAccount:
    # The email goes on commit, so there has to be one.
    @pytest.mark.django_db(transaction=True)
    def test_gets_a_link_to_choose_a_password_and_no_password(
        self, operator: Client, ashford: Council
    ) -> None:
        given = fields(operator.get(f"{USERS}add/"))
        assert not [name for name in given if "password" in name]
        new = {"email": "New@Ashford.example.gov.uk", "name": "New", "council": ashford.pk}
        response = operator.post(f"{USERS}add/", given | new | {"is_hr": "on"}, follow=True)
        account = User.objects.get(name="New")
        assert account.email == "new@ashford.example.gov.uk"
        assert (account.is_hr, account.is_editor, account.council) == (True, False, ashford)
        assert not account.has_usable_password()
        assert "is sent a link to choose a password" in said(response)
        (letter,) = mail.outbox
        assert letter.to == [account.email]
        link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", str(letter.body))
        assert link
        assert Client().get(link[1], follow=True).status_code == 200

    def test_is_in_the_trail_of_its_council(
        self, operator: Client, ashford: Council, olga: User
    ) -> None:
        values = fields(operator.get(f"{USERS}add/"))
        new = {"email": "n@example.gov.uk", "name": "N", "council": ashford.pk, "is_active": "on"}
        operator.post(f"{USERS}add/", values | new)
        event = AuditEvent.objects.get()
        assert (event.action, event.council, event.by) == ("user.made", ashford, olga)

    def test_of_hr_needs_a_council(self, operator: Client) -> None:
        values = fields(operator.get(f"{USERS}add/"))
        new = {"email": "n@example.gov.uk", "name": "N", "is_hr": "on", "is_active": "on"}
        assert "HR needs a council." in said(operator.post(f"{USERS}add/", values | new))
        assert not User.objects.filter(name="N").exists()

    def test_of_a_sponsor_needs_a_council_and_opens_no_admin(
        self, operator: Client, ashford: Council
    ) -> None:
        values = fields(operator.get(f"{USERS}add/"))
        new = {"email": "s@example.gov.uk", "name": "S", "is_sponsor": "on", "is_active": "on"}
        assert "A sponsor needs a council." in said(operator.post(f"{USERS}add/", values | new))
        assert not User.objects.filter(name="S").exists()
        operator.post(f"{USERS}add/", values | new | {"council": ashford.pk})
        sponsor = User.objects.get(name="S")
        assert (sponsor.is_sponsor, sponsor.is_hr, sponsor.is_staff) == (True, False, False)

    @pytest.mark.parametrize("email", ["erin@example.gov.uk", "ERIN@example.gov.uk", "erin"])
    def test_needs_an_address_of_its_own(self, operator: Client, erin: User, email: str) -> None:
        add(operator, email=email, name="Second")
        assert not User.objects.filter(name="Second").exists()


class TestAccount:
    def page(self, user: User, step: str = "change") -> str:
        return f"{USERS}{user.pk}/{step}/"

    def test_changes_are_recorded_by_the_names_of_the_fields(
        self, operator: Client, alice: User, ashford: Council
    ) -> None:
        save(operator, self.page(alice), name="Alice Smith")
        alice.refresh_from_db()
        assert alice.name == "Alice Smith"
        event = AuditEvent.objects.get()
        assert (event.action, event.council) == ("user.changed", ashford)
        assert event.detail == {"changes": [{"changed": {"fields": ["Full name"]}}]}
        assert "Changed Full name." in said(operator.get(self.page(alice, "history")))

    def test_keeps_its_password(self, operator: Client, alice: User) -> None:
        save(operator, self.page(alice), name="Alice Smith")
        alice.refresh_from_db()
        assert alice.check_password(PASSWORD)

    def test_of_a_participant_keeps_its_address(self, operator: Client, carol: Person) -> None:
        assert carol.user is not None
        page = operator.get(f"/admin/assessment/user/{carol.user.pk}/change/").content.decode()
        assert 'name="email"' not in page
        assert carol.email in page

    def test_is_closed_but_never_deleted(self, operator: Client, alice: User) -> None:
        assert operator.post(self.page(alice, "delete"), {"post": "yes"}).status_code == 403
        values = fields(operator.get(self.page(alice)))
        values.pop("is_active")
        operator.post(self.page(alice), values)
        alice.refresh_from_db()
        assert not alice.is_active

    def test_of_the_operator_cannot_be_closed_by_the_operator(
        self, operator: Client, olga: User
    ) -> None:
        for duty in ["is_operator", "is_active"]:
            values = fields(operator.get(self.page(olga)))
            values.pop(duty)
            response = operator.post(self.page(olga), values)
            assert "You cannot close your own account" in said(response)
        olga.refresh_from_db()
        assert (olga.is_operator, olga.is_active) == (True, True)

    def test_of_the_operator_keeps_its_address(self, operator: Client, olga: User) -> None:
        response = save(operator, self.page(olga), email="olgo@example.gov.uk")
        assert "would sign you out of your own account" in said(response)
        olga.refresh_from_db()
        assert olga.email == "olga@example.gov.uk"

    def test_says_that_another_address_ends_access(self, operator: Client, alice: User) -> None:
        assert "signs the account out" in said(operator.get(self.page(alice)))
        response = operator.post(
            self.page(alice),
            fields(operator.get(self.page(alice))) | {"email": "next@ashford.example.gov.uk"},
            follow=True,
        )
        assert "Access by the old password and by open pages has ended." in said(response)

    def test_that_is_closed_gets_no_link(self, operator: Client, alice: User) -> None:
        User.objects.filter(pk=alice.pk).update(is_active=False)
        response = operator.post(self.page(alice, "link"), follow=True)
        assert f"No email was sent to {alice.email}." in said(response)
        assert not mail.outbox

    def test_gets_a_new_link_on_post_only(self, operator: Client, alice: User) -> None:
        operator.get(self.page(alice, "link"))
        assert not mail.outbox
        operator.post(self.page(alice, "link"))
        outbox.send_batch(at=timezone.now())
        assert [letter.to for letter in mail.outbox] == [[alice.email]]
        assert AuditEvent.objects.get().action == "user.link_sent"


class TestCouncil:
    def test_is_made_and_changed_with_a_trail(self, operator: Client) -> None:
        save(operator, f"{COUNCILS}add/", name="Corwen Sample Council", contact_email="a@b.uk")
        council = Council.objects.get()
        save(operator, f"{COUNCILS}{council.pk}/change/", brand_colour="#123456")
        council.refresh_from_db()
        assert council.brand_colour == "#123456"
        events = AuditEvent.objects.order_by("at")
        assert [(e.action, e.council) for e in events] == [
            ("council.made", council),
            ("council.changed", council),
        ]

    def test_refuses_a_colour_that_is_none(self, operator: Client, ashford: Council) -> None:
        url = f"{COUNCILS}{ashford.pk}/change/"
        assert "Write the colour as #rrggbb." in said(save(operator, url, brand_colour="red;}"))

    def test_stays(self, operator: Client, ashford: Council) -> None:
        url = f"{COUNCILS}{ashford.pk}/delete/"
        assert operator.post(url, {"post": "yes"}).status_code == 403


class TestVisitor:
    @pytest.mark.parametrize("who", ["alice", "erin"])
    def test_without_the_duty_is_refused(
        self, ashford: Council, who: str, request: pytest.FixtureRequest
    ) -> None:
        user = request.getfixturevalue(who)
        client = signed_in(user)
        for base, pk in [(USERS, user.pk), (COUNCILS, ashford.pk)]:
            for url in [base, f"{base}add/", *(f"{base}{pk}/{s}/" for s in ["change", "history"])]:
                assert client.get(url, follow=True).status_code == 403, url
                assert client.post(url, {}, follow=True).status_code == 403, url
        assert client.post(f"{USERS}{user.pk}/link/", follow=True).status_code == 403
        assert not mail.outbox

    def test_who_signed_out_is_asked_to_sign_in(self, ashford: Council) -> None:
        for url in [USERS, f"{USERS}add/", COUNCILS, f"{COUNCILS}{ashford.pk}/change/"]:
            assert Client().get(url)["Location"].startswith("/accounts/login/")

    def test_with_a_wrong_id_finds_nothing(self, operator: Client) -> None:
        for step in ["change", "history", "link"]:
            assert operator.get(f"{USERS}{uuid.uuid4()}/{step}/").status_code == 404

    def test_changes_the_password_where_everybody_does(self, operator: Client) -> None:
        response = operator.get("/admin/password_change/")
        assert response["Location"] == "/accounts/password/change/"


class TestAdminSite:
    def test_shows_an_operator_councils_and_accounts_and_nothing_of_other_packages(
        self, operator: Client
    ) -> None:
        html = operator.get("/admin/").content.decode()
        pages = set(re.findall(r'href="(/admin/\w+/\w+/)"', html))
        assert pages == {USERS, COUNCILS, BENCHMARK}

    @pytest.mark.parametrize("url", ["/admin/", USERS, f"{USERS}add/", COUNCILS, f"{COUNCILS}add/"])
    def test_keeps_the_strict_content_security_policy(self, operator: Client, url: str) -> None:
        response = operator.get(url)
        assert "'unsafe" not in response["Content-Security-Policy"]
        assert not inline(response.content.decode())

    @pytest.mark.parametrize("url", ["/admin/", USERS, f"{USERS}add/"])
    def test_has_the_menu_of_every_other_page(self, operator: Client, url: str) -> None:
        html = operator.get(url).content.decode()
        menu = re.search(r'<nav class="places".*?</nav>', html, re.DOTALL)
        assert menu is not None
        for text in ["My assessments", 'aria-current="', "Sign out"]:
            assert text in menu[0]

    def test_lets_a_closed_account_in_no_longer(self, operator: Client, olga: User) -> None:
        User.objects.filter(pk=olga.pk).update(is_active=False)
        assert operator.get(USERS)["Location"].startswith("/accounts/login/")


def inline(html: str) -> list[str]:
    """What a browser would refuse under the policy: inline scripts, styles and handlers."""
    return re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=\"", html)


class TestTemplatesOfTheAdmin:
    def test_hold_nothing_inline(self) -> None:
        files = list((BASE_DIR / "templates" / "admin").rglob("*.html"))
        assert files
        assert {f.name: inline(f.read_text()) for f in files if inline(f.read_text())} == {}
