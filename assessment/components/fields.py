"""A form's field as the parameters of a component."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.widgets import ChoiceWidget, Input
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assessment.components.govuk import FAST_COMPONENTS, component, fast_component
from assessment.components.widgets import Checkboxes, CountedTextarea, DateParts, Radios
from assessment.languages import language_tagged

Params = dict[str, Any]

# The server decides what is missing or too long, and says so in words; a browser's own bubble
# cannot be restyled, vanishes, and would stop a half-filled page from being saved.
_NOT_PASSED_ON = {"class", "id", "required", "maxlength", "minlength", "min", "max", "step"}
_NAMED = {"rows", "autocomplete", "spellcheck", "inputmode", "autocapitalize", "pattern"}


def render_field(
    bound: BoundField, *, size: str = "", heading: bool = False, short_error: Any = ""
) -> SafeString:
    """A label, hint, error and control, tied together.

    `size` is s, m, l or xl for the label or legend; `heading` makes it the page's h1. Where the
    label is not to be seen, `short_error` stands for errors that repeat it.
    """
    widget = bound.field.widget
    if widget.is_hidden:
        return bound.as_widget()  # as_hidden() would forget its attributes
    for kind, build in _BUILDERS:
        if isinstance(widget, kind):
            name, params = build(bound, widget, size, heading)
            params |= _hint_and_error(bound, short_error)
            return (
                fast_component(name, params) if name in FAST_COMPONENTS else component(name, params)
            )
    raise TypeError(f"No component for {type(widget).__name__} of field {bound.name}")


def control_id(bound: BoundField) -> str:
    """The id of the control that an error link focuses: the first one of several."""
    identity = bound.auto_id or bound.html_name
    parted = isinstance(bound.field.widget, DateParts)
    return f"{identity}-{DateParts.NAMES[0]}" if parted else identity


def _hint_and_error(bound: BoundField, short_error: Any = "") -> Params:
    found: Params = {}
    if bound.help_text:
        found["hint"] = {"html": conditional_escape(bound.help_text)}
    errors = [short_error] if short_error else bound.errors
    if bound.errors:
        found["errorMessage"] = {
            "html": format_html_join(mark_safe("<br>"), "{}", ((e,) for e in errors)),
            "visuallyHiddenText": _("Error"),
        }
    return found


def _label(bound: BoundField, size: str, heading: bool) -> Params:
    classes = f"govuk-label--{size}" if size else ""
    return {"text": bound.label, "classes": classes, "isPageHeading": heading}


def _fieldset(bound: BoundField, size: str, heading: bool) -> Params:
    classes = f"govuk-fieldset__legend--{size}" if size else ""
    return {
        "legend": {
            "text": language_tagged(bound.label),
            "classes": classes,
            "isPageHeading": heading,
        },
        # For links that show the whole of it, not only its first control
        "attributes": {"id": f"{bound.auto_id or bound.html_name}-group"},
    }


def _attributes(widget: forms.Widget) -> Params:
    """The parameters that every control takes from its widget's attrs."""
    attrs = {name: value for name, value in widget.attrs.items() if value not in (None, False)}
    rest = {
        name: {"value": value, "optional": True}
        for name, value in attrs.items()
        if name not in _NOT_PASSED_ON | _NAMED
    }
    named = {name: value for name, value in attrs.items() if name in _NAMED}
    if named.get("spellcheck") == "false":
        named["spellcheck"] = False  # the macros know only the boolean
    return {"classes": attrs.get("class", ""), "attributes": rest, **named}


def _single(bound: BoundField, widget: forms.Widget, size: str, heading: bool) -> Params:
    return {
        "id": control_id(bound),
        "name": bound.html_name,
        "label": _label(bound, size, heading),
        "disabled": bound.field.disabled,
        **_attributes(widget),
    }


def _choices(widget: ChoiceWidget) -> Iterator[tuple[str, Any]]:
    for value, text in widget.choices:
        if isinstance(text, list | tuple):
            yield from ((_as_text(inner), label) for inner, label in text)
        else:
            yield _as_text(value), text


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _chosen(bound: BoundField) -> set[str]:
    """The values to show as chosen; no answer is not the answer "", which may be a choice."""
    value = bound.value()
    if value is None:
        return set()
    values = value if isinstance(value, list | tuple | set) else [value]
    return {_as_text(each) for each in values}


def _items(bound: BoundField, widget: ChoiceWidget) -> list[Params]:
    chosen = _chosen(bound)
    hints, dividers = getattr(widget, "hints", {}), getattr(widget, "dividers", {})
    items: list[Params] = []
    for number, (value, text) in enumerate(_choices(widget), start=1):
        if value in dividers:
            items.append({"divider": dividers[value]})
        identity = control_id(bound) + (f"-{number}" if number > 1 else "")
        item: Params = {"id": identity, "value": value, "text": language_tagged(text)}
        item["checked"] = value in chosen
        if value in hints:
            item["hint"] = {"text": hints[value]}
        items.append(item)
    return items


def _group(bound: BoundField, widget: Any, size: str, heading: bool, block: str) -> Params:
    looks = [name for name in ("inline", "small") if getattr(widget, name, False)]
    classes = " ".join(f"{block}--{look}" for look in looks)
    return {
        "name": bound.html_name,
        "idPrefix": control_id(bound),
        "classes": classes,
        "fieldset": _fieldset(bound, size, heading),
        "items": _items(bound, widget),
    }


Built = tuple[str, Params]


def _radios(bound: BoundField, widget: Any, size: str, heading: bool) -> Built:
    return "radios", _group(bound, widget, size, heading, "govuk-radios")


def _checkboxes(bound: BoundField, widget: Any, size: str, heading: bool) -> Built:
    return "checkboxes", _group(bound, widget, size, heading, "govuk-checkboxes")


def _checkbox(bound: BoundField, widget: Any, size: str, heading: bool) -> Built:
    value = widget.format_value(None) or "on"
    item = {"value": value, "text": bound.label, "checked": widget.check_test(bound.value())}
    return "checkboxes", {
        "name": bound.html_name,
        "idPrefix": control_id(bound),
        "items": [item],
    }


def _select(bound: BoundField, widget: Any, size: str, heading: bool) -> Built:
    chosen = _chosen(bound) or {""}
    items = [
        {"value": value, "text": text, "selected": value in chosen}
        for value, text in _choices(widget)
    ]
    params = _single(bound, widget, size, heading)
    if widget.allow_multiple_selected:
        params["attributes"]["multiple"] = {"value": True, "optional": True}
    return "select", {**params, "items": items}


def _textarea(bound: BoundField, widget: Any, size: str, heading: bool) -> Built:
    params = _single(bound, widget, size, heading)
    params["attributes"].pop("cols", None)
    value = widget.format_value(bound.value()) or ""
    # HTML drops the first line break of a textarea.
    params["value"] = f"\n{value}" if value.startswith(("\n", "\r")) else value
    if isinstance(widget, CountedTextarea):
        params["label"]["attributes"] = {"id": f"{params['id']}-label"}
        return "character_count", {**params, **_count(widget.limit)}
    return "textarea", params


def _count(limit: int) -> Params:
    """The words of the character count; the browser puts the number where `%{count}` stands."""
    number = {"count": "%{count}"}
    return {
        "maxlength": limit,
        "textareaDescriptionText": _("You can enter up to %(count)s characters") % number,
        "charactersUnderLimitText": {
            "one": _("You have %(count)s character remaining") % number,
            "other": _("You have %(count)s characters remaining") % number,
        },
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": {
            "one": _("You have %(count)s character too many") % number,
            "other": _("You have %(count)s characters too many") % number,
        },
    }


def _password(bound: BoundField, widget: Any, size: str, heading: bool) -> Built:
    return "password_input", {
        **_single(bound, widget, size, heading),
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }


def _file(bound: BoundField, widget: Any, size: str, heading: bool) -> Built:
    params = _single(bound, widget, size, heading)
    return "file_upload", {**params, "multiple": widget.allow_multiple_selected}


def _date(bound: BoundField, widget: DateParts, size: str, heading: bool) -> Built:
    value = bound.value()
    parts = value if isinstance(value, list) else widget.decompress(value)
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    wrong = "govuk-input--error" if bound.errors else ""
    items = [
        {
            "id": f"{bound.auto_id}-{name}",
            "name": f"{bound.html_name}-{name}",
            "label": labels[name],
            "value": _as_text(part),
            "classes": f"govuk-input--width-{4 if name == 'year' else 2} {wrong}".strip(),
        }
        for name, part in zip(DateParts.NAMES, parts, strict=True)
    ]
    return "date_input", {
        "id": bound.auto_id,
        "fieldset": _fieldset(bound, size, heading),
        "items": items,
    }


def _input(bound: BoundField, widget: Any, size: str, heading: bool) -> Built:
    params = _single(bound, widget, size, heading)
    value = widget.format_value(bound.value())
    # A number field of the browser changes by the mouse wheel and swallows letters.
    number = {"type": "text", "inputmode": "numeric"} if widget.input_type == "number" else {}
    return "input", {"type": widget.input_type, "value": _as_text(value), **params, **number}


# The first that fits: narrower kinds stand before wider ones.
_BUILDERS: list[tuple[type | tuple[type, ...], Callable[[BoundField, Any, str, bool], Built]]] = [
    ((Checkboxes, forms.CheckboxSelectMultiple), _checkboxes),
    ((Radios, forms.RadioSelect), _radios),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.CheckboxInput, _checkbox),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (DateParts, _date),
    (Input, _input),
]


def flat_forms(*given: Any) -> Iterator[forms.BaseForm]:
    """Forms, formsets and lists of them, one form at a time."""
    for each in given:
        if isinstance(each, forms.BaseForm):
            yield each
        elif isinstance(each, BaseFormSet | list | tuple):
            yield from flat_forms(*each)


def error_items(*given: Any) -> list[Params]:
    """What the error summary lists: every error, with a link to the control to mend."""
    items: list[Params] = [{"text": error} for each in given for error in _non_form_errors(each)]
    for form in flat_forms(*given):
        items += [{"text": error} for error in form.non_field_errors()]
        items += _field_errors(form)
    return items


def _non_form_errors(given: Any) -> Iterable[Any]:
    return given.non_form_errors() if isinstance(given, BaseFormSet) and given.is_bound else ()


def _field_errors(form: forms.BaseForm) -> list[Params]:
    return [
        {"text": _in_summary(bound, error), "href": f"#{control_id(bound)}"}
        for bound in form
        for error in bound.errors
    ]


def _in_summary(bound: BoundField, error: Any) -> str:
    """An error as it reads away from its field: Django's own sentence names none."""
    said_by_django = error == forms.Field.default_error_messages["required"]
    return f"{bound.label}: {error}" if said_by_django else str(error)
