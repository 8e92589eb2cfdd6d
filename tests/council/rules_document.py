"""Makes docs/council-readings.md: `python -m tests.council.rules_document`."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from assessment.council.words import RuleInWords, rules_in_words
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "council-readings.md"
BEGINNING = """\
# Readings of a council's picture

After a release HR sees the council's picture: who holds which role, who reaches what each role
asks, where attention goes, what mandate there is. A reading is a sentence about it that one of
these rules makes. Each rule is the same for every council, looks at released figures alone, and
stays silent where it is not sure. The reasons: [0039](adr/0039-council-picture.md). Framework
editors find the same under **Readings**, there beside their framework: some rules look for a
dimension or a statement by its key.

This page is made of the table in `assessment/council/words.py` by
`python -m tests.council.rules_document`; a test holds it to that.
"""


def document() -> str:
    """The page, as it has to be."""
    return BEGINNING + "".join("\n" + "\n".join(_rule(each)) + "\n" for each in rules_in_words())


def _rule(rule: RuleInWords) -> Iterator[str]:
    yield f"## {rule.name}"
    yield ""
    yield textwrap.fill(rule.says, 100)
    yield ""
    yield textwrap.fill(f"**Stands on.** {rule.stands_on}", 100)
    if rule.limits:
        yield ""
        yield "**Does not fire**"
        yield ""
        yield from map(_point, rule.limits)
    yield ""
    yield "**What helps**"
    yield ""
    yield from map(_point, rule.helps)


def _point(sentence: str) -> str:
    return textwrap.fill(f"- {sentence}", 100, subsequent_indent="  ")


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
