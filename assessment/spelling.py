"""Names and addresses as people mean them, whatever a spreadsheet or a mail program put in."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

_SPACES = re.compile(r"\s+")
# On one letter, as in Unicode's own stream-safe format.
_MOST_ACCENTS = 30
# Joins letters of some scripts and the parts of an emoji: seen in a name, never in an address.
_JOINER = "\u200d"
# No letters, and no spaces either, though no program shows them.
_BLANK = dict.fromkeys(map(ord, "\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"))
APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ`´", "'"))


def clean(text: str) -> str:
    """As people mean it: composed accents, plain single spaces, nothing invisible."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    spaced = _SPACES.sub(" ", _composed(text).translate(_BLANK))
    return _SPACES.sub(" ", "".join(filter(_is_seen, spaced))).strip()


def clean_address(text: str) -> str:
    """An email address without what cannot be seen and without the apostrophe of a spreadsheet.

    A curly apostrophe is the straight one: word processors bend them, and no mailbox has one.
    """
    straight = clean(text).replace(_JOINER, "").translate(APOSTROPHES)
    return straight.strip("'").strip()


def _is_seen(letter: str) -> bool:
    return letter == _JOINER or unicodedata.category(letter) not in ("Cc", "Cf")


def _composed(text: str) -> str:
    """Letters and accents in one; unchanged where more accents pile up than any language has.

    Python puts accents in order pair by pair: a pile of 100,000 takes minutes.
    """
    if text.isascii():
        return text
    runs = groupby(text, lambda each: bool(unicodedata.combining(each)))
    piled = any(is_mark and len(list(run)) > _MOST_ACCENTS for is_mark, run in runs)
    return text if piled else unicodedata.normalize("NFC", text)
