"""A database for attacks that are run outside of the suite."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django


@contextmanager
def a_database() -> Iterator[None]:
    """An empty one, as the suite has it, and gone afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.test import utils

    utils.setup_test_environment()
    made = utils.setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        utils.teardown_databases(made, verbosity=0)
        utils.teardown_test_environment()
