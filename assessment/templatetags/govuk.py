"""Components in templates.

{% govuk "button" text="Save" %} · {% govuk_html "details" summary_text="…" %}…{% endgovuk_html %}
· {% govuk_field form.name size="s" %} · {% error_summary form %} · {% error_prefix %}
· {% back_link _("Back to the round") "round_page" round.pk %}
· {% summary_list %}{% summary_row key=_("Name") %}…{% endsummary_row %}{% endsummary_list %}
· {% link _("Change") url about=_("roles") %}
· {% capture as caption %}…{% endcapture %}
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
from django.forms.utils import flatatt
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessment.components.fields import error_items, render_field
from assessment.components.forms import Act, AdminHelper, AllFields, ButtonForm, FormLink, Helper
from assessment.components.govuk import component

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
def back_link(text: Any, name: str, *arguments: Any) -> SafeString:
    """The way back, to the page of this name."""
    return component("back_link", {"text": text, "href": reverse(name, args=arguments)})


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """Pairs of a key and a value; each is a summary_row."""
    return format_html('<dl class="govuk-summary-list">{}</dl>', content)


@register.simple_block_tag
def summary_row(
    content: str,
    key: Any,
    actions: Any = None,
    without_actions: bool = False,
    key_classes: str = "",
    typed: bool = False,
) -> SafeString:
    """A key, its value, and links to what can be done about it.

    What somebody `typed` stands as they wrote it. A row `without_actions` in a list where others
    have some says so: the columns stay in line.
    """
    none = "govuk-summary-list__row--no-actions" if without_actions else ""
    value = {"class": "govuk-summary-list__value"}
    if typed:  # such a text keeps its line breaks, and the template has some around it
        content, value = content.strip(), {"class": f"{value['class']} app-comment", "dir": "auto"}
    links = format_html('<dd class="govuk-summary-list__actions">{}</dd>', actions)
    return format_html(
        '<div class="{}"><dt class="{}">{}</dt><dd{}>{}</dd>{}</div>',
        f"govuk-summary-list__row {none}".strip(),
        f"govuk-summary-list__key {key_classes}".strip(),
        key,
        flatatt(value),
        SafeString(content),
        "" if actions is None or without_actions else links,
    )


@register.simple_tag
def link(text: Any, href: str, about: Any = "", between: str = " ") -> SafeString:
    """A link, and what is read out after its text, for whoever hears it on its own."""
    spoken = format_html('<span class="govuk-visually-hidden">{}{}</span>', between, about)
    rest = spoken if about else ""
    return format_html('<a class="govuk-link" href="{}">{}{}</a>', href, text, rest)


@register.simple_block_tag
def capture(content: str) -> SafeString:
    """What stands between, to be given to another component: {% capture as caption %}."""
    return SafeString(content.strip())


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
    beside = [FormLink(cancel_text or _("Cancel"), cancel, new_tab=new_tab)] if cancel else []
    attrs: dict[str, Any] = {"class": form_class} if form_class else {}
    helper = Helper(AllFields(), act=Act(text, **button), beside=beside, action=action, **attrs)
    rendered: SafeString = render_crispy_form(ButtonForm(sent), helper, context)
    return rendered


@register.simple_tag
def plain_button(text: str, *, name: str, value: str, of: str, look: str) -> SafeString:
    """A button that looks like a link and sends the form with the id `of`, wherever it stands."""
    return Act(text, name=name, value=value, of=of, plain=look).render(None, None, "govuk")


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
