"""Every kind of field, with its label, hint and error tied to its control."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.components.fields import control_id, error_items, render_field
from assessment.components.widgets import Checkboxes, CountedTextarea, PartedDateField, Radios

CHOICES = [("a", "Apples"), ("b", "Pears")]
KINDS: dict[str, forms.Field] = {
    "text": forms.CharField(),
    "email": forms.EmailField(),
    "number": forms.IntegerField(),
    "search": forms.CharField(widget=forms.TextInput(attrs={"type": "search"})),
    "password": forms.CharField(widget=forms.PasswordInput),
    "textarea": forms.CharField(widget=forms.Textarea),
    "counted": forms.CharField(widget=CountedTextarea(500)),
    "select": forms.ChoiceField(choices=CHOICES),
    "several": forms.MultipleChoiceField(choices=CHOICES, widget=forms.SelectMultiple),
    "radios": forms.ChoiceField(choices=CHOICES, widget=Radios),
    "plain_radios": forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect),
    "checkboxes": forms.MultipleChoiceField(choices=CHOICES, widget=Checkboxes),
    "checkbox": forms.BooleanField(),
    "date": PartedDateField(),
    "file": forms.FileField(),
}


class Elements(HTMLParser):
    """The elements of a piece of HTML, flat."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str | None]:
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]

    def with_id(self, wanted: str) -> tuple[str, dict[str, str | None]]:
        return next(each for each in self.found if each[1].get("id") == wanted)


def make_form(field: forms.Field, data: dict[str, Any] | None = None, **options: Any) -> forms.Form:
    made = type("Made", (forms.Form,), {"thing": field})(data, **options)
    made.fields["thing"].help_text = "A hint."
    made.fields["thing"].label = "A thing"
    return made


class TestEveryKindOfField:
    @pytest.mark.parametrize("kind", KINDS)
    def test_has_an_error_link_that_leads_to_a_control(self, kind: str) -> None:
        form = make_form(KINDS[kind], {})
        [item] = error_items(form)
        tag, _ = Elements(render_field(form["thing"])).with_id(item["href"].removeprefix("#"))
        assert tag in {"input", "select", "textarea"}

    @pytest.mark.parametrize("kind", KINDS)
    def test_ties_hint_and_error_to_the_control(self, kind: str) -> None:
        elements = Elements(render_field(make_form(KINDS[kind], {})["thing"]))
        described = " ".join(a.get("aria-describedby") or "" for _, a in elements.found).split()
        assert {"id_thing-hint", "id_thing-error"} <= set(described)
        assert set(described) <= set(elements.ids())

    @pytest.mark.parametrize("kind", KINDS)
    def test_uses_no_id_twice(self, kind: str) -> None:
        ids = Elements(render_field(make_form(KINDS[kind], {})["thing"])).ids()
        assert len(ids) == len(set(ids))

    @pytest.mark.parametrize("kind", KINDS)
    def test_has_its_label(self, kind: str) -> None:
        assert "A thing" in render_field(make_form(KINDS[kind])["thing"])

    @pytest.mark.parametrize("kind", KINDS)
    def test_leaves_checking_to_the_server(self, kind: str) -> None:
        for _, attrs in Elements(render_field(make_form(KINDS[kind])["thing"])).found:
            assert not attrs.keys() & {"required", "maxlength", "min", "max", "placeholder"}


class TestText:
    HOSTILE = "\n<script>alert(1)</script> & “quotes” 'single' \"double\"\r\nثم 🎉  two spaces\n"

    @pytest.mark.parametrize("kind", ["text", "email", "search", "textarea", "counted"])
    def test_is_escaped_and_comes_back_as_it_was_typed(self, kind: str) -> None:
        html = render_field(make_form(KINDS[kind], {"thing": self.HOSTILE})["thing"])
        assert "<script>" not in html
        assert text_of(html) == self.HOSTILE

    def test_of_a_password_does_not_come_back(self) -> None:
        html = render_field(make_form(KINDS["password"], {"thing": "secret"})["thing"])
        assert "secret" not in html

    def test_of_a_label_is_escaped(self) -> None:
        form = make_form(forms.CharField())
        form.fields["thing"].label = "<img src=x>"
        assert "<img" not in render_field(form["thing"])

    def test_of_an_error_is_escaped(self) -> None:
        form = make_form(forms.CharField(), {"thing": "x"})
        form.add_error("thing", "“<img src=x>” is no name.")
        assert "<img" not in render_field(form["thing"])


def text_of(html: str) -> str:
    """What a browser puts into the control."""
    area = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    parser = Values()
    parser.feed(html)
    if area is None:
        return parser.value
    return parser.area.removeprefix("\n")  # HTML drops a first line break


class Values(HTMLParser):
    value, area, inside = "", "", False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.inside = tag == "textarea"
        self.value = dict(attrs).get("value") or self.value

    def handle_data(self, data: str) -> None:
        self.area += data if self.inside else ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


class TestChoices:
    def test_show_the_one_that_was_chosen(self) -> None:
        for kind in ("select", "radios", "plain_radios"):
            html = render_field(make_form(KINDS[kind], {"thing": "b"})["thing"])
            assert re.findall(r'value="(\w)"\s(?:checked|selected)', html) == ["b"]

    def test_show_all_that_were_chosen(self) -> None:
        for kind in ("checkboxes", "several"):
            html = render_field(make_form(KINDS[kind], {"thing": ["a", "b"]})["thing"])
            assert re.findall(r'value="(\w)"\s(?:checked|selected)', html) == ["a", "b"]

    def test_show_the_initial_one(self) -> None:
        html = render_field(make_form(KINDS["radios"], initial={"thing": "a"})["thing"])
        assert re.findall(r'value="(\w)"\schecked', html) == ["a"]

    def test_show_a_checked_box(self) -> None:
        assert " checked" in render_field(make_form(KINDS["checkbox"], {"thing": "on"})["thing"])
        assert " checked" not in render_field(make_form(KINDS["checkbox"], {})["thing"])


class TestCountedTextarea:
    def test_tells_the_limit_without_javascript(self) -> None:
        html = render_field(make_form(KINDS["counted"])["thing"])
        assert "You can enter up to 500 characters" in html

    def test_tells_the_browser_what_to_count(self) -> None:
        html = render_field(make_form(KINDS["counted"])["thing"])
        assert 'data-maxlength="500"' in html
        assert "You have %{count} characters remaining" in html


class TestPartedDate:
    def clean(self, day: str, month: str, year: str, **options: Any) -> Any:
        data = {"thing-day": day, "thing-month": month, "thing-year": year}
        form = make_form(PartedDateField(**options), data)
        return form.cleaned_data["thing"] if form.is_valid() else form.errors["thing"][0]

    def test_becomes_a_date(self) -> None:
        assert self.clean("7", " 03 ", "2026") == datetime.date(2026, 3, 7)

    @pytest.mark.parametrize(
        "parts", [("31", "2", "2026"), ("1", "13", "2026"), ("x", "1", "2026"), ("1", "1", "10000")]
    )
    def test_that_is_none_is_refused(self, parts: tuple[str, str, str]) -> None:
        assert "real date" in self.clean(*parts)

    def test_with_a_part_left_out_says_so(self) -> None:
        assert self.clean("1", "", "2026") == "Enter the day, the month and the year."

    def test_may_be_left_out_where_it_is_not_required(self) -> None:
        assert self.clean("", "", "", required=False) is None
        assert self.clean("", "", "") == "Enter a date."

    def test_shows_what_was_typed_and_what_was_stored(self) -> None:
        typed = make_form(PartedDateField(), {"thing-day": "31", "thing-month": "x"})
        stored = make_form(PartedDateField(), initial={"thing": datetime.date(2026, 3, 7)})
        assert re.findall(r'value="(\w+)"', render_field(typed["thing"])) == ["31", "x"]
        assert re.findall(r'value="(\w+)"', render_field(stored["thing"])) == ["7", "3", "2026"]


class TestFile:
    def test_is_taken(self) -> None:
        upload = SimpleUploadedFile("people.csv", b"a,b")
        assert make_form(forms.FileField(), {}, files={"thing": upload}).is_valid()


class TestErrorSummary:
    def test_lists_nothing_of_a_form_that_was_not_sent(self) -> None:
        assert error_items(make_form(forms.CharField()), None) == []

    def test_lists_what_is_wrong_with_the_whole_form_first(self) -> None:
        form = make_form(forms.CharField(), {})
        form.add_error(None, "The two do not go together.")
        assert error_items(form) == [
            {"text": "The two do not go together."},
            {
                "text": "A thing: This field is required.",
                "href": "#" + control_id(form["thing"]),
            },
        ]

    def test_repeats_a_sentence_that_names_its_field_as_it_is(self) -> None:
        form = make_form(forms.CharField(error_messages={"required": "Enter a thing."}), {})
        assert error_items(form)[0]["text"] == "Enter a thing."

    def test_lists_every_form_of_a_set(self) -> None:
        single = type("Single", (forms.Form,), {"thing": forms.CharField()})
        many: Any = forms.formset_factory(single, extra=0, min_num=2, validate_min=True)
        sent = many({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"})
        assert [item.get("href") for item in error_items(sent)][-2:] == [
            "#id_form-0-thing",
            "#id_form-1-thing",
        ]

    def test_lists_several_forms(self) -> None:
        one = make_form(forms.CharField(), {}, prefix="one")
        two = make_form(forms.CharField(), {}, prefix="two")
        assert len(error_items([one, two])) == 2
