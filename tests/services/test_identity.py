"""Whose an account is: an address that is given up opens nothing any more, whoever gave it up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.models import Council, Invitation, Person, Round, User
from assessment.services import accounts, people, raters, retention, rights
from assessment.spreadsheets import PersonRow
from tests.admin.pages import fields, save
from tests.cast import (
    NOW,
    PASSWORD,
    add_participant,
    make_participant_account,
    make_person,
    signed_in,
)

HERS, NEW = "carol@example.gov.uk", "new.carol@example.gov.uk"
CHOSEN = "three short words"
LINK = re.compile(r"https?://[^/]+(/accounts/password/reset/key/\S+)")


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    """What other tests tried at these addresses is not counted here."""
    cache.clear()


@dataclass
class World:
    """Those who change something, and the person who has the address HERS."""

    alice: User
    olga: User
    round: Round
    carol: Person

    @property
    def account(self) -> User:
        return User.objects.get(email=HERS)


@pytest.fixture
def world(alice: User, olga: User, open_round: Round, ashford: Council) -> World:
    return World(alice, olga, open_round, make_person(ashford, "Carol", HERS))


@dataclass(frozen=True)
class Change:
    """One way to change whose an account is, and what is to be true afterwards."""

    writer: str
    before: Callable[[World], object]
    work: Callable[[World], object]
    new: str = ""
    told: tuple[str, ...] = (HERS, NEW)


def _participant(world: World) -> None:
    make_participant_account(world.carol)


def _hr(world: World) -> None:
    User.objects.create_user(HERS, PASSWORD, name="Carol", council=world.alice.council, is_hr=True)
    world.carol.delete()


def _closed_hr(world: World) -> None:
    _hr(world)
    User.objects.filter(email=HERS).update(is_active=False)


def _free_account(world: World) -> None:
    User.objects.create_user(HERS, PASSWORD, name="Carol", council=world.alice.council)
    add_participant(world.round, world.carol)


def _long_gone(world: World) -> None:
    _participant(world)
    gone = NOW - timedelta(days=366 * 8)
    User.objects.filter(email=HERS).update(date_joined=gone)


def _correct(world: World) -> None:
    raters.correct_person(person=world.carol, name="Carol", email=NEW, by=world.alice, at=NOW)


def _hand_over(world: World) -> None:
    save(signed_in(world.olga), _page(world), email=NEW)


def _close(world: World) -> None:
    client = signed_in(world.olga)
    given = fields(client.get(_page(world)))
    given.pop("is_active")
    client.post(_page(world), given)


def _reopen(world: World) -> None:
    client = signed_in(world.olga)
    client.post(_page(world), fields(client.get(_page(world))) | {"is_active": "on"})


def _page(world: World) -> str:
    return f"/admin/assessment/user/{world.account.pk}/change/"


def _open_round(world: World) -> None:
    accounts.ensure_for_participants(round=world.round, by=world.alice, at=NOW)


def _erase(world: World) -> None:
    rights.erase(person=world.carol, by=world.alice, at=NOW)


def _retention(world: World) -> None:
    council = world.carol.council
    retention.apply(council=council, at=NOW + timedelta(days=366 * 8))


_SAVE = "assessment.admin.accounts.AccountAdmin.save_model: save_account"
_FORGET = "assessment.services.unlinking.forget: empty"
CHANGES = {
    "HR corrects the address of a participant": Change(
        "assessment.services.raters.correct_person: readdress", _participant, _correct, NEW
    ),
    "the operator hands an account to a successor": Change(_SAVE, _hr, _hand_over, NEW),
    "the operator closes an account": Change(_SAVE, _hr, _close, told=(HERS,)),
    "the operator opens an account again": Change(_SAVE, _closed_hr, _reopen, HERS, (HERS,)),
    "a round opens with an account that was there": Change(
        "assessment.services.accounts.ensure_for_participants: join",
        _free_account,
        _open_round,
        HERS,
        (HERS,),
    ),
    "HR erases a person": Change(_FORGET, _participant, _erase, told=(HERS,)),
    "the time of a person is over": Change(_FORGET, _long_gone, _retention, told=(HERS,)),
}


def sign_in(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return not client.get(reverse("home")).get("Location", "").startswith(reverse("account_login"))


def ask_for_link(email: str) -> str:
    """The link that a request for a new password brings to this address, or nothing."""
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": email})
    return link_to(email)


def link_to(email: str) -> str:
    """The newest link to a password that was sent to exactly this address."""
    letters = [each for each in mail.outbox if [to.lower() for to in each.to] == [email.lower()]]
    links = [found[1] for each in letters if (found := LINK.search(str(each.body)))]
    return links[-1] if links else ""


def choose(link: str, password: str = CHOSEN) -> Client:
    """Follow the link and choose a password, as far as it lets one."""
    client = Client()
    page = client.get(link, follow=True)
    if page.redirect_chain:
        address = page.redirect_chain[-1][0]
        client.post(address, {"password1": password, "password2": password})
    return client


@pytest.fixture(params=list(CHANGES), ids=str)
def change(request: pytest.FixtureRequest) -> Change:
    return CHANGES[request.param]


@dataclass(frozen=True)
class Past:
    """What the owner before had: a page that is open, and a link that was not yet used."""

    session: Client
    link: str


@pytest.fixture
def past(
    world: World,
    change: Change,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Past:
    change.before(world)
    closed = User.objects.filter(email=HERS, is_active=False)
    was_closed = list(closed.values_list("pk", flat=True))
    User.objects.filter(email=HERS).update(is_active=True)
    session = sign_in(HERS)
    assert is_in(session)
    past = Past(session, ask_for_link(HERS))
    assert past.link
    mail.outbox.clear()
    User.objects.filter(pk__in=was_closed).update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        change.work(world)
    return past


@pytest.mark.django_db
class TestAChangeOfWhoseAnAccountIs:
    def test_lets_the_old_password_in_nowhere(self, change: Change, past: Past) -> None:
        for email in {HERS, HERS.upper(), NEW}:
            assert not is_in(sign_in(email)), email

    def test_ends_every_open_page(self, change: Change, past: Past) -> None:
        assert not is_in(past.session)

    def test_kills_a_link_that_was_sent_before(self, change: Change, past: Past) -> None:
        choose(past.link)
        assert not any(user.check_password(CHOSEN) for user in User.objects.all())

    def test_tells_both_addresses(self, change: Change, past: Past) -> None:
        told = [to for letter in mail.outbox for to in letter.to]
        assert sorted(told) == sorted(change.told)

    def test_leads_the_new_owner_alone_to_a_password(self, change: Change, past: Past) -> None:
        link = link_to(change.new)
        assert bool(link) == bool(change.new)
        if link:
            choose(link)
            assert is_in(sign_in(change.new.upper(), CHOSEN))

    def test_sends_no_link_to_the_old_address(self, change: Change, past: Past) -> None:
        if change.new != HERS:
            assert not link_to(HERS)
            assert not ask_for_link(HERS.title())

    def test_leaves_no_second_copy_of_an_address(self, change: Change, past: Past) -> None:
        assert not EmailAddress.objects.exists()


@pytest.mark.django_db
class TestAnAddressGivenToSomebodyElse:
    """Carol has moved to a new address; then her old one becomes that of somebody else."""

    @pytest.fixture
    def moved(self, world: World) -> User:
        _participant(world)
        assert ask_for_link(HERS)
        _correct(world)
        choose(ask_for_link(NEW))
        return User.objects.get(email=NEW)

    def is_separate(self, moved: User) -> None:
        """The old address opens the account of its new owner, and only that."""
        choose(ask_for_link(HERS.upper()), "four other short words")
        other = User.objects.get(email=HERS)
        moved.refresh_from_db()
        assert moved.check_password(CHOSEN)
        assert other != moved
        client = sign_in(HERS, "four other short words")
        assert client.session["_auth_user_id"] == str(other.pk)
        assert not is_in(sign_in(HERS, CHOSEN))
        assert is_in(sign_in(NEW, CHOSEN))

    def test_by_hr_is_theirs(self, world: World, moved: User, bob: Person) -> None:
        make_participant_account(bob)
        raters.correct_person(person=bob, name="Bob", email="Carol@Example.gov.uk",
                              by=world.alice, at=NOW)  # fmt: skip
        self.is_separate(moved)

    def test_by_a_spreadsheet_is_theirs(self, world: World, moved: User) -> None:
        row = PersonRow("Newcomer", HERS, ("head-of-ict",), "Frank", "frank@example.com", "peer")
        people.stage_import(
            round=world.round, file_name="p.csv", rows=[row], by=world.alice, at=NOW
        )
        people.confirm_import(round=world.round, by=world.alice, at=NOW)
        assert Person.objects.get(name="Newcomer").user != moved
        self.is_separate(moved)

    def test_by_the_operator_is_theirs(self, world: World, moved: User) -> None:
        _hand_over_to_old = {"email": HERS, "name": "Newcomer"}
        signed = signed_in(world.olga)
        save(signed, "/admin/assessment/user/add/", **_hand_over_to_old)
        self.is_separate(moved)

    @pytest.mark.parametrize("verified", [True, False])
    def test_opens_nothing_by_a_row_that_somebody_left(self, moved: User, verified: bool) -> None:
        EmailAddress.objects.create(user=moved, email=HERS, verified=verified, primary=verified)
        assert not ask_for_link(HERS)
        assert not is_in(sign_in(HERS, CHOSEN))

    def test_is_theirs_whatever_row_an_older_version_left(self, world: World, moved: User) -> None:
        EmailAddress.objects.create(user=moved, email=HERS)
        User.objects.create_user(HERS, PASSWORD, name="Newcomer", council=world.alice.council)
        self.is_separate(moved)


@pytest.mark.django_db
class TestAPasswordChosenInTheMiddleOfAChange:
    def test_is_not_saved_and_brings_no_address_back(self, world: World) -> None:
        from allauth.account.adapter import get_adapter
        from allauth.core import context
        from allauth.core.exceptions import ImmediateHttpResponse

        _participant(world)
        stale = world.account  # read by a request that goes on after the correction
        request = Client().get(reverse("account_login")).wsgi_request
        _correct(world)
        with context.request_context(request), pytest.raises(ImmediateHttpResponse):
            get_adapter().set_password(stale, CHOSEN)
        now = User.objects.get(pk=stale.pk)
        assert now.email == NEW
        assert not now.has_usable_password()


@pytest.mark.django_db
class TestARaterWithoutAnAccount:
    def correct(
        self, world: World, capture: DjangoCaptureOnCommitCallbacks, *, emailed: bool
    ) -> list[Any]:
        Invitation.objects.create(
            round=world.round, person=world.carol, sent_at=NOW if emailed else None
        )
        Round.objects.update(state="closed", closed_at=NOW, closed_by=world.alice)
        with capture(execute=True):
            _correct(world)
        return [letter.to for letter in mail.outbox]

    def test_is_told_at_both_addresses(
        self, world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        told = self.correct(world, django_capture_on_commit_callbacks, emailed=True)
        assert told == [[HERS], [NEW]]

    def test_is_told_nothing_at_an_address_that_never_got_an_email(
        self, world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        assert not self.correct(world, django_capture_on_commit_callbacks, emailed=False)


@pytest.mark.django_db
class TestANotice:
    def test_names_neither_the_person_nor_the_other_address(
        self, world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        _participant(world)
        with django_capture_on_commit_callbacks(execute=True):
            _correct(world)
        old, new = mail.outbox
        assert "Carol" not in str(old.body)
        assert NEW not in str(old.body)
        assert HERS not in str(new.body)
        assert old.reply_to == new.reply_to == [world.carol.council.contact_email]

    def test_of_an_account_without_a_council_comes_from_the_service(
        self, erin: User, olga: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            save(signed_in(olga), f"/admin/assessment/user/{erin.pk}/change/", email=NEW)
        assert [letter.to for letter in mail.outbox] == [[erin.email], [NEW]]
        assert mail.outbox[1].subject == "Skills assessment: we now write to you at this address"

    def test_that_cannot_leave_stops_nothing(
        self,
        world: World,
        smtp_server: Any,
        caplog: pytest.LogCaptureFixture,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        _participant(world)
        smtp_server.refused.add(HERS)
        with django_capture_on_commit_callbacks(execute=True):
            _correct(world)
        assert [str(each["To"]) for each in smtp_server.messages] == [NEW]
        own = [each.getMessage() for each in caplog.records if each.name.startswith("assessment")]
        assert own == ["A notice was not sent (SMTPRecipientsRefused)."]

    def test_without_a_mail_server_stops_nothing(
        self,
        world: World,
        settings: Any,
        caplog: pytest.LogCaptureFixture,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        _participant(world)
        with django_capture_on_commit_callbacks(execute=True):
            _correct(world)
        assert User.objects.get(email=NEW)
        assert "no mail server (ConnectionRefusedError)" in caplog.text


@pytest.mark.django_db
class TestTheOwner:
    def test_who_opens_a_round_with_herself_in_it_stays_signed_in(self, world: World) -> None:
        add_participant(world.round, make_person(world.carol.council, "Alice", world.alice.email))
        session = sign_in(world.alice.email)
        _open_round(world)
        assert is_in(session)
        assert not mail.outbox

    def test_who_forgot_the_password_signs_in_at_once_with_the_new_one(self, alice: User) -> None:
        for _attempt in range(6):
            sign_in(alice.email, "wrong")
        choose(ask_for_link(alice.email))
        assert is_in(sign_in(alice.email, CHOSEN))

    def test_keeps_everything_when_only_the_letters_change(self, world: World) -> None:
        _participant(world)
        session = sign_in(HERS)
        raters.correct_person(
            person=world.carol, name="Carol", email=HERS.upper(), by=world.alice, at=NOW
        )
        assert is_in(session)
        assert not mail.outbox

    def test_of_a_closed_account_cannot_use_a_link_that_is_still_there(self, alice: User) -> None:
        link = ask_for_link(alice.email)
        User.objects.filter(pk=alice.pk).update(is_active=False)
        choose(link)
        alice.refresh_from_db()
        assert alice.check_password(PASSWORD)
