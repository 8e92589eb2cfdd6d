"""Raters are added, moved, withdrawn and corrected one by one."""

from __future__ import annotations

import datetime

import pytest

from assessment.models import (
    AuditEvent,
    Correction,
    Council,
    Framework,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    Response,
    Round,
    User,
)
from assessment.rounds.services import invitations, raters
from assessment.rounds.services.raters import RaterRefused
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_participant_account,
    make_person,
    make_round,
)

LATER = NOW + datetime.timedelta(days=1)


@pytest.fixture
def participant(open_round: Round, carol: Person) -> Participant:
    return add_participant(open_round, carol)


@pytest.fixture
def peer(participant: Participant, frank: Person) -> Rater:
    return add_rater(participant, frank, "peer")


@pytest.fixture
def closed(ashford: Council, framework: Framework, alice: User) -> Round:
    return make_round(ashford, framework, by=alice, state="closed", name="Past")


def invite(round: Round, alice: User) -> None:
    """As if every email had left."""
    invitations.issue(round=round, by=alice, at=NOW)
    QueuedEmail.objects.all().delete()
    for number, each in enumerate(Invitation.objects.all()):
        each.sent_at, each.token_hash = NOW, f"{number:064}"
        each.save()


class TestAddingARater:
    def test_invites_them_in_an_open_round(self, participant: Participant, alice: User) -> None:
        rater = raters.add(
            participant=participant,
            name="Gina",
            email="Gina@example.gov.uk",
            group="peer",
            by=alice,
            at=NOW,
        )
        assert (rater.person.email, rater.group) == ("gina@example.gov.uk", "peer")
        assert QueuedEmail.objects.filter(person=rater.person).count() == 1
        assert AuditEvent.objects.filter(action="rater.added").count() == 1

    def test_invites_nobody_in_a_draft(
        self, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        participant = add_participant(make_round(ashford, framework, by=alice, name="D"), carol)
        raters.add(
            participant=participant, name="G", email="g@example.com", group="peer", by=alice, at=NOW
        )
        assert not Invitation.objects.exists()

    def test_who_has_a_link_sends_them_a_new_email(
        self, peer: Rater, bob: Person, alice: User
    ) -> None:
        second = add_participant(peer.participant.round, bob)
        invite(peer.participant.round, alice)
        frank = peer.person
        raters.add(
            participant=second, name="Frank", email=frank.email, group="peer", by=alice, at=NOW
        )
        assert Invitation.objects.filter(person=frank).count() == 1
        assert QueuedEmail.objects.filter(person=frank).count() == 1

    def test_keeps_a_known_name(self, participant: Participant, bob: Person, alice: User) -> None:
        rater = raters.add(
            participant=participant, name="B.", email=bob.email, group="manager", by=alice, at=NOW
        )
        assert rater.person == bob
        assert rater.person.name == "Bob"

    def test_twice_is_refused(self, peer: Rater, alice: User) -> None:
        with pytest.raises(RaterRefused, match="Frank already rates Carol"):
            raters.add(
                participant=peer.participant,
                name="Frank",
                email=peer.person.email,
                group="report",
                by=alice,
                at=NOW,
            )

    def test_as_self_is_refused(self, participant: Participant, alice: User) -> None:
        with pytest.raises(RaterRefused, match="themself"):
            raters.add(
                participant=participant, name="X", email="x@example.com", group="self",
                by=alice, at=NOW,
            )  # fmt: skip

    def test_after_closing_is_refused(self, closed: Round, carol: Person, alice: User) -> None:
        with pytest.raises(RaterRefused, match="closed"):
            raters.add(
                participant=add_participant(closed, carol), name="X", email="x@example.com",
                group="peer", by=alice, at=NOW,
            )  # fmt: skip


class TestMovingARater:
    def test_keeps_the_answers(self, peer: Rater, alice: User) -> None:
        answer(peer)
        raters.change_group(rater=peer, group="report", by=alice, at=NOW)
        peer.refresh_from_db()
        assert (peer.group, Response.objects.count()) == ("report", 1)
        detail = AuditEvent.objects.get().detail
        assert (detail["before"], detail["after"]) == ("peer", "report")

    def test_is_possible_until_release(self, closed: Round, carol: Person, bob: Person) -> None:
        rater = add_rater(add_participant(closed, carol), bob, "peer")
        moved = raters.change_group(rater=rater, group="manager", by=closed.closed_by, at=NOW)  # type: ignore[arg-type]
        assert moved.group == "manager"

    @pytest.mark.parametrize(("before", "after"), [("peer", "manager"), ("manager", "partner")])
    def test_who_has_answered_never_breaks_what_they_were_promised(
        self, peer: Rater, alice: User, before: str, after: str
    ) -> None:
        raters.change_group(rater=peer, group=before, by=alice, at=NOW)
        Response.objects.create(rater=peer, participant=peer.participant)
        with pytest.raises(RaterRefused, match="told how the answers are shown"):
            raters.change_group(rater=peer, group=after, by=alice, at=LATER)
        peer.refresh_from_db()
        assert peer.group == before

    def test_to_the_same_group_is_not_recorded(self, peer: Rater, alice: User) -> None:
        raters.change_group(rater=peer, group="peer", by=alice, at=NOW)
        assert not AuditEvent.objects.exists()

    @pytest.mark.parametrize("group", ["self", "peer"])
    def test_of_a_self_or_into_it_is_refused(
        self, peer: Rater, participant: Participant, alice: User, group: str
    ) -> None:
        rater = peer if group == "self" else participant.raters.get(group="self")
        with pytest.raises(RaterRefused):
            raters.change_group(rater=rater, group=group, by=alice, at=NOW)


class TestWithdrawingARater:
    def test_deletes_the_answers_and_stops_an_idle_link(self, peer: Rater, alice: User) -> None:
        invite(peer.participant.round, alice)
        answer(peer)
        raters.withdraw_rater(rater=peer, by=alice, at=LATER)
        assert not Response.objects.exists()
        link = Invitation.objects.get(person=peer.person_id)
        assert (link.revoked_at, link.token_hash) == (LATER, "")

    def test_keeps_a_link_that_has_more_to_answer(
        self, peer: Rater, bob: Person, alice: User
    ) -> None:
        add_rater(add_participant(peer.participant.round, bob), peer.person, "peer")
        invite(peer.participant.round, alice)
        raters.withdraw_rater(rater=peer, by=alice, at=LATER)
        assert Invitation.objects.get(person=peer.person_id).revoked_at is None

    def test_of_a_self_is_refused(self, participant: Participant, alice: User) -> None:
        with pytest.raises(RaterRefused):
            raters.withdraw_rater(rater=participant.raters.get(), by=alice, at=NOW)

    def test_after_closing_is_refused(self, closed: Round, carol: Person, bob: Person) -> None:
        rater = add_rater(add_participant(closed, carol), bob, "peer")
        with pytest.raises(RaterRefused, match="closed"):
            raters.withdraw_rater(rater=rater, by=closed.closed_by, at=NOW)  # type: ignore[arg-type]


class TestTakingAParticipantOut:
    def test_takes_their_raters_and_answers_with_them(self, peer: Rater, alice: User) -> None:
        invite(peer.participant.round, alice)
        answer(peer)
        raters.remove_participant(participant=peer.participant, by=alice, at=LATER)
        assert not Participant.objects.exists()
        assert not Rater.objects.exists()
        assert not Response.objects.exists()
        assert not Invitation.objects.filter(revoked_at__isnull=True).exists()
        assert AuditEvent.objects.get(action="participant.removed").detail["raters"] == 2


class TestChangingRoles:
    def test_sets_them(self, participant: Participant, alice: User, framework: Framework) -> None:
        roles = list(framework.roles.all())
        raters.change_roles(participant=participant, roles=roles, by=alice, at=NOW)
        assert participant.roles.count() == 2

    def test_to_none_is_refused(self, participant: Participant, alice: User) -> None:
        with pytest.raises(RaterRefused, match="at least one"):
            raters.change_roles(participant=participant, roles=[], by=alice, at=NOW)

    def test_of_another_framework_is_refused(self, participant: Participant, alice: User) -> None:
        foreign = list(make_framework(version="2.0").roles.all())
        with pytest.raises(RaterRefused, match="framework of this round"):
            raters.change_roles(participant=participant, roles=foreign, by=alice, at=NOW)


class TestCorrectingAPerson:
    def test_renames_person_and_account(self, carol: Person, alice: User) -> None:
        raters.correct_person(person=carol, name="Carol Ann", email=carol.email, by=alice, at=NOW)
        carol.refresh_from_db()
        assert carol.user is not None
        assert (carol.name, carol.user.name) == ("Carol Ann", "Carol Ann")
        assert AuditEvent.objects.get().detail == {"changed": ["name"]}

    def test_gives_emails_a_language_and_leaves_the_account_its_own(
        self, carol: Person, alice: User
    ) -> None:
        raters.correct_person(
            person=carol, name="Carol", email=carol.email, language="cy", by=alice, at=NOW
        )
        carol.refresh_from_db()
        assert carol.user is not None
        assert (carol.language, carol.user.language) == ("cy", "en-gb")
        assert AuditEvent.objects.get().detail == {"changed": ["language"]}
        raters.correct_person(person=carol, name="Carol", email=carol.email, by=alice, at=NOW)
        carol.refresh_from_db()
        assert carol.language == "cy"

    def test_gives_a_unit_keeps_it_and_takes_it_away(self, carol: Person, alice: User) -> None:
        def correct(unit: str | None = None) -> str:
            raters.correct_person(
                person=carol, name="Carol", email=carol.email, unit=unit, by=alice, at=NOW
            )
            carol.refresh_from_db()
            return carol.unit

        assert correct(" Housing\u00a0 and homes") == "Housing and homes"
        assert AuditEvent.objects.get().detail == {"changed": ["unit"]}
        assert correct() == "Housing and homes"
        assert AuditEvent.objects.count() == 1
        assert correct("") == ""
        assert not Correction.objects.exists()

    def test_with_a_new_address_stops_the_old_link_and_sends_one(
        self, peer: Rater, alice: User
    ) -> None:
        invite(peer.participant.round, alice)
        raters.correct_person(
            person=peer.person, name="Frank", email="Frank.New@example.com", by=alice, at=NOW
        )
        link = Invitation.objects.get(person=peer.person_id)
        assert (link.token_hash, link.revoked_at) == ("", None)
        asking = QueuedEmail.objects.asking().get()
        assert asking.its_person.email == "frank.new@example.com"

    @pytest.mark.parametrize("group", ["self", "peer"])
    def test_never_opens_their_answers_to_another_address(
        self, participant: Participant, peer: Rater, alice: User, group: str
    ) -> None:
        invite(participant.round, alice)
        rater = participant.raters.get(group=group)
        Response.objects.create(rater=rater, participant=participant)
        before = rater.person.email
        with pytest.raises(RaterRefused, match="begun to answer"):
            raters.correct_person(
                person=rater.person, name="X", email="alice.too@example.com", by=alice, at=LATER
            )
        rater.person.refresh_from_db()
        assert rater.person.email == before
        assert not QueuedEmail.objects.exists()
        raters.correct_person(person=rater.person, name="X", email=before, by=alice, at=LATER)

    def test_follows_a_participant_whose_only_answers_are_in_their_report(
        self, closed: Round, carol: Person, alice: User
    ) -> None:
        Response.objects.create(
            rater=(participant := add_participant(closed, carol)).raters.get(group="self"),
            participant=participant,
        )
        Round.objects.filter(pk=closed.pk).update(
            state="released", released_at=NOW, released_by=alice
        )
        raters.correct_person(
            person=carol, name="Carol", email="carol.new@example.gov.uk", by=alice, at=LATER
        )
        carol.refresh_from_db()
        assert carol.email == "carol.new@example.gov.uk"

    def test_to_an_address_of_another_person_is_refused(
        self, bob: Person, carol: Person, alice: User
    ) -> None:
        with pytest.raises(RaterRefused, match="Another person of your council"):
            raters.correct_person(
                person=bob, name="Bob", email=carol.email.upper(), by=alice, at=NOW
            )

    def test_to_an_address_of_another_account_is_refused(
        self, carol: Person, alice: User, dave: User
    ) -> None:
        with pytest.raises(RaterRefused, match="cannot be used here"):
            raters.correct_person(person=carol, name="Carol", email=dave.email, by=alice, at=NOW)

    @pytest.mark.parametrize("duty", ["is_hr", "is_editor", "is_operator"])
    def test_never_hands_over_an_account_with_further_duties(
        self, ashford: Council, alice: User, duty: str
    ) -> None:
        person = make_person(ashford, "Olga")
        user = make_participant_account(person)
        setattr(user, duty, True)
        user.save()
        with pytest.raises(RaterRefused, match="further duties"):
            raters.correct_person(
                person=person, name="Olga", email="mallory@example.com", by=alice, at=NOW
            )
        user.refresh_from_db()
        assert user.email == "olga@example.gov.uk"

    def test_that_changes_nothing_is_not_recorded(self, bob: Person, alice: User) -> None:
        raters.correct_person(person=bob, name="Bob", email=bob.email, by=alice, at=NOW)
        assert not AuditEvent.objects.exists()
