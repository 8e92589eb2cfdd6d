"""Loads and publishes every framework that ships with the product; safe to run again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.refused import Refused

DATA = Path(__file__).resolve().parents[2] / "data" / "frameworks"


class Command(BaseCommand):
    help = "Load and publish the frameworks that ship with the product. Existing versions stay."

    def handle(self, *args: Any, **options: Any) -> None:
        languages = {f".{code}" for code in selectors.languages()}
        for path in sorted(DATA.glob("*.json")):
            # “roles-1.0.cy.json” translates “roles-1.0.json”.
            if Path(path.stem).suffix not in languages:
                self._load(path, sorted(DATA.glob(f"{path.stem}.*.json")))

    def _load(self, path: Path, translations: list[Path]) -> None:
        now = timezone.now()
        at = path
        try:
            content = frameworks.read_file(path.read_bytes())
            for at in translations:
                data = frameworks.read_json(at.read_bytes())
                content = frameworks.with_translation(content, data)
            at = path
            with transaction.atomic():
                draft = frameworks.bring_in(
                    content=content,
                    name=content.name,
                    version=content.version,
                    council=None,
                    by=None,
                    at=now,
                )
                framework = frameworks.publish(framework=draft, by=None, at=now)
        except frameworks.VersionTaken:
            self.stdout.write(f"{content.title} is there already.")
        except Refused as refusal:
            raise CommandError(f"{at.name}: {refusal}") from refusal
        else:
            self.stdout.write(f"{framework} is loaded and published.")
