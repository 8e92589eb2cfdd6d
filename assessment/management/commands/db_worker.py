"""manage.py db_worker: the package's worker, which first asks whether the database is ready."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django_tasks_db.management.commands.db_worker import Command as Worker

from assessment.checks import lacking_at_start


class Command(Worker):
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and (lacking := lacking_at_start()):
            lines = [f"- {each}" for each in lacking]
            raise CommandError("\n".join(["The worker cannot start:", *lines]))
        super().handle(*args, **options)
