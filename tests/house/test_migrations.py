"""The migrations make exactly the tables that the models describe."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

OWN = {
    config.label for config in apps.get_app_configs() if config.name in {"assessment", "reports"}
}


def missing_migrations(now: ProjectState) -> dict[str, list[str]]:
    """App → operations that no migration does yet, for the product's own apps."""
    loader = MigrationLoader(None)
    written = loader.project_state()
    changes = MigrationAutodetector(written, now).changes(graph=loader.graph)
    return {
        app: [operation.describe() for migration in found for operation in migration.operations]
        for app, found in changes.items()
        if app in OWN
    }


class TestTheMigrations:
    def test_miss_no_change_of_a_model(self) -> None:
        assert missing_migrations(ProjectState.from_apps(apps)) == {}

    @pytest.mark.django_db
    def test_are_all_applied_to_a_new_database(self) -> None:
        executor = MigrationExecutor(connection)
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
        assert ("assessment", "0001_initial") in executor.loader.applied_migrations

    @pytest.mark.django_db
    def test_made_a_table_for_every_model(self) -> None:
        tables = set(connection.introspection.table_names())
        wanted = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
        assert wanted <= tables


class TestTheReader:
    def test_finds_a_model_without_migration(self) -> None:
        now = MigrationLoader(None).project_state()
        now.add_model(
            ModelState("assessment", "Cellar", [("id", models.AutoField(primary_key=True))])
        )
        assert missing_migrations(now) == {"assessment": ["Create model Cellar"]}
