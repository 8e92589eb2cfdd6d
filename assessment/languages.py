"""Two languages of a page: the interface's, which needs a catalogue, and that of the framework's
texts, which come with the framework. docs/adr/0016-languages.md has the reasons."""

from __future__ import annotations

import functools
import gettext
import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SESSION_KEY = "language"
"""What the owner of a link reads; an account has its own."""


def known(code: object) -> str:
    """The language of the settings that a code means; empty for any other."""
    return next((c for c, _name in settings.LANGUAGES if c == code), "")


def own_name(code: str) -> str:
    """What a language is called in itself."""
    return str(translation.get_language_info(code.split("-")[0])["name_local"])


def name_here(code: str) -> str:
    """What a language is called in the language of the page."""
    return next((str(name) for each, name in settings.LANGUAGES if each == code), code)


def words_for() -> dict[str, set[str]]:
    """Every word that people have for a language, by its code, as the code itself and its name in
    each of the languages."""
    found = {}
    for code, name in settings.LANGUAGES:
        words = found[code] = {code, code.split("-")[0], own_name(code)}
        for spoken, _name in settings.LANGUAGES:
            with translation.override(spoken):
                words.add(str(name))
    return found


def in_every_language(*texts: Any) -> set[str]:
    """These texts, which are translated when they are shown, as each reader sees them."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(interface(code)):
            found |= {str(text) for text in texts}
    return found


def interface(language: str) -> str:
    """The language that the interface can be shown in to somebody who reads this one.

    Without a catalogue of our own it is English as a whole: Django's catalogue alone would put
    Welsh months into English sentences.
    """
    return language if language in with_catalogue() else settings.LANGUAGE_CODE


@functools.cache
def with_catalogue() -> frozenset[str]:
    """The languages beside English that the interface is translated into."""
    return frozenset(
        code
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE and _catalogue(code)
    )


def _catalogue(code: str) -> str | None:
    locale = translation.to_locale(code)
    found = [gettext.find("django", str(path), [locale]) for path in settings.LOCALE_PATHS]
    return next(filter(None, found), None)


def request_language(request: HttpRequest) -> str:
    """The language of whoever came: of the link's owner, of the account, of this browser."""
    if not hasattr(request, "_spoken"):
        request._spoken = _of_person(request) or _of_browser(request)  # type: ignore[attr-defined]
    return str(request._spoken)  # type: ignore[attr-defined]


def use_for_this_page(request: HttpRequest, language: str) -> None:
    """Take this as the language of whoever came, for this one page."""
    if known(language):
        request._spoken = language  # type: ignore[attr-defined]


def _of_person(request: HttpRequest) -> str:
    # An error before the middleware ran has neither.
    session, user = getattr(request, "session", {}), getattr(request, "user", None)
    if kept := known(session.get(SESSION_KEY)):
        return kept
    return known(user.language) if user is not None and user.is_authenticated else ""


def _of_browser(request: HttpRequest) -> str:
    """What was chosen here before anybody was known, or what the browser asks for."""
    return translation.get_language_from_request(request)


def chosen_here(request: HttpRequest) -> str:
    """What was chosen in this browser before anybody was known; empty where nothing was."""
    return known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))


class HasTexts(Protocol):
    def text_in(self, field: str, language: str) -> tuple[str, str]: ...


class TaggedText(str):
    """A text that knows the language it stands in: it may have fallen back to English."""

    language: str

    @classmethod
    def of(cls, row: HasTexts, field: str, language: str) -> TaggedText:
        text, stands_in = row.text_in(field, language)
        spoken = cls(text)
        spoken.language = stands_in
        return spoken


def foreign(text: object) -> str:
    """The language of a text that stands in another one than the interface; else empty."""
    language = getattr(text, "language", "")
    return language if language != translation.get_language() else ""


def language_tagged(text: Any) -> Any:
    """The text; in another language than the interface, marked so that it is read aloud right."""
    if language := foreign(text):
        return format_html('<span lang="{}">{}</span>', language, text)
    return text


class ForeignTerms:
    """Texts of a framework that turn up within sentences of the interface.

    `voices` are the texts with the language that each stands in.
    """

    def __init__(self, voices: Mapping[str, str]) -> None:
        interface = translation.get_language()
        self._voices = {text: each for text, each in voices.items() if text and each != interface}
        # Inside a sentence a name begins with a small letter, and at its head with a capital one.
        for first in (str.lower, str.upper):
            self._voices |= {first(t[:1]) + t[1:]: each for t, each in self._voices.items()}
        longest_first = sorted(self._voices, key=len, reverse=True)
        words = "|".join(re.escape(text) for text in longest_first)
        self._pattern = re.compile(rf"(?<!\w)({words})(?!\w)") if words else None

    def marked(self, text: Any) -> SafeString:
        """The text as HTML, each of the terms in it marked with its language."""
        if self._pattern is None:
            return SafeString(conditional_escape(text))
        pieces = self._pattern.split(str(text))
        return SafeString("".join(self._piece(each, n % 2 == 1) for n, each in enumerate(pieces)))

    def _piece(self, text: str, is_term: bool) -> str:
        escaped = conditional_escape(text)
        return f'<span lang="{self._voices[text]}">{escaped}</span>' if is_term else escaped


def with_terms(text: Any, terms: ForeignTerms | None) -> Any:
    """The text with the terms marked; without terms, and what is HTML already, as it is."""
    return terms.marked(text) if terms is not None and not hasattr(text, "__html__") else text


def join_names(names: Iterable[str]) -> str:
    """“a”, “a and b”, “a, b and c”; empty for none."""
    *most, last = list(names) or [""]
    return _("{most} and {last}").format(most=", ".join(most), last=last) if most else last


def inside_sentence(name: str) -> str:
    """A name inside a sentence: “Customer service” → “customer service”, ICT stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def join_tagged_names(names: Iterable[object]) -> SafeString:
    """The same as HTML, each marked with its language where that is another one."""
    return SafeString(join_names(conditional_escape(language_tagged(name)) for name in names))
