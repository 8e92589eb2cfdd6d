"""A framework as plain values: what it says, without rows, ids or dates.

The one form in which frameworks are copied, compared, checked, exported and imported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from assessment.models import Dimension, Framework, Indicator, Level, Role, Suggestion, Target

Translations = dict[str, dict[str, str]]
"""Language, then field, then text: {"cy": {"name": "…"}}."""
Stale = dict[str, list[str]]
"""Language, then the translated fields whose English was reworded since: {"cy": ["name"]}."""


@dataclass(frozen=True)
class RoleContent:
    key: str
    name: str
    purpose: str
    translations: Translations = field(default_factory=dict)
    stale: Stale = field(default_factory=dict)


@dataclass(frozen=True)
class LevelContent:
    value: int
    label: str
    anchor: str
    frequency: str = ""
    translations: Translations = field(default_factory=dict)
    stale: Stale = field(default_factory=dict)


@dataclass(frozen=True)
class IndicatorContent:
    key: str
    text: str
    self_text: str
    seen_by: tuple[str, ...] = ()
    """The rater groups that are asked it, in order; without any, all."""
    translations: Translations = field(default_factory=dict)
    stale: Stale = field(default_factory=dict)


@dataclass(frozen=True)
class SuggestionContent:
    from_level: int
    text: str
    translations: Translations = field(default_factory=dict)
    stale: Stale = field(default_factory=dict)


@dataclass(frozen=True)
class DimensionContent:
    key: str
    kind: str
    name: str
    description: str
    question: str = ""
    self_question: str = ""
    levels: tuple[LevelContent, ...] = ()
    indicators: tuple[IndicatorContent, ...] = ()
    suggestions: tuple[SuggestionContent, ...] = ()
    translations: Translations = field(default_factory=dict)
    stale: Stale = field(default_factory=dict)


@dataclass(frozen=True)
class TargetContent:
    """Of a role (by key) for a dimension (by key): a level with importance, or a range."""

    role: str
    dimension: str
    level: Decimal | None = None
    importance: int | None = None
    range_low: Decimal | None = None
    range_high: Decimal | None = None


@dataclass(frozen=True)
class Content:
    """Roles and dimensions are in their order; targets in the order of roles, then dimensions."""

    key: str
    name: str
    version: str
    description: str
    scale_top: int
    standard_deviation: Decimal
    single_rater_reliability: Decimal
    question: str = ""
    self_question: str = ""
    roles: tuple[RoleContent, ...] = ()
    dimensions: tuple[DimensionContent, ...] = ()
    targets: tuple[TargetContent, ...] = ()
    translations: Translations = field(default_factory=dict)
    stale: Stale = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def indicator_count(self) -> int:
        return sum(len(dimension.indicators) for dimension in self.dimensions)


def in_order(
    targets: list[TargetContent],
    roles: tuple[RoleContent, ...],
    dimensions: tuple[DimensionContent, ...],
) -> tuple[TargetContent, ...]:
    """The targets in the order of roles, then dimensions; raises KeyError for unknown ones."""
    role_at = {role.key: number for number, role in enumerate(roles)}
    dimension_at = {dimension.key: number for number, dimension in enumerate(dimensions)}
    return tuple(sorted(targets, key=lambda t: (role_at[t.role], dimension_at[t.dimension])))


def read_content(framework: Framework) -> Content:
    """The content of a framework, in a constant number of queries."""
    role_rows, dimension_rows = rows_of(framework)
    roles = tuple(
        RoleContent(r.key, r.name, one_form(r.purpose), r.translations, r.stale())
        for r in role_rows
    )
    dimensions = tuple(_dimension(d) for d in dimension_rows)
    return Content(
        key=framework.key,
        name=framework.name,
        version=framework.version,
        description=one_form(framework.description),
        scale_top=framework.scale_top,
        # A framework that was just made holds the numbers as they were written.
        standard_deviation=Decimal(framework.standard_deviation),
        single_rater_reliability=Decimal(framework.single_rater_reliability),
        question=framework.question,
        self_question=framework.self_question,
        roles=roles,
        dimensions=dimensions,
        targets=in_order(_targets(framework), roles, dimensions),
        translations=framework.translations,
        stale=framework.stale(),
    )


def one_form(text: str) -> str:
    """Without stray space, and with the line ends that files use; browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def rows_of(framework: Framework) -> tuple[list[Role], list[Dimension]]:
    """The roles and the dimensions, with all that is below them, in the order of the content."""
    roles = framework.roles.order_by("position", "name")
    dimensions = framework.dimensions.order_by("position", "name").prefetch_related(
        Prefetch("levels", Level.objects.order_by("value")),
        Prefetch("indicators", Indicator.objects.order_by("position", "key")),
        Prefetch("suggestions", Suggestion.objects.order_by("from_level", "position", "text")),
    )
    return list(roles), list(dimensions)


def _dimension(dimension: Dimension) -> DimensionContent:
    return DimensionContent(
        key=dimension.key,
        kind=dimension.kind,
        name=dimension.name,
        description=one_form(dimension.description),
        question=dimension.question,
        self_question=dimension.self_question,
        levels=tuple(
            LevelContent(
                value=each.value,
                label=each.label,
                anchor=one_form(each.anchor),
                frequency=each.frequency,
                translations=each.translations,
                stale=each.stale(),
            )
            for each in dimension.levels.all()
        ),
        indicators=tuple(
            IndicatorContent(
                i.key, i.text, i.self_text, tuple(i.seen_by), i.translations, i.stale()
            )
            for i in dimension.indicators.all()
        ),
        suggestions=tuple(
            SuggestionContent(s.from_level, one_form(s.text), s.translations, s.stale())
            for s in dimension.suggestions.all()
        ),
        translations=dimension.translations,
        stale=dimension.stale(),
    )


def _targets(framework: Framework) -> list[TargetContent]:
    rows = Target.objects.filter(role__framework=framework).values_list(
        "role__key", "dimension__key", "level", "importance", "range_low", "range_high"
    )
    return [TargetContent(*row) for row in rows]
