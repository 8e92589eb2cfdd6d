"""Release freezes what may be shown, once, for everybody in a closed round."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    Participant,
    Person,
    QueuedEmail,
    RaterGroup,
    Report,
    Result,
    Round,
    User,
)
from assessment.release.selectors.results import figures_of
from assessment.release.services.release import CannotRelease, release
from assessment.scoring.values import Measure, Reason
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_person,
    make_round,
)

LATER = NOW + datetime.timedelta(days=30)


@pytest.fixture
def closed_round(ashford: Council, framework: Framework, alice: User) -> Round:
    return make_round(ashford, framework, by=alice, state="closed")


def add_peers(participant: Participant, *levels: int, submitted: bool = True) -> None:
    council = participant.round.council
    start = participant.raters.count()
    for number, level in enumerate(levels, start):
        peer = make_person(council, f"Peer {participant.pk.hex[:6]} {number}")
        answer(
            add_rater(participant, peer, RaterGroup.PEER),
            level,
            comments={"communication": f"Comment {number}"},
            submitted=submitted,
        )


def one(report: Report, measure: Measure, **fields: object) -> Result:
    return report.results.get(measure=measure, **fields)


class TestReleasing:
    def test_freezes_a_figure_for_each_participant_and_releases_the_round(
        self, closed_round: Round, carol: Person, alice: User
    ) -> None:
        participant = add_participant(closed_round, carol)
        add_peers(participant, 3, 3, 4)
        release(round=closed_round, by=alice, at=LATER)
        closed_round.refresh_from_db()
        assert closed_round.is_released
        assert (closed_round.released_by, closed_round.released_at) == (alice, LATER)
        report = participant.report
        assert report.released_on == LATER.date()
        assert report.min_group_size == 3
        score = one(report, Measure.SCORE, group="others", dimension__key="communication")
        assert score.value == Decimal("3.3333333333")
        assert score.n == 3

    def test_withholds_the_figures_of_two_peers_and_stores_nothing_of_them(
        self, closed_round: Round, carol: Person, alice: User
    ) -> None:
        participant = add_participant(closed_round, carol)
        add_peers(participant, 1, 5)
        release(round=closed_round, by=alice, at=LATER)
        scores = participant.report.results.filter(measure=Measure.SCORE, group="colleagues")
        assert {(s.value, s.withheld) for s in scores} == {(None, Reason.GROUP_TOO_SMALL)}

    def test_leaves_out_answers_that_were_not_submitted(
        self, closed_round: Round, carol: Person, alice: User
    ) -> None:
        participant = add_participant(closed_round, carol)
        add_peers(participant, 3, 3, 3)
        add_peers(participant, 5, submitted=False)
        release(round=closed_round, by=alice, at=LATER)
        report = participant.report
        assert one(report, Measure.COMPLETED, group="peer").value == 3
        assert one(report, Measure.SCORE, group="others", dimension__key="mandate").value == 3

    def test_makes_a_report_that_says_so_where_nobody_answered(
        self, closed_round: Round, carol: Person, alice: User
    ) -> None:
        participant = add_participant(closed_round, carol)
        release(round=closed_round, by=alice, at=LATER)
        scores = participant.report.results.filter(measure=Measure.SCORE)
        assert scores.exists()
        assert not scores.filter(withheld="").exists()

    def test_keeps_comments_in_one_stored_order(
        self, closed_round: Round, carol: Person, alice: User
    ) -> None:
        participant = add_participant(closed_round, carol)
        add_peers(participant, 3, 3, 4, 4, 5)
        release(round=closed_round, by=alice, at=LATER)
        first, second = (figures_of([participant.report.pk]) for _ in range(2))
        comments = [f.text for f in first[participant.report.pk] if f.measure is Measure.COMMENT]
        assert sorted(filter(None, comments)) == [f"Comment {n}" for n in range(1, 6)]
        assert first == second

    def test_compares_with_the_same_persons_last_report_on_the_framework(
        self, closed_round: Round, carol: Person, alice: User, ashford: Council
    ) -> None:
        add_peers(add_participant(closed_round, carol), 2, 2, 2)
        release(round=closed_round, by=alice, at=LATER)
        again = make_round(ashford, closed_round.framework, by=alice, state="closed", name="Autumn")
        participant = add_participant(again, carol)
        add_peers(participant, 4, 4, 4)
        release(round=again, by=alice, at=LATER + datetime.timedelta(days=200))
        change = one(participant.report, Measure.CHANGE, dimension__key="communication")
        assert (change.value, change.code) == (Decimal(2), "up")
        assert participant.report.compared_round == "Spring"
        assert participant.report.compared_on == LATER.date()

    def test_is_in_the_audit_trail_without_a_figure(
        self, closed_round: Round, carol: Person, alice: User
    ) -> None:
        add_participant(closed_round, carol)
        release(round=closed_round, by=alice, at=LATER)
        event = AuditEvent.objects.get(action="round.released")
        assert (event.by, event.subject_id, event.detail) == (
            alice,
            closed_round.pk,
            {
                "reports": 1,
                "changes_to_raters": 0,
                "nearly_repeated": 0,
                "not_comparable": 0,
                "withheld_groups": 0,
                "withheld": [],
            },
        )


class TestTelling:
    def test_queues_one_email_for_each_participant_and_none_for_raters(
        self, closed_round: Round, carol: Person, bob: Person, alice: User
    ) -> None:
        for person in (carol, bob):
            add_peers(add_participant(closed_round, person), 3, 4, 5)
        release(round=closed_round, by=alice, at=LATER)
        emails = QueuedEmail.objects.filter(kind=QueuedEmail.Kind.RELEASED)
        assert {email.person for email in emails} == {carol, bob}


class TestRefusing:
    @pytest.mark.parametrize("state", ["draft", "open"])
    def test_a_round_that_is_not_closed(
        self, state: str, ashford: Council, framework: Framework, alice: User
    ) -> None:
        round = make_round(ashford, framework, by=alice, state=state)
        with pytest.raises(CannotRelease, match="Close the round first"):
            release(round=round, by=alice, at=LATER)

    def test_a_second_release(self, closed_round: Round, carol: Person, alice: User) -> None:
        add_participant(closed_round, carol)
        release(round=closed_round, by=alice, at=LATER)
        with pytest.raises(CannotRelease, match="released already"):
            release(round=closed_round, by=alice, at=LATER)
        assert Report.objects.count() == 1

    def test_a_change_of_a_frozen_figure_by_the_database_itself(
        self, closed_round: Round, carol: Person, alice: User
    ) -> None:
        add_participant(closed_round, carol)
        release(round=closed_round, by=alice, at=LATER)
        with pytest.raises(DatabaseError), transaction.atomic():
            Result.objects.update(value=5)


class TestQueries:
    def test_do_not_grow_with_participants(self, ashford: Council, alice: User) -> None:
        framework = make_framework(council=ashford)
        counts = []
        for name, size in [("small", 2), ("large", 12)]:
            round = make_round(ashford, framework, by=alice, state="closed", name=name)
            for number in range(size):
                person = make_person(ashford, f"{name} {number}")
                add_peers(add_participant(round, person), 3, 4, 5)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                release(round=round, by=alice, at=LATER)
            counts.append(sum(q["sql"].startswith("SELECT") for q in queries))
        assert counts[0] == counts[1]
