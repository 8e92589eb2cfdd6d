"""How a form says its look: a helper of crispy-forms, and what may stand in a layout.

@property
def helper(self) -> Helper:
    return Helper("name", Sized("roles"), act=_("Save"))
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessment.components.govuk import component


class Helper(FormHelper):
    """A form's layout with its button below, and beside that a link or more buttons.

    Without a layout the fields stand in their order. Further names are attributes of the form.
    """

    # As it is given: crispy-forms would look for a page of that name first.
    form_action = ""
    include_media = False

    def __init__(
        self,
        *layout: Any,
        act: Any = None,
        beside: Iterable[Any] = (),
        action: str = "",
        method: str = "post",
        tag: bool = True,
        **attrs: Any,
    ) -> None:
        super().__init__()
        self.form_method, self.form_action, self.attrs = method, action, attrs
        self.form_tag, self.disable_csrf = tag, not tag
        self.layout = Layout(*layout, *_buttons(act, list(beside)))


def _buttons(act: Any, beside: list[Any]) -> list[Any]:
    if act is None:
        return []
    first = act if isinstance(act, Act) else Act(act)
    return [FieldGroup(first, *beside)] if beside else [first]


class AllFields:
    """Every field of the form in its order, with labels of this size."""

    def __init__(self, *, size: str = "") -> None:
        self.size = size

    def render(self, form: forms.BaseForm, *args: Any, **options: Any) -> SafeString:
        rendered: SafeString = Sized(*form.fields, size=self.size).render(form, *args, **options)
        return rendered


class Sized(Field):
    """Fields with a label or legend of this size; `heading` makes it the page's h1."""

    def __init__(self, *fields: str, size: str = "s", heading: bool = False) -> None:
        super().__init__(*fields)
        self.look = {"size": size, "heading": heading}

    def render(self, form: Any, context: Any, template_pack: str = "", **_: Any) -> SafeString:
        rendered: SafeString = super().render(form, context, template_pack, {**self.look})
        return rendered


class Act(Submit):
    """A button that sends the form. `once` lets a second click within a second pass unheard.

    `plain` are the classes of one that looks like a link; `of` is the id of the form that it sends
    when it stands outside.
    """

    def __init__(
        self,
        text: Any,
        *,
        name: str = "",
        value: str = "",
        classes: str = "",
        plain: str | None = None,
        lang: str = "",
        of: str = "",
        once: bool = True,
        disabled: bool = False,
    ) -> None:
        super().__init__(name, text)
        self.sent, self.plain, self.lang, self.of = value, plain, lang, of
        self.params = {"classes": classes, "disabled": disabled}
        if once:
            self.params["preventDoubleClick"] = True

    def render(self, form: Any, context: Any, template_pack: str = "", **_: Any) -> SafeString:
        """Not as crispy-forms does, which would read the text as a template."""
        if self.plain is not None:
            return render_to_string(f"{template_pack}/layout/plain_button.html", {"button": self})
        named = {"text": self.value, "name": self.name, "value": self.sent}
        return component("button", {**named, **self.params})


class FieldGroup(Div):
    """Buttons and links in a row."""

    css_class = "govuk-button-group"


class IncludedTemplate:
    """A template in the midst of a layout, with what the page knows and these words."""

    def __init__(self, template: str, **words: Any) -> None:
        self.template, self.words = template, words

    def render(self, form: Any, context: Any, template_pack: str = "", **_: Any) -> SafeString:
        known = {**context.flatten(), "form": form, "template_pack": template_pack}
        return render_to_string(self.template, {**known, **self.words})


class Folded:
    """A field that is folded away below these words, and open where something is in it."""

    def __init__(self, field: str, summary: Any) -> None:
        self.field, self.summary = field, summary

    def render(self, form: Any, context: Any, template_pack: str = "", **_: Any) -> SafeString:
        known = {**context.flatten(), "field": form[self.field], "summary": self.summary}
        form.rendered_fields.add(self.field)
        return render_to_string(f"{template_pack}/layout/folded.html", known)


class FormLink(IncludedTemplate):
    """A link beside a button."""

    def __init__(self, text: Any, href: str, *, new_tab: bool = False) -> None:
        super().__init__("govuk/layout/link.html", text=text, href=href, new_tab=new_tab)


class Listed:
    """Layout objects as the items of a list."""

    def __init__(self, *items: Any, css_class: str) -> None:
        self.items, self.css_class = items, css_class

    def render(self, form: Any, context: Any, template_pack: str = "", **_: Any) -> SafeString:
        items = [item.render(form, context, template_pack) for item in self.items]
        listed = {"items": items, "css_class": self.css_class}
        return render_to_string(f"{template_pack}/layout/list.html", listed)


class Inner:
    """A form within the form, by a helper of its own that has no form tag."""

    def __init__(self, form: forms.BaseForm) -> None:
        self.form = form

    def render(self, form: Any, context: Any, template_pack: str = "", **_: Any) -> SafeString:
        rendered: SafeString = render_crispy_form(self.form, context=context)
        return rendered


class AdminHelper(FormHelper):
    """A form among Django's own pages, which look otherwise: its fields, a button, a way back."""

    template_pack = "admin_forms"
    include_media = False

    def __init__(
        self,
        *layout: Any,
        act: Any = "",
        back: Any = "",
        back_url: str = "",
        method: str = "post",
    ) -> None:
        super().__init__()
        self.form_method = method
        row = IncludedTemplate(
            "admin_forms/layout/submit_row.html", act=act, back=back, back_url=back_url
        )
        self.layout = Layout(*layout, row)


class ButtonForm(forms.Form):
    """A button alone, and what it sends unseen: pairs of name and value, a name more than once."""

    def __init__(self, hidden: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__(auto_id=False)
        for number, (name, value) in enumerate(hidden):
            self.fields[str(number)] = _HiddenField(name, value)

    def add_prefix(self, field_name: str) -> str:
        field = self.fields.get(field_name)
        return field.posted_as if isinstance(field, _HiddenField) else field_name


class _HiddenField(forms.CharField):
    widget = forms.HiddenInput

    def __init__(self, posted_as: str, value: Any) -> None:
        super().__init__(initial=value, required=False)
        self.posted_as = posted_as
