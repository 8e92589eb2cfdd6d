"""manage.py db_worker: the queue's own worker, which first sees to the emails that wait."""

from __future__ import annotations

from typing import Any

from django_tasks_db.management.commands import db_worker

from assessment.services import outbox


class Command(db_worker.Command):
    help = "Sends emails and makes PDFs. Emails that a worker before left behind are taken up."

    def handle(self, *args: Any, **options: Any) -> None:
        # The queue never starts a task again whose worker was killed.
        outbox.wake()
        super().handle(*args, **options)
