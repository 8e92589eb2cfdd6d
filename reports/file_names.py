"""Names of files that say whose they are, in every script, and that every system can keep."""

from __future__ import annotations

import unicodedata

from assessment.name_order import plain_letters

LONGEST = 60
MOST_BYTES = 72  # three such parts and what is around them stay below the 255 of file systems


def file_stem(text: str, longest: int = LONGEST) -> str:
    """Latin letters without their accents, so that they sort and survive; others as they are.

    Whatever is no letter, mark or number is a hyphen. Empty where nothing is left.
    """
    plain = plain_letters(unicodedata.normalize("NFC", text)).lower()
    kept = "".join(each if unicodedata.category(each)[0] in "LMN" else "-" for each in plain)
    words = "-".join(filter(None, kept.split("-")))
    return words[:longest].encode()[:MOST_BYTES].decode(errors="ignore").strip("-")
