"""Lets the flush after a transactional test empty the frozen tables, and nothing else."""

from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase

from assessment.models import frozen


@pytest.fixture(scope="session", autouse=True)
def flush_in_the_thaw() -> Iterator[None]:
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def thaw_and_flush(test: TransactionTestCase) -> None:
        with frozen.thawed():
            flush(test)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", thaw_and_flush)
        yield
