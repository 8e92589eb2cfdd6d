"""What the database itself refuses, whoever asks and however."""

from __future__ import annotations

import datetime
import uuid
from functools import partial
from typing import Any

import pytest
from django.db import connection, models

from assessment import audit
from assessment.models import (
    Action,
    AuditEvent,
    Council,
    CouncilFigure,
    Dimension,
    Framework,
    Indicator,
    InstrumentReading,
    Participant,
    Person,
    Report,
    Result,
    Role,
    Round,
    Suggestion,
    Target,
    User,
    frozen,
)
from tests.cast import NOW, TODAY, add_participant, make_framework, make_round, publish
from tests.models.ways import (
    CHANGES,
    DELETIONS,
    INSERTIONS,
    PARTS,
    TEXT,
    Way,
    delete_what_hangs_on,
    part_of,
    raw_delete,
    refused,
    sql,
)

# ruff: noqa: S608 - the names in these statements are the models' own


@pytest.mark.parametrize("model", PARTS)
class TestPartOfAFramework:
    @pytest.mark.parametrize("way", [*CHANGES, *DELETIONS, *INSERTIONS])
    def test_stays_once_published(
        self, framework: Framework, model: type[models.Model], way: Way
    ) -> None:
        row = part_of(framework, model)
        count = model._default_manager.count()
        assert refused(lambda: way(row))
        assert model._default_manager.count() == count
        kept = model._default_manager.get(pk=row.pk)
        assert getattr(kept, TEXT[model]) != "changed"

    @pytest.mark.parametrize("way", [*CHANGES, *DELETIONS, *INSERTIONS])
    def test_can_be_changed_in_a_draft(self, db: None, model: type[models.Model], way: Way) -> None:
        row = part_of(make_framework(published=False), model)
        if way is raw_delete:
            delete_what_hangs_on(row)
        assert not refused(lambda: way(row))

    def test_cannot_be_moved_from_a_draft_into_a_published_one(
        self, framework: Framework, model: type[models.Model]
    ) -> None:
        draft = make_framework(published=False, version="2.0")
        parent = {Role: "framework", Dimension: "framework", Target: "role"}.get(model, "dimension")
        stranger = part_of(draft, model)
        home = getattr(part_of(framework, model), parent)
        rows = model._default_manager.filter(pk=stranger.pk)
        assert refused(lambda: rows.update(**{parent: home}))


class TestPublishedFramework:
    @pytest.mark.parametrize("way", [*CHANGES, *DELETIONS])
    def test_stays(self, framework: Framework, way: Way) -> None:
        assert refused(lambda: way(framework))
        assert Framework.objects.get().description == ""

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "Other"},
            {"version": "9"},
            {"scale_top": 7},
            {"council": None, "key": "other"},
            {"standard_deviation": "0.99"},
            {"published_at": NOW + datetime.timedelta(days=1)},
            {"state": "draft", "published_at": None},
        ],
    )
    def test_keeps_every_field(self, framework: Framework, change: dict[str, Any]) -> None:
        assert refused(lambda: Framework.objects.update(**change))

    def test_keeps_who_published_it(self, framework: Framework, erin: User) -> None:
        assert refused(lambda: Framework.objects.update(published_by=erin))

    def test_can_be_retired_but_not_brought_back(self, framework: Framework, erin: User) -> None:
        Framework.objects.update(state="retired", retired_at=NOW, retired_by=erin)
        assert refused(lambda: Framework.objects.update(state="published"))
        assert refused(lambda: Framework.objects.update(retired_at=None))

    def test_cannot_be_replaced_by_a_row_of_the_same_id(self, framework: Framework) -> None:
        if connection.vendor != "sqlite":
            pytest.skip("only SQLite knows INSERT OR REPLACE")
        columns = ", ".join(f'"{f.column}"' for f in Framework._meta.concrete_fields)
        table = Framework._meta.db_table
        assert refused(
            lambda: sql(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
        )

    def test_may_be_deleted_in_the_thaw_and_is_frozen_after_it(self, framework: Framework) -> None:
        with frozen.thawed():
            Suggestion.objects.all().delete()
        assert refused(lambda: Indicator.objects.all().delete())
        assert not Suggestion.objects.exists()

    def test_is_frozen_again_after_a_thaw_that_failed(self, framework: Framework) -> None:
        def fail_in_the_thaw() -> None:
            with frozen.thawed():
                Framework.objects.update(scale_top=1)

        assert refused(fail_in_the_thaw)
        assert refused(lambda: Indicator.objects.all().delete())


class TestDraftFramework:
    def test_can_be_deleted_with_all_its_parts(self, db: None) -> None:
        make_framework(published=False).delete()
        assert not Indicator.objects.exists()


@pytest.fixture
def participant(ashford: Council, framework: Framework, alice: User, carol: Person) -> Participant:
    round = make_round(ashford, framework, by=alice, state="closed")
    return add_participant(round, carol)


@pytest.fixture
def report(participant: Participant, ashford: Council) -> Report:
    return Report.objects.create(
        council=ashford,
        participant=participant,
        min_group_size=3,
        released_on=TODAY,
        product_version="1",
    )


@pytest.fixture
def written(report: Report) -> Result:
    return Result.objects.create(report=report, position=1, measure="mean", value="3.5", n=4)


@pytest.fixture
def result(written: Result, alice: User) -> Result:
    Round.objects.update(state="released", released_at=NOW, released_by=alice)
    return written


class TestAResultBeforeTheRelease:
    def test_is_read_by_nobody(self, written: Result) -> None:
        assert not Result.objects.exists()
        assert not Report.objects.exists()

    def test_stays(self, written: Result) -> None:
        assert refused(lambda: Result.written.update(code="changed"))
        assert refused(lambda: Result.written.all().delete())
        assert refused(lambda: Report.written.update(product_version="changed"))
        assert refused(lambda: Report.written.all().delete())


class TestReleasedResult:
    @pytest.mark.parametrize("way", [*CHANGES, *DELETIONS])
    def test_stays(self, result: Result, way: Way) -> None:
        assert refused(lambda: way(result))
        assert Result.objects.get().code == ""

    @pytest.mark.parametrize("way", [*CHANGES, *DELETIONS])
    def test_keeps_its_report(self, result: Result, way: Way) -> None:
        assert refused(lambda: way(result.report))
        assert Report.objects.get().product_version == "1"

    def test_cannot_be_added_after_the_release(self, report: Report, alice: User) -> None:
        Round.objects.update(state="released", released_at=NOW, released_by=alice)
        late = Result(report=report, position=2, measure="mean", value="1")
        assert refused(late.save)
        assert refused(lambda: Result.objects.bulk_create([late]))

    def test_cannot_be_made_before_the_round_is_closed(
        self, open_round: Round, carol: Person, ashford: Council
    ) -> None:
        early = Report(
            council=ashford,
            participant=add_participant(open_round, carol),
            min_group_size=3,
            released_on=TODAY,
            product_version="1",
        )
        assert refused(early.save)


@pytest.fixture
def event(framework: Framework, erin: User) -> AuditEvent:
    return audit.record(
        action=Action.ROUND_OPENED, subject=framework, council=None, by=erin, at=NOW
    )


class TestAuditEvent:
    @pytest.mark.parametrize("way", [*CHANGES, *DELETIONS])
    def test_stays(self, event: AuditEvent, way: Way) -> None:
        assert refused(lambda: way(event))
        assert AuditEvent.objects.get().action == Action.ROUND_OPENED


@pytest.fixture
def reading(framework: Framework, erin: User) -> InstrumentReading:
    return InstrumentReading.objects.create(
        framework=framework, read_at=NOW, read_by=erin, parts=[]
    )


class TestReadingOfTheQuestions:
    """The next figure keeps its distance from every one that was shown, so all must be known."""

    @pytest.mark.parametrize("way", [*CHANGES, *DELETIONS])
    def test_stays(self, reading: InstrumentReading, way: Way) -> None:
        assert refused(lambda: way(reading))
        assert InstrumentReading.objects.get().parts == []


@pytest.fixture
def told(open_round: Round, alice: User) -> CouncilFigure:
    """A figure of a council that was released."""
    stamps: dict[str, Any] = {"state": "closed", "closed_at": NOW, "closed_by": alice}
    Round.objects.update(**stamps)
    figure = CouncilFigure.written.create(
        council=open_round.council, round=open_round, position=1, measure="score", value=3, n=5
    )
    Round.objects.update(state="released", released_at=NOW, released_by=alice)
    return figure


class TestWhatACouncilWasTold:
    @pytest.mark.parametrize("way", [*CHANGES, *DELETIONS])
    def test_stays(self, told: CouncilFigure, way: Way) -> None:
        assert refused(lambda: way(told))
        assert CouncilFigure.objects.get().value == 3

    def test_gets_no_figure_after_the_release(self, told: CouncilFigure) -> None:
        told.pk, told.position = uuid.uuid4(), 2
        assert refused(lambda: told.save(force_insert=True))

    def test_goes_with_its_period_alone(self, told: CouncilFigure) -> None:
        with frozen.thawed():
            told.delete()
        assert not CouncilFigure.objects.exists()

    def test_holds_nothing_where_it_is_withheld(self, open_round: Round, alice: User) -> None:
        Round.objects.update(state="closed", closed_at=NOW, closed_by=alice)
        place = {"council": open_round.council, "round": open_round, "measure": "score"}
        withheld = {**place, "withheld": "council_one_rater"}
        for held in ({"value": 3}, {"n": 5}, {"bound": "or_lower"}):
            row: dict[str, Any] = {**withheld, **held}
            assert refused(partial(CouncilFigure.written.create, position=1, **row))
        CouncilFigure.written.create(position=1, **withheld)
        assert refused(lambda: CouncilFigure.written.create(position=1, **withheld))


@pytest.mark.django_db(transaction=True)
class TestFlushAfterATransactionalTest:
    """The two tests together: each would fail if the other left its framework behind."""

    @pytest.mark.parametrize("time", ["first", "second"])
    def test_empties_the_frozen_tables(self, time: str) -> None:
        assert not Framework.objects.exists()
        publish(make_framework(published=False))
        assert refused(lambda: Indicator.objects.all().delete())


@pytest.mark.django_db(transaction=True)
class TestTableOfAFramework:
    @pytest.mark.parametrize("model", PARTS)
    def test_cannot_be_emptied_as_a_whole(self, model: type[models.Model]) -> None:
        make_framework()
        table = model._meta.db_table
        whole = {"postgresql": f"TRUNCATE {table} CASCADE"}
        assert refused(lambda: sql(whole.get(connection.vendor, f"DELETE FROM {table}")))
        assert model._default_manager.exists()
