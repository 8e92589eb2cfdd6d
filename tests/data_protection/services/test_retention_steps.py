"""The retention job works in short transactions, and may be killed between any two of them."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from assessment.data_protection.selectors import record_counts
from assessment.data_protection.services import retention, rights
from assessment.models import (
    AuditEvent,
    Council,
    Deletion,
    Framework,
    Participant,
    Person,
    RaterGroup,
    Release,
    Report,
    Response,
    Result,
    Round,
    User,
)
from assessment.release.services.release import release
from assessment.scoring.values import Measure
from tests.cast import add_participant, add_rater, answer, make_person, make_round
from tests.spring import RELEASED

Kind = Deletion.Kind
WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
AT = datetime.datetime(2036, 4, 1, 13, tzinfo=datetime.UTC)  # every period is over
LATER = AT + datetime.timedelta(days=1)
CUT_AT = datetime.datetime(2026, 7, 1, 13, tzinfo=datetime.UTC)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps so small that a few participants make many."""
    monkeypatch.setattr(retention, "WHOLE", 2)
    monkeypatch.setattr(retention, "ROWS", 3)


Build = Callable[[int], Round]


@pytest.fixture
def build(ashford: Council, framework: Framework, alice: User) -> Build:
    """A released round of so many participants, each rated by five peers of their own."""

    def released(size: int) -> Round:
        round = make_round(ashford, framework, by=alice, state="closed", name=f"Round of {size}")
        for n in range(size):
            participant = add_participant(round, make_person(ashford, f"Carol {size} {n}"))
            answer(participant.raters.get(), 3)
            for m in range(5):
                peer = make_person(ashford, f"Frank {size} {n} {m}")
                rater = add_rater(participant, peer, RaterGroup.PEER)
                answer(rater, 1 + m, comments={"communication": f"Word {m}"})
        return release(round=round, by=alice, at=RELEASED)

    return released


@contextmanager
def watched() -> Iterator[list[Counter[str]]]:
    """Of each outermost transaction of the job: how many rows it wrote, by table."""
    found: list[Counter[str]] = []
    depth = len(connection.savepoint_ids)

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SAVEPOINT") and len(connection.savepoint_ids) == depth:
            found.append(Counter())
        result = execute(sql, params, many, context)
        if WRITE.match(sql):
            assert len(connection.savepoint_ids) > depth, "written outside of a transaction"
            found[-1][sql.split('"')[1]] += max(context["cursor"].rowcount, 0)
        return result

    with connection.execute_wrapper(watch):
        yield found


def most(found: list[Counter[str]]) -> dict[str, int]:
    """By table, the most rows that one transaction wrote."""
    return {table: max(each[table] for each in found) for table in set().union(*found)}


def logged() -> dict[str, int]:
    rows = Deletion.objects.order_by().values_list("kind").annotate(Sum("count"))
    return dict(rows)


def told(steps: list[retention.RetentionCount]) -> dict[str, int]:
    found = Counter[str]()
    for step in steps:
        found[step.kind] += step.count
    return dict(+found)


class Killed(BaseException):
    """What no handler of errors catches."""


class TestOneTransaction:
    def test_does_not_grow_with_the_round(
        self, ashford: Council, small: None, build: Build
    ) -> None:
        build(2)
        with watched() as few:
            assert retention.apply(council=ashford, at=AT)
        build(6)
        with watched() as many:
            assert retention.apply(council=ashford, at=AT)
        assert len(many) > 2 * len(few)
        whole = sum(few, Counter[str]())  # all that hangs from two participants, in every step
        assert {table: rows for table, rows in most(many).items() if rows > whole[table]} == {}

    def test_takes_whole_participants(self, ashford: Council, small: None, build: Build) -> None:
        build(5)
        held = Response.objects.all()
        states: list[set[int]] = []

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            result = execute(sql, params, many, context)
            if sql.startswith("RELEASE"):
                by_participant = Counter(held.values_list("participant", flat=True))
                states.append(set(by_participant.values()))
            return result

        with connection.execute_wrapper(watch):
            retention.apply(council=ashford, at=CUT_AT)
        assert set().union(*states) == {6}
        assert not held.exists()


class TestARunThatIsKilled:
    @pytest.mark.parametrize("step", [1, 2, 5, 12, 18])
    def test_has_a_true_log_and_the_next_one_does_the_rest(
        self,
        ashford: Council,
        small: None,
        build: Build,
        monkeypatch: pytest.MonkeyPatch,
        step: int,
    ) -> None:
        build(5)
        due = told(retention.due(council=ashford, at=AT))
        held = self._held()
        self._kill_in(monkeypatch, step)
        with pytest.raises(Killed):
            retention.apply(council=ashford, at=AT)
        assert sum(logged().values()) > 0 or step == 1
        for kind, count in self._held().items():
            assert held[kind] - count == logged().get(kind, 0)
        monkeypatch.undo()
        rest = told(retention.apply(council=ashford, at=LATER))
        assert sum(rest.values()) < sum(due.values()) or step == 1
        assert logged() == due
        self._events_tell_all(due)

    def _kill_in(self, patch: pytest.MonkeyPatch, step: int) -> None:
        """In the middle of a transaction, when the rows are gone and the log is not written."""
        create, calls = Deletion.objects.create, iter(range(1, 1000))

        def stop(**fields: Any) -> Deletion:
            if next(calls) == step:
                raise Killed
            return create(**fields)

        patch.setattr(Deletion.objects, "create", stop)

    def _held(self) -> dict[str, int]:
        return {
            Kind.RATINGS: Response.objects.count(),
            Kind.REPORTS: Report.objects.count(),
            Kind.PEOPLE: Person.objects.count(),
        }

    def _events_tell_all(self, due: dict[str, int]) -> None:
        events = AuditEvent.objects.filter(action="retention.applied")
        rows = [detail["rows"] for detail in events.values_list("detail", flat=True)]
        assert sum(rows) == sum(due.values())
        days = set(Deletion.objects.values_list("at", flat=True))
        assert sorted(events.values_list("at", flat=True)) == sorted(days)


class TestTheLog:
    def test_is_shown_run_by_run(self, ashford: Council, small: None, build: Build) -> None:
        build(5)
        due = retention.due(council=ashford, at=CUT_AT)
        retention.apply(council=ashford, at=CUT_AT)
        assert Deletion.objects.filter(kind=Kind.RATINGS).count() > 1
        shown = [(each.kind, each.count, each.at) for each in record_counts.deletions(ashford)]
        assert shown == [(step.kind, step.count, CUT_AT) for step in due if step.count]

    def test_of_an_erasure_is_no_run(
        self, ashford: Council, alice: User, frank: Person, build: Build
    ) -> None:
        rights.erase(person=frank, by=alice, at=RELEASED)
        build(1)
        done = retention.apply(council=ashford, at=AT)
        event = AuditEvent.objects.get(action="retention.applied")
        assert (event.at, event.detail["rows"]) == (AT, sum(told(done).values()))


class TestMeanwhile:
    @pytest.fixture
    def between(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
        """Do something after the first step of the run."""

        def arrange(act: Callable[[], Any]) -> None:
            waiting = [act]

            def pause(seconds: float) -> None:
                while waiting:
                    waiting.pop()()

            monkeypatch.setattr("assessment.data_protection.services.retention.time.sleep", pause)

        return arrange

    def test_a_round_whose_release_is_asked_for_is_left_alone_from_then_on(
        self,
        ashford: Council,
        framework: Framework,
        alice: User,
        small: None,
        between: Callable[[Callable[[], Any]], None],
    ) -> None:
        closed = make_round(ashford, framework, by=alice, state="closed")
        for n in range(5):
            answer(add_participant(closed, make_person(ashford, f"Carol {n}")).raters.get(), 3)
        between(lambda: Release.objects.create(round=closed, asked_by=alice, asked_at=AT))
        done = told(retention.apply(council=ashford, at=AT))
        assert done == logged() == {Kind.RATINGS: 2}
        assert (Response.objects.count(), Participant.objects.count()) == (3, 5)


def test_comments_of_a_report_go_together(ashford: Council, small: None, build: Build) -> None:
    build(3)
    retention.apply(council=ashford, at=CUT_AT)
    shown = Result.objects.filter(measure=Measure.COMMENT).exclude(text="")
    comments = Counter(shown.values_list("report", flat=True))
    a_year = datetime.datetime(2027, 4, 1, 13, tzinfo=datetime.UTC)
    with watched() as found:
        done = told(retention.apply(council=ashford, at=a_year))
    assert done == {Kind.COMMENTS: comments.total()}
    assert most(found)["assessment_result"] == 2 * max(comments.values())
