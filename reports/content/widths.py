"""How wide letters are when they are set, in widths of a middling one: rather too wide."""

from __future__ import annotations

import functools
import unicodedata

SYMBOL = 16
"""Letters of a symbol that is printed by its name."""
_WIDE = frozenset("mwMW@%—…")


def width(text: str) -> float:
    return sum(map(letter_width, text))


@functools.cache
def letter_width(character: str) -> float:
    if character in _WIDE:
        return 1.8
    if character.islower() or character.isdigit() or character in " .,;:!’'":
        return 1
    if unicodedata.category(character) == "So":
        return SYMBOL
    return 2.2 if unicodedata.east_asian_width(character) in "WF" else 1.4
