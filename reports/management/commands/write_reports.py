"""manage.py write_reports --round ID --out DIR [--jobs N]"""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reports import services


class Command(BaseCommand):
    help = "Write the PDF reports of a released round into a folder. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--round", type=uuid.UUID, required=True, help="the round's identifier")
        parser.add_argument("--out", type=Path, required=True, help="the folder to write into")
        parser.add_argument("--jobs", type=int, default=1, help="processes that work side by side")

    def handle(self, *args: Any, **options: Any) -> None:
        total = services.report_count(options["round"])
        if not total:
            raise CommandError("That round has no reports. Only a released round has.")
        if options["jobs"] < 1:
            raise CommandError("--jobs must be at least 1.")
        written = services.write_all(options["round"], options["out"], jobs=options["jobs"])
        done = sum(1 for _path in tqdm(written, total=total, unit="report", disable=None))
        self.stdout.write(f"{done} written, {total - done} were there already.")
