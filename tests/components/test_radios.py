"""The lean radios are the radios of the component library."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms

from assessment.components import fields
from assessment.components.govuk import component, fast_component
from assessment.components.widgets import Radios

LEVELS = [("1", "Never"), ("2", "Seldom & late"), ("3", "<b>Often</b>"), ("", "Not observed")]


def make_form(data: dict[str, str] | None = None, **options: Any) -> forms.Form:
    widget = Radios(**{key: options.pop(key) for key in list(options) if key in WIDGET_OPTIONS})
    question = forms.ChoiceField(choices=LEVELS, widget=widget, **options)
    return type("Questions", (forms.Form,), {"question": question})(data)


WIDGET_OPTIONS = {"inline", "small", "dividers", "hints"}


def both(form: forms.Form, *, size: str = "", heading: bool = False) -> tuple[str, str]:
    """The lean radios, and those of the library from the same parameters."""
    bound = form["question"]
    _, params = fields._radios(bound, bound.field.widget, size, heading)
    params |= fields._hint_and_error(bound)
    return normal(fast_component("radios", params)), normal(component("radios", params))


def normal(html: str) -> str:
    """Without white space that means nothing in HTML."""
    html = re.sub(r"\s+", " ", html)
    return re.sub(r" ?(</?(?:div|fieldset|legend|h1|p|label|input)\b[^>]*>) ?", r"\1", html)


class TestLeanRadios:
    @pytest.mark.parametrize(
        "form",
        [
            make_form(),
            make_form({"question": "2"}),
            make_form({"question": ""}, required=False),
            make_form({}, label="Explains “plans” & budgets"),
            make_form({}, help_text="Think of <i>last</i> year."),
            make_form(help_text="Think of last year."),
            make_form(inline=True, small=True),
            make_form(dividers={"": "or"}, hints={"1": "Not once", "": "I never saw it"}),
        ],
        ids=["new", "answered", "empty", "missing", "missing-hint", "hint", "inline", "divider"],
    )
    @pytest.mark.parametrize("size", ["", "s"])
    def test_are_what_the_library_gives(self, form: forms.Form, size: str) -> None:
        lean, library = both(form, size=size)
        assert lean == library

    def test_can_be_the_heading_of_the_page(self) -> None:
        lean, library = both(make_form(), size="l", heading=True)
        assert lean == library
        assert "<h1" in lean

    def test_escape_what_a_choice_says(self) -> None:
        lean, _ = both(make_form())
        assert "&lt;b&gt;Often" in lean


class TestNotObserved:
    def test_is_not_chosen_before_anybody_answered(self) -> None:
        assert " checked" not in both(make_form())[0]

    def test_is_not_chosen_when_nothing_was_sent(self) -> None:
        assert " checked" not in both(make_form({}))[0]

    def test_is_chosen_when_it_was_sent(self) -> None:
        lean, _ = both(make_form({"question": ""}, required=False))
        assert re.search(r'value="" checked', lean)
