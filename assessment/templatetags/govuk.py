"""Components in templates.

{% govuk "button" text="Save" %} · {% govuk_html "details" summary_text="…" %}…{% endgovuk_html %}
· {% govuk_field form.name size="s" %} · {% error_summary form %} · {% error_prefix %}
"""

from __future__ import annotations

from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessment.look.components import component
from assessment.look.fields import error_items, render_field

register = template.Library()


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def _camel_params(params: dict[str, Any]) -> dict[str, Any]:
    return {_camel(name): value for name, value in params.items()}


@register.simple_tag
def govuk(name: str, **params: Any) -> SafeString:
    """A component by its name, with its parameters written_like_this."""
    return component(name, _camel_params(params))


@register.simple_block_tag
def govuk_html(content: str, name: str, **params: Any) -> SafeString:
    """A component around a piece of the template."""
    return component(name, {**_camel_params(params), "html": content})


@register.simple_tag
def govuk_field(field: BoundField, size: str = "", heading: bool = False) -> SafeString:
    """A field with its label, hint and error; `size` s, m, l or xl; `heading` for the h1."""
    return render_field(field, size=size, heading=heading)


@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """Every error of these forms, each with a link to its control; nothing without errors."""
    items = error_items(*forms)
    if not items:
        return SafeString()
    return component("error_summary", {"titleText": _("There is a problem"), "errorList": items})


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """“Error: ” for the page's title when its `form` or one of its `forms` has errors."""
    return _("Error: ") if error_items(context.get("form"), context.get("forms")) else ""


@register.simple_tag
def brand_url(colour: str) -> str:
    """Where the stylesheet of a council's colour (#rrggbb) is."""
    return reverse("brand", args=[colour.removeprefix("#").lower()])
