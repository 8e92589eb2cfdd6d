"""The server counts a text as the counter in the browser does."""

from __future__ import annotations

import pytest
from django import forms

from assessment.components.widgets import CountedField


class Comments(forms.Form):
    comment = CountedField(limit=10, required=False)


def errors_of(text: str) -> list[str]:
    return [str(each) for each in Comments({"comment": text}).errors.get("comment", [])]


class TestCountedField:
    @pytest.mark.parametrize(
        "text", ["x" * 10, "👍" * 5, "\r\n".join("abcde") + "f", "e\u0301" * 5, " " * 10]
    )
    def test_takes_what_fills_it_on_the_screen(self, text: str) -> None:
        assert errors_of(text) == []

    @pytest.mark.parametrize(
        "text", ["x" * 11, "👍" * 5 + "x", "\r\n".join("abcdef"), "x" * 10 + " ", "👩‍💻👩‍💻x"]
    )
    def test_refuses_what_the_counter_calls_one_too_many(self, text: str) -> None:
        assert errors_of(text) == ["Use 10 characters or fewer."]

    def test_says_the_number_that_the_counter_shows(self) -> None:
        field = CountedField(limit=3, error_messages={"max_length": "%(show_value)d, not 3"})
        with pytest.raises(forms.ValidationError, match="4, not 3"):
            field.clean("👍👍")

    def test_gives_the_text_as_it_was_typed(self) -> None:
        form = Comments({"comment": " a\r\nb "})
        assert form.is_valid()
        assert form.cleaned_data["comment"] == "a\nb"
