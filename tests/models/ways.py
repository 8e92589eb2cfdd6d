"""Every way to change a row, and whether the database refused it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from assessment.models import (
    AuditEvent,
    CouncilFigure,
    Dimension,
    Framework,
    Indicator,
    InstrumentReading,
    Level,
    Report,
    Result,
    Role,
    Suggestion,
    Target,
)

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
    InstrumentReading: "parts",
    CouncilFigure: "measure",
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
    table, field = row._meta.db_table, row._meta.get_field(TEXT[type(row)])
    value = field.get_db_prep_save(new_value(row), connection)  # type: ignore[union-attr]
    sql(f'UPDATE {table} SET "{field.column}" = %s WHERE id = %s', value, key(row))  # type: ignore[union-attr]


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
