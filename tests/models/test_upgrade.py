"""What a council of the edition before had is all there afterwards, and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from assessment.council.selectors.picture import picture_of_round
from assessment.council.told.selectors.told import council_told_of
from assessment.models import (
    Council,
    CouncilFigure,
    Framework,
    Goal,
    Person,
    QueuedEmail,
    RatingCount,
    Release,
    Report,
    Round,
    User,
    frozen,
)
from assessment.release.services import release
from tests.cast import add_participant, add_rater, make_person, make_round
from tests.plugins.roles import give_rights
from tests.released_by_half import closed_with, write_some
from tests.workers import DATABASE_QUEUE

BEFORE = "0018_unit"

HELD = (
    *("council", "user", "person", "framework", "dimension", "indicator", "round", "participant"),
    *("rater", "invitation", "response", "rating", "comment", "release", "report", "result"),
    *("goal", "queuedemail", "auditevent", "deletion"),
)


def migrate(name: str) -> Any:
    """The tables as they are after a migration, and the models as they are then."""
    executor = MigrationExecutor(connection)
    executor.migrate([("assessment", name)])
    return MigrationExecutor(connection).loader.project_state(("assessment", name)).apps


def newest() -> str:
    ((_app, name),) = MigrationExecutor(connection).loader.graph.leaf_nodes("assessment")
    return name


def rows(apps: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every value of every row, by table, of the columns of the edition before."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in HELD:
        columns = [field.attname for field in apps.get_model("assessment", table)._meta.fields]
        with connection.cursor() as cursor:
            named = ", ".join(f'"{each}"' for each in columns)
            cursor.execute(f"SELECT {named} FROM assessment_{table}")  # noqa: S608
            found[table] = sorted(map(repr, cursor.fetchall()))  # type: ignore[arg-type]
    return found


@pytest.fixture
def half(
    transactional_db: None,
    ashford: Council,
    brindle: Council,
    framework: Framework,
    alice: User,
    dave: User,
    spring: Round,
    settings: Any,
) -> Iterator[Round]:
    """A released round with a goal, an open one elsewhere, and one whose release is half done."""
    settings.TASKS = DATABASE_QUEUE
    report = Report.objects.filter(participant__round=spring).order_by("pk")[0]
    Goal.objects.create(report=report, position=1, text="Listen first.")
    elsewhere = make_round(brindle, framework, by=dave, state="open")
    assessed = add_participant(elsewhere, make_person(brindle, "Ida"))
    add_rater(assessed, make_person(brindle, "Jo"), "peer")
    Round.objects.filter(pk=spring.pk).update(name="The spring before")
    hal = make_person(ashford, "Hal")
    closed = closed_with(ashford, framework, alice, hal, more=5)
    release.ask(round=closed, by=alice, at=timezone.now())
    assert len(write_some(closed)) < closed.participants.count()
    QueuedEmail.objects.create(
        round=elsewhere, person=assessed.person, kind="invitation", queued_at=timezone.now()
    )
    try:
        yield closed
    finally:
        migrate(newest())
        frozen.install(using="default")  # remaking a table takes its triggers
        give_rights()


def triggers() -> set[str]:
    table, column = (
        ("sqlite_master WHERE type = 'trigger'", "name")
        if connection.vendor == "sqlite"
        else ("pg_trigger WHERE NOT tgisinternal", "tgname")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608
        return {name for (name,) in cursor.fetchall()}


def test_nothing_is_lost_and_all_of_it_is_as_frozen_as_before(half: Round) -> None:
    old = migrate(BEFORE)
    before = rows(old)
    assert all(before[table] for table in HELD if table != "deletion")
    migrate(newest())
    frozen.install(using="default")  # as the command does after the last migration
    give_rights()
    assert rows(old) == before
    assert {rule.name for rule in frozen.rules()} <= triggers()
    assert set(Round.objects.values_list("kind", "follows", "offers_check_in")) == {
        ("assessment", None, False)
    }
    assert not Council.objects.filter(in_benchmark=True).exists()
    assert not User.objects.filter(is_sponsor=True).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.update(min_group_size=models.F("min_group_size") + 1)


def test_a_release_that_was_begun_before_ends_and_tells_a_council_no_figure(half: Round) -> None:
    migrate(BEFORE)
    migrate(newest())
    frozen.install(using="default")
    give_rights()
    assert not RatingCount.objects.exists()
    release.carry_on.call(str(half.pk))
    half.refresh_from_db()
    assert half.is_released
    assert not Release.objects.exists()
    assert Report.objects.filter(participant__round=half).count() == half.participants.count()
    assert not CouncilFigure.written.exists()
    assert picture_of_round(half)
    told = council_told_of(half, "en-gb")
    assert (told.few, told.figures) == (False, ())
    assert Person.objects.count()
