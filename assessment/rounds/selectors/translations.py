"""Whether those who read another language than English find every text of a round in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import ngettext

from assessment.frameworks.selectors import (
    TranslationLine,
    TranslationState,
    languages,
    read_content,
    translation_lines,
)
from assessment.models import Framework, Person, Round

NAMED = 5
"""So many of the texts are named; the editor lists them all."""


def untranslated_texts(round: Round) -> Iterator[str]:
    """A sentence for each language that somebody in the round reads and a text is not in."""
    reads = Q(ratings_asked__participant__round=round) | Q(participations__round=round)
    people = Person.objects.filter(reads)
    return texts_lacking_for(round, people.values_list("language", flat=True))


def texts_lacking_for(round: Round, read: Iterable[str]) -> Iterator[str]:
    """The same for those who read these languages, in the round or about to come into it.

    A text whose English changed since it was translated is there, as it is on every page.
    """
    return texts_lacking_in(round.framework, read)


def texts_lacking_in(framework: Framework, read: Iterable[str]) -> Iterator[str]:
    """The same of a framework that a round may get."""
    read = set(read) & set(languages())
    content = read_content(framework) if read else None
    for code in sorted(read):
        lines = translation_lines(content, code) if content else []
        if lacking := [line for line in lines if line.state is TranslationState.MISSING]:
            yield _sentence(languages()[code], lacking)


def _sentence(language: str, lacking: list[TranslationLine]) -> str:
    message = ngettext(
        "Somebody in this round reads %(language)s, and %(count)d text of the framework is not in "
        "it: %(texts)s. Choose a framework that has it, or another language for these people.",
        "Somebody in this round reads %(language)s, and %(count)d texts of the framework are not "
        "in it: %(texts)s. Choose a framework that has them, or another language for these people.",
        len(lacking),
    )
    named = "; ".join(map(str, lacking[:NAMED])) + ("; …" if len(lacking) > NAMED else "")
    return message % {"language": language, "count": len(lacking), "texts": named}
