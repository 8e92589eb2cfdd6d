"""The digests by which a translation knows the English that it was made from."""

from __future__ import annotations

from typing import Protocol

from assessment.frameworks.selectors.content import Stale, Translations
from assessment.models.framework import digest


class Translatable(Protocol):
    @property
    def translations(self) -> Translations: ...
    @property
    def stale(self) -> Stale: ...


def translated_from(part: Translatable) -> Translations:
    """The digest of the English of every translation that is not stale."""
    return {
        language: {
            name: digest(getattr(part, name))
            for name in texts
            if name not in part.stale.get(language, ())
        }
        for language, texts in part.translations.items()
    }
