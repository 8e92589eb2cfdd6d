"""Writes a draft's texts in other languages, from a page or from a file of translations."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import audit
from assessment.frameworks import selectors
from assessment.frameworks.selectors.content import Content, DimensionContent
from assessment.frameworks.selectors.languages import (
    LONG_TEXT,
    Place,
    most,
    rows,
    translatable_parts,
    translated,
    translated_fields,
)
from assessment.frameworks.services.nodes import Node, Problems
from assessment.frameworks.services.publishing import lock_draft
from assessment.frameworks.services.refusals import BadFile
from assessment.frameworks.services.translation_digests import translated_from
from assessment.models import Action, Framework, User
from assessment.models.framework import Translated

FORMAT = 1


@transaction.atomic
def translate(
    *,
    framework: Framework,
    language: str,
    texts: Mapping[Place, str],
    by: User | None,
    at: datetime.datetime,
) -> Framework:
    """Give texts of a draft in a language, each as the translation of today's English.

    An empty text takes the translation away; a place that the framework does not have is left
    alone. Raises NotADraft.
    """
    draft = lock_draft(framework)
    if not texts:
        return draft
    found = rows(draft)
    changed: dict[type[Translated], list[Translated]] = {}
    for place, part in translatable_parts(
        translated(selectors.read_content(draft), language, texts)
    ):
        row = found[place]
        if any((*place, name) in texts for name in translated_fields(part)):
            row.translations = part.translations
            row.translated_from = translated_from(part)
            changed.setdefault(type(row), []).append(row)
    for model, group in changed.items():
        model._default_manager.bulk_update(group, ["translations", "translated_from"])
    audit.record(
        action=Action.FRAMEWORK_TRANSLATED,
        subject=draft,
        council=draft.council,
        by=by,
        at=at,
        language=language,
        texts=len(texts),
    )
    return draft


def with_translation(content: Content, data: object) -> Content:
    """The framework with what a file of translations says; raises BadFile with every problem."""
    language, texts = read_translation(content, data)
    return translated(content, language, texts)


def read_translation(content: Content, data: object) -> tuple[str, dict[Place, str]]:
    """The language of a file of translations, and its texts by place.

    The file may leave texts out. Raises BadFile that names every place that the framework does
    not have, and every text that is empty, too long or no text.
    """
    problems = Problems()
    node = Node(data, (), problems)
    language = node.choice("language", list(selectors.languages()))
    _head(node, content)
    texts = {
        place: text
        for part_node, place, part in _nodes(node, content)
        for place, text in _texts(part_node, place, part).items()
    }
    if problems:
        raise BadFile(problems.sentences())
    return language, texts


def _head(node: Node, content: Content) -> None:
    """Whether the file is about this framework."""
    node.only(
        {
            "format",
            "language",
            "framework",
            "version",
            "roles",
            "dimensions",
            *translated_fields(content),
        }
    )
    if node.fields.get("format") != FORMAT:
        node.refuse("format", _("must be %s.") % FORMAT)
    for name, expected in [("framework", content.key), ("version", content.version)]:
        found = node.text(name, 60)
        if found and found != expected:
            message = _("is “%(found)s”, but the framework is “%(expected)s”.")
            node.refuse(name, message % {"found": found, "expected": expected})


def _nodes(node: Node, content: Content) -> list[tuple[Node, Place, Any]]:
    """Every object of the file with the part of the framework that it translates."""
    known = dict(translatable_parts(content))
    found: list[tuple[Node, Place, Any]] = [(node, (), content)]
    for place in _children(node, ("roles",), known):
        child = _child(node, place)
        child.only(translated_fields(known[place]))
        found.append((child, place, known[place]))
    for place in _children(node, ("dimensions",), known):
        child = _child(node, place)
        dimension: DimensionContent = known[place]
        child.only({*translated_fields(dimension), "levels", "indicators", "suggestions"})
        found.append((child, place, dimension))
        found += _below(child, place, known)
    return found


def _below(node: Node, place: Place, known: Mapping[Place, Any]) -> list[tuple[Node, Place, Any]]:
    found = []
    for name in ("levels", "indicators"):
        for at in _children(node, (*place, name), known):
            child = _child(node, at)
            child.only(translated_fields(known[at]))
            found.append((child, at, known[at]))
    suggestions = [at for at in known if at[:-1] == (*place, "suggestions")]
    given = node.fields.get("suggestions", [])
    if not isinstance(given, list):
        node.refuse("suggestions", _("must be a list."))
    elif given and len(given) != len(suggestions):
        message = _("holds %(found)s texts, but the framework has %(expected)s.")
        count = {"found": len(given), "expected": len(suggestions)}
        node.refuse("suggestions", message % count)
    else:
        for number, (text, at) in enumerate(zip(given, suggestions, strict=False)):
            path = (*node.path, "suggestions", number)
            found.append((Node({"text": text}, path, node.problems), at, known[at]))
    return found


def _children(node: Node, place: Place, known: Mapping[Place, Any]) -> list[Place]:
    """The places that an object of the file names below a place; unknown ones are refused."""
    name = place[-1]
    given = node.fields.get(name, {})
    if not isinstance(given, dict):
        node.refuse(name, _("must be an object with named fields."))
        return []
    found = []
    for key in given:
        if (*place, str(key)) in known:
            found.append((*place, str(key)))
        else:
            path = (*node.path, name, str(key)[:60])
            node.problems.add(path, _("is not in this framework."))
    return found


def _child(node: Node, place: Place) -> Node:
    group, key = place[-2], place[-1]
    children: Any = node.fields[group]
    return Node(children[key], (*node.path, group, key), node.problems)


def _texts(node: Node, place: Place, part: Any) -> dict[Place, str]:
    found = {}
    for name in translated_fields(part):
        if name in node.fields:
            limit = most(name, part)
            found[*place, name] = node.text(name, limit, lines=limit == LONG_TEXT)
    return found
