"""Chromium of the operating system, shut off from every other host."""

import os
from typing import Any

import pytest

from scripts import chromium

_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def find_chromium() -> str:
    """The path of Chromium; fails with what to install."""
    return chromium.path() or pytest.fail(
        "Chromium is missing: apt-get install chromium fonts-liberation"
    )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's own download of a browser is never used."""
    # A browser has the fonts of its machine, not those that reports are drawn with.
    surroundings = {k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"}
    own = {"executable_path": find_chromium(), "args": _QUIET, "env": surroundings}
    return {**browser_type_launch_args, **own}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A council officer's browser."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}
