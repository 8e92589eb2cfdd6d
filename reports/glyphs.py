"""Characters that no declared font can draw, replaced by words or a visible mark.

A box in place of a character would break PDF/UA and tell the reader nothing. Only what is drawn is
replaced: titles, bookmarks, descriptions and what is read aloud keep the true text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.characters import clean_text
from reports.native import charsets

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

UNDRAWN = "▯"
TRUE_TEXT = "data-true"
"""On an element that draws something else, the text that it stands for."""
BOOKMARK = "data-bookmark"
NOTE = "data-note-on-glyphs"
"""On the element that explains replacements, with the word for what stands before the parts.

It ends with what was replaced and where, and goes where nothing was.
"""
NAMED_OF_A_PART = 6
"""So many characters of a part the note names."""
# Drawn by their effect on others, or not at all
_INVISIBLE = frozenset("\n\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_SVG = "{http://www.w3.org/2000/svg}"
_NEVER_DRAWN = frozenset({"head", "style", "script", f"{_SVG}title", f"{_SVG}desc"})
_MARGINS = ("data-head", "data-foot", "data-page", "data-of", "data-sample")  # see report.css
_HEADING = re.compile("h[1-6]")


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """A run of text, and what is drawn for it."""

    true: str
    drawn: str

    @property
    def is_replaced(self) -> bool:
        return bool(self.drawn) and self.drawn != self.true


def printable(text: str) -> str:
    """The text with nothing in it that has no glyph: “[grinning face]” for a smile."""
    return "".join(piece.drawn for piece in pieces(text))


def pieces(text: str) -> Iterator[GlyphRun]:
    """The text in order, each run that no font can draw apart from what stays as it is."""
    if all(map(_stays, set(text))):
        yield GlyphRun(text, text)
        return
    text = clean_text(text)
    lacking = {each for each in set(text) - _INVISIBLE if not _drawable(each)}
    if not lacking:
        yield GlyphRun(text, text)
        return
    replaced = "".join(map(re.escape, sorted(lacking | _JOINERS)))
    for place, run in enumerate(re.split(f"([{replaced}]+)", text)):
        if run:
            yield GlyphRun(run, "".join(map(stand_in, run)) if place % 2 else run)


@functools.cache
def _stays(character: str) -> bool:
    """Whether it is drawn as it is, wherever it stands."""
    if clean_text(character) != character:
        return False
    return character in _INVISIBLE or _drawable(character)


def _drawable(character: str) -> bool:
    return any(start <= ord(character) <= end for start, end in _ranges())


@functools.cache
def _ranges() -> tuple[tuple[int, int], ...]:
    return charsets()


@functools.cache
def stand_in(character: str) -> str:
    """A symbol by its name; letters of a script that is not installed as marks."""
    category = unicodedata.category(character)
    joins = category in {"Mn", "Me", "Cf"} or 0x1F3FB <= ord(character) <= 0x1F3FF
    if joins or character in _JOINERS:
        return ""
    name = unicodedata.name(character, "")
    return f"[{name.lower()}]" if category == "So" and name else UNDRAWN


# Whole documents


def redraw(root: Element) -> bool:
    """Replace what cannot be drawn in a parsed document, and note the true text beside it.

    Whether there was any. Most documents have none, which is known by their characters alone.
    """
    replaced = Replaced()
    if not all(map(_stays, _characters(root))):
        _redraw(root, replaced)
    for parent in root.findall(f".//*[@{NOTE}]/.."):
        for note in [each for each in parent if NOTE in each.attrib]:
            if replaced.places:
                note.text = f"{(note.text or '').rstrip()} {replaced.told(note.attrib[NOTE])}"
            else:
                parent.remove(note)
    return bool(replaced.places)


def _characters(root: Element) -> set[str]:
    """Every one that a document draws, in its texts and in its margins."""
    margins = (each.get(name, "") for each in root.iter("h1") for name in _MARGINS)
    return set().union("".join(root.itertext()), *margins)


class Replaced:
    """The characters that were replaced, by the heading of the part in which they stand."""

    def __init__(self) -> None:
        self.places: dict[str, dict[str, None]] = {}
        self.place = ""

    def add(self, parts: list[GlyphRun]) -> bool:
        """Whether any of these pieces was replaced."""
        runs = [part.true for part in parts if part.is_replaced]
        for run in runs:
            seen = self.places.setdefault(self.place, {})
            seen.update(dict.fromkeys(each for each in run if stand_in(each)))
        return bool(runs)

    def told(self, before: str) -> str:
        """“Comments: CJK U+5317, U+4EAC; Plan sheet: nazar amulet U+1F9FF.”"""
        parts = (
            f"{place or before}: {', '.join(_names(seen))}" for place, seen in self.places.items()
        )
        told = "; ".join(parts)
        return told if told.endswith("…") else f"{told}."


def _names(characters: Iterable[str]) -> Iterator[str]:
    """Each by its number, letters behind the name of their script where that changes."""
    script = ""
    for count, each in enumerate(characters):
        if count == NAMED_OF_A_PART:
            yield "…"
            return
        name = unicodedata.name(each, "")
        is_symbol = unicodedata.category(each) == "So"
        word = name.lower() if is_symbol else _script(name)
        yield f"U+{ord(each):04X}" if word in {script, ""} else f"{word} U+{ord(each):04X}"
        script = word


def _script(name: str) -> str:
    word = name.partition(" ")[0].partition("-")[0]
    return word if word == "CJK" else word.capitalize()


def _redraw(element: Element, replaced: Replaced) -> bool:
    """Whether anything was replaced in the element or below it."""
    if element.tag in _NEVER_DRAWN:
        return False
    true = "".join(element.itertext()) if _HEADING.fullmatch(str(element.tag)) else ""
    if element.tag == "h2":
        replaced.place = " ".join(printable(true).split())
    found = [_redraw(child, replaced) for child in list(element)]
    found += [_redraw_tail(element, each, replaced) for each in list(element)]
    found.append(_redraw_text(element, replaced))
    for name in _MARGINS:
        if name in element.attrib:
            element.set(name, printable(element.attrib[name]))
    if true and any(found):
        element.set(BOOKMARK, " ".join(true.split()))
    return any(found)


def _redraw_text(element: Element, replaced: Replaced) -> bool:
    parts = list(pieces(element.text or ""))
    element.text, marked = _marked(element, parts)
    element[:0] = marked
    return replaced.add(parts)


def _redraw_tail(parent: Element, child: Element, replaced: Replaced) -> bool:
    parts = list(pieces(child.tail or ""))
    child.tail, marked = _marked(parent, parts)
    place = list(parent).index(child) + 1
    parent[place:place] = marked
    return replaced.add(parts)


def _marked(parent: Element, parts: list[GlyphRun]) -> tuple[str, list[Element]]:
    """The text before the first replacement, and an element for each with the text behind it."""
    before = ""
    marked: list[Element] = []
    is_drawing = str(parent.tag).startswith(_SVG)  # described as a whole by its title
    for part in parts:
        if part.is_replaced and not is_drawing:
            # Not a span: that is how a piece in another language is known.
            marked.append(parent.makeelement("bdi", {TRUE_TEXT: part.true}))
            marked[-1].text = part.drawn
        elif marked:
            marked[-1].tail = (marked[-1].tail or "") + part.drawn
        else:
            before += part.drawn
    return before, marked
