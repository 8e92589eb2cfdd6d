"""Walks through data from outside and collects every problem with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from assessment.frameworks.selectors.content import Stale, Translations, one_form

Path = tuple[str | int, ...]
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


class Problems:
    """What was found, in the order of the data; at most a hundred, which is plenty to mend."""

    MOST = 100

    def __init__(self) -> None:
        self.found: list[tuple[Path, str]] = []

    def add(self, path: Path, message: str) -> None:
        if len(self.found) < self.MOST:
            self.found.append((path, message))

    def __bool__(self) -> bool:
        return bool(self.found)

    def sentences(self, place: Callable[[Path], str] | None = None) -> list[str]:
        say = place or plain_place
        return [f"{say(path)}: {message}" for path, message in self.found]


def plain_place(path: Path) -> str:
    """Where in the file: ("dimensions", 0, "name") is “dimensions 1, name”."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int) and words:
            words[-1] += f" {step + 1}"
        else:
            words.append(str(step))
    return ", ".join(words) or _("The file")


class Node:
    """An object of the data. Each reader gives a value of the right type, whatever is there."""

    def __init__(self, data: object, path: Path, problems: Problems) -> None:
        self.path, self.problems = path, problems
        self.fields: dict[str, object] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            problems.add(path, _("must be an object with named fields."))

    def refuse(self, name: str, message: str) -> None:
        self.problems.add((*self.path, name), message)

    def only(self, names: Collection[str]) -> None:
        """Refuse fields that nobody knows: a misspelt one would be lost without a word."""
        for name in self.fields:
            if name not in names:
                self.refuse(shortened(name), _("is not a field of this format."))

    def text(self, name: str, most: int, *, lines: bool = False, default: str | None = None) -> str:
        value = self.fields.get(name, default)
        if not isinstance(value, str):
            self.refuse(name, _("is missing.") if value is None else _("must be a text."))
            return ""
        value = one_form(value)
        if message := _objection_to_text(value, most, lines=lines, blank=default is not None):
            self.refuse(name, message)
            return ""
        return value

    def slug(self, name: str, most: int = 60) -> str:
        value = self.text(name, most)
        if value and not _SLUG.fullmatch(value):
            self.refuse(name, _("may hold letters, digits, hyphens and underscores only."))
            return ""
        return value

    def choice(self, name: str, choices: Sequence[str]) -> str:
        value = self.text(name, 60)
        if value and value not in choices:
            self.refuse(name, _("must be one of: %s.") % ", ".join(choices))
        return value if value in choices else choices[0]

    def words(self, name: str, choices: Sequence[str]) -> list[str]:
        """A list of these words, each once at most; empty where there is none."""
        value = self.fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.refuse(name, _("must be a list of texts."))
            return []
        for word in value:
            if word not in choices:
                self.refuse(name, _("may hold these words only: %s.") % ", ".join(choices))
                return []
        if len(set(value)) < len(value):
            self.refuse(name, _("has a word twice."))
        return value

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        value = self.fields.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        message = _("must be a whole number from %(low)s to %(high)s.")
        self.refuse(name, message % {"low": low, "high": high})
        return low

    def number(self, name: str, *, low: str, high: str, places: int) -> Decimal | None:
        """A number with at most so many decimal places; None where there is none."""
        value = self.fields.get(name)
        if value is None:
            return None
        found = _decimal(value)
        if found is None or not Decimal(low) <= found <= Decimal(high):
            message = _("must be a number from %(low)s to %(high)s.")
            self.refuse(name, message % {"low": low, "high": high})
            return None
        if found != round(found, places):
            self.refuse(name, _("has more than %s decimal places.") % places)
        return found

    def parts(self, name: str, most: int) -> list[Node]:
        value = self.fields.get(name, [])
        if not isinstance(value, list):
            self.refuse(name, _("must be a list."))
            return []
        if len(value) > most:
            self.refuse(name, _("holds more than %s entries.") % most)
            return []
        return [Node(v, (*self.path, name, n), self.problems) for n, v in enumerate(value)]

    def translations(self, names: Collection[str]) -> Translations:
        """The texts of these fields in other languages."""
        languages = self.fields.get("translations", {})
        if not isinstance(languages, dict) or len(languages) > 20:
            self.refuse("translations", _("must be an object with a few languages."))
            return {}
        found: Translations = {}
        for language, texts in languages.items():
            path = (*self.path, "translations", shortened(language))
            if not _SLUG.fullmatch(str(language)):
                self.problems.add(path, _("is not the code of a language."))
            node = Node(texts, path, self.problems)
            node.only(names)
            given = [name for name in sorted(names) if name in node.fields]
            found[language] = {name: node.text(name, 2000, lines=True) for name in given}
        return found

    def stale(self, translations: Translations) -> Stale:
        """The translated fields that the file calls stale."""
        languages = self.fields.get("stale", {})
        if not isinstance(languages, dict):
            self.refuse("stale", _("must be an object of languages, each with a list of fields."))
            return {}
        found: Stale = {}
        for language, names in languages.items():
            known = translations.get(language, {})
            if isinstance(names, list) and names and all(n in known for n in map(str, names)):
                found[language] = sorted(map(str, names))
            else:
                path = (*self.path, "stale", shortened(language))
                self.problems.add(path, _("must list fields that are translated into it."))
        return found

    def once(self, name: str, seen: set[object], value: object) -> None:
        """Refuse a value that came before in the same list."""
        if value in seen:
            self.refuse(name, _("is used twice."))
        seen.add(value)


def _objection_to_text(value: str, most: int, *, lines: bool, blank: bool) -> str:
    if not value and not blank:
        return _("is empty.")
    if len(value) > most:
        return _("is longer than %s characters.") % most
    allowed = {"\n", "\t"} if lines else set()
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in allowed for c in value):
        return _("holds control characters or a line break.")
    return ""


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        found = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return found if found.is_finite() else None


def shortened(name: object) -> str:
    """A name from outside, fit to be shown in a sentence."""
    return "".join(c if c.isprintable() else "?" for c in str(name)[:60])
