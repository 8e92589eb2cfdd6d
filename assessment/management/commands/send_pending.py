"""Send the emails that wait: for a timer, or after the mail server was away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessment.council.actions.services import reminders
from assessment.rounds.services import outbox


class Command(BaseCommand):
    help = "Sends every email that waits, and those to owners of actions that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        reminders.queue_reminders(at=timezone.now())
        total = outbox.send_all(clock=timezone.now)
        self.stdout.write(f"Sent {total.sent}, failed {total.failed}.")
        if total.stopped:
            raise CommandError("The mail server is out of reach; the other emails wait.")
