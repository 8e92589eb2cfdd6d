"""Spares Python's collector what lives to the end of the run: modules, tests, settings.

Each render of a report looks through all that is alive, and half of that is the test run itself.
"""

import gc

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
