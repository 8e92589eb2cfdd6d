"""How a figure stands in a row of the database."""

from __future__ import annotations

import uuid
from decimal import Context, Decimal
from fractions import Fraction

TEN_PLACES = Decimal("1E-10")
EXACT = Context(prec=28)


def row_key(key: str | None) -> uuid.UUID | None:
    """The key of a row that scoring knows by its text."""
    return None if key is None else uuid.UUID(key)


def ten_places(value: Fraction | None) -> Decimal | None:
    """A value as a column of ten places takes it."""
    if value is None:
        return None
    quotient = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return quotient.quantize(TEN_PLACES)
