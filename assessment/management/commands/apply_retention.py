"""manage.py apply_retention [--council NAME] [--apply]: delete what a council keeps no longer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from assessment.check_ins.services import ending
from assessment.data_protection.services import retention
from assessment.data_protection.services.retention import RetentionCount
from assessment.models import Council, Deletion
from assessment.rounds.services import outbox

STOPPED = {
    True: "stopped. What was deleted until then is logged and stays deleted. Run it again.",
    False: "nothing was deleted.",
}


class Command(BaseCommand):
    help = (
        "Shows what the retention periods of each council would delete now. "
        "With --apply deletes it bit by bit and logs how much of what; what is done stays done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--council", metavar="NAME", help="only this council")
        parser.add_argument("--apply", action="store_true", help="delete; without it nothing is")

    def handle(self, *args: Any, **options: Any) -> None:
        run = retention.apply if options["apply"] else retention.due
        at = timezone.now()
        failed = []
        for council in self._councils(options["council"]):
            try:
                self._print(council, run(council=council, at=at), options["apply"])
            except Error as error:
                failed.append(council.name)
                self.stderr.write(f"{council.name}: {STOPPED[options['apply']]} {error}")
        if options["apply"]:
            call_command("clearsessions")
            outbox.forget_old(at=at)
            ending.end_all_due(at=at)  # should a worker have lost one
            cache.clear()  # of internet addresses that signed in too often
        if failed:
            raise CommandError(f"Not done for: {', '.join(failed)}.")

    def _councils(self, name: str | None) -> list[Council]:
        councils = Council.objects.order_by("name")
        found = list(councils.filter(name=name) if name else councils)
        if name and not found:
            raise CommandError(f"There is no council with the name {name!r}.")
        return found

    def _print(self, council: Council, steps: list[RetentionCount], applied: bool) -> None:
        self.stdout.write(f"{council.name}: {'deleted' if applied else 'would delete (dry run)'}")
        labels = dict(Deletion.Kind.choices)
        for step in steps:
            label = str(labels[step.kind])
            self.stdout.write(f"  {label:<60} {step.older_than:%Y-%m-%d} and older {step.count:>8}")
