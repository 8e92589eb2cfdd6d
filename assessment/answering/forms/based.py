"""A form whose fields each say what they were based on, and what it asks where that has changed."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessment.answering.changes import COMMENT_MAX
from assessment.answering.posted import COMMENT, QUESTION, Posted
from assessment.components.forms import AllFields, Helper
from assessment.components.widgets import CountedField, Radios
from assessment.languages import language_tagged


class AskedForm(forms.Form):
    """Which to keep of a field where something else was stored meanwhile, both in words.

    `seen` is what was stored when this was asked, as the page sends it back; `written` is when
    this device kept the other value.
    """

    def __init__(
        self,
        name: str,
        label: Any,
        theirs: Any,
        mine: Any,
        seen: str,
        written: datetime.datetime | None = None,
    ) -> None:
        super().__init__(auto_id="%s")
        self.name = name
        unseen = forms.HiddenInput(attrs={"autocomplete": "off"})
        self.fields[f"seen-{name}"] = forms.CharField(initial=seen, widget=unseen)
        self.fields[f"keep-{name}"] = forms.ChoiceField(
            label=label,
            choices=[
                ("stored", _in_words(_("Stored meanwhile:"), theirs)),
                ("mine", _in_words(_chosen_here(written), mine)),
            ],
            widget=Radios(small=True),
        )

    @property
    def helper(self) -> Helper:
        return Helper(Div(AllFields(size="s"), data_field=self.name), tag=False)


def _chosen_here(written: datetime.datetime | None) -> Any:
    if written is None:
        return _("What you chose here:")
    moment = timezone.localtime(written)
    return _("What you entered here on %(day)s at %(time)s:") % {
        "day": date_format(moment, "j F Y"),
        "time": time_format(moment, "H:i"),
    }


def _in_words(which: Any, value: Any) -> SafeString:
    said = language_tagged(value) if value else _("nothing")
    return format_html('{} <span class="app-comment" dir="auto">{}</span>', which, said)


class BasedForm(forms.Form):
    """What somebody touched, with what it was based on, and what to ask about.

    A field has one word for whatever it holds; `stored` are the words of what is stored. An empty
    one is an answer everywhere but at a question with levels.
    """

    def __init__(
        self,
        data: MultiValueDict[str, str] | None,
        *,
        names: Sequence[str],
        stored: Mapping[str, str],
    ) -> None:
        posted = None if data is None else Posted.read(data, names)
        super().__init__(posted.values if posted else None, initial=dict(stored))
        self._bases = posted.bases if posted else {n: [self.initial.get(n, "")] for n in names}
        self._posted = posted
        self.asked: list[AskedForm] = []

    @property
    def bases(self) -> SafeString:
        """The hidden fields that say what each field was based on. A browser restores none."""
        return format_html_join(
            "\n",
            '<input type="hidden" name="base-{}" value="{}" autocomplete="off">',
            ((name, base) for name, bases in self._bases.items() for base in bases),
        )

    def _touched(self, name: str) -> bool:
        chosen = self._posted is not None and self._posted.touched(name)
        return chosen and bool(not name.startswith(QUESTION) or self.data[name])

    @property
    def touched(self) -> list[str]:
        """The fields that somebody changed."""
        return [name for name in self._bases if self._touched(name)]

    def saved(self, refused: Container[str]) -> dict[str, str]:
        """What is stored now of everything that somebody touched here, by the field's name."""
        return {
            name: self.cleaned_data[name]
            for name in self.touched
            if name not in refused and name in self.cleaned_data
        }

    def ask_about(
        self,
        names: Container[str],
        stored: Mapping[str, str],
        written: Mapping[str, datetime.datetime] | None = None,
    ) -> None:
        """Ask about these fields which value to keep; the others come to show what is stored.

        `written` says when the values were entered that a device kept.
        """
        for name in self._bases:
            now = stored.get(name, "")
            if name in names and now != self.data.get(name, "").strip():
                self.asked.append(self._ask(name, now, (written or {}).get(name)))
            elif name not in self.errors:
                self._show(name, now)

    def _show(self, name: str, now: str) -> None:
        self._bases[name] = [now]
        if self._posted:
            self._posted.values[name] = now

    def _ask(self, name: str, now: str, written: datetime.datetime | None) -> AskedForm:
        mine = self._say(name, self.data[name])
        return AskedForm(name, self.fields[name].label, self._say(name, now), mine, now, written)

    def _say(self, name: str, value: str) -> Any:
        """A value in words; none is empty."""
        if name.startswith(COMMENT):
            return value.strip()
        return dict(self.fields[name].choices).get(value, "")  # type: ignore[attr-defined]

    def typed(self, names: Iterable[str] | None = None) -> list[tuple[object, object]]:
        """What was chosen and written, in words, to show it to somebody who cannot save it."""
        shown: list[tuple[object, object]] = []
        for name in self._bases if names is None else names:
            if said := self._say(name, self.data.get(name, "")):
                shown.append((self.fields[name].label, said))
        return shown


def comment_field(label: Any, help_text: Any = "") -> CountedField:
    """A comment, which is never asked for."""
    return CountedField(
        required=False,
        limit=COMMENT_MAX,
        label=label,
        help_text=help_text,
        attrs={"spellcheck": True, "dir": "auto"},
        error_messages={
            "max_length": _(
                "Your comment has %(show_value)d characters. Shorten it to %(limit_value)d."
            )
        },
    )
