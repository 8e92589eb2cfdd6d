"""Questions about the versions of a framework."""

from __future__ import annotations

import string
from collections.abc import Container

from assessment.models import Council, Framework


def next_version(framework: Framework, council: Council | None) -> str:
    """A version that this council has not used for the framework: “1.0” is followed by “1.1”."""
    taken = set(
        Framework.objects.filter(key=framework.key, council=council).values_list(
            "version", flat=True
        )
    )
    return free_version(framework.version, taken)


def free_version(version: str, taken: Container[str]) -> str:
    """This version, or the next one that is not taken."""
    while version in taken:
        version = _after(version)
    return version


def _after(version: str) -> str:
    start = version.rstrip(string.digits)
    if start == version:
        return f"{version[:18]}.1"
    return f"{start}{int(version[len(start) :]) + 1}"
