"""A framework's texts beside their translations: what is missing, and what is stale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from assessment.frameworks.selectors.content import (
    Content,
    DimensionContent,
    IndicatorContent,
    LevelContent,
    RoleContent,
    SuggestionContent,
    rows_of,
)
from assessment.models import Framework
from assessment.models.framework import Translated

Place = tuple[str, ...]
"""Where a part or a text is: ("dimensions", "communication", "levels", "1", "label")."""

_SHORT = {
    "name": 120,
    "label": 60,
    "frequency": 120,
    "text": 240,
    "self_text": 240,
    "question": 240,
    "self_question": 240,
}
LONG_TEXT = 2000
"""Characters in a purpose, a description, an anchor or a suggestion."""

_TEXTS: Mapping[type, tuple[str, ...]] = {
    Content: ("name", "description", "question", "self_question"),
    RoleContent: ("name", "purpose"),
    DimensionContent: ("name", "description", "question", "self_question"),
    LevelContent: ("label", "anchor", "frequency"),
    IndicatorContent: ("text", "self_text"),
    SuggestionContent: ("text",),
}


class TranslationState(StrEnum):
    """How a translation stands to its English; the templates have the words."""

    MISSING = "missing"
    STALE = "stale"
    DONE = "done"


@dataclass(frozen=True)
class TranslationLine:
    """One text in English and in another language; `most` characters fit.

    `whole` is the name of its dimension, empty for roles and the framework itself.
    """

    place: Place
    whole: str
    part: str
    field: str
    english: str
    text: str
    state: TranslationState
    most: int

    @property
    def dimension(self) -> str:
        """The key of the dimension that the text belongs to; none for roles and the whole."""
        return self.place[1] if self.place[0] == "dimensions" else ""

    @property
    def is_long(self) -> bool:
        return self.most == LONG_TEXT

    def __str__(self) -> str:
        return ", ".join(filter(None, dict.fromkeys([self.whole, self.part, self.field])))


@dataclass(frozen=True)
class Count:
    """How many texts there are, how many lack a translation, and how many have an old one."""

    texts: int
    missing: int
    stale: int

    @property
    def is_begun(self) -> bool:
        return self.missing < self.texts

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.stale)


def languages() -> dict[str, str]:
    """The codes and names of the languages that texts are translated into."""
    return {c: str(name) for c, name in settings.LANGUAGES if c != settings.LANGUAGE_CODE}


def translation_lines(content: Content, language: str) -> list[TranslationLine]:
    """Every English text with its translation, in the order of the framework."""
    names: dict[Place, str] = {("dimensions", each.key): each.name for each in content.dimensions}
    return [
        _line(place, names.get(place[:2], ""), part, name, language)
        for place, part in translatable_parts(content)
        for name in _TEXTS[type(part)]
        if getattr(part, name)
    ]


def count_gaps(found: Iterable[TranslationLine]) -> Count:
    """What these lines lack."""
    states = [line.state for line in found]
    return Count(
        len(states), states.count(TranslationState.MISSING), states.count(TranslationState.STALE)
    )


def untranslated(content: Content) -> dict[str, list[TranslationLine]]:
    """Of every language that is begun, the texts that are missing or stale."""
    found = {language: translation_lines(content, language) for language in languages()}
    return {
        language: [line for line in every if line.state is not TranslationState.DONE]
        for language, every in found.items()
        if count_gaps(every).is_begun and not count_gaps(every).is_whole
    }


def translated_fields(part: Any) -> tuple[str, ...]:
    """The fields of a part that are translated."""
    return _TEXTS[type(part)]


def _line(place: Place, whole: str, part: Any, name: str, language: str) -> TranslationLine:
    text = part.translations.get(language, {}).get(name, "")
    state = (
        TranslationState.STALE if name in part.stale.get(language, ()) else TranslationState.DONE
    )
    return TranslationLine(
        place=(*place, name),
        whole=whole,
        part=_name(place, part),
        field=_field_names()[name] if type(part) is not SuggestionContent else _("text"),
        english=getattr(part, name),
        text=text,
        state=state if text else TranslationState.MISSING,
        most=most(name, part),
    )


def most(name: str, part: Any) -> int:
    """How many characters a translation may have: as many as its English."""
    return LONG_TEXT if type(part) is SuggestionContent else _SHORT.get(name, LONG_TEXT)


def _field_names() -> dict[str, str]:
    return {
        "name": _("name"),
        "description": _("description"),
        "purpose": _("purpose"),
        "question": _("question for raters"),
        "self_question": _("question in the first person"),
        "label": _("label"),
        "anchor": _("anchor"),
        "frequency": _("how often that is"),
        "text": _("for raters"),
        "self_text": _("in the first person"),
    }


def _name(place: Place, part: Any) -> str:
    if isinstance(part, LevelContent):
        return _("level %s") % part.value
    if isinstance(part, IndicatorContent):
        return f"“{part.text}”"
    if isinstance(part, SuggestionContent):
        return _("suggestion %(number)s, for level %(level)s") % {
            "number": int(place[-1]) + 1,
            "level": part.from_level,
        }
    return str(part.name)


# --- the parts of a framework by their places -----------------------------------------------


def translatable_parts(content: Content) -> Iterator[tuple[Place, Any]]:
    """Every part with its place, in the order of the framework."""
    yield (), content
    for role in content.roles:
        yield ("roles", role.key), role
    for dimension in content.dimensions:
        place = ("dimensions", dimension.key)
        yield place, dimension
        yield from _below(place, dimension)


def _below(place: Place, dimension: DimensionContent) -> Iterator[tuple[Place, Any]]:
    for level in dimension.levels:
        yield (*place, "levels", str(level.value)), level
    for indicator in dimension.indicators:
        yield (*place, "indicators", indicator.key), indicator
    for number, suggestion in enumerate(dimension.suggestions):
        # Suggestions have no keys: their order is all that tells them apart.
        yield (*place, "suggestions", str(number)), suggestion


def rows(framework: Framework) -> dict[Place, Translated]:
    """Every row of a framework by the place that its part has in `parts`."""
    roles, dimensions = rows_of(framework)
    found: dict[Place, Translated] = {(): framework}
    found |= {("roles", role.key): role for role in roles}
    for dimension in dimensions:
        place: Place = ("dimensions", dimension.key)
        found[place] = dimension
        found |= {(*place, "levels", str(each.value)): each for each in dimension.levels.all()}
        found |= {(*place, "indicators", each.key): each for each in dimension.indicators.all()}
        for number, each in enumerate(dimension.suggestions.all()):
            found[(*place, "suggestions", str(number))] = each
    return found


# --- a framework with other translations ----------------------------------------------------

AnyPart: TypeAlias = (
    Content | RoleContent | DimensionContent | LevelContent | IndicatorContent | SuggestionContent
)
Part = TypeVar("Part", bound=AnyPart)


def translated(content: Content, language: str, texts: Mapping[Place, str]) -> Content:
    """The same framework with these texts in a language, each made from today's English.

    An empty text takes the translation away.
    """

    def put(place: Place, part: Part) -> Part:
        return _put(part, language, {n: texts[*place, n] for n in _given(place, part, texts)})

    return replace(
        put((), content),
        roles=tuple(put(("roles", role.key), role) for role in content.roles),
        dimensions=tuple(_dimension(put, each) for each in content.dimensions),
    )


def _given(place: Place, part: Any, texts: Mapping[Place, str]) -> list[str]:
    return [name for name in _TEXTS[type(part)] if (*place, name) in texts]


def _dimension(put: Any, dimension: DimensionContent) -> DimensionContent:
    place = ("dimensions", dimension.key)
    below = dict(_below(place, dimension))
    made: dict[str, Any] = {
        name: tuple(put(at, part) for at, part in below.items() if at[2] == name)
        for name in ("levels", "indicators", "suggestions")
    }
    whole: DimensionContent = put(place, dimension)
    return replace(whole, **made)


def _put(part: Part, language: str, texts: Mapping[str, str]) -> Part:
    if not texts:
        return part
    kept = {**part.translations.get(language, {}), **texts}
    stale = [name for name in part.stale.get(language, ()) if name not in texts]
    return replace(
        part,
        translations=_with(part.translations, language, {n: t for n, t in kept.items() if t}),
        stale=_with(part.stale, language, stale),
    )


def _with(table: Mapping[str, Any], language: str, value: Any) -> dict[str, Any]:
    return {key: v for key, v in {**table, language: value}.items() if v}
