"""The exchange format of frameworks, version 1: docs/framework-format.md describes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.frameworks.selectors.content import (
    Content,
    DimensionContent,
    IndicatorContent,
    LevelContent,
    RoleContent,
    SuggestionContent,
    TargetContent,
    in_order,
)
from assessment.frameworks.selectors.languages import LONG_TEXT
from assessment.frameworks.services.nodes import Node, Path, Problems, plain_place
from assessment.frameworks.services.refusals import BadFile
from assessment.models import Kind, RaterGroup
from assessment.rater_groups import as_seen_by

FORMAT = 1
_FIELDS = {
    "format",
    "key",
    "name",
    "version",
    "description",
    "question",
    "self_question",
    "scale_top",
    "standard_deviation",
    "single_rater_reliability",
    "roles",
    "dimensions",
    "targets",
    "translations",
    "stale",
}


_MAY_BE_BLANK = {"question", "self_question", "frequency"}
"""Left out of a file where they are empty."""


def parse(data: object, *, place: Callable[[Path], str] = plain_place) -> Content:
    """The content of a file's data; raises BadFile with every problem and its place.

    `place` puts a path in the data into the words of the file that the data came from.

    A draft with gaps is fine here: `selectors.frameworks.check` says what it lacks.
    """
    problems = Problems()
    content = _content(Node(data, (), problems))
    if problems:
        raise BadFile(problems.sentences(place))
    return content


def to_data(content: Content) -> dict[str, Any]:
    """The data of an export: `parse(to_data(content)) == content`."""
    return {"format": FORMAT, **_record(content)}


def _record(value: Any) -> dict[str, Any]:
    """Field by field, without what is not given."""
    pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
    return {name: _plain(each) for name, each in pairs if _is_given(name, each)}


def _is_given(name: str, value: Any) -> bool:
    if name in _MAY_BE_BLANK and value == "":
        return False
    return value is not None and value != {} and (name, value) != ("seen_by", ())


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [each if isinstance(each, str) else _record(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value


def _content(node: Node) -> Content:
    node.only(_FIELDS)
    if node.fields.get("format") != FORMAT:
        node.refuse("format", _("must be %s.") % FORMAT)
    top = node.whole("scale_top", 3, 7, default=5)
    roles = _roles(node.parts("roles", 20))
    dimensions = _dimensions(node.parts("dimensions", 30))
    return Content(
        key=node.slug("key"),
        name=node.text("name", 120),
        version=node.text("version", 20),
        description=node.text("description", LONG_TEXT, lines=True, default=""),
        scale_top=top,
        standard_deviation=_share(node, "standard_deviation", "0.60", high="9.99"),
        single_rater_reliability=_share(node, "single_rater_reliability", "0.37", high="0.99"),
        question=node.text("question", 240, default=""),
        self_question=node.text("self_question", 240, default=""),
        roles=roles,
        dimensions=dimensions,
        targets=_targets(node.parts("targets", 600), roles, dimensions),
        **_translated(node, "name", "description", "question", "self_question"),
    )


def _translated(node: Node, *names: str) -> dict[str, Any]:
    """What a part says in other languages."""
    translations = node.translations(names)
    return {"translations": translations, "stale": node.stale(translations)}


def _share(node: Node, name: str, default: str, *, high: str) -> Decimal:
    found = node.number(name, low="0.01", high=high, places=2)
    return Decimal(default) if found is None else found


def _roles(nodes: list[Node]) -> tuple[RoleContent, ...]:
    keys: set[object] = set()
    names: set[object] = set()
    found = []
    for node in nodes:
        node.only({field.name for field in fields(RoleContent)})
        role = RoleContent(
            node.slug("key"),
            node.text("name", 120),
            node.text("purpose", LONG_TEXT, lines=True),
            **_translated(node, "name", "purpose"),
        )
        node.once("key", keys, role.key)
        node.once("name", names, role.name)
        found.append(role)
    return tuple(found)


def _dimensions(nodes: list[Node]) -> tuple[DimensionContent, ...]:
    keys: set[object] = set()
    names: set[object] = set()
    found = []
    for node in nodes:
        node.only({field.name for field in fields(DimensionContent)})
        dimension = DimensionContent(
            key=node.slug("key"),
            kind=node.choice("kind", Kind.values),
            name=node.text("name", 120),
            description=node.text("description", LONG_TEXT, lines=True),
            question=node.text("question", 240, default=""),
            self_question=node.text("self_question", 240, default=""),
            levels=_levels(node.parts("levels", 7)),
            indicators=_indicators(node.parts("indicators", 60)),
            suggestions=_suggestions(node.parts("suggestions", 100)),
            **_translated(node, "name", "description", "question", "self_question"),
        )
        node.once("key", keys, dimension.key)
        node.once("name", names, dimension.name)
        found.append(dimension)
    return tuple(found)


def _levels(nodes: list[Node]) -> tuple[LevelContent, ...]:
    values: set[object] = set()
    found = []
    for node in nodes:
        node.only({field.name for field in fields(LevelContent)})
        level = LevelContent(
            node.whole("value", 1, 7),
            node.text("label", 60),
            node.text("anchor", LONG_TEXT, lines=True),
            node.text("frequency", 120, default=""),
            **_translated(node, "label", "anchor", "frequency"),
        )
        node.once("value", values, level.value)
        found.append(level)
    return tuple(sorted(found, key=lambda level: level.value))


def _indicators(nodes: list[Node]) -> tuple[IndicatorContent, ...]:
    keys: set[object] = set()
    found = []
    for node in nodes:
        node.only({field.name for field in fields(IndicatorContent)})
        indicator = IndicatorContent(
            node.slug("key"),
            node.text("text", 240),
            node.text("self_text", 240),
            _seen_by(node),
            **_translated(node, "text", "self_text"),
        )
        node.once("key", keys, indicator.key)
        found.append(indicator)
    return tuple(found)


def _seen_by(node: Node) -> tuple[str, ...]:
    """The groups that are asked; none where all are."""
    given = node.words("seen_by", RaterGroup.values)
    if given == [RaterGroup.SELF]:
        node.refuse("seen_by", _("must name a group beside self, or the statement has no rater."))
    return tuple(as_seen_by(given))


def _suggestions(nodes: list[Node]) -> tuple[SuggestionContent, ...]:
    found = []
    for node in nodes:
        node.only({field.name for field in fields(SuggestionContent)})
        suggestion = SuggestionContent(
            node.whole("from_level", 1, 7),
            node.text("text", LONG_TEXT, lines=True),
            **_translated(node, "text"),
        )
        found.append(suggestion)
    return tuple(sorted(found, key=lambda suggestion: suggestion.from_level))


def _targets(
    nodes: list[Node], roles: tuple[RoleContent, ...], dimensions: tuple[DimensionContent, ...]
) -> tuple[TargetContent, ...]:
    known_roles = {role.key for role in roles}
    known_dimensions = {dimension.key for dimension in dimensions}
    pairs: set[object] = set()
    found = []
    for node in nodes:
        target = _target(node)
        if target.role not in known_roles:
            node.refuse("role", _("is not the key of a role in this file."))
        elif target.dimension not in known_dimensions:
            node.refuse("dimension", _("is not the key of a dimension in this file."))
        else:
            node.once("dimension", pairs, (target.role, target.dimension))
            found.append(target)
    return in_order(found, roles, dimensions)


def _target(node: Node) -> TargetContent:
    node.only({field.name for field in fields(TargetContent)})
    target = TargetContent(
        role=node.slug("role"),
        dimension=node.slug("dimension"),
        level=_point(node, "level"),
        importance=None
        if node.fields.get("importance") is None
        else node.whole("importance", 1, 2),
        range_low=_point(node, "range_low"),
        range_high=_point(node, "range_high"),
    )
    if (target.level is None) != (target.importance is None):
        node.refuse("level", _("and importance belong together."))
    low, high = target.range_low, target.range_high
    if (low is None) != (high is None) or (low is not None and high is not None and low > high):
        node.refuse("range_low", _("and range_high belong together, the lower one first."))
    return target


def _point(node: Node, name: str) -> Decimal | None:
    return node.number(name, low="1", high="7", places=1)
