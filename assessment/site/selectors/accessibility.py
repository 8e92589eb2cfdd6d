"""The facts behind the accessibility statement, as the last checked run wrote them."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FACTS = Path(__file__).resolve().parents[2] / "data/accessibility.json"


@dataclass(frozen=True, slots=True)
class AccessibilityFacts:
    """One run of the browser journeys over every page. Written by `make accessibility`."""

    date: datetime.date
    version: str
    standard: str
    checker: str
    browser: str
    widths: tuple[int, ...]
    pages: int
    states: int
    violations: int
    known_issues: tuple[str, ...]


@cache
def facts(path: Path = FACTS) -> AccessibilityFacts:
    """Read the facts; raises FileNotFoundError or KeyError when they were never written whole."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return AccessibilityFacts(
        date=datetime.date.fromisoformat(found["date"]),
        version=found["version"],
        standard=found["standard"],
        checker=found["checker"],
        browser=found["browser"],
        widths=tuple(found["widths"]),
        pages=found["pages"],
        states=found["states"],
        violations=found["violations"],
        known_issues=tuple(found["known_issues"]),
    )
