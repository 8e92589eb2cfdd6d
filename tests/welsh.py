"""Finds English on a Welsh page by the catalogue: a sentence that has its Welsh is a fault.

No language is guessed. A piece of text is English when it is the English of a sentence of the
catalogue, or has a run of words that only English sentences of the catalogue have.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

import polib

from assessment import catalogues
from tests.house.test_strings import BUTTONS, SPOKEN_ATTRIBUTES

MARK = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{[^{}]*\}|</?[a-z][^>]*>|%%")
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
RUN = 3
"""So many words in a row that Welsh sentences never have, and the text is English."""


def squeeze(text: str) -> str:
    return " ".join(text.split())


def pieces(text: str) -> list[str]:
    """A sentence of the catalogue without the marks in it."""
    return [piece for part in MARK.split(text) if WORD.search(piece := squeeze(part))]


def runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in WORD.findall(text)]
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


@dataclass(frozen=True)
class Known:
    """What the catalogue says in English and never in Welsh."""

    whole: frozenset[str]
    runs: frozenset[tuple[str, ...]]


@cache
def known() -> Known:
    (catalogue,) = catalogues.files()
    english: list[str] = []
    welsh: list[str] = []
    for entry in catalogues.entries(catalogue):
        english += _english(entry)
        welsh += entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    said = {piece for text in welsh for piece in pieces(text)}
    spoken = {run for piece in said for run in runs(piece)}
    found = {piece for text in english for piece in pieces(text)}
    whole = {squeeze(text) for text in english if WORD.search(text) and not MARK.search(text)}
    return Known(
        frozenset(whole - said), frozenset(r for piece in found for r in runs(piece)) - spoken
    )


def _english(entry: polib.POEntry) -> list[str]:
    return [entry.msgid, *filter(None, [entry.msgid_plural])]


def is_english(text: str) -> bool:
    """Whether the catalogue has Welsh for the text or for a part of it."""
    return is_sentence(text) or not known().runs.isdisjoint(runs(squeeze(text)))


def is_sentence(text: str) -> bool:
    """Whether the text is one English sentence of ours, and nothing else."""
    return squeeze(text) in known().whole


@dataclass(frozen=True)
class Piece:
    """A text of a page, the language that it is marked with, and whether it was said to people."""

    text: str
    language: str
    said: bool = True


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNSAID = {"script", "style"}


@dataclass
class _Reader(HTMLParser):
    found: list[Piece] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        for name, value in attrs:
            button = tag == "input" and name == "value" and given.get("type") in BUTTONS
            told = name.startswith("data-") and " " in (value or "")
            if value and (name in SPOKEN_ATTRIBUTES or button or told):
                self.found.append(Piece(value, language))
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1] if self.open else ("", "")
        if tag not in UNSAID and data.strip():
            self.found.append(Piece(data, language))


def read(html: str) -> list[Piece]:
    """Every text of a page that people see or have read out."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


ON_PURPOSE = {
    "English",  # the switch names each language in itself
    "This translation has not been reviewed yet. The English page counts as much.",
}
"""The sentences of ours that are said in English on a Welsh page, and marked so."""


def _written(texts: Collection[str]) -> re.Pattern[str]:
    """What matches the texts of people wherever they stand."""
    each_alone = (rf"(?<!\w){re.escape(squeeze(each))}(?!\w)" for each in texts)
    return re.compile("|".join(each_alone) or "(?!)", re.I)


def english_on(html: str, texts: Collection[str] = ()) -> Iterator[str]:
    """The English sentences of the interface on a Welsh page.

    `texts` are what councils and editors wrote, such as the names of roles and rounds; one of them
    may happen to be a sentence of ours as well.
    """
    written = _written(texts)
    for piece in read(html):
        own = squeeze(piece.text)
        if piece.language == "en-gb":  # written by people, who may use the same words
            found = is_sentence(written.sub("…", own)) and own not in ON_PURPOSE
        else:
            found = is_english(written.sub("…", own))
        if found:
            yield f"[{piece.language}] {own[:120]}"


def english_in(cells: Iterable[str], texts: Collection[str] = ()) -> Iterator[str]:
    """The English sentences of the interface among the cells of a file or the lines of a text."""
    written = _written(texts)
    return (cell[:120] for cell in cells if is_english(written.sub("…", squeeze(cell))))
