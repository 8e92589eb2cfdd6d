"""manage.py write_results --round ID --format csv|xlsx|comments_csv|comments_xlsx --out FILE
[--language CODE]"""

from __future__ import annotations

import shutil
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from assessment import languages
from reports import services, sheets
from reports.models import Sheet


class Command(BaseCommand):
    help = "Write the released results of a round into a spreadsheet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--round", type=uuid.UUID, required=True, help="the round's identifier")
        parser.add_argument("--format", choices=Sheet.Kind.values, required=True)
        parser.add_argument("--out", type=Path, required=True, help="the file to write")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="of what is for people in it; names of columns and codes are always the same",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        smallest = services.smallest_group(options["round"])
        if smallest is None:
            raise CommandError("That round has no reports. Only a released round has.")
        # Beside the file, so that it is there whole or not at all.
        half = options["out"].with_name(f"{options['out'].name}.part")
        with translation.override(languages.interface(options["language"])):
            made = sheets.whole_file(options["format"], options["round"], smallest)
        with made, half.open("wb") as file:
            shutil.copyfileobj(made, file)
        half.replace(options["out"])
        self.stdout.write(f"{options['out'].stat().st_size} bytes written.")
