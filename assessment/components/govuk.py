"""The macros of govuk-frontend-jinja, compiled once and called from Django templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, Template

_PACKAGE, _OWN = "govuk_frontend_jinja", "assessment.components"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PrefixLoader({_PACKAGE: PackageLoader(_PACKAGE), _OWN: PackageLoader(_OWN, "")}),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(name: str) -> Callable[[Mapping[str, Any]], str]:
    """The macro of a component; raises jinja2.TemplateNotFound for a name that is none."""
    folder = name.replace("_", "-")
    template = _environment().get_template(f"{_PACKAGE}/components/{folder}/macro.html")
    macro: Callable[[Mapping[str, Any]], str] = getattr(
        template.module, "govuk" + folder.title().replace("-", "")
    )
    return macro


def component(name: str, params: Mapping[str, Any]) -> SafeString:
    """The HTML of a component, with the parameters of its Nunjucks documentation.

    Whatever stands under `html` and is not marked safe is escaped: the macros would print it
    as it is.
    """
    return mark_safe(_macro(name)(_guarded(params)).strip())  # noqa: S308 - autoescaped


@cache
def _lean(name: str) -> Template:
    return _environment().get_template(f"{_OWN}/{name}.jinja")


FAST_COMPONENTS = frozenset({"radios", "character_count"})
"""The components of the page of questions, which is shown more often than all others together."""


def fast_component(name: str, params: Mapping[str, Any]) -> SafeString:
    """What component(name, …) gives for the parameters of a form's field, many times faster."""
    return mark_safe(_lean(name).render(params=params))  # noqa: S308 - autoescaped


def _guarded(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {inner: _guarded(each, inner) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [_guarded(each) for each in value]
    if value and (key == "html" or key.endswith("Html")):
        return conditional_escape(value)
    if key == "attributes" and value:
        raise TypeError("attributes must be a mapping: the macros print a string unescaped")
    return value
