"""A framework in words, in one language, for whoever reads results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from django.conf import settings

from assessment.models import Dimension, Framework, Role
from assessment.models.framework import Translated
from assessment.scoring.values import Kind


@dataclass(frozen=True, slots=True)
class LevelTexts:
    value: int
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class IndicatorTexts:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class DimensionTexts:
    """A dimension in words. `suggestions` are keyed by the level they start from."""

    key: str
    kind: Kind
    name: str
    description: str
    levels: tuple[LevelTexts, ...]
    indicators: tuple[IndicatorTexts, ...]
    suggestions: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RoleTexts:
    key: str
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class FrameworkTexts:
    """A framework in words. Keys are the identifiers that figures carry."""

    name: str
    version: str
    highest: int
    dimensions: tuple[DimensionTexts, ...]
    roles: tuple[RoleTexts, ...]
    standard_deviation: Fraction
    single_rater_reliability: Fraction
    voices: Mapping[str, str] = field(default_factory=dict)
    """Every text with the language that it stands in: one that is not translated is English."""


class _Voice:
    """Reads texts in one language, and remembers in which each one stands."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.heard: dict[str, str] = {}

    def say(self, row: Translated, name: str) -> str:
        text, stands_in = row.text_in(name, self.language)
        self.heard.setdefault(text, stands_in)
        return text


def framework_texts(framework: Framework, language: str = settings.LANGUAGE_CODE) -> FrameworkTexts:
    """A framework in words, in five queries whatever its size.

    What is not translated into the language stands in English.
    """
    voice = _Voice(language)
    roles = Role.objects.filter(framework=framework).order_by("position", "key")
    return FrameworkTexts(
        name=voice.say(framework, "name"),
        version=framework.version,
        highest=framework.scale_top,
        dimensions=_dimensions(framework, voice),
        roles=tuple(
            RoleTexts(str(role.pk), voice.say(role, "name"), voice.say(role, "purpose"))
            for role in roles
        ),
        standard_deviation=Fraction(framework.standard_deviation),
        single_rater_reliability=Fraction(framework.single_rater_reliability),
        voices=voice.heard,
    )


def _dimensions(framework: Framework, voice: _Voice) -> tuple[DimensionTexts, ...]:
    found = framework.dimensions.order_by("position", "key").prefetch_related(
        "levels", "indicators", "suggestions"
    )
    return tuple(_dimension(dimension, voice) for dimension in found)


def _dimension(dimension: Dimension, voice: _Voice) -> DimensionTexts:
    suggestions: dict[int, tuple[str, ...]] = {}
    for each in sorted(dimension.suggestions.all(), key=lambda s: (s.position, str(s.pk))):
        said = voice.say(each, "text")
        suggestions[each.from_level] = (*suggestions.get(each.from_level, ()), said)
    levels = sorted(dimension.levels.all(), key=lambda level: level.value)
    indicators = sorted(dimension.indicators.all(), key=lambda i: (i.position, i.key))
    return DimensionTexts(
        key=str(dimension.pk),
        kind=Kind(dimension.kind),
        name=voice.say(dimension, "name"),
        description=voice.say(dimension, "description"),
        levels=tuple(
            LevelTexts(each.value, voice.say(each, "label"), voice.say(each, "anchor"))
            for each in levels
        ),
        indicators=tuple(IndicatorTexts(str(i.pk), voice.say(i, "text")) for i in indicators),
        suggestions=suggestions,
    )
