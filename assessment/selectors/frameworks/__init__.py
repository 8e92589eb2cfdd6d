"""Reads frameworks: as plain values, with what they lack, and in lists."""

from assessment.selectors.frameworks.checks import Finding, check, problems
from assessment.selectors.frameworks.content import Content, read
from assessment.selectors.frameworks.fingerprint import fingerprint
from assessment.selectors.frameworks.lists import next_version

__all__ = ["Content", "Finding", "check", "fingerprint", "next_version", "problems", "read"]
