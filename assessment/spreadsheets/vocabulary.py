"""The words that people write for groups and roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from assessment.languages import in_every_language, name_here, own_name, words_for
from assessment.rater_groups import RaterGroup

_BOTH = {"both", "combined", "bothroles"}


def squeeze(text: str) -> str:
    """Letters and digits only, so that "Direct report(s)" and "direct-reports" are one word."""
    return re.sub(r"[\W_]+", "", text.casefold())


GROUPS = {squeeze(words): group for group in RaterGroup for words in group.facts.aliases.split(",")}


def find_group(text: str) -> RaterGroup | None:
    """The group that the cell means."""
    word = squeeze(text)
    return GROUPS.get(word) or _groups_as_shown().get(word)


@cache
def _groups_as_shown() -> dict[str, RaterGroup]:
    """What our own pages call the groups, whoever reads them."""
    return {
        squeeze(name): group
        for group in RaterGroup
        for name in in_every_language(group.label, group.facts.plural)
    }


class LanguageNames:
    """The languages of the service by everything they may be called."""

    def __init__(self) -> None:
        words = words_for()
        self._codes = {squeeze(word): code for code, known in words.items() for word in known}
        named = (name for code in words for name in (name_here(code), own_name(code)))
        self.names = list(dict.fromkeys(named))

    def find(self, text: str) -> str:
        """The code of the language that the cell means; empty for any other word."""
        return self._codes.get(squeeze(text), "")


class RoleNames:
    """The roles of a framework by everything they may be called."""

    def __init__(self, roles: Iterable[tuple[str, str]]) -> None:
        """`roles` are pairs of key and name, in the framework's order."""
        self.names: Mapping[str, str] = dict(roles)
        self._keys = {squeeze(word): key for key, name in roles for word in (key, name)}
        self._known: dict[str, tuple[tuple[str, ...], list[str]]] = {}

    def find(self, text: str) -> tuple[tuple[str, ...], list[str]]:
        """The keys that the cell names, in the framework's order, and the words unknown."""
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> tuple[tuple[str, ...], list[str]]:
        if squeeze(text) in _BOTH and len(self.names) == 2:
            return tuple(self.names), []
        found, unknown = set(), []
        for word in self._words(text):
            key = self._keys.get(squeeze(word))
            if key:
                found.add(key)
            else:
                unknown.append(word)
        return tuple(key for key in self.names if key in found), unknown

    def _words(self, text: str) -> Iterator[str]:
        """A role's own name may hold an “and”, so whole words come first."""
        for part in filter(None, map(str.strip, re.split(r"[,;/|+&]", text))):
            whole = squeeze(part) in self._keys
            yield from [part] if whole else part.split(" and ")
