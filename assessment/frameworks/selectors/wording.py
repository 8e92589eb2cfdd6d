"""Advice on the wording of an indicator: one observable behaviour, short, said positively."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.models import Kind

MOST_WORDS = 20
_DOUBLE = re.compile(r"\b(?:and|or|but|as well as)\b|[,;/&]", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|without|cannot|hardly|rarely|seldom"
    r"|avoids?|refuses?|fails?|lacks?|ignores?)\b|n['’]t\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"I(?:['’]m|['’]ve)?\s")


@dataclass(frozen=True)
class Remark:
    message: str
    blocks: bool = False


def remarks(text: str, self_text: str, kind: str) -> Iterator[Remark]:
    """What to look at in an indicator's two statements; only a missing one blocks."""
    if not text:
        yield Remark(_("The statement for raters is missing."), blocks=True)
    if not self_text:
        yield Remark(_("The statement in the first person is missing."), blocks=True)
    elif not _FIRST_PERSON.match(self_text):
        yield Remark(_("The participant's own statement should begin with “I”."))
    if text and _FIRST_PERSON.match(text):
        yield Remark(_("The statement for raters is in the first person."))
    # The two statements say the same, so one word about both is enough.
    yield from _about_one(text)
    if kind == Kind.FOCUS and text and not text.endswith("…"):
        yield Remark(
            _("A focus indicator is the start of a sentence that the levels end: end it with “…”.")
        )


def _about_one(text: str) -> Iterator[Remark]:
    words = len(text.split())
    if words > MOST_WORDS:
        yield Remark(
            _("It has %(words)s words. Keep it under %(most)s.")
            % {"words": words, "most": MOST_WORDS}
        )
    if found := _DOUBLE.search(text):
        yield Remark(_("“%s” may join two behaviours. Ask about one at a time.") % found[0])
    if found := _NEGATIVE.search(text):
        yield Remark(_("“%s” is negative. Say what the person does.") % found[0])
