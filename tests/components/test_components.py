"""Components: names, escaping, and the tags that templates use."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from jinja2 import TemplateNotFound

from assessment.components.govuk import component


def render(text: str, **context: Any) -> str:
    return Template("{% load govuk crispy_forms_tags %}" + text).render(Context(context))


class NameForm(forms.Form):
    name = forms.CharField(label="Full name")


class TestComponent:
    def test_takes_both_spellings_of_its_name(self) -> None:
        params = {"text": "Back", "href": "/"}
        assert component("back_link", params) == component("back-link", params)

    def test_that_is_none_is_refused(self) -> None:
        with pytest.raises(TemplateNotFound):
            component("carousel", {})

    def test_escapes_text(self) -> None:
        assert "<i>" not in component("inset_text", {"text": "<i>"})

    def test_escapes_html_that_nobody_marked_safe(self) -> None:
        params: dict[str, Any] = {"html": "<i>", "label": {"html": "<b>"}}
        assert "<i>" not in component("inset_text", params)
        assert "<b>" not in component("input", {"name": "x", **params})

    def test_keeps_html_that_is_marked_safe(self) -> None:
        assert "<i>" in component("inset_text", {"html": mark_safe("<i>")})

    def test_escapes_html_in_lists(self) -> None:
        rows = [{"key": {"text": "Name"}, "value": {"html": "<i>"}}]
        assert "<i>" not in component("summary_list", {"rows": rows})

    def test_refuses_attributes_as_a_string(self) -> None:
        with pytest.raises(TypeError, match="mapping"):
            component("tag", {"text": "x", "attributes": ' onclick="alert(1)"'})

    def test_escapes_attributes(self) -> None:
        html = component("tag", {"text": "x", "attributes": {"title": '" onclick="alert(1)'}})
        assert 'onclick="' not in html

    def test_takes_texts_that_are_translated_late(self) -> None:
        assert "Open" in component("tag", {"text": gettext_lazy("Open")})


class TestTags:
    def test_a_component_has_its_parameters_written_like_this(self) -> None:
        html = render('{% govuk "button" text="Go" prevent_double_click=True %}')
        assert 'data-prevent-double-click="true"' in html

    def test_a_component_stands_around_a_piece_of_the_template(self) -> None:
        html = render(
            '{% govuk_html "details" summary_text="Why" %}<p>{{ x }}</p>{% endgovuk_html %}', x="<"
        )
        assert "<p>&lt;</p>" in html

    def test_a_field_can_be_the_heading(self) -> None:
        html = render('{% govuk_field form.name size="l" heading=True %}', form=NameForm())
        assert '<h1 class="govuk-label-wrapper">' in html
        assert "govuk-label--l" in html

    def test_a_list_of_errors_stands_only_where_there_are_some(self) -> None:
        assert render("{% error_summary form %}", form=NameForm()).strip() == ""
        assert "There is a problem" in render("{% error_summary form %}", form=NameForm({}))

    @pytest.mark.parametrize("context", [{"form": NameForm({})}, {"forms": [NameForm({})]}])
    def test_the_title_says_that_there_is_an_error(self, context: dict[str, Any]) -> None:
        assert render("{% error_prefix %}", **context) == "Error: "

    def test_the_title_says_nothing_without_one(self) -> None:
        assert render("{% error_prefix %}", form=NameForm({"name": "x"})) == ""
        assert render("{% error_prefix %}") == ""


class TestCrispyForm:
    def test_is_a_form_of_the_design_system(self) -> None:
        html = render("{% crispy form %}", form=NameForm({}), csrf_token="token")
        assert "novalidate" in html
        assert 'value="token"' in html
        assert "govuk-input--error" in html

    def test_shows_fields_alone_by_the_filter(self) -> None:
        html = render("{{ form|crispy }}", form=NameForm())
        assert "<form" not in html
        assert "govuk-label" in html

    def test_keeps_hidden_fields_hidden(self) -> None:
        form = NameForm()
        form.fields["name"].widget = forms.HiddenInput()
        assert 'type="hidden"' in render("{{ form|crispy }}", form=form)

    def test_keeps_what_a_hidden_field_says_to_the_browser(self) -> None:
        form = NameForm()
        form.fields["name"].widget = forms.HiddenInput({"autocomplete": "off"})
        assert 'autocomplete="off"' in render("{% crispy form %}", form=form)

    def test_sends_files_where_it_has_some(self) -> None:
        form = NameForm()
        form.fields["file"] = forms.FileField()
        assert "multipart/form-data" in render("{% crispy form %}", form=form)
