"""A short mark of what a page showed, by which a later save knows that somebody was faster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import models


def rows_fingerprint(rows: Iterable[models.Model]) -> str:
    """The same for the same rows with the same values, whatever their order; 16 characters."""
    return mark_of(
        sorted(
            repr([row._meta.model_name, *(str(getattr(row, f.attname)) for f in _fields(row))])
            for row in rows
        )
    )


def mark_of(value: object) -> str:
    """The same for values that are written the same; 16 characters."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def _fields(row: models.Model) -> Iterable[models.Field[object, object]]:
    return row._meta.concrete_fields
