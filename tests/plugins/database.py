"""Tests that commit are cleaned up by emptying every table, which the frozen rows would refuse."""

from django.test import TransactionTestCase

from assessment.models import frozen

_empty_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _empty_frozen_tables(self: TransactionTestCase) -> None:
    with frozen.thawed():
        _empty_tables(self)


TransactionTestCase._fixture_teardown = _empty_frozen_tables  # type: ignore[attr-defined]
