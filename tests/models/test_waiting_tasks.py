"""The migration that leads waiting work to where its code is now."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from assessment.rounds.services import outbox
from tests.cast import NOW

migration = importlib.import_module("assessment.migrations.0008_waiting_tasks")


def waiting(path: str) -> DBTaskResult:
    """Work in the queue, as the version before wrote it down."""
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path=path,
        queue_name="default",
        backend_name="default",
        run_after=NOW,
    )


@pytest.mark.django_db
class TestTheMigration:
    @pytest.mark.parametrize("path", migration.PATHS)
    def test_lets_a_worker_find_work_that_waited_during_the_upgrade(self, path: str) -> None:
        row = waiting(path)
        with pytest.raises(ImportError):
            import_string(row.task_path)
        migration.to_the_new(apps, None)
        row.refresh_from_db()
        assert isinstance(import_string(row.task_path), Task)

    def test_leaves_other_work_alone(self) -> None:
        row = waiting(outbox.deliver.module_path)
        migration.to_the_new(apps, None)
        row.refresh_from_db()
        assert row.task_path == outbox.deliver.module_path

    @pytest.mark.parametrize("path", migration.PATHS)
    def test_can_be_taken_back(self, path: str) -> None:
        row = waiting(path)
        migration.to_the_new(apps, None)
        migration.to_the_old(apps, None)
        row.refresh_from_db()
        assert row.task_path == path
