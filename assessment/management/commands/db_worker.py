"""manage.py db_worker: the package's worker, which first asks whether the database is ready."""

from __future__ import annotations

from typing import Any

from django_tasks_db.management.commands.db_worker import Command as Worker

from config.start import require_database


class Command(Worker):
    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        super().handle(*args, **options)
