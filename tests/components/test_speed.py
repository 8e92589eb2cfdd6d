"""A page of questions costs no more than a plain template would."""

from __future__ import annotations

import pytest
from django import forms
from django.template import Context, Template

from assessment.components.widgets import CountedTextarea, Radios
from tests.plugins.bench import Bench

LEVELS = [(str(n), f"Level {n}: a short label") for n in range(1, 6)] + [("", "Not observed")]
LIMIT = 2.0
LOOP = Template("""{% for field in form %}
{% with id=field.auto_id name=field.html_name value=field.value %}
<div><fieldset><legend>{{ field.label }}</legend>
{% for choice, text in field.field.choices %}<div><input id="{{ id }}-{{ forloop.counter }}"
 type="radio" name="{{ name }}" value="{{ choice }}"{% if choice == value %} checked{% endif %}>
<label for="{{ id }}-{{ forloop.counter }}">{{ text }}</label></div>
{% empty %}<textarea id="{{ id }}" name="{{ name }}">{{ value }}</textarea>{% endfor %}
</fieldset></div>{% endwith %}{% endfor %}""")
PACK = Template("{% load crispy_forms_tags %}{{ form|crispy }}")


def questions() -> forms.Form:
    fields: dict[str, forms.Field] = {
        f"question{n}": forms.ChoiceField(
            label=f"Explains a plan in everyday words, number {n}",
            choices=LEVELS,
            required=False,
            widget=Radios(dividers={"": "or"}),
        )
        for n in range(6)
    }
    fields["comment"] = forms.CharField(widget=CountedTextarea(2000), required=False)
    form: forms.Form = type("Questions", (forms.Form,), fields)({"question1": "3", "question2": ""})
    return form


@pytest.mark.bench
class TestPageOfQuestions:
    def test_is_as_fast_as_a_loop(self, bench: Bench) -> None:
        form = questions()
        ratio = bench.compare(
            "fields of a page of questions against a loop template",
            lambda: PACK.render(Context({"form": form})),
            lambda: LOOP.render(Context({"form": form})),
            runs=50,
        )
        assert ratio <= LIMIT
