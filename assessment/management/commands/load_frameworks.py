"""Loads and publishes every framework that ships with the product; safe to run again."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessment.services import frameworks
from assessment.services.errors import Refused

DATA = Path(__file__).resolve().parents[2] / "data" / "frameworks"


class Command(BaseCommand):
    help = "Load and publish the frameworks that ship with the product. Existing versions stay."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in sorted(DATA.glob("*.json")):
            data = json.loads(path.read_text(encoding="utf-8"))
            # Translations belong to a framework; they are not one.
            if "language" not in data:
                self._load(path, data)

    def _load(self, path: Path, data: dict[str, Any]) -> None:
        now = timezone.now()
        try:
            with transaction.atomic():
                draft = frameworks.load(data=data, council=None, by=None, at=now)
                framework = frameworks.publish(framework=draft, by=None, at=now)
        except frameworks.VersionTaken:
            self.stdout.write(f"{data['name']} {data['version']} is there already.")
        except Refused as refusal:
            raise CommandError(f"{path.name}: {refusal}") from refusal
        else:
            self.stdout.write(f"{framework} is loaded and published.")
