"""Being forgotten, where the law and the frozen figures allow it."""

from __future__ import annotations

import pytest

from assessment.data_protection.services import retention, rights
from assessment.models import (
    AuditEvent,
    Council,
    Deletion,
    Framework,
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Rating,
    Response,
    Result,
    Round,
    StagedImport,
    User,
)
from assessment.release.services.release import release
from tests.cast import NOW, add_participant, add_rater, answer, make_round
from tests.spring import RELEASED, invite


class TestErasingARater:
    def test_before_the_release_deletes_them_with_their_answers(
        self, open_round: Round, alice: User, carol: Person, bob: Person
    ) -> None:
        rater = add_rater(add_participant(open_round, carol), bob, RaterGroup.MANAGER)
        answer(rater, 4, comments={"communication": "Good."})
        invite(open_round, bob)
        rights.erase(person=bob, by=alice, at=NOW)
        assert not Person.objects.filter(name="Bob").exists()
        assert not Response.objects.exists()
        assert not Invitation.objects.exists()
        assert Participant.objects.get().person == carol

    def test_after_the_release_leaves_every_figure_as_it_was(
        self, spring: Round, alice: User, bob: Person
    ) -> None:
        def figures() -> list[tuple[object, ...]]:
            return list(Result.objects.order_by("pk").values_list("pk", "value", "n", "text"))

        before = figures()
        assert Rating.objects.filter(response__rater__person=bob).count() == 12
        rights.erase(person=bob, by=alice, at=RELEASED)
        assert figures() == before
        assert not Person.objects.filter(pk=bob.pk).exists()
        assert Response.objects.filter(rater__group=RaterGroup.MANAGER).count() == 0
        assert Response.objects.count() == 9

    def test_after_the_cut_leaves_nothing_of_them(
        self, ashford: Council, spring: Round, alice: User
    ) -> None:
        retention.apply(council=ashford, at=RELEASED.replace(month=7))
        rights.erase(person=Person.objects.get(name="Peer 0"), by=alice, at=RELEASED)
        assert not Response.objects.exists()
        assert not Rater.objects.filter(person__name="Peer 0").exists()

    def test_is_logged_without_a_name(self, spring: Round, alice: User, bob: Person) -> None:
        rights.erase(person=bob, by=alice, at=RELEASED)
        event = AuditEvent.objects.get(action="person.erased")
        assert (event.by, event.subject_id, event.detail) == (
            alice,
            bob.pk,
            {"rounds": [str(spring.pk)]},
        )
        counts = dict(Deletion.objects.values_list("kind", "count"))
        assert counts == {Deletion.Kind.RATINGS: 1, Deletion.Kind.PEOPLE: 1}

    def test_drops_a_waiting_spreadsheet_that_would_bring_them_back(
        self, ashford: Council, framework: Framework, alice: User, bob: Person, frank: Person
    ) -> None:
        draft = make_round(ashford, framework, by=alice)
        rows = {"rows": [{"rater_email": bob.email.upper()}]}
        StagedImport.objects.create(
            round=draft, file_name="a.csv", rows=rows, staged_by=alice, staged_at=NOW
        )
        rights.erase(person=frank, by=alice, at=NOW)
        assert StagedImport.objects.exists()
        rights.erase(person=bob, by=alice, at=NOW)
        assert not StagedImport.objects.exists()


class TestErasingAParticipant:
    def test_of_a_round_that_is_not_released_deletes_what_was_said_about_them(
        self, open_round: Round, alice: User, carol: Person, bob: Person
    ) -> None:
        participant = add_participant(open_round, carol)
        answer(add_rater(participant, bob, RaterGroup.MANAGER), 4)
        idle = invite(open_round, bob)
        account = carol.user
        assert account is not None
        rights.erase(person=carol, by=alice, at=NOW)
        assert not Participant.objects.exists()
        assert not Response.objects.exists()
        account.refresh_from_db()
        assert (account.name, account.is_active) == ("Deleted account", False)
        idle.refresh_from_db()
        assert (idle.revoked_at, idle.token_hash) == (NOW, "")

    def test_leaves_the_link_of_a_rater_who_is_asked_about_somebody_else(
        self, open_round: Round, alice: User, carol: Person, bob: Person, frank: Person
    ) -> None:
        for person in (carol, frank):
            add_rater(add_participant(open_round, person), bob, RaterGroup.MANAGER)
        link = invite(open_round, bob)
        rights.erase(person=carol, by=alice, at=NOW)
        link.refresh_from_db()
        assert link.revoked_at is None
        assert link.token_hash

    def test_with_a_released_report_is_refused_with_the_day_when_it_ends(
        self, spring: Round, alice: User, carol: Person
    ) -> None:
        with pytest.raises(rights.CannotErase, match="this one on 31 Mar 2029"):
            rights.erase(person=carol, by=alice, at=RELEASED)
        assert Person.objects.filter(pk=carol.pk).exists()
        assert not AuditEvent.objects.filter(action="person.erased").exists()

    def test_is_possible_once_the_report_is_deleted(
        self, ashford: Council, spring: Round, alice: User, carol: Person
    ) -> None:
        retention.set_periods(council=ashford, months={"reports_months": 6}, by=alice, at=RELEASED)
        retention.apply(council=ashford, at=RELEASED.replace(month=10))
        carol = Person.objects.select_related("council").get(pk=carol.pk)
        rights.erase(person=carol, by=alice, at=RELEASED.replace(month=10))
        assert not Person.objects.filter(pk=carol.pk).exists()

    def test_does_not_hinder_a_later_release(
        self, open_round: Round, alice: User, carol: Person, frank: Person, bob: Person
    ) -> None:
        for person in (carol, frank):
            answer(add_rater(add_participant(open_round, person), bob, RaterGroup.MANAGER), 4)
        rights.erase(person=carol, by=alice, at=NOW)
        Round.objects.update(state="closed", closed_at=NOW, closed_by=alice)
        release(round=open_round, by=alice, at=RELEASED)
        assert Result.objects.values("report").distinct().count() == 1
