"""Many rows at once: made ready before a lock is taken, then written without a further thought.

On SQLite everybody who writes waits while one transaction does, so it must only write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models


@dataclass(frozen=True)
class Prepared:
    """One statement and the values of each row, as the database takes them."""

    sql: str = ""
    values: Sequence[tuple[Any, ...]] = ()

    def __len__(self) -> int:
        return len(self.values)

    def write(self) -> None:
        """Run the statement for every row, as one query."""
        if self.values:
            with connection.cursor() as cursor:
                cursor.executemany(self.sql, self.values)


def prepare(rows: Iterable[models.Model], *, ignore_conflicts: bool = False) -> Prepared:
    """New rows of one model; a key that the database counts up by itself is left to it."""
    rows = list(rows)
    if not rows:
        return Prepared()
    meta = rows[0]._meta
    fields = [each for each in meta.concrete_fields if not isinstance(each, models.AutoField)]
    names = ", ".join(f'"{each.column}"' for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    end = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    return Prepared(
        f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({marks}){end}',  # noqa: S608
        [tuple(_value(each, row) for each in fields) for row in rows],
    )


def prepare_changes(rows: Iterable[models.Model], fields: Sequence[str]) -> Prepared:
    """These fields of rows that are there, as they stand on them."""
    rows = list(rows)
    if not rows:
        return Prepared()
    meta = rows[0]._meta
    key = meta.pk
    changed: list[Any] = [meta.get_field(name) for name in fields]
    assert key is not None  # noqa: S101 - every table has one
    sets = ", ".join(f'"{each.column}" = %s' for each in changed)
    return Prepared(
        f'UPDATE "{meta.db_table}" SET {sets} WHERE "{key.column}" = %s',  # noqa: S608
        [tuple(_value(each, row) for each in (*changed, key)) for row in rows],
    )


def delete_unread(rows: models.QuerySet[Any]) -> None:
    """Delete rows from which nothing hangs, without reading them; else the database refuses."""
    meta = rows.model._meta
    which, values = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        sql = f'DELETE FROM "{meta.db_table}" WHERE "{meta.pk.column}" IN ({which})'  # noqa: S608
        cursor.execute(sql, values)


def _value(field: Any, row: models.Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)
