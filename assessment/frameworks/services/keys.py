"""Keys: what stays the same when texts change, and connects versions in comparisons."""

from __future__ import annotations

from collections.abc import Container

from django.utils.text import slugify

LENGTH = 50
"""Leaves room for a number within the 60 characters of a key."""


def free_key(text: str, taken: Container[str]) -> str:
    """A key of a text's first words, unlike those taken: “asks-others”, then “asks-others-2”."""
    stem = slugify(text)
    if len(stem) > LENGTH:
        stem = stem[:LENGTH].rpartition("-")[0] or stem[:LENGTH]
    stem = stem or "part"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
