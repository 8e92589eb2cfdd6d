"""Reads frameworks: as plain values, with what they lack, and in lists."""

from assessment.selectors.frameworks.checks import Finding, check, problems
from assessment.selectors.frameworks.content import Content, read
from assessment.selectors.frameworks.diff import Change, Part, compare
from assessment.selectors.frameworks.fingerprint import fingerprint, mark_of
from assessment.selectors.frameworks.languages import (
    Count,
    Line,
    Place,
    State,
    count,
    gaps,
    languages,
    lines,
)
from assessment.selectors.frameworks.lists import free_version, next_version

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
