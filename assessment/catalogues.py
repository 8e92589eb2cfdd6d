"""The catalogues of the interface's sentences: what one lacks, how much was reviewed, compiling.

A sentence is reviewed when the line “# reviewed” stands above it in the catalogue; nothing else
says so. docs/welsh.md has the way of a review.
"""

from __future__ import annotations

import functools
import gettext
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils import translation

REVIEWED = "reviewed"
_SENTENCES, _REVIEWED = "X-Sentences", "X-Reviewed"
# One line of a header that says nothing of the day or the machine it was written on
_HEADER = {
    "Project-Id-Version": "skills-assessment",
    "Language": "cy",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"
    ),
}


@dataclass(frozen=True)
class Review:
    """How many sentences a language has, and how many of them a speaker has reviewed."""

    sentences: int
    reviewed: int

    @property
    def is_complete(self) -> bool:
        return self.reviewed == self.sentences

    @property
    def percent(self) -> int:
        """Rounded down: it is 100 only when nothing is left."""
        return 100 * self.reviewed // self.sentences if self.sentences else 100


class HasGaps(Exception):
    """Sentences of a catalogue are missing or unsure."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences)
        self.sentences = sentences


def files() -> Iterator[Path]:
    """The catalogues in the source."""
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob("*/LC_MESSAGES/django.po"))


def entries(catalogue: Path) -> list[polib.POEntry]:
    """Every sentence that the product says, obsolete ones apart."""
    return [each for each in polib.pofile(str(catalogue)) if not each.obsolete]


def lacks(entry: polib.POEntry) -> bool:
    """Whether a translation, or one of its plural forms, is missing or unsure."""
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return entry.fuzzy or not all(text.strip() for text in said)


def is_reviewed(entry: polib.POEntry) -> bool:
    """Whether a speaker of the language has read it."""
    return not lacks(entry) and REVIEWED in entry.tcomment.split("\n")


def compile_(catalogue: Path) -> Review:
    """Make what pages are read from.

    Raises HasGaps, and removes what was compiled before: no page is in two languages.
    """
    source = polib.pofile(str(catalogue))
    found = [each for each in source if not each.obsolete]
    compiled = catalogue.with_suffix(".mo")
    if gaps := [each.msgid for each in found if lacks(each)]:
        compiled.unlink(missing_ok=True)
        raise HasGaps(gaps)
    review = Review(len(found), sum(map(is_reviewed, found)))
    source.metadata |= {_SENTENCES: str(review.sentences), _REVIEWED: str(review.reviewed)}
    _replace(compiled, source.to_binary())
    return review


def is_compiled(catalogue: Path) -> bool:
    """Whether what pages are read from is as new as the catalogue."""
    compiled = catalogue.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns >= catalogue.stat().st_mtime_ns


def _replace(file: Path, content: bytes) -> None:
    """At once: another process may be reading it."""
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
        written.write(content)
    Path(written.name).chmod(0o644)
    os.replace(written.name, file)  # noqa: PTH105


def rewrite(catalogue: Path) -> None:
    """Write it so that only what was said or translated can differ between two versions."""
    source = polib.pofile(str(catalogue), wrapwidth=0)
    source.header, source.metadata_is_fuzzy = "", False
    source.metadata = dict(_HEADER)
    for each in source:
        each.occurrences, each.comment = [], ""
        each.previous_msgid = each.previous_msgctxt = each.previous_msgid_plural = None
        if each.fuzzy:
            each.tcomment = ""
    source.save(str(catalogue))


@functools.cache
def review(code: str) -> Review | None:
    """Of the compiled catalogue in use; None for English, and for a language without one."""
    locale = translation.to_locale(code)
    for folder in settings.LOCALE_PATHS:
        if found := gettext.find("django", str(folder), [locale]):
            with Path(found).open("rb") as file:
                said = gettext.GNUTranslations(file).info()
            return Review(int(said.get(_SENTENCES.lower(), 0)), int(said.get(_REVIEWED.lower(), 0)))
    return None
