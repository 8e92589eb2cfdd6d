"""The migration that lets a statement say who is asked: what is published asks all, as before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from assessment.models import Framework, Indicator
from tests.cast import make_framework


@pytest.fixture
def published(transactional_db: None) -> Iterator[Framework]:
    """Published while the tables were as the older version had them."""
    graph = MigrationLoader(connection).graph
    framework = make_framework()
    (key,) = (key for key in graph.nodes if key[1].endswith("_who_is_asked"))
    ((app, before),) = [parent.key for parent in graph.node_map[key].parents]
    try:
        call_command("migrate", app, before, verbosity=0)
        call_command("migrate", verbosity=0)
        yield framework
    finally:
        call_command("migrate", verbosity=0)


class TestTheMigration:
    def test_leaves_a_published_framework_asking_all_and_frozen(self, published: Framework) -> None:
        asked = Indicator.objects.filter(dimension__framework=published)
        assert asked.count() == 12
        assert [each.seen_by for each in asked] == [[]] * 12
        with pytest.raises(DatabaseError), transaction.atomic():
            asked.update(seen_by=["self", "peer"])
