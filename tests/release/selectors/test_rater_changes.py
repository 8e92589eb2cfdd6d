"""What whoever releases is shown of the raters: every change since opening."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.audit import record
from assessment.data_protection.services import rights
from assessment.models import (
    Action,
    AuditEvent,
    Correction,
    Council,
    Framework,
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Round,
    User,
)
from assessment.release.selectors import rater_changes
from assessment.release.services import release
from assessment.rounds.services import invitations, people, raters, same_person
from assessment.spreadsheets import PersonRow
from tests.answers import close
from tests.cast import NOW, add_participant, add_rater, make_person, make_round

LATER = NOW + datetime.timedelta(days=3)
PEERS = ["Ida", "Jo", "Kit", "Lou"]


@pytest.fixture
def assessed(open_round: Round, carol: Person) -> Participant:
    return add_participant(open_round, carol)


@pytest.fixture
def peer(assessed: Participant, frank: Person) -> Rater:
    return add_rater(assessed, frank, RaterGroup.PEER)


def row(
    participant: str,
    rater: str,
    group: str,
    *,
    email: str = "",
    roles: tuple[str, ...] = ("head-of-ict",),
) -> PersonRow:
    email = email or f"{rater.lower()}@example.com"
    return PersonRow(
        participant, f"{participant.lower()}@example.gov.uk", roles, rater, email, group, 2
    )


def bring_in(round: Round, rows: list[PersonRow], by: User) -> None:
    people.stage_import(round=round, file_name="x.csv", rows=rows, by=by, at=NOW)
    people.confirm_import(round=round, by=by, at=NOW)


def correct(person: Person, *, by: User, at: datetime.datetime, **changed: Any) -> None:
    person.refresh_from_db()
    fields: dict[str, Any] = {"name": person.name, "email": person.email} | changed
    raters.correct_person(person=person, **fields, by=by, at=at)


def sentences(round: Round) -> list[str]:
    return [change.sentence for change in rater_changes.since_opening(round)]


class TestChangesSinceTheRoundOpened:
    def test_are_named_with_who_made_them_and_when(
        self, assessed: Participant, peer: Rater, open_round: Round, alice: User
    ) -> None:
        raters.change_group(rater=peer, group="report", by=alice, at=NOW)
        raters.add(
            participant=assessed, name="Ida", email="ida@example.com", group="peer",
            by=alice, at=LATER,
        )  # fmt: skip
        assert sentences(open_round) == [
            "Frank was moved from peer to direct report of Carol.",
            "Ida was added as peer of Carol.",
        ]
        last = rater_changes.since_opening(open_round)[-1]
        assert (last.by, last.at) == ("Alice", LATER)

    def test_name_a_rater_who_was_withdrawn(
        self, peer: Rater, open_round: Round, alice: User
    ) -> None:
        raters.withdraw_rater(rater=peer, by=alice, at=NOW)
        assert sentences(open_round) == ["Frank was withdrawn as peer of Carol."]

    def test_name_nobody_who_has_been_erased(
        self, peer: Rater, open_round: Round, frank: Person, alice: User
    ) -> None:
        raters.withdraw_rater(rater=peer, by=alice, at=NOW)
        frank.delete()
        assert sentences(open_round) == [
            "Somebody who is no longer here was withdrawn as peer of Carol."
        ]

    def test_name_everybody_of_a_spreadsheet(
        self, assessed: Participant, open_round: Round, alice: User
    ) -> None:
        rows = [
            row("Carol", "Ida", "peer", roles=("head-of-ict",)),
            row("Gwen", "Ida", "manager", roles=("e-champion",)),
        ]
        bring_in(open_round, rows, alice)
        assert sentences(open_round) == [
            "Gwen was added to those who are assessed.",
            "Ida was added as manager of Gwen.",
            "Ida was added as peer of Carol.",
        ]

    def test_do_not_repeat_whoever_the_spreadsheet_did_not_add(
        self, peer: Rater, open_round: Round, alice: User
    ) -> None:
        bring_in(open_round, [row("Carol", "Frank", "peer", email="frank@example.com")], alice)
        assert sentences(open_round) == []

    def test_count_the_requests_of_a_spreadsheet_of_an_older_version(
        self, assessed: Participant, open_round: Round, alice: User
    ) -> None:
        record(
            action=Action.PEOPLE_IMPORTED, subject=open_round, council=open_round.council,
            by=alice, at=NOW, participants=0, raters=2, people=1, taken_out=0,
        )  # fmt: skip
        assert sentences(open_round) == ["2 requests were added by a spreadsheet."]

    def test_tell_a_corrected_address_from_what_to_what(
        self, peer: Rater, open_round: Round, frank: Person, alice: User
    ) -> None:
        correct(frank, email="f@example.org", by=alice, at=NOW)
        correct(frank, email="g@example.org", by=alice, at=LATER)
        assert sentences(open_round) == [
            "The address of Frank was changed from frank@example.com to f@example.org.",
            "The address of Frank was changed from f@example.org to g@example.org.",
        ]

    def test_tell_a_corrected_name(
        self, peer: Rater, open_round: Round, frank: Person, alice: User
    ) -> None:
        correct(frank, name="Francis", by=alice, at=NOW)
        assert sentences(open_round) == ["Frank is now called Francis."]

    def test_tell_the_corrected_address_of_whoever_is_assessed(
        self, assessed: Participant, open_round: Round, carol: Person, alice: User
    ) -> None:
        correct(carol, email="c@example.org", by=alice, at=NOW)
        assert sentences(open_round) == [
            "The address of Carol was changed from carol@example.gov.uk to c@example.org."
        ]

    def test_are_not_those_of_somebody_in_no_part_of_the_round(
        self, assessed: Participant, open_round: Round, frank: Person, alice: User
    ) -> None:
        correct(frank, email="f@example.org", by=alice, at=NOW)
        assert sentences(open_round) == []

    def test_keep_no_address_of_whoever_was_erased(
        self, peer: Rater, open_round: Round, frank: Person, alice: User
    ) -> None:
        correct(frank, email="f@example.org", by=alice, at=NOW)
        rights.erase(person=frank, by=alice, at=LATER)
        assert sentences(open_round) == [
            "Somebody was erased, with the answers that were linked to them."
        ]
        assert not Correction.objects.exists()
        kept = str(list(AuditEvent.objects.values_list("detail", flat=True)))
        assert "example" not in kept

    def test_tell_an_erasure_in_its_own_rounds_only(
        self, peer: Rater, open_round: Round, ashford: Council, framework: Framework, alice: User
    ) -> None:
        other = make_round(ashford, framework, by=alice, state="open", name="Other")
        rights.erase(person=peer.person, by=alice, at=LATER)
        assert sentences(other) == []

    def test_tell_a_link_that_was_stopped_and_one_that_was_sent_anew(
        self, peer: Rater, open_round: Round, frank: Person, alice: User
    ) -> None:
        invitation = Invitation.objects.create(round=open_round, person=frank)
        invitations.revoke(invitation=invitation, by=alice, at=NOW)
        invitations.resend(invitation=invitation, by=alice, at=LATER)
        assert sentences(open_round) == [
            "The link of Frank was stopped.",
            "Frank was sent a new link.",
        ]

    def test_name_participants_who_came_and_went(
        self, assessed: Participant, open_round: Round, framework: Framework, alice: User
    ) -> None:
        roles = [framework.roles.get(key="e-champion")]
        raters.add_participant(
            round=open_round, name="Gwen", email="gwen@example.gov.uk", roles=roles,
            by=alice, at=NOW,
        )  # fmt: skip
        raters.remove_participant(participant=assessed, by=alice, at=LATER)
        assert sentences(open_round) == [
            "Gwen was added to those who are assessed.",
            "Carol was taken out of those who are assessed.",
            "The link of Carol was stopped.",
        ]

    def test_tell_two_addresses_that_were_joined_and_what_had_become_of_either(
        self, peer: Rater, open_round: Round, frank: Person, ashford: Council, alice: User
    ) -> None:
        twin = make_person(ashford, "Frank", "f@example.org")
        add_rater(peer.participant, twin, RaterGroup.PEER)
        correct(twin, email="f@example.net", by=alice, at=NOW, apart=True)
        same_person.join_people(one=twin, other=frank, by=alice, at=LATER)
        assert sentences(open_round) == [
            "The address of Frank was changed from f@example.org to f@example.net.",
            "Frank was under two addresses: f@example.net was joined with frank@example.com.",
        ]

    def test_name_somebody_who_was_joined_twice_over(
        self, peer: Rater, open_round: Round, frank: Person, ashford: Council, alice: User
    ) -> None:
        first, second = (make_person(ashford, "Frank", f"f{n}@example.org") for n in range(2))
        raters.add(
            participant=peer.participant, name="Frank", email=first.email, group="peer",
            by=alice, at=NOW, apart=True,
        )  # fmt: skip
        same_person.join_people(one=first, other=second, by=alice, at=LATER)
        same_person.join_people(one=second, other=frank, by=alice, at=LATER)
        assert "Frank was added as peer of Carol." in sentences(open_round)
        assert not any("no longer here" in each for each in sentences(open_round))

    def test_are_of_every_kind_that_changes_who_answers(self) -> None:
        """A new kind of event must be listed, or stand here with the reason why not."""
        of_the_rater_alone = {"rater.declined", "rater.decline_taken_back"}
        to_everybody_as_before = {
            "invitations.issued", "invitations.reminded", "invitations.resent",
        }  # fmt: skip
        beside_the_list = {"people.told_apart"}
        before_anybody_is_asked = {"people.staged", "people.dropped"}
        of_a_round_that_asks_again = {"check_in.asked"}
        of_targets_only = {"participant.roles_changed"}
        told_with_their_people = {"accounts.ensured"}
        told_once_it_is_made = {"person.address_asked"}
        of_no_round = {
            action
            for action in Action.values
            if action.split(".")[0]
            in {"benchmark", "consent", "council", "council_action", "data", "dimension",
                "framework", "language", "letter", "report", "retention", "round", "user"}
        }  # fmt: skip
        assert set(Action.values) == (
            {*rater_changes.LISTED} | of_the_rater_alone | to_everybody_as_before
            | beside_the_list | before_anybody_is_asked | of_targets_only
            | of_a_round_that_asks_again
            | told_with_their_people | told_once_it_is_made | of_no_round
        )  # fmt: skip

    def test_are_not_those_of_a_draft(self, peer: Rater, open_round: Round, alice: User) -> None:
        raters.change_group(
            rater=peer, group="report", by=alice, at=NOW - datetime.timedelta(days=1)
        )
        assert sentences(open_round) == []

    def test_are_not_those_of_another_round(
        self, peer: Rater, ashford: Council, framework: Framework, alice: User
    ) -> None:
        raters.change_group(rater=peer, group="report", by=alice, at=NOW)
        other = make_round(ashford, framework, by=alice, state="open", name="Other")
        assert sentences(other) == []

    def test_cost_no_query_more_for_more_of_them(
        self, assessed: Participant, open_round: Round, alice: User
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                rater_changes.since_opening(open_round)
            return len(captured)

        def add(name: str) -> None:
            raters.add(
                participant=assessed, name=name, email=f"{name}@example.com", group="peer",
                by=alice, at=NOW,
            )  # fmt: skip

        add("ida")
        before = queries()
        add("jo")
        add("kit")
        assert queries() == before

    def test_are_counted_in_the_event_of_the_release(
        self, peer: Rater, open_round: Round, alice: User
    ) -> None:
        raters.change_group(rater=peer, group="report", by=alice, at=NOW)
        close(open_round)
        release.release(round=open_round, by=alice, at=LATER)
        event = AuditEvent.objects.get(action="round.released")
        assert event.detail["changes_to_raters"] == 1
        assert event.detail["nearly_repeated"] == 0
