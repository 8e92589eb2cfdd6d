"""Characters that no font of this machine can draw, replaced by words or a visible mark.

A box in place of a character would break PDF/UA and tell the reader nothing.
"""

from __future__ import annotations

import functools
import unicodedata

from reports.native import charsets

UNDRAWN = "▯"
# Drawn by their effect on others, or not at all
_INVISIBLE = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufe0e\ufe0f")
_JOINERS = dict.fromkeys(map(ord, "\u200d\ufe0e\ufe0f"))


def printable(text: str) -> str:
    """The text with nothing in it that has no glyph: “[grinning face]” for a smile."""
    lacking = {each for each in set(text) - _INVISIBLE if not _drawable(each)}
    if not lacking:
        return text
    table = {ord(each): _instead(each) for each in lacking}
    return text.translate(_JOINERS | table)


def _drawable(character: str) -> bool:
    return any(start <= ord(character) <= end for start, end in _ranges())


@functools.cache
def _ranges() -> tuple[tuple[int, int], ...]:
    return charsets()


@functools.cache
def _instead(character: str) -> str:
    """A symbol by its name; letters of a script that is not installed as marks."""
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"} or 0x1F3FB <= ord(character) <= 0x1F3FF:
        return ""
    name = unicodedata.name(character, "")
    return f"[{name.lower()}]" if category == "So" and name else UNDRAWN
