"""The question above the statements of a dimension, in the framework's words or in general ones."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from assessment.languages import TaggedText
from assessment.models import Kind

NAME = "{name}"
"""Stands in a framework's question for the name of the person it is about."""


def heading(question: str, kind: str, name: str, *, for_self: bool) -> TaggedText:
    """The question with the name in it; a general one for its kind where the framework has none.

    A framework's own keeps the language that it stands in.
    """
    if not question:
        general = TaggedText(_general_about_self(kind) if for_self else _general(kind, name))
        general.language = translation.get_language()
        return general
    # Not by format(): a name may hold braces of its own.
    asked = TaggedText(question if for_self else question.replace(NAME, name))
    asked.language = getattr(question, "language", translation.get_language())
    return asked


def _general(kind: str, name: str) -> str:
    if kind == Kind.MANDATE:
        return _("How far does the council give {name} this?").replace(NAME, name)
    if kind == Kind.FOCUS:
        return _("How would you finish these sentences about {name}?").replace(NAME, name)
    return _("How often does {name} do this?").replace(NAME, name)


def _general_about_self(kind: str) -> str:
    if kind == Kind.MANDATE:
        return _("How far does the council give you this?")
    if kind == Kind.FOCUS:
        return _("How would you finish these sentences about yourself?")
    return _("How often do you do this?")
