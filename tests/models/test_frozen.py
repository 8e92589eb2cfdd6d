"""What the database itself refuses, whoever asks and however."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from assessment.models import (
    AuditEvent,
    Council,
    Dimension,
    Framework,
    Indicator,
    Level,
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
from assessment.services import audit
from tests.cast import NOW, TODAY, add_participant, make_framework, make_round, publish

Way = Callable[[models.Model], Any]
PARTS: list[type[models.Model]] = [Role, Dimension, Level, Indicator, Suggestion, Target]
TEXT = {
    Framework: "description",
    Role: "purpose",
    Dimension: "description",
    Level: "anchor",
    Indicator: "text",
    Suggestion: "text",
    Target: "importance",
    Report: "product_version",
    Result: "code",
    AuditEvent: "action",
}


def new_value(row: models.Model) -> Any:
    return 2 if isinstance(row, Target) else "changed"


# ruff: noqa: S608 - the names in these statements are the models' own


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def key(row: models.Model) -> Any:
    """The primary key as this database stores it."""
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def save(row: models.Model) -> None:
    setattr(row, TEXT[type(row)], new_value(row))
    row.save()


def update(row: models.Model) -> None:
    rows = type(row)._default_manager.filter(pk=row.pk)
    rows.update(**{TEXT[type(row)]: new_value(row)})


def bulk_update(row: models.Model) -> None:
    setattr(row, TEXT[type(row)], new_value(row))
    type(row)._default_manager.bulk_update([row], [TEXT[type(row)]])


def raw_update(row: models.Model) -> None:
    table, column = row._meta.db_table, TEXT[type(row)]
    sql(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', new_value(row), key(row))


def delete(row: models.Model) -> None:
    row.delete()


def queryset_delete(row: models.Model) -> None:
    type(row)._default_manager.filter(pk=row.pk).delete()


def raw_delete(row: models.Model) -> None:
    sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", key(row))


def upsert(row: models.Model) -> None:
    setattr(row, TEXT[type(row)], new_value(row))
    type(row)._default_manager.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=[TEXT[type(row)]]
    )


CHANGES: list[Way] = [save, update, bulk_update, raw_update, upsert]
DELETIONS: list[Way] = [delete, queryset_delete, raw_delete]


def refused(act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
            # Foreign keys of a raw deletion are only asked at the end of a transaction.
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


def part_of(framework: Framework, model: type[models.Model]) -> models.Model:
    path = {Role: "framework", Dimension: "framework", Target: "role__framework"}
    rows = model._default_manager.filter(**{path.get(model, "dimension__framework"): framework})
    if model is Target:
        rows = rows.filter(level__isnull=False)
    row = rows.order_by("pk").first()
    assert row is not None
    return row


def delete_what_hangs_on(row: models.Model) -> None:
    for relation in row._meta.related_objects:
        if relation.related_model in PARTS:
            relation.related_model._default_manager.filter(**{relation.field.name: row}).delete()


def twin(row: models.Model) -> models.Model:
    """Another row of the same parent, which breaks no other constraint."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    values |= {"id": uuid.uuid4()}
    values |= {name: "twin" for name in ("key", "name") if name in values}
    if isinstance(row, Level):
        values["value"] = 7
    if isinstance(row, Target):
        mandate = Dimension.objects.get(framework=row.role.framework, kind="mandate")
        values["dimension_id"] = mandate.pk
    return type(row)(**values)


def insert(row: models.Model) -> None:
    twin(row).save(force_insert=True)


def bulk_create(row: models.Model) -> None:
    type(row)._default_manager.bulk_create([twin(row)])


def raw_insert(row: models.Model) -> None:
    other = twin(row)
    fields = list(other._meta.concrete_fields)
    columns = ", ".join(f'"{f.column}"' for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [f.get_db_prep_save(getattr(other, f.attname), connection) for f in fields]
    sql(f"INSERT INTO {other._meta.db_table} ({columns}) VALUES ({marks})", *values)


INSERTIONS: list[Way] = [insert, bulk_create, raw_insert]


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
def result(report: Report) -> Result:
    return Result.objects.create(report=report, position=1, measure="mean", value="3.5", n=4)


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
    return audit.record(action="x", subject=framework, council=None, by=erin, at=NOW)


class TestAuditEvent:
    @pytest.mark.parametrize("way", [*CHANGES, *DELETIONS])
    def test_stays(self, event: AuditEvent, way: Way) -> None:
        assert refused(lambda: way(event))
        assert AuditEvent.objects.get().action == "x"


STATES = ["draft", "open", "closed", "released"]
FORWARD = {("draft", "open"), ("open", "closed"), ("closed", "released")}


def stamps(state: str, by: User) -> dict[str, Any]:
    """The dates and people that the check constraints ask of a state."""
    reached = STATES.index(state)
    steps = ["opened", "closed", "released"]
    return {
        "state": state,
        **{f"{s}_at": NOW if n < reached else None for n, s in enumerate(steps)},
        **{f"{s}_by": by if n < reached else None for n, s in enumerate(steps)},
    }


@pytest.fixture
def round_at(ashford: Council, framework: Framework, alice: User) -> Callable[[str], Round]:
    def make(state: str) -> Round:
        round = make_round(ashford, framework, by=alice)
        for step in STATES[: STATES.index(state) + 1]:
            Round.objects.update(**stamps(step, alice))
        round.refresh_from_db()
        return round

    return make


class TestRound:
    @pytest.mark.parametrize("old", STATES)
    @pytest.mark.parametrize("new", STATES)
    def test_only_goes_one_step_forward(
        self, round_at: Callable[[str], Round], alice: User, old: str, new: str
    ) -> None:
        round_at(old)
        allowed = old == new or (old, new) in FORWARD
        assert refused(lambda: Round.objects.update(**stamps(new, alice))) is not allowed
        assert Round.objects.get().state == (new if allowed else old)

    def test_does_not_go_back_by_save_or_raw_sql(
        self, round_at: Callable[[str], Round], alice: User
    ) -> None:
        round = round_at("closed")
        for name, value in stamps("open", alice).items():
            setattr(round, name, value)
        assert refused(round.save)
        back = "UPDATE assessment_round SET state = 'open', closed_at = NULL, closed_by_id = NULL"
        assert refused(lambda: sql(back))

    @pytest.mark.parametrize("state", ["open", "closed", "released"])
    def test_keeps_its_terms_once_open(self, round_at: Callable[[str], Round], state: str) -> None:
        round_at(state)
        other = make_framework(version="2.0")
        assert refused(lambda: Round.objects.update(min_group_size=5))
        assert refused(lambda: Round.objects.update(framework=other))

    def test_may_change_its_terms_as_a_draft(self, round_at: Callable[[str], Round]) -> None:
        round_at("draft")
        Round.objects.update(min_group_size=5)
        assert Round.objects.get().min_group_size == 5


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
