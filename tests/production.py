"""The service as docs/operators.md has it run: its variables, in a copy of its own."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

PAGE = ROOT / "docs/operators.md"
PARTS = ("assessment", "config", "reports", "static", "templates", "manage.py", "pyproject.toml")


def documented() -> dict[str, str]:
    """The variables without which the service does not start, with the page's own examples."""
    block = re.search(r"^```\n(SECRET_KEY=.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert block
    given = dict(line.split("=", 1) for line in block[1].splitlines())
    return given | {"SECRET_KEY": secrets.token_urlsafe(64)}


def surroundings(**variables: str) -> dict[str, str]:
    """What a process is given: these variables, and none that the test run has set."""
    page = PAGE.read_text(encoding="utf-8")
    own = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.M))
    others = {
        key: value
        for key, value in os.environ.items()
        if key not in own and not key.startswith("DJANGO_")
    }
    return others | variables


def copy_product(folder: Path) -> Path:
    """The product without var/ and .env: what it writes there is this copy's."""
    for part in PARTS:
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target)  # with what is compiled, or each copy compiles all anew
        else:
            shutil.copy(source, target)
    return folder


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command of the copy, started as by somebody whose files everybody can read."""
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=surroundings(**variables), umask=0o022,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def set_environment(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    """These variables and no others of the product's, for config.env.read_environment() here."""
    given = surroundings(**variables)
    for name in [each for each in os.environ if each not in given]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
