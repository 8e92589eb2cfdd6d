"""The command-line twin of the admin's export, import, compare and publish."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.models import Council, Framework
from assessment.refused import Refused


class Command(BaseCommand):
    help = "List, check, export, import, compare and publish skill frameworks."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--council", help="the name of a council; without it, shared ones")
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("list", help="every version with its state")
        export = steps.add_parser("export", help="write a version to a file or to the terminal")
        export.add_argument("framework", help="key and version, as e-government-roles@1.0")
        export.add_argument("file", nargs="?", type=Path, help="ends with .json or .xlsx")
        bring = steps.add_parser("import", help="make a draft of a JSON or XLSX file")
        bring.add_argument("file", type=Path)
        bring.add_argument("--dry-run", action="store_true", help="say what it would make")
        steps.add_parser("check", help="what a version lacks").add_argument("framework")
        publish = steps.add_parser("publish", help="freeze a draft")
        publish.add_argument("framework")
        publish.add_argument(
            "--with-gaps", action="store_true", help="although a language is half translated"
        )
        translate = steps.add_parser("translate", help="put a file of translations into a draft")
        translate.add_argument("file", type=Path)
        compare = steps.add_parser("compare", help="what differs between two versions")
        compare.add_argument("old")
        compare.add_argument("new")

    def handle(self, *args: Any, **options: Any) -> None:
        self.council = self._council(options["council"])
        step = {
            "list": self._list,
            "export": self._export,
            "import": self._import,
            "check": self._check,
            "publish": self._publish,
            "translate": self._translate,
            "compare": self._compare,
        }[options["step"]]
        try:
            step(options)
        except (Refused, OSError) as refused:
            raise CommandError(str(refused)) from refused

    def _council(self, name: str | None) -> Council | None:
        if name is None:
            return None
        found = Council.objects.filter(name=name).first()
        if found is None:
            raise CommandError(f"There is no council called {name}.")
        return found

    def _find(self, name: str) -> Framework:
        key, _at, version = name.partition("@")
        own = Framework.objects.edited().filter(council=self.council)
        found = own.filter(key=key, version=version).first()
        if found is None:
            raise CommandError(f"There is no framework {name}. Try: frameworks list")
        return found

    def _list(self, options: dict[str, Any]) -> None:
        found = Framework.objects.edited().filter(council=self.council)
        for framework in found.order_by("key", "version"):
            self.stdout.write(f"{framework.key}@{framework.version}\t{framework.state}")

    def _export(self, options: dict[str, Any]) -> None:
        content = selectors.read_content(self._find(options["framework"]))
        path: Path | None = options["file"]
        if path is None:
            self.stdout.write(frameworks.write_json(content).decode(), ending="")
            return
        if path.suffix not in {".json", ".xlsx"}:
            raise CommandError("The file must end with .json or .xlsx.")
        write = frameworks.write_json if path.suffix == ".json" else frameworks.write_xlsx
        path.write_bytes(write(content))

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        with path.open("rb") as file:
            content = frameworks.read_file(file.read(frameworks.MOST_BYTES + 1))
        for finding in selectors.check(content):
            self.stdout.write(str(finding))
        if options["dry_run"]:
            self.stdout.write(f"{content.title} can be imported. Nothing was saved.")
            return
        draft = frameworks.bring_in(
            content=content,
            name=content.name,
            version=content.version,
            council=self.council,
            by=None,
            at=timezone.now(),
        )
        self.stdout.write(f"{draft} is here as a draft.")

    def _check(self, options: dict[str, Any]) -> None:
        findings = selectors.check(selectors.read_content(self._find(options["framework"])))
        for finding in findings:
            self.stdout.write(f"{'mend' if finding.blocks else 'look'}\t{finding}")
        if any(finding.blocks for finding in findings):
            sys.exit(1)

    def _publish(self, options: dict[str, Any]) -> None:
        framework = self._find(options["framework"])
        published = frameworks.publish(
            framework=framework, by=None, at=timezone.now(), with_gaps=options["with_gaps"]
        )
        self.stdout.write(f"{published} is published.")

    def _translate(self, options: dict[str, Any]) -> None:
        """The file says itself which framework and which version it translates."""
        path: Path = options["file"]
        with path.open("rb") as file:
            data = frameworks.read_json(file.read(frameworks.MOST_BYTES + 1))
        draft = self._find(_name(data))
        language, texts = frameworks.read_translation(selectors.read_content(draft), data)
        draft = frameworks.translate(
            framework=draft, language=language, texts=texts, by=None, at=timezone.now()
        )
        lacking = selectors.untranslated(selectors.read_content(draft)).get(language, [])
        for line in lacking:
            self.stdout.write(f"{line.state}\t{line}")
        self.stdout.write(f"{draft} has {len(texts)} texts in {selectors.languages()[language]}.")

    def _compare(self, options: dict[str, Any]) -> None:
        old, new = self._find(options["old"]), self._find(options["new"])
        parts = selectors.compare(selectors.read_content(old), selectors.read_content(new))
        for change in (change for part in parts for change in part.changes):
            self.stdout.write(f"{change.part}, {change.place}")
            self.stdout.write(f"  - {_indented(change.old)}\n  + {_indented(change.new)}")


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def _name(data: object) -> str:
    """Which framework a file of translations is about, as on the command line."""
    fields = data if isinstance(data, dict) else {}
    return f"{fields.get('framework', '')}@{fields.get('version', '')}"
