"""manage.py db_worker: the queue's own worker, once the database is ready for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django_tasks_db.management.commands import db_worker

from assessment.checks import lacking_at_start
from assessment.rounds.services import outbox


class Command(db_worker.Command):
    help = "Sends emails and makes PDFs. Emails that a worker before left behind are taken up."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and (lacking := lacking_at_start()):
            lines = [f"- {each}" for each in lacking]
            raise CommandError("\n".join(["The worker cannot start:", *lines]))
        # The queue never starts a task again whose worker was killed.
        outbox.wake()
        super().handle(*args, **options)
