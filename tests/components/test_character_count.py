"""The lean character count is the one of the component library."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django import forms

from assessment.components import fields
from assessment.components.govuk import component, fast_component
from assessment.components.widgets import CountedTextarea


def make_form(data: dict[str, str] | None = None, **options: Any) -> forms.Form:
    attrs = options.pop("attrs", {})
    comment = forms.CharField(widget=CountedTextarea(300, rows=3, attrs=attrs), **options)
    return type("Comments", (forms.Form,), {"comment": comment})(data)


def both(form: forms.Form, *, size: str = "", heading: bool = False) -> tuple[str, str]:
    """The lean one, and that of the library from the same parameters."""
    bound = form["comment"]
    _, params = fields._textarea(bound, bound.field.widget, size, heading)
    params |= fields._hint_and_error(bound)
    name = "character_count"
    return normal(fast_component(name, params)), normal(component(name, params))


def normal(text: str) -> str:
    """Without white space and spellings that mean nothing in HTML."""
    text = re.sub(r"\s+", " ", html.unescape(text))
    return re.sub(r" ?(</?(?:div|h1|p|label|textarea)\b[^>]*>) ?", r"\1", text).strip()


class TestLeanCharacterCount:
    @pytest.mark.parametrize(
        "form",
        [
            make_form(),
            make_form({"comment": "It's “good” & <b>short</b>\nשלום"}),
            make_form({}, label="Explains “plans” & budgets"),
            make_form({}, help_text="Think of <i>last</i> year."),
            make_form({"comment": "x" * 301}, max_length=300, help_text="Short."),
            make_form(required=False, attrs={"spellcheck": True, "dir": "auto"}),
            make_form(attrs={"class": "wide", "autocomplete": "off", "data-kept": "a & b"}),
            make_form(disabled=True, initial="Fixed"),
        ],
        ids=["new", "filled", "missing", "missing-hint", "long", "attributes", "class", "disabled"],
    )
    @pytest.mark.parametrize("size", ["", "s"])
    @pytest.mark.parametrize("heading", [False, True])
    def test_is_what_the_library_gives(self, form: forms.Form, size: str, heading: bool) -> None:
        ours, library = both(form, size=size, heading=heading)
        assert ours == library

    def test_escapes_what_somebody_wrote(self) -> None:
        form = make_form({"comment": '</textarea><script>alert("x")</script>'})
        text = str(fields.render_field(form["comment"]))
        assert "<script>" not in text
        assert "&lt;/textarea&gt;" in text
