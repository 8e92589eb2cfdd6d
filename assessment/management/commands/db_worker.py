"""manage.py db_worker: the queue's own worker, once the database is ready for it."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.utils import is_locked_database_exception

from assessment.check_ins.services import ending
from assessment.checks import lacking_at_start
from assessment.council.actions.services import reminders
from assessment.rounds.services import outbox

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    help = "Sends emails and makes PDFs. Emails that a worker before left behind are taken up."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and (lacking := lacking_at_start()):
            lines = [f"- {each}" for each in lacking]
            raise CommandError("\n".join(["The worker cannot start:", *lines]))
        while not self._worked(*args, **options):
            logger.warning("The database was locked for too long; the worker goes on.")
            connection.close()  # and with it a read within which nobody can write any more

    def _worked(self, *args: Any, **options: Any) -> bool:
        """Work until told to stop; False where a lock ended it, which is no reason to stop.

        The queue's own worker waits for a lock only once it is within a transaction: one that
        lasts longer than the timeout at its beginning, or at the end of a task, ends the process.
        """
        try:
            # The queue never starts a task again whose worker was killed.
            reminders.queue_reminders(at=timezone.now())
            outbox.wake()
            ending.end_all_due(at=timezone.now())
            super().handle(*args, **options)
        except OperationalError as error:
            if not is_locked_database_exception(error):
                raise
            return False
        return True
