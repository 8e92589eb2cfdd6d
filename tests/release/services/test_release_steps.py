"""A release step by step: what crashes, what waits, and what nobody may change meanwhile."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from assessment.data_protection.selectors.periods import rounds_older_than
from assessment.data_protection.services import rights
from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    Rating,
    Release,
    Report,
    Round,
    User,
)
from assessment.release.services import release
from assessment.release.services.release import CannotRelease
from assessment.rounds.selectors.releases import ReleaseState, release_progress
from assessment.rounds.services import raters
from assessment.scoring.profile import score_participant
from tests.answers import keep_open, save
from tests.cast import add_participant, add_rater, make_person, make_round
from tests.released_by_half import closed_with, let_time_pass, write_some
from tests.reports.bundled import all_queued, queued
from tests.workers import DATABASE_QUEUE

NOW = timezone.now


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
    return closed_with(ashford, framework, alice, carol, more=4)


@pytest.fixture
def asked(round: Round, alice: User, settings: Any) -> Round:
    """Asked for, and no worker there."""
    settings.TASKS = DATABASE_QUEUE
    release.ask(round=round, by=alice, at=NOW())
    return round


def state(round: Round) -> ReleaseState:
    progress = release_progress(round, NOW())
    assert progress is not None
    return progress.state


def assert_released(round: Round) -> None:
    round.refresh_from_db()
    assert round.is_released
    assert Report.objects.count() == Participant.objects.filter(round=round).count()
    assert not Release.objects.exists()
    assert AuditEvent.objects.filter(action="round.released").count() == 1
    told = QueuedEmail.objects.filter(kind=QueuedEmail.Kind.RELEASED)
    assert told.count() == Report.objects.count()


@pytest.mark.django_db(transaction=True)
class TestAnothersSave:
    def test_is_answered_while_a_release_scores(
        self,
        round: Round,
        brindle: Council,
        framework: Framework,
        alice: User,
        dave: User,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        elsewhere = keep_open(make_round(brindle, framework, by=dave, state="open"))
        assessed = add_participant(elsewhere, make_person(brindle, "Ida"))
        rater = add_rater(assessed, make_person(brindle, "Jo"), "peer")
        troubles: list[BaseException] = []

        def save_impatiently() -> None:
            try:
                with connection.cursor() as cursor:
                    if connection.vendor == "sqlite":
                        cursor.execute("PRAGMA busy_timeout=200")
                save(rater, 4)
            except OperationalError as error:
                troubles.append(error)
            finally:
                connections.close_all()

        def scored_meanwhile(*given: Any, **more: Any) -> Any:
            thread = threading.Thread(target=save_impatiently)
            thread.start()
            thread.join()
            return score_participant(*given, **more)

        monkeypatch.setattr(release, "score_participant", scored_meanwhile)
        release.release(round=round, by=alice, at=NOW())
        assert troubles == []
        assert Rating.objects.filter(response__rater=rater).exists()


class TestAsking:
    def test_changes_no_more_than_that(self, asked: Round, alice: User) -> None:
        asked.refresh_from_db()
        assert asked.is_closed
        assert state(asked) is ReleaseState.WORKING
        event = AuditEvent.objects.get(action="round.release_asked")
        assert (event.by, event.subject_id) == (alice, asked.pk)

    def test_twice_is_one_release_and_one_event(self, asked: Round, alice: User) -> None:
        release.ask(round=asked, by=alice, at=NOW())
        assert Release.objects.count() == 1
        assert AuditEvent.objects.filter(action="round.release_asked").count() == 1
        release.carry_on.call(str(asked.pk))
        release.carry_on.call(str(asked.pk))
        assert_released(asked)

    def test_is_refused_for_an_open_round_and_for_a_released_one(
        self, asked: Round, ashford: Council, framework: Framework, alice: User
    ) -> None:
        opened = make_round(ashford, framework, by=alice, state="open", name="Open")
        with pytest.raises(CannotRelease, match="Close the round first"):
            release.ask(round=opened, by=alice, at=NOW())
        release.carry_on.call(str(asked.pk))
        with pytest.raises(CannotRelease, match="released already"):
            release.ask(round=asked, by=alice, at=NOW())

    def test_sets_the_day_of_every_report(self, asked: Round) -> None:
        moment = NOW() - datetime.timedelta(days=2)
        Release.objects.update(asked_at=moment)
        write_some(asked)
        release.carry_on.call(str(asked.pk))
        assert_released(asked)
        assert asked.released_at == moment
        days = set(Report.objects.values_list("released_on", flat=True))
        assert days == {timezone.localdate(moment)}


class TestAWorkerThatCrashed:
    def test_leaves_its_whole_reports_to_the_next(self, asked: Round) -> None:
        made = {report.pk for report in write_some(asked)}
        assert len(made) == 4
        release.carry_on.call(str(asked.pk))
        assert_released(asked)
        assert made < set(Report.objects.values_list("pk", flat=True))

    def test_leaves_nothing_of_a_report_that_it_was_writing(self, asked: Round) -> None:
        own = release._claim(asked.pk, NOW())
        assert own is not None
        scored = release._scored(own, next(release._missing(own)))

        def break_off(execute: Any, sql: str, *rest: Any) -> Any:
            if sql.startswith('INSERT INTO "assessment_result"'):
                raise SystemExit
            return execute(sql, *rest)

        with connection.execute_wrapper(break_off), pytest.raises(SystemExit):
            release._write(own, *scored, NOW())
        assert not Report.written.exists()

    def test_is_left_in_peace_until_its_claim_runs_out(self, asked: Round, alice: User) -> None:
        own = release._claim(asked.pk, NOW())
        assert own is not None
        release.carry_on.call(str(asked.pk))
        with pytest.raises(CannotRelease, match="being released already"):
            release.release(round=asked, by=alice, at=NOW())
        assert not Report.written.exists()
        let_time_pass()
        release.carry_on.call(str(asked.pk))
        assert_released(asked)

    def test_writes_nothing_once_another_has_taken_over(self, asked: Round) -> None:
        slow = release._claim(asked.pk, NOW())
        assert slow is not None
        scored = release._scored(slow, next(release._missing(slow)))
        let_time_pass()
        write_some(asked)
        with pytest.raises(release._Overtaken):
            release._write(slow, *scored, NOW())
        with pytest.raises(release._Overtaken):
            release._finish(slow, NOW())
        asked.refresh_from_db()
        assert asked.is_closed

    def test_is_found_by_the_watch_which_comes_back(self, asked: Round) -> None:
        assert (queued(release.carry_on), all_queued(release.watch)) == (1, 1)
        release._claim(asked.pk, NOW())
        release.watch.call(str(asked.pk))
        assert (queued(release.carry_on), all_queued(release.watch)) == (1, 2)
        let_time_pass()
        release.watch.call(str(asked.pk))
        assert (queued(release.carry_on), all_queued(release.watch)) == (2, 3)

    def test_is_told_apart_from_one_that_waits_for_its_next_turn(self, asked: Round) -> None:
        write_some(asked)
        release.watch.call(str(asked.pk))
        assert queued(release.carry_on) == 1

    def test_again_and_again_without_a_report_ends_the_release_until_hr_asks_anew(
        self, asked: Round, alice: User
    ) -> None:
        for _time in range(Release.TRIES):
            assert state(asked) is ReleaseState.WORKING
            release._claim(asked.pk, NOW())
            let_time_pass()
            release.watch.call(str(asked.pk))
        assert state(asked) is ReleaseState.FAILED
        release.carry_on.call(str(asked.pk))
        assert not Report.written.exists()
        release.ask(round=asked, by=alice, at=NOW())
        release.carry_on.call(str(asked.pk))
        assert_released(asked)

    def test_leaves_no_watch_when_all_is_done(self, asked: Round) -> None:
        release.carry_on.call(str(asked.pk))
        watches = all_queued(release.watch)
        release.watch.call(str(asked.pk))
        assert all_queued(release.watch) == watches


class TestAReleaseThatFails:
    def test_says_so_keeps_what_is_made_and_can_be_tried_again(
        self, asked: Round, alice: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        made = len(write_some(asked))
        missing = Participant.objects.filter(round=asked, report=None).first()
        assert missing is not None
        # No service writes such a group, and scoring does not know it.
        peer = missing.raters.filter(group="peer").first()
        assert peer is not None
        Rater.objects.filter(pk=peer.pk).update(group="unheard of")
        release.carry_on.call(str(asked.pk))
        assert state(asked) is ReleaseState.FAILED
        assert Report.written.count() == made
        assert f"Round {asked.pk} could not be released." in caplog.text
        Rater.objects.filter(pk=peer.pk).update(group="peer")
        release.ask(round=asked, by=alice, at=NOW())
        release.carry_on.call(str(asked.pk))
        assert_released(asked)


class TestOtherTasks:
    def test_get_their_turn_between_the_steps(
        self, asked: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(release, "TURN", datetime.timedelta())
        release.carry_on.call(str(asked.pk))
        assert Report.written.count() == 1
        assert queued(release.carry_on) == 2
        for _turn in range(5):
            release.carry_on.call(str(asked.pk))
        assert_released(asked)


class TestWhileARoundIsBeingReleased:
    def test_no_rater_moves_and_no_role_changes(self, asked: Round, alice: User) -> None:
        participant = Participant.objects.filter(round=asked).first()
        assert participant is not None
        peer = participant.raters.filter(group="peer").first()
        assert peer is not None
        with pytest.raises(raters.RaterRefused, match="being released"):
            raters.change_group(rater=peer, group="partner", by=alice, at=NOW())
        roles = list(asked.framework.roles.all())
        with pytest.raises(raters.RaterRefused, match="being released"):
            raters.change_roles(participant=participant, roles=roles, by=alice, at=NOW())

    @pytest.mark.parametrize("group", ["self", "peer"])
    def test_nobody_in_it_is_erased(self, asked: Round, alice: User, group: str) -> None:
        person = Person.objects.filter(ratings_asked__group=group).first()
        assert person is not None
        with pytest.raises(rights.CannotErase, match="“Spring” is being released"):
            rights.erase(person=person, by=alice, at=NOW())
        outside = make_person(asked.council, "Zoe")
        rights.erase(person=outside, by=alice, at=NOW())

    def test_retention_leaves_it_alone(self, asked: Round) -> None:
        day = datetime.date(2100, 1, 1)
        assert not rounds_older_than(asked.council, day).exists()
        release.carry_on.call(str(asked.pk))
        assert rounds_older_than(asked.council, day).exists()


class TestProgress:
    def test_counts_reports(self, asked: Round) -> None:
        write_some(asked)
        progress = release_progress(asked, NOW())
        assert progress is not None
        assert (progress.made, progress.total) == (4, 5)

    def test_says_when_nothing_has_moved_for_a_minute(self, asked: Round) -> None:
        Release.objects.update(asked_at=NOW() - datetime.timedelta(minutes=2))
        assert state(asked) is ReleaseState.STILL

    def test_says_when_another_round_comes_first(
        self, asked: Round, ashford: Council, framework: Framework, alice: User
    ) -> None:
        Release.objects.update(asked_at=NOW() - datetime.timedelta(minutes=2))
        other = make_round(ashford, framework, by=alice, state="closed", name="Other")
        release.ask(round=other, by=alice, at=NOW())
        release._claim(other.pk, NOW())
        assert state(asked) is ReleaseState.NEXT

    def test_is_none_before_and_after(self, round: Round, alice: User) -> None:
        assert release_progress(round, NOW()) is None
        release.release(round=round, by=alice, at=NOW())
        assert release_progress(round, NOW()) is None
