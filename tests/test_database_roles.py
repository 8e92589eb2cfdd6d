"""The role that serves pages on PostgreSQL: what it may do, and that it is enough.

That it is enough is what every other test of these rooms shows: see tests/plugins/roles.py.
"""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from assessment.models import (
    AuditEvent,
    BenchmarkCouncil,
    BenchmarkFigure,
    CouncilFigure,
    Deletion,
    InstrumentReading,
    Report,
    Result,
    frozen,
)
from assessment.models.roles import MIGRATIONS, grants, kept_tables
from tests.house.source import ROOT
from tests.plugins.roles import SERVICE, _give_back, _take_role

KEPT = [
    each._meta.db_table
    for each in (
        *(AuditEvent, BenchmarkCouncil, BenchmarkFigure, CouncilFigure, Deletion),
        *(InstrumentReading, Report, Result),
    )
]
WRITES = ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]


@pytest.fixture
def on_postgresql(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


class TestTheServicesRole:
    def test_is_that_of_these_tests(self, on_postgresql: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (SERVICE,)

    @pytest.mark.parametrize("table", KEPT)
    @pytest.mark.parametrize("write", WRITES)
    def test_cannot_change_what_is_frozen_even_without_triggers(
        self, on_postgresql: None, table: str, write: str
    ) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute("SELECT set_config('assessment.thawed', 'on', true); " + write.format(table))

    def test_may_read_and_add_there(self, on_postgresql: None) -> None:
        for table in KEPT:
            execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            execute(f"INSERT INTO {table} SELECT * FROM {table}")  # noqa: S608

    def test_knows_the_migrations_and_cannot_change_them(self, on_postgresql: None) -> None:
        execute(f"SELECT count(*) FROM {MIGRATIONS}")  # noqa: S608
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(f"DELETE FROM {MIGRATIONS}")  # noqa: S608

    def test_is_set_aside_for_the_retention_job_and_taken_again(self, on_postgresql: None) -> None:
        with frozen.thawed():
            execute("DELETE FROM assessment_result")
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute("DELETE FROM assessment_result")

    def test_takes_no_right_away_that_it_is_given_again(self, on_postgresql: None) -> None:
        _give_back(connection)
        for statement in grants(SERVICE) * 2:
            execute(statement)
        _take_role(connection)
        execute("UPDATE assessment_goal SET position = position")


class TestTheCommand:
    def test_prints_what_the_page_shows(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("database_roles", SERVICE)
        page = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
        shown = re.search(r"```sql\n(GRANT USAGE.*?)```", page, re.DOTALL)
        assert shown
        assert capsys.readouterr().out.split() == shown[1].split()

    @pytest.mark.parametrize("name", ["", "skills app", "a; DROP TABLE x", 'skills"', "Skills"])
    def test_takes_names_only(self, name: str) -> None:
        with pytest.raises(CommandError, match="no name for a role"):
            call_command("database_roles", name)


class TestTheTables:
    def test_without_the_right_are_those_that_the_triggers_keep(self) -> None:
        assert kept_tables() == sorted(KEPT)

    def test_are_thawed_by_the_retention_job_alone(self) -> None:
        """Whatever else thawed them would serve pages, as a role without the right."""
        code = [*ROOT.glob("assessment/**/*.py"), *ROOT.glob("reports/**/*.py")]
        thawing = {
            str(path.relative_to(ROOT)) for path in code if "thawed()" in path.read_text("utf-8")
        }
        assert thawing == {
            "assessment/models/frozen.py",
            "assessment/data_protection/services/retention.py",
        }
