"""What whoever releases is shown of the raters: changes since opening, and rounds soon after."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Round,
    User,
)
from assessment.selectors import rater_changes
from assessment.services import people, raters, release
from assessment.spreadsheets.values import PersonRow
from tests.answers import close
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round

LATER = NOW + datetime.timedelta(days=3)
PEERS = ["Ida", "Jo", "Kit", "Lou"]


@pytest.fixture
def assessed(open_round: Round, carol: Person) -> Participant:
    return add_participant(open_round, carol)


@pytest.fixture
def peer(assessed: Participant, frank: Person) -> Rater:
    return add_rater(assessed, frank, RaterGroup.PEER)


def sentences(round: Round) -> list[str]:
    return [change.sentence for change in rater_changes.since_opening(round)]


class TestChangesSinceTheRoundOpened:
    def test_are_named_with_who_made_them_and_when(
        self, assessed: Participant, peer: Rater, open_round: Round, alice: User
    ) -> None:
        raters.move(rater=peer, group="report", by=alice, at=NOW)
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
        raters.withdraw(rater=peer, by=alice, at=NOW)
        assert sentences(open_round) == ["Frank was withdrawn as peer of Carol."]

    def test_name_nobody_who_has_been_erased(
        self, peer: Rater, open_round: Round, frank: Person, alice: User
    ) -> None:
        raters.withdraw(rater=peer, by=alice, at=NOW)
        frank.delete()
        assert sentences(open_round) == [
            "Somebody who is no longer here was withdrawn as peer of Carol."
        ]

    def test_count_the_requests_of_a_spreadsheet(
        self, assessed: Participant, open_round: Round, alice: User
    ) -> None:
        row = PersonRow(
            "Carol", "carol@example.gov.uk", ("head-of-ict",), "Ida", "ida@example.com", "peer", 2
        )
        people.stage_import(
            round=open_round, file_name="x.csv", rows=[row], notes=[], replace=False,
            by=alice, at=NOW,
        )  # fmt: skip
        people.confirm_import(round=open_round, by=alice, at=NOW)
        assert sentences(open_round) == ["1 request was added by a spreadsheet."]

    def test_are_not_those_of_a_draft(self, peer: Rater, open_round: Round, alice: User) -> None:
        raters.move(rater=peer, group="report", by=alice, at=NOW - datetime.timedelta(days=1))
        assert sentences(open_round) == []

    def test_are_not_those_of_another_round(
        self, peer: Rater, ashford: Council, framework: Framework, alice: User
    ) -> None:
        raters.move(rater=peer, group="report", by=alice, at=NOW)
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
        raters.move(rater=peer, group="report", by=alice, at=NOW)
        close(open_round)
        release.release(round=open_round, by=alice, at=LATER)
        event = AuditEvent.objects.get(action="round.released")
        assert event.detail["changes_to_raters"] == 1
        assert event.detail["nearly_repeated"] == 0


class TestTwoRoundsCloseTogether:
    @pytest.fixture
    def held(
        self, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> Callable[..., Round]:
        def hold(name: str, peers: list[str], *, days: int = 0, group: str = "peer") -> Round:
            round = make_round(ashford, framework, by=alice, state="closed", name=name)
            round.closed_at = NOW + datetime.timedelta(days=days)
            round.save()
            participant = add_participant(round, carol)
            for peer in peers:
                known = Person.objects.filter(name=peer).first() or make_person(ashford, peer)
                answer(add_rater(participant, known, group))
            return round

        return hold

    @pytest.fixture
    def spring(self, held: Callable[..., Round], alice: User) -> Round:
        round = held("Spring", PEERS)
        release.release(round=round, by=alice, at=NOW)
        return round

    def test_with_the_same_raters_but_one_are_named(
        self, spring: Round, held: Callable[..., Round]
    ) -> None:
        assert rater_changes.nearly_repeated(held("Autumn", [*PEERS, "Newcomer"])) == ["Carol"]
        assert rater_changes.nearly_repeated(held("Winter", PEERS[1:])) == ["Carol"]

    @pytest.mark.parametrize(
        "peers",
        [
            PEERS,  # the difference is everybody's, so nobody's
            ["Ida", "Mo", "Nan", "Oz"],  # as many new as a group must have
            ["Ida", "Jo"],  # a group that is not shown
        ],
    )
    def test_with_other_raters_are_not(
        self, spring: Round, held: Callable[..., Round], peers: list[str]
    ) -> None:
        assert rater_changes.nearly_repeated(held("Autumn", peers)) == []

    def test_are_named_also_when_somebody_only_changed_groups(
        self, spring: Round, held: Callable[..., Round], ashford: Council
    ) -> None:
        autumn = held("Autumn", PEERS[:3])
        moved = Person.objects.get(name="Lou")
        answer(add_rater(autumn.participants.get(), moved, "report"))
        assert rater_changes.nearly_repeated(autumn) == ["Carol"]

    def test_are_not_close_after_half_a_year(
        self, spring: Round, held: Callable[..., Round]
    ) -> None:
        assert rater_changes.nearly_repeated(held("Autumn", PEERS[1:], days=184)) == []

    def test_cannot_be_compared_once_the_links_are_cut(
        self, spring: Round, held: Callable[..., Round]
    ) -> None:
        autumn = held("Autumn", PEERS[1:])
        spring.participants.get().responses.update(rater=None, kept_group="colleague")
        assert rater_changes.nearly_repeated(autumn) == []
