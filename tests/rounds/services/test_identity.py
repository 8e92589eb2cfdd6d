"""Whose an account is: an address that is given up opens nothing any more, whoever gave it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.data_protection.services import retention, rights
from assessment.models import Person, User
from assessment.rounds.services import accounts, people, raters, same_person
from assessment.spreadsheets import PersonRow
from tests.admin_pages import fields, save
from tests.cast import (
    NOW,
    PASSWORD,
    add_participant,
    add_rater,
    answer,
    make_participant_account,
    make_person,
    signed_in,
)
from tests.handover import (
    CHOSEN,
    HERS,
    NEW,
    World,
    ask_for_link,
    choose,
    correct,
    is_in,
    link_to,
    make_participant,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uncounted")]


@dataclass(frozen=True)
class Change:
    """One way to change whose an account is, and what is to be true afterwards."""

    writer: str
    before: Callable[[World], object]
    work: Callable[[World], object]
    new: str = ""
    told: tuple[str, ...] = (HERS, NEW)


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
    make_participant(world)
    gone = NOW - timedelta(days=366 * 8)
    User.objects.filter(email=HERS).update(date_joined=gone)


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
    accounts.ensure_for_participants(round=world.round, by=world.alice, at=timezone.now())


def _join(world: World) -> None:
    """The other entry has answered, so its address is the one that stays."""
    other = make_person(world.carol.council, "Carol", NEW)
    answer(
        add_rater(
            add_participant(world.round, make_person(world.carol.council, "Gina")), other, "peer"
        )
    )
    same_person.join_people(one=world.carol, other=other, by=world.alice, at=timezone.now())


def _erase(world: World) -> None:
    rights.erase(person=world.carol, by=world.alice, at=timezone.now())


def _retention(world: World) -> None:
    council = world.carol.council
    retention.apply(council=council, at=NOW + timedelta(days=366 * 8))


_SAVE = "assessment.admin.accounts.AccountAdmin.save_model: save_account"
_FORGET = "assessment.data_protection.services.forgetting.forget: empty"
CHANGES = {
    "HR corrects the address of a participant": Change(
        "assessment.rounds.services.raters.correct_person: readdress",
        make_participant,
        correct,
        NEW,
    ),
    "the operator hands an account to a successor": Change(_SAVE, _hr, _hand_over, NEW),
    "the operator closes an account": Change(_SAVE, _hr, _close, told=(HERS,)),
    "the operator opens an account again": Change(_SAVE, _closed_hr, _reopen, HERS, (HERS,)),
    "a round opens with an account that was there": Change(
        "assessment.rounds.services.accounts.ensure_for_participants: join",
        _free_account,
        _open_round,
        HERS,
        (HERS,),
    ),
    "HR joins two entries of one person": Change(
        "assessment.rounds.services.same_person.join_people: end_address",
        make_participant,
        _join,
        told=(HERS, NEW),
    ),
    "HR erases a person": Change(_FORGET, make_participant, _erase, told=(HERS,)),
    "the time of a person is over": Change(_FORGET, _long_gone, _retention, told=(HERS,)),
}


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


ASKED = "another email address was asked for"


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
        told = [to for letter in mail.outbox for to in letter.to if ASKED not in letter.subject]
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


class TestAnAddressGivenToSomebodyElse:
    """Carol has moved to a new address; then her old one becomes that of somebody else."""

    @pytest.fixture
    def moved(self, world: World) -> User:
        make_participant(world)
        assert ask_for_link(HERS)
        correct(world)
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
        url = "/admin/assessment/user/add/"
        save(signed_in(world.olga), url, email=HERS, name="Newcomer")
        self.is_separate(moved)

    @pytest.mark.parametrize("verified", [True, False])
    def test_opens_nothing_by_a_row_that_somebody_left(self, moved: User, verified: bool) -> None:
        row = {"verified": verified, "primary": verified}
        EmailAddress.objects.update_or_create(user=moved, email=HERS, defaults=row)
        assert not ask_for_link(HERS)
        assert not is_in(sign_in(HERS, CHOSEN))

    def test_is_theirs_whatever_row_an_older_version_left(self, world: World, moved: User) -> None:
        EmailAddress.objects.get_or_create(user=moved, email=HERS)
        User.objects.create_user(HERS, PASSWORD, name="Newcomer", council=world.alice.council)
        self.is_separate(moved)


class TestAPasswordChosenInTheMiddleOfAChange:
    def test_is_not_saved_and_brings_no_address_back(self, world: World) -> None:
        from allauth.account.adapter import get_adapter
        from allauth.core import context
        from allauth.core.exceptions import ImmediateHttpResponse

        make_participant(world)
        stale = world.account  # read by a request that goes on after the correction
        request = Client().get(reverse("account_login")).wsgi_request
        correct(world)
        with context.request_context(request), pytest.raises(ImmediateHttpResponse):
            get_adapter().set_password(stale, CHOSEN)
        now = User.objects.get(pk=stale.pk)
        assert now.email == NEW
        assert not now.has_usable_password()


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
        make_participant(world)
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
