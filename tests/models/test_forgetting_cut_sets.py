"""The migration that deletes sets of answers of which an older version cut the rater alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from assessment.models import (
    Comment,
    Council,
    Deletion,
    Participant,
    Rating,
    Response,
    Round,
    frozen,
)
from tests.cast import TODAY
from tests.plugins.roles import give_rights


def migrate(to: list[tuple[str, str]]) -> Any:
    """The models as they are then."""
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def before(spring: Round) -> Iterator[Any]:
    """The tables as the older version had them, without closing questions."""
    Comment.objects.exclude(question="").delete()
    graph = MigrationExecutor(connection).loader.graph
    (key,) = (key for key in graph.nodes if key[1].endswith("_forget_sets_without_rater"))
    try:
        yield migrate([parent.key for parent in graph.node_map[key].parents])
    finally:
        migrate(graph.leaf_nodes())
        frozen.install(using="default")  # remaking a table takes its triggers
        give_rights()


class TestTheMigration:
    def test_leaves_every_set_with_a_rater_and_no_other(
        self, transactional_db: None, spring: Round, ashford: Council, before: Any
    ) -> None:
        participant = Participant.objects.get(person__name="Carol")
        kept = set(Response.objects.values_list("pk", flat=True))
        self.cut_as_before(before, participant, 7)
        migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
        assert set(Response.objects.values_list("pk", flat=True)) == kept
        assert set(Rating.objects.values_list("response", flat=True)) == kept
        (logged,) = Deletion.objects.all()
        assert (logged.council, logged.kind, logged.count) == (ashford, "ratings", 7)
        assert logged.older_than == timezone.localdate()

    def cut_as_before(self, apps: Any, participant: Participant, count: int) -> None:
        indicator = apps.get_model("assessment", "Indicator").objects.first()
        assert indicator is not None
        for number in range(count):
            response = apps.get_model("assessment", "Response").objects.create(
                participant_id=participant.pk, kept_group="colleague", submitted_on=TODAY
            )
            apps.get_model("assessment", "Rating").objects.create(
                response=response, indicator_id=indicator.pk, level=number % 5 + 1
            )
