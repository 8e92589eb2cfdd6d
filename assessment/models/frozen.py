"""What the database itself refuses to change: triggers, for SQLite and PostgreSQL.

A published framework, released results, figures about the questions and audit events stay as they
are, whoever asks: the ORM, the admin, or raw SQL. Only the retention job may delete, inside
`thawed()`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.signals import connection_created

_THAWED = threading.local()
_POSTGRES_FLAG = "assessment.thawed"


@dataclass(frozen=True)
class Rule:
    """Refuse `event` on `table` with `message` while `condition` holds (SQL over OLD and NEW)."""

    name: str
    table: str
    event: str
    condition: str
    message: str


_FRAMEWORK_MESSAGE = "A published framework never changes. Make a new draft from it."
_RESULT_MESSAGE = "Released results never change."
_LOG_MESSAGE = "The audit trail and the deletion log never change."
_TOLD_MESSAGE = "What a council was told never changes."
_YEAR_MESSAGE = "The benchmark of a year never changes."
_READING_MESSAGE = "What was found out about the questions never changes."
_ROUND_MESSAGE = "A round goes from draft to open to closed to released, and never back."


def _state_of_framework(table: str, row: str) -> str:
    """SQL for the state of the framework that a row belongs to."""
    if table in {"role", "dimension"}:
        return f"(SELECT state FROM assessment_framework WHERE id = {row}.framework_id)"  # noqa: S608
    parent, column = ("role", "role_id") if table == "target" else ("dimension", "dimension_id")
    return (
        f"(SELECT f.state FROM assessment_framework f JOIN assessment_{parent} p "  # noqa: S608
        f"ON p.framework_id = f.id WHERE p.id = {row}.{column})"
    )


def _framework_part_rules() -> Iterator[Rule]:
    rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
    for table in ["role", "dimension", "level", "indicator", "suggestion", "target"]:
        for event, sides in rows.items():
            condition = " OR ".join(f"{_state_of_framework(table, s)} <> 'draft'" for s in sides)
            name = f"frozen_{table}_{event.lower()}"
            yield Rule(name, f"assessment_{table}", event, condition, _FRAMEWORK_MESSAGE)


_FRAMEWORK_COLUMNS = [
    "id",
    "council_id",
    "key",
    "name",
    "version",
    "description",
    "question",
    "self_question",
    "scale_top",
    "made_from_id",
    "check_in_of_id",
    "standard_deviation",
    "single_rater_reliability",
    "published_at",
    "published_by_id",
    "translations",
    "translated_from",
]


def _framework_rules() -> Iterator[Rule]:
    table = "assessment_framework"
    changed = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in _FRAMEWORK_COLUMNS)
    retired = ["state", "retired_at", "retired_by_id"]
    unretired = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in retired)
    backwards = f"NEW.state = 'draft' OR (OLD.state = 'retired' AND ({unretired}))"
    yield Rule(
        "frozen_framework_update",
        table,
        "UPDATE",
        f"OLD.state <> 'draft' AND ({changed} OR {backwards})",
        _FRAMEWORK_MESSAGE,
    )
    yield Rule(
        "frozen_framework_delete", table, "DELETE", "OLD.state <> 'draft'", _FRAMEWORK_MESSAGE
    )


_ROUND_TERMS = ["min_group_size", "framework_id", "kind", "follows_id"]


def _round_rules() -> Iterator[Rule]:
    steps = "','".join(["draft>draft", "draft>open", "open>open", "open>closed"])
    steps += "','" + "','".join(["closed>closed", "closed>released", "released>released"])
    yield Rule(
        "round_only_forward",
        "assessment_round",
        "UPDATE",
        f"OLD.state || '>' || NEW.state NOT IN ('{steps}')",
        _ROUND_MESSAGE,
    )
    fixed = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in _ROUND_TERMS)
    yield Rule(
        "round_terms_fixed_once_open",
        "assessment_round",
        "UPDATE",
        f"OLD.state <> 'draft' AND ({fixed})",
        "The minimum group size and the framework are fixed when a round opens.",
    )


def _result_rules() -> Iterator[Rule]:
    report_round = (
        "(SELECT r.state FROM assessment_round r JOIN assessment_participant p "
        "ON p.round_id = r.id WHERE p.id = {row}.participant_id)"
    )
    result_round = (
        "(SELECT r.state FROM assessment_round r JOIN assessment_participant p "
        "ON p.round_id = r.id JOIN assessment_report t ON t.participant_id = p.id "
        "WHERE t.id = {row}.report_id)"
    )
    for table, state in {"report": report_round, "result": result_round}.items():
        full = f"assessment_{table}"
        closed = state.format(row="NEW")
        yield Rule(
            f"frozen_{table}_insert", full, "INSERT", f"{closed} <> 'closed'", _RESULT_MESSAGE
        )
        yield Rule(f"frozen_{table}_update", full, "UPDATE", "TRUE", _RESULT_MESSAGE)
        yield Rule(f"frozen_{table}_delete", full, "DELETE", "TRUE", _RESULT_MESSAGE)


def _council_figure_rules() -> Iterator[Rule]:
    table = "assessment_councilfigure"
    state = "(SELECT state FROM assessment_round WHERE id = NEW.round_id)"
    yield Rule(
        "frozen_councilfigure_insert", table, "INSERT", f"{state} <> 'closed'", _TOLD_MESSAGE
    )
    for event in ["UPDATE", "DELETE"]:
        yield Rule(f"frozen_councilfigure_{event.lower()}", table, event, "TRUE", _TOLD_MESSAGE)


def _benchmark_rules() -> Iterator[Rule]:
    """A benchmark is written in one transaction, whose last step says that it is whole."""
    year = "assessment_benchmarkyear"
    columns = ["id", "year", "made_at", "made_by_id"]
    changed = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns)
    yield Rule(
        "frozen_benchmarkyear_update", year, "UPDATE", f"OLD.is_whole OR {changed}", _YEAR_MESSAGE
    )
    yield Rule("frozen_benchmarkyear_delete", year, "DELETE", "TRUE", _YEAR_MESSAGE)
    whole = f"(SELECT is_whole FROM {year} WHERE id = NEW.year_id)"  # noqa: S608
    for part in ["benchmarkfigure", "benchmarkcouncil"]:
        table = f"assessment_{part}"
        yield Rule(f"frozen_{part}_insert", table, "INSERT", whole, _YEAR_MESSAGE)
        for event in ["UPDATE", "DELETE"]:
            yield Rule(f"frozen_{part}_{event.lower()}", table, event, "TRUE", _YEAR_MESSAGE)


_ONLY_ADDED = {
    "auditevent": _LOG_MESSAGE,
    "deletion": _LOG_MESSAGE,
    # A figure that was changed or deleted would be forgotten by the rule that keeps the next
    # one far enough from every one that was shown.
    "instrumentreading": _READING_MESSAGE,
}


def _log_rules() -> Iterator[Rule]:
    for table, message in _ONLY_ADDED.items():
        for event in ["UPDATE", "DELETE"]:
            name = f"frozen_{table}_{event.lower()}"
            yield Rule(name, f"assessment_{table}", event, "TRUE", message)


def rules() -> list[Rule]:
    """Every refusal, in the order of the tables."""
    return [
        *_framework_rules(),
        *_framework_part_rules(),
        *_round_rules(),
        *_result_rules(),
        *_council_figure_rules(),
        *_benchmark_rules(),
        *_log_rules(),
    ]


def _sqlite(rule: Rule) -> list[str]:
    condition = rule.condition.replace("IS DISTINCT FROM", "IS NOT")
    return [
        f"DROP TRIGGER IF EXISTS {rule.name}",
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} "
        f"WHEN assessment_thawed() = 0 AND ({condition}) "
        f"BEGIN SELECT RAISE(ABORT, '{rule.message}'); END",
    ]


_POSTGRES_THAWED = f"current_setting('{_POSTGRES_FLAG}', true) IS NOT DISTINCT FROM 'on'"


def _postgres(rule: Rule) -> list[str]:
    result = "OLD" if rule.event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger AS $$ BEGIN "
        f"IF NOT ({_POSTGRES_THAWED}) AND ({rule.condition}) THEN "
        f"RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'restrict_violation'; END IF; "
        f"RETURN {result}; END $$ LANGUAGE plpgsql",
        f"CREATE OR REPLACE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {rule.name}()",
    ]


def _postgres_truncate(table: str, message: str) -> list[str]:
    """TRUNCATE passes by the triggers of rows; SQLite has none, its DELETE asks for each row."""
    name = f"{table}_truncate"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
        f"IF NOT ({_POSTGRES_THAWED}) THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF; "
        f"RETURN NULL; END $$ LANGUAGE plpgsql",
        f"CREATE OR REPLACE TRIGGER {name} BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]


def _statements(vendor: str, tables: set[str]) -> Iterator[str]:
    make = _sqlite if vendor == "sqlite" else _postgres
    installable = [rule for rule in rules() if rule.table in tables]
    for rule in installable:
        yield from make(rule)
    if vendor != "sqlite":
        for table, message in {rule.table: rule.message for rule in installable}.items():
            yield from _postgres_truncate(table, message)


def install(*, using: str) -> None:
    """Create every trigger anew; safe to run after each migration."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, tables):
            cursor.execute(statement)


def remove(*, using: str) -> None:
    """Drop every trigger, for a migration that changes a table; each migration ends with `install`.

    SQLite makes a changed table anew, and the triggers of other tables that name it stand in its
    way. PostgreSQL changes a table in place.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for rule in rules():
                cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}")


def drop_triggers(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The first step of a migration that changes a table, and the first on its way back.

    Whoever went back and comes forward again has the triggers of the newer version, which name
    columns that are not there yet.
    """
    remove(using=schema_editor.connection.alias)


@contextlib.contextmanager
def thawed(*, using: str = "default") -> Iterator[None]:
    """Let the retention job delete what is frozen, on this connection and no longer than here."""
    connection = connections[using]
    _set_thawed(connection, on=True)
    try:
        yield
    finally:
        # In a failed transaction nothing can be said; its rollback takes the flag back.
        with contextlib.suppress(DatabaseError):
            _set_thawed(connection, on=False)


def _set_thawed(connection: BaseDatabaseWrapper, *, on: bool) -> None:
    if connection.vendor == "sqlite":
        _THAWED.on = on
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [_POSTGRES_FLAG, "on" if on else "off"])


def _register_function(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "assessment_thawed", 0, lambda: int(getattr(_THAWED, "on", False))
        )
        # Else INSERT OR REPLACE would delete a frozen row without asking its trigger.
        connection.connection.execute("PRAGMA recursive_triggers=ON")


connection_created.connect(_register_function)
