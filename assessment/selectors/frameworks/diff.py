"""What differs between two versions of a framework, place by place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Target
from assessment.selectors.frameworks.content import (
    Content,
    DimensionContent,
    SuggestionContent,
    TargetContent,
)


@dataclass(frozen=True)
class Piece:
    """A run of words; `differs` where the other side does not have it."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Change:
    """One place with its old and its new text; an empty side means that it is not there."""

    part: str
    place: str
    old: str
    new: str

    @property
    def old_pieces(self) -> list[Piece]:
        return _pieces(self.old, self.new)

    @property
    def new_pieces(self) -> list[Piece]:
        return _pieces(self.new, self.old)


def compare(old: Content, new: Content) -> list[Change]:
    """Every difference, in the order of the new version; rows are matched by their keys."""
    whole = _fields(_framework(old), _framework(new))
    changes = [Change(_("Framework"), place, was, now) for place, was, now in whole]
    changes += _rows(_("Roles"), _roles(old), _roles(new))
    changes += _rows(_("Dimensions"), _dimensions(old), _dimensions(new))
    before = {dimension.key: dimension for dimension in old.dimensions}
    after = {dimension.key: dimension for dimension in new.dimensions}
    for key in [*after, *(key for key in before if key not in after)]:
        changes += _dimension(before.get(key), after.get(key))
    changes += _rows(_("Targets"), _targets(old), _targets(new), ordered=False)
    return changes


Texts = dict[str, str]
"""Label, then text."""
Rows = dict[str, tuple[str, Texts]]
"""Key, then the row's name and its texts."""


def _framework(content: Content) -> Texts:
    return {
        _("name"): content.name,
        _("version"): content.version,
        _("description"): content.description,
        _("levels"): str(content.scale_top),
        _("standard deviation"): _number(content.standard_deviation),
        _("single rater reliability"): _number(content.single_rater_reliability),
        **_translated(content),
    }


def _translated(part: Any) -> Texts:
    return {
        f"{field} ({language})": text
        for language, texts in sorted(part.translations.items())
        for field, text in sorted(texts.items())
    }


def _roles(content: Content) -> Rows:
    return {
        role.key: (
            role.name,
            {_("name"): role.name, _("purpose"): role.purpose, **_translated(role)},
        )
        for role in content.roles
    }


def _dimensions(content: Content) -> Rows:
    return {
        each.key: (
            each.name,
            {
                _("name"): each.name,
                _("kind"): each.kind,
                _("description"): each.description,
                **_translated(each),
            },
        )
        for each in content.dimensions
    }


def _dimension(old: DimensionContent | None, new: DimensionContent | None) -> Iterator[Change]:
    present = new or old
    name = present.name if present else ""
    yield from _rows(name, _levels(old), _levels(new), ordered=False)
    yield from _rows(name, _indicators(old), _indicators(new))
    yield from _suggestions(name, old, new)


def _levels(dimension: DimensionContent | None) -> Rows:
    return {
        str(level.value): (
            _("level %s") % level.value,
            {_("label"): level.label, _("anchor"): level.anchor, **_translated(level)},
        )
        for level in (dimension.levels if dimension else ())
    }


def _indicators(dimension: DimensionContent | None) -> Rows:
    return {
        each.key: (
            f"“{each.text}”",
            {
                _("for raters"): each.text,
                _("in the first person"): each.self_text,
                **_translated(each),
            },
        )
        for each in (dimension.indicators if dimension else ())
    }


def _targets(content: Content) -> Rows:
    roles = {role.key: role.name for role in content.roles}
    dimensions = {each.key: each.name for each in content.dimensions}
    return {
        f"{t.role} {t.dimension}": (
            f"{roles[t.role]} × {dimensions[t.dimension]}",
            {_("target"): _target(t)},
        )
        for t in content.targets
    }


def _target(target: TargetContent) -> str:
    said = []
    if target.level is not None:
        said.append(_("level %s") % _number(target.level))
    if target.importance is not None:
        said.append(str(Target.Importance(target.importance).label))
    if target.range_low is not None and target.range_high is not None:
        said.append(f"{_number(target.range_low)}–{_number(target.range_high)}")
    return ", ".join(said)


def _number(value: Decimal) -> str:
    """The same for 4 and 4.0, which files and databases write for one another."""
    return f"{value.normalize():f}"


def _suggestions(
    name: str, old: DimensionContent | None, new: DimensionContent | None
) -> Iterator[Change]:
    """Suggestions have no keys: those of a level are compared as a list."""
    before, after = _by_level(old), _by_level(new)
    for level in sorted(before.keys() | after.keys()):
        was, now = before.get(level, ""), after.get(level, "")
        if was != now:
            yield Change(name, _("suggestions for level %s") % level, was, now)


def _by_level(dimension: DimensionContent | None) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for each in dimension.suggestions if dimension else ():
        found.setdefault(each.from_level, []).append(_suggestion(each))
    return {level: "\n".join(texts) for level, texts in found.items()}


def _suggestion(each: SuggestionContent) -> str:
    return "\n".join([each.text, *(f"{k}: {v}" for k, v in _translated(each).items())])


def _rows(part: str, old: Rows, new: Rows, *, ordered: bool = True) -> Iterator[Change]:
    for key in [*new, *(key for key in old if key not in new)]:
        title = (new.get(key) or old[key])[0]
        before, after = old.get(key, ("", {}))[1], new.get(key, ("", {}))[1]
        for place, was, now in _fields(before, after):
            yield Change(part, f"{title}, {place}", was, now)
    if ordered:
        yield from _order(part, old, new)


def _order(part: str, old: Rows, new: Rows) -> Iterator[Change]:
    """Where rows of both versions stand in another order."""
    before = [key for key in old if key in new]
    after = [key for key in new if key in old]
    if before != after:
        was, now = _names(before, new), _names(after, new)
        yield Change(part, _("order"), was, now)


def _names(keys: Sequence[str], rows: Rows) -> str:
    return "\n".join(rows[key][0] for key in keys)


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for label in [*new, *(label for label in old if label not in new)]:
        was, now = old.get(label, ""), new.get(label, "")
        if was != now:
            yield label, was, now


def _pieces(text: str, other: str) -> list[Piece]:
    """The text in runs of words, each shared with the other text or not."""
    mine = re.findall(r"\S+\s*", text)
    matcher = difflib.SequenceMatcher(
        a=[word.strip() for word in mine], b=other.split(), autojunk=False
    )
    return [
        Piece("".join(mine[start:end]), tag != "equal")
        for tag, start, end, _start, _end in matcher.get_opcodes()
        if end > start
    ]
