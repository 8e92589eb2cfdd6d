"""Characters that no document can hold or show, taken out of what somebody typed."""

import functools
import re
import unicodedata

_BREAK = frozenset("\r\x85\u2028\u2029")
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Control and format characters with a meaning for how others are read or set: line feed and tab,
# places to break and to join, directions, the signs of numbers in Arabic, Syriac and Kaithi.
_KEPT = frozenset(
    "\n\t\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060"
    "\u2066\u2067\u2068\u2069"
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_FLAGS = range(0xE0020, 0xE0080)  # the letters within the flag of Wales


def clean_text(text: str) -> str:
    """The text with plain line feeds, and nothing in it that is neither seen nor has an effect."""
    characters = set(text)
    if not characters.isdisjoint(_BREAK):
        text = _BREAKS.sub("\n", text)
    gone = dict.fromkeys(ord(each) for each in characters if _is_noise(each))
    return text.translate(gone) if gone else text


@functools.cache
def _is_noise(character: str) -> bool:
    code = ord(character)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:  # no characters, says Unicode
        return True
    invisible = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return invisible and character not in _KEPT and code not in _FLAGS
