"""What differs between two versions of a framework, place by place."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.frameworks.selectors.content import (
    Content,
    DimensionContent,
    IndicatorContent,
    TargetContent,
)
from assessment.frameworks.selectors.languages import languages
from assessment.models import Target
from assessment.rater_groups import names_of_asked

ALIKE = 0.5
"""Texts that share fewer of their words are two texts; marks word by word would be confetti."""
MOST_PAIRS = 10_000
"""Of equal words in two texts; the texts that ship have 70 at most."""


@dataclass(frozen=True)
class DiffRun:
    """A run of words; `differs` where the other side does not have it."""

    text: str
    differs: bool


@dataclass(frozen=True)
class TextChange:
    """One place with its old and its new text; an empty side means that it is not there.

    `language` is the code of a translation, empty for English. `is_new` and `is_gone` say that the
    whole row is in one of the two only.
    """

    part: str
    row: str
    field: str
    old: str
    new: str
    language: str = ""
    is_new: bool = False
    is_gone: bool = False

    @property
    def place(self) -> str:
        return f"{self.row}, {self.field}" if self.row else self.field

    @property
    def old_pieces(self) -> list[DiffRun]:
        return _pieces(self.old, self.new)

    @property
    def new_pieces(self) -> list[DiffRun]:
        return _pieces(self.new, self.old)


@dataclass(frozen=True)
class SectionDiff:
    """The changes of one part of a framework; a dimension can be in one of the two only."""

    name: str
    changes: list[TextChange]
    is_new: bool = False
    is_gone: bool = False


def compare(old: Content, new: Content) -> list[SectionDiff]:
    """Every difference, in the order of the new version; rows are matched by their keys."""
    before = {dimension.key: dimension for dimension in old.dimensions}
    after = {dimension.key: dimension for dimension in new.dimensions}
    keys = [*after, *(key for key in before if key not in after)]
    parts = [
        _part(_("Framework"), _fields(_framework(old), _framework(new))),
        _part(_("Roles"), _rows(_roles(old), _roles(new))),
        _part(_("Dimensions"), _rows(_dimensions(old), _dimensions(new))),
        *(_dimension(before.get(key), after.get(key)) for key in keys),
        _part(_("Targets"), _rows(_targets(old), _targets(new), ordered=False)),
    ]
    return [part for part in parts if part.changes]


def _part(name: str, changes: Iterator[TextChange]) -> SectionDiff:
    return SectionDiff(name, [replace(change, part=name) for change in changes])


Texts = dict[tuple[str, str], str]
"""Label and language, then text."""
Rows = dict[str, tuple[str, Texts]]
"""Key, then the row's name and its texts."""


def _plain(texts: Mapping[str, str]) -> Texts:
    return {(label, ""): text for label, text in texts.items()}


def _texts(part: Any, labels: Mapping[str, str]) -> Texts:
    """The texts of a part, each followed by its translations."""
    found: Texts = {}
    for name, label in labels.items():
        found[label, ""] = getattr(part, name)
        for language, texts in sorted(part.translations.items()):
            if name in texts:
                said = languages().get(language, language)
                found[f"{label} ({said})", language] = texts[name]
    return found


def _framework(content: Content) -> Texts:
    return {
        **_texts(content, {"name": _("name")}),
        **_plain({_("version"): content.version}),
        **_texts(content, {"description": _("description"), **_questions()}),
        **_plain(
            {
                _("levels"): str(content.scale_top),
                _("standard deviation"): _number(content.standard_deviation),
                _("single rater reliability"): _number(content.single_rater_reliability),
            }
        ),
    }


def _questions() -> dict[str, str]:
    return {
        "question": _("question for raters"),
        "self_question": _("question in the first person"),
    }


def _roles(content: Content) -> Rows:
    labels = {"name": _("name"), "purpose": _("purpose")}
    return {role.key: (role.name, _texts(role, labels)) for role in content.roles}


def _dimensions(content: Content) -> Rows:
    labels = {"name": _("name"), "description": _("description"), **_questions()}
    return {
        each.key: (each.name, {**_plain({_("kind"): each.kind}), **_texts(each, labels)})
        for each in content.dimensions
    }


def _dimension(old: DimensionContent | None, new: DimensionContent | None) -> SectionDiff:
    present = new or old
    name = present.name if present else ""
    changes = [
        *_rows(_levels(old), _levels(new), ordered=False),
        *_rows(_indicators(old), _indicators(new)),
        *_rows(_suggestions(old), _suggestions(new), ordered=False),
    ]
    part = _part(name, iter(changes))
    return replace(part, is_new=old is None, is_gone=new is None)


def _levels(dimension: DimensionContent | None) -> Rows:
    labels = {"label": _("label"), "anchor": _("anchor"), "frequency": _("how often that is")}
    return {
        str(level.value): (_("level %s") % level.value, _texts(level, labels))
        for level in (dimension.levels if dimension else ())
    }


def _indicators(dimension: DimensionContent | None) -> Rows:
    labels = {"text": _("for raters"), "self_text": _("in the first person")}
    return {
        each.key: (f"“{each.text}”", {**_texts(each, labels), **_plain(_asked(each))})
        for each in (dimension.indicators if dimension else ())
    }


def _asked(indicator: IndicatorContent) -> dict[str, str]:
    return {_("who is asked"): names_of_asked(indicator.seen_by)}


def _suggestions(dimension: DimensionContent | None) -> Rows:
    """Suggestions have no keys: those of a level are compared as a list."""
    found: Rows = {}
    for each in dimension.suggestions if dimension else ():
        title = _("suggestions for level %s") % each.from_level
        _title, texts = found.setdefault(str(each.from_level), (title, {}))
        for place, text in _texts(each, {"text": _("text")}).items():
            texts[place] = f"{texts[place]}\n{text}" if place in texts else text
    return found


def _targets(content: Content) -> Rows:
    roles = {role.key: role.name for role in content.roles}
    dimensions = {each.key: each.name for each in content.dimensions}
    return {
        f"{t.role} {t.dimension}": (
            f"{roles[t.role]} × {dimensions[t.dimension]}",
            _plain({_("target"): _target(t)}),
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


def _rows(old: Rows, new: Rows, *, ordered: bool = True) -> Iterator[TextChange]:
    for key in [*new, *(key for key in old if key not in new)]:
        title = (new.get(key) or old[key])[0]
        before, after = old.get(key, ("", {}))[1], new.get(key, ("", {}))[1]
        for change in _fields(before, after):
            yield replace(change, row=title, is_new=key not in old, is_gone=key not in new)
    if ordered:
        yield from _order(old, new)


def _order(old: Rows, new: Rows) -> Iterator[TextChange]:
    """Where rows of both versions stand in another order."""
    before = [key for key in old if key in new]
    after = [key for key in new if key in old]
    if before != after:
        yield TextChange("", "", _("order"), _names(before, new), _names(after, new))


def _names(keys: Sequence[str], rows: Rows) -> str:
    return "\n".join(rows[key][0] for key in keys)


def _fields(old: Texts, new: Texts) -> Iterator[TextChange]:
    for place in [*new, *(place for place in old if place not in new)]:
        was, now = old.get(place, ""), new.get(place, "")
        if was != now:
            label, language = place
            yield TextChange("", "", label, was, now, language)


def _repeats(mine: list[str], other: str) -> bool:
    """Whether the same words come so often that comparing them would take seconds."""
    theirs = Counter(other.split())
    return sum(theirs[word.strip()] for word in mine) > MOST_PAIRS


def _pieces(text: str, other: str) -> list[DiffRun]:
    """The text in runs of words, each shared with the other text or not."""
    mine = re.findall(r"\S+\s*", text)
    if _repeats(mine, other):
        return [DiffRun(text, differs=True)]
    matcher = difflib.SequenceMatcher(
        a=[word.strip() for word in mine], b=other.split(), autojunk=False
    )
    if mine and matcher.ratio() < ALIKE:
        return [DiffRun(text, differs=True)]
    return [
        DiffRun("".join(mine[start:end]), tag != "equal")
        for tag, start, end, _start, _end in matcher.get_opcodes()
        if end > start
    ]
