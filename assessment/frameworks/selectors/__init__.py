"""Reads frameworks: as plain values, with what they lack, and in lists."""

from assessment.frameworks.selectors.checks import Finding, check, problems
from assessment.frameworks.selectors.content import Content, read_content
from assessment.frameworks.selectors.diff import SectionDiff, TextChange, compare
from assessment.frameworks.selectors.fingerprint import mark_of, rows_fingerprint
from assessment.frameworks.selectors.languages import (
    Count,
    Place,
    TranslationLine,
    TranslationState,
    count_gaps,
    languages,
    translation_lines,
    untranslated,
)
from assessment.frameworks.selectors.lists import free_version, next_version
from assessment.rater_groups import as_seen_by, asked_groups, names_of_asked

__all__ = [
    "Content",
    "Count",
    "Finding",
    "Place",
    "SectionDiff",
    "TextChange",
    "TranslationLine",
    "TranslationState",
    "as_seen_by",
    "asked_groups",
    "check",
    "compare",
    "count_gaps",
    "free_version",
    "languages",
    "mark_of",
    "names_of_asked",
    "next_version",
    "problems",
    "read_content",
    "rows_fingerprint",
    "translation_lines",
    "untranslated",
]
