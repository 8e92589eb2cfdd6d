"""Reads frameworks: as plain values, with what they lack, and in lists."""

from assessment.frameworks.selectors.checks import Finding, check, problems
from assessment.frameworks.selectors.content import Content, read
from assessment.frameworks.selectors.diff import Change, Part, compare
from assessment.frameworks.selectors.fingerprint import fingerprint, mark_of
from assessment.frameworks.selectors.languages import (
    Count,
    Line,
    Place,
    State,
    count,
    gaps,
    languages,
    lines,
)
from assessment.frameworks.selectors.lists import free_version, next_version

__all__ = [
    "Change",
    "Content",
    "Count",
    "Finding",
    "Line",
    "Part",
    "Place",
    "State",
    "check",
    "compare",
    "count",
    "fingerprint",
    "free_version",
    "gaps",
    "languages",
    "lines",
    "mark_of",
    "next_version",
    "problems",
    "read",
]
