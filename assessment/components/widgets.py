"""The widgets that need more than Django's own can say. Plain Django widgets work as they are."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from assessment.texts import utf16_length


class Radios(forms.RadioSelect):
    """Radios, with what may be said about each choice.

    `dividers` maps a value to the word shown before it ("or"), `hints` a value to its hint.
    """

    def __init__(
        self,
        *,
        inline: bool = False,
        small: bool = False,
        dividers: Mapping[str, Any] | None = None,
        hints: Mapping[str, Any] | None = None,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
    ) -> None:
        super().__init__(attrs, choices)
        self.inline, self.small = inline, small
        self.dividers, self.hints = dividers or {}, hints or {}


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with hints; `hints` maps a value to its hint."""

    def __init__(
        self,
        *,
        small: bool = False,
        hints: Mapping[str, Any] | None = None,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
    ) -> None:
        super().__init__(attrs, choices)
        self.small, self.hints = small, hints or {}


class CountedTextarea(forms.Textarea):
    """A textarea that says how many characters are left of `limit`."""

    def __init__(self, limit: int, *, rows: int = 5, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.limit = limit


class CountedField(forms.CharField):
    """A longer text, counted as the counter beside it counts, so that both agree on its limit."""

    default_error_messages = {"max_length": _("Use %(limit_value)d characters or fewer.")}

    def __init__(
        self, *, limit: int, rows: int = 5, attrs: dict[str, Any] | None = None, **options: Any
    ) -> None:
        self.limit = limit
        super().__init__(widget=CountedTextarea(limit, rows=rows, attrs=attrs), **options)

    def to_python(self, value: Any) -> Any:
        """Counted before the spaces at its ends go, because those are on the screen too."""
        typed = normalize_newlines(str(value or ""))
        length = utf16_length(typed)
        if length > self.limit:
            numbers = {"show_value": length, "limit_value": self.limit}
            message = self.error_messages["max_length"]
            raise ValidationError(message, code="max_length", params=numbers)
        return super().to_python(typed)


class DateParts(forms.MultiWidget):
    """Day, month and year: three small fields, because nobody likes a date picker."""

    NAMES = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput] * len(self.NAMES), attrs)
        self.widgets_names = [f"-{name}" for name in self.NAMES]

    def decompress(self, value: datetime.date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class PartedDateField(forms.MultiValueField):
    """A date typed as day, month and year; gives a datetime.date."""

    widget = DateParts
    default_error_messages = {
        "required": _("Enter a date."),
        "incomplete": _("Enter the day, the month and the year."),
        "invalid": _("Enter a real date, for example 27 3 2026."),
    }

    def __init__(self, **options: Any) -> None:
        part = forms.IntegerField(min_value=1)
        super().__init__(fields=(part, part, part), require_all_fields=False, **options)
        for each in self.fields:
            each.required = self.required

    def clean(self, value: Any) -> datetime.date | None:
        parts = [str(part or "").strip() for part in value or []]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        found = self.compress(parts)
        self.validate(found)
        self.run_validators(found)
        return found

    def compress(self, parts: list[str]) -> datetime.date:
        try:
            day, month, year = (int(part) for part in parts)
            return datetime.date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
