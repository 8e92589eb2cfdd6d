"""How long a text is to the browser in which it was typed."""

from __future__ import annotations


def utf16_length(text: str) -> int:
    """The characters as a browser counts them: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
