"""Bring the interface's catalogues up to date with the sentences in the source."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from assessment import catalogues


class Command(BaseCommand):
    help = "Collect the interface's sentences into locale/ (needs gettext)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        asked = {"no_location": True, "no_obsolete": True, "no_wrap": True, "verbosity": 0}
        codes = [path.parent.parent.name for path in catalogues.files()] or ["cy"]
        ignored = ["var/*", ".venv/*", "tests/*", "static/*"]
        call_command("makemessages", locale=codes, ignore_patterns=ignored, **asked)
        for catalogue in catalogues.files():
            catalogues.rewrite(catalogue)
            waiting = [each for each in catalogues.entries(catalogue) if catalogues.lacks(each)]
            language = catalogue.parent.parent.name
            self.stdout.write(f"{language}: {len(waiting)} sentences wait for a translation.")
