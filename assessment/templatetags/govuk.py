"""Components in templates.

{% govuk "button" text="Save" %} · {% govuk_html "details" summary_text="…" %}…{% endgovuk_html %}
· {% govuk_field form.name size="s" %} · {% error_summary form %} · {% error_prefix %}
· {% admin_form form act="Save" back="Back" back_url=address %}
· {% button_form "Delete" classes="govuk-button--warning" cancel=back_url %}
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Fieldset
from crispy_forms.utils import render_crispy_form
from django import template
from django.forms.boundfield import BoundField
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessment.look.components import component
from assessment.look.fields import error_items, render_field
from assessment.look.forms import Act, AdminHelper, AllFields, ButtonForm, Helper, Link

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


@register.simple_tag(takes_context=True)
def button_form(
    context: Context,
    text: str,
    action: str = "",
    cancel: str = "",
    cancel_text: str = "",
    new_tab: bool = False,
    onward: str = "",
    hidden: Iterable[tuple[str, Any]] = (),
    form_class: str = "",
    **button: Any,
) -> SafeString:
    """A form with a button alone; `cancel` is where the link beside it leads.

    `onward` is where to go on afterwards, `hidden` what else is sent unseen.
    """
    sent = [("next", onward), *hidden] if onward else hidden
    beside = [Link(cancel_text or _("Cancel"), cancel, new_tab=new_tab)] if cancel else []
    attrs: dict[str, Any] = {"class": form_class} if form_class else {}
    helper = Helper(AllFields(), act=Act(text, **button), beside=beside, action=action, **attrs)
    rendered: SafeString = render_crispy_form(ButtonForm(sent), helper, context)
    return rendered


@register.simple_tag(takes_context=True)
def admin_form(
    context: Context,
    form: Any = None,
    act: str = "",
    back: str = "",
    back_url: str = "",
    method: str = "post",
) -> SafeString:
    """A form of ours among Django's admin: its `layout`, or its fields one below the other."""
    form = form or ButtonForm()
    layout = getattr(form, "layout", None) or Fieldset("", AllFields())
    helper = AdminHelper(layout, act=act, back=back, back_url=back_url, method=method)
    rendered: SafeString = render_crispy_form(form, helper, context)
    return rendered


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
