"""Compile the interface's catalogues, which is how pages can be read in Welsh."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessment import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues of the interface and say how much of each was reviewed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-old", action="store_true", help="only what has changed since")

    def handle(self, *args: Any, **options: Any) -> None:
        for catalogue in catalogues.files():
            if not (options["if_old"] and catalogues.is_compiled(catalogue)):
                self._compile(catalogue)

    def _compile(self, catalogue: Any) -> None:
        language = catalogue.parent.parent.name
        try:
            review = catalogues.compile_(catalogue)
        except catalogues.HasGaps as gaps:
            lines = "".join(f"\n  {sentence}" for sentence in gaps.sentences[:10])
            self.stderr.write(
                f"{language}: {len(gaps.sentences)} sentences have no translation, so all pages "
                f"are in English. Run “make messages” and translate them:{lines}"
            )
            return
        self.stdout.write(
            f"{language}: {review.sentences} sentences, {review.reviewed} reviewed "
            f"({review.percent}%)."
        )
