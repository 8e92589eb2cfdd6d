"""Groups of which too few are the same people since the opening: named, and withheld by HR."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.models import (
    AuditEvent,
    Participant,
    Person,
    Rater,
    Release,
    Result,
    Round,
    User,
)
from assessment.release.selectors.changed_groups import ChangedGroup, changed_groups
from assessment.release.services import release
from assessment.release.services.release import CannotRelease
from assessment.rounds.services import invitations, raters, same_person
from assessment.scoring.values import Group, Measure, Reason
from tests.answers import close
from tests.cast import NOW, add_participant, add_rater, answer, make_person, signed_in
from tests.console import get, post, text

LATER = NOW + datetime.timedelta(days=3)


@pytest.fixture
def assessed(open_round: Round, carol: Person) -> Participant:
    return add_participant(open_round, carol)


@pytest.fixture
def peers(assessed: Participant) -> list[Rater]:
    names = ["Ida", "Jo", "Kit"]
    people = [make_person(assessed.round.council, name) for name in names]
    return [add_rater(assessed, person, "peer") for person in people]


def all_answer(participant: Participant) -> None:
    for level, rater in enumerate(participant.raters.order_by("person__name"), 2):
        answer(rater, level % 5 + 1, comments={"leadership": f"By {rater.person.name}."})


def groups(round: Round) -> list[tuple[str, tuple[str, ...], int, int]]:
    found = changed_groups(round)
    return [(each.name, each.groups, each.answered, each.unchanged) for each in found]


def _correct(peers: list[Rater], by: User) -> None:
    raters.correct_person(
        person=peers[0].person, name="Ida", email="i@example.org", by=by, at=LATER
    )


def _add(peers: list[Rater], by: User) -> None:
    participant = peers[0].participant
    raters.withdraw_rater(rater=peers[0], by=by, at=LATER)
    raters.add(
        participant=participant, name="Lou", email="l@example.com", group="peer", by=by, at=LATER
    )


def _move(peers: list[Rater], by: User) -> None:
    raters.change_group(rater=peers[0], group="report", by=by, at=LATER)
    raters.change_group(rater=peers[0], group="peer", by=by, at=LATER)


def _add_again(peers: list[Rater], by: User) -> None:
    participant, person = peers[0].participant, peers[0].person
    raters.withdraw_rater(rater=peers[0], by=by, at=LATER)
    raters.add(
        participant=participant, name=person.name, email=person.email, group="peer",
        by=by, at=LATER,
    )  # fmt: skip


def _join(peers: list[Rater], by: User) -> None:
    twin = make_person(peers[0].person.council, "Ida", "ida.before@example.com")
    same_person.join_people(one=twin, other=peers[0].person, by=by, at=LATER)


def _look_alike(peers: list[Rater], by: User) -> None:
    Person.objects.filter(pk=peers[1].person_id).update(name="Ida")


CHANGES = [_correct, _add, _move, _add_again, _join, _look_alike]


class TestAGroup:
    @pytest.mark.parametrize("change", CHANGES)
    def test_is_named_when_fewer_than_the_minimum_are_unchanged(
        self, peers: list[Rater], alice: User, change: Callable[[list[Rater], User], None]
    ) -> None:
        participant = peers[0].participant
        change(peers, alice)
        all_answer(participant)
        assert groups(participant.round) == [("Carol", (Group.PEER,), 3, 2)]

    def test_is_not_named_when_nothing_changed(self, peers: list[Rater]) -> None:
        all_answer(peers[0].participant)
        assert groups(peers[0].participant.round) == []

    def test_is_not_named_for_a_new_link_to_the_address_of_before(
        self, peers: list[Rater], alice: User
    ) -> None:
        round = peers[0].participant.round
        invitations.issue(round=round, by=alice, at=NOW)
        link = peers[0].person.invitations.get()
        invitations.revoke(invitation=link, by=alice, at=LATER)
        invitations.resend(invitation=link, by=alice, at=LATER)
        all_answer(peers[0].participant)
        assert groups(round) == []

    def test_is_not_named_while_enough_are_unchanged(
        self, peers: list[Rater], alice: User, ashford: object
    ) -> None:
        add_rater(peers[0].participant, make_person(peers[0].person.council, "Lou"), "peer")
        _correct(peers, alice)
        all_answer(peers[0].participant)
        assert groups(peers[0].participant.round) == []

    def test_is_not_named_when_no_report_shows_it(self, peers: list[Rater], alice: User) -> None:
        _correct(peers, alice)
        peers[1].delete()
        all_answer(peers[0].participant)
        assert groups(peers[0].participant.round) == []

    def test_is_named_with_those_that_it_is_shown_together_with(
        self, peers: list[Rater], alice: User
    ) -> None:
        Rater.objects.filter(pk=peers[2].pk).update(group="partner")
        _correct(peers, alice)
        all_answer(peers[0].participant)
        found = groups(peers[0].participant.round)
        assert found == [("Carol", (Group.PEER, Group.PARTNER), 3, 2)]

    def test_costs_no_more_queries_when_there_are_more(
        self, peers: list[Rater], alice: User, carol: Person
    ) -> None:
        round = peers[0].participant.round

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                changed_groups(round)
            return len(captured)

        _correct(peers, alice)
        all_answer(peers[0].participant)
        few = queries()
        for number in range(5):
            other = add_participant(round, make_person(round.council, f"Assessed {number}"))
            for rater in peers:
                add_rater(other, rater.person, "peer")
            all_answer(other)
        assert queries() == few
        assert len(groups(round)) == 6


@pytest.fixture
def changed(peers: list[Rater], alice: User) -> ChangedGroup:
    """Peers of whom one has another address; three reports are as they were."""
    participant = peers[0].participant
    for name in ("Max", "Ned", "Oz"):
        add_rater(participant, make_person(participant.round.council, name), "report")
    _correct(peers, alice)
    all_answer(participant)
    close(participant.round)
    (found,) = changed_groups(participant.round)
    return found


class TestWithholding:
    def test_leaves_what_the_group_answered_out_of_everything(
        self, changed: ChangedGroup, open_round: Round, alice: User
    ) -> None:
        release.release(round=open_round, by=alice, at=LATER, withheld=[changed.key])
        results = Result.objects.all()
        theirs = results.filter(group="peer", measure=Measure.ITEM_MEAN)
        assert theirs
        assert {each.withheld for each in theirs} == {Reason.GROUP_CHANGED}
        others = results.filter(group="others", measure=Measure.ITEM_MEAN)
        assert {each.n for each in others} == {3}
        assert not results.filter(text__contains="Ida").exists()
        assert not Release.objects.exists()

    def test_is_in_the_event_of_the_release(
        self, changed: ChangedGroup, open_round: Round, alice: User
    ) -> None:
        release.release(round=open_round, by=alice, at=LATER, withheld=[changed.key])
        detail = AuditEvent.objects.get(action="round.released").detail
        assert (detail["withheld_groups"], detail["withheld"]) == (1, [changed.key])

    def test_is_of_those_that_the_page_names_alone(
        self, changed: ChangedGroup, open_round: Round, alice: User
    ) -> None:
        with pytest.raises(CannotRelease, match="Look at them again"):
            release.ask(
                round=open_round, by=alice, at=LATER, withheld=[f"{changed.participant}:report"]
            )
        assert not Release.objects.exists()

    def test_shows_the_group_when_hr_does_not_withhold_it(
        self, changed: ChangedGroup, open_round: Round, alice: User
    ) -> None:
        release.release(round=open_round, by=alice, at=LATER)
        assert Result.objects.filter(group="peer", measure=Measure.SCORE, withheld="").exists()


class TestThePages:
    @pytest.fixture
    def hr(self, alice: User) -> Client:
        return signed_in(alice)

    def test_advise_to_withhold_and_take_the_tick(
        self, hr: Client, changed: ChangedGroup, open_round: Round
    ) -> None:
        page = get(hr, "round_release", open_round.pk)
        assert "We advise you to withhold them" in text(page)
        assert "Carol, peer: 2 of 3 who answered are unchanged" in text(page)
        assert f'value="{changed.key}" checked' in page.content.decode()
        post(hr, "round_release", open_round.pk, withheld=changed.key)
        assert Result.objects.filter(group="peer", withheld=Reason.GROUP_CHANGED).exists()

    def test_refuse_a_group_that_they_did_not_name(
        self, hr: Client, changed: ChangedGroup, open_round: Round
    ) -> None:
        page = post(hr, "round_release", open_round.pk, withheld=f"{changed.participant}:report")
        assert "Look at them again." in text(page)
        assert not Release.objects.exists()

    def test_of_the_report_and_its_files_say_why(
        self, hr: Client, changed: ChangedGroup, open_round: Round, alice: User
    ) -> None:
        release.release(round=open_round, by=alice, at=timezone.now(), withheld=[changed.key])
        report = open_round.participants.get().report
        why = "fewer than 3 were the same people from the opening of the round"
        page = text(get(hr, "report_page", report.pk))
        assert why in page
        assert "Direct reports 3 Peers withheld by HR" in page
        csv = get(hr, "round_results_csv", open_round.pk)
        assert why in b"".join(csv).decode()
