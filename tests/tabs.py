"""A page of questions in a browser, at the level of what it sends: with its script or without."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from assessment.models import Dimension, Rater
from tests.answers import page

FIELD = re.compile(r"q-.+|comment")


class _Form(HTMLParser):
    """The fields of a page with the values that they show, and what stands beside them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.hidden: dict[str, list[str]] = {}
        self._textarea = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "textarea":
            self._textarea = name
            self.values[name] = ""
        elif given.get("type") == "hidden":
            self.hidden.setdefault(name, []).append(given.get("value", ""))
        elif given.get("type") == "radio" and FIELD.fullmatch(name):
            self.values.setdefault(name, "")
            if "checked" in given:
                self.values[name] = given["value"]

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""


class Tab:
    """One page of one rater, as it was when it was opened."""

    def __init__(self, client: Client, rater: Rater, dimension: Dimension) -> None:
        self.client = client
        self.url = page("answer_questions", rater, dimension)
        self.draft_url = page("answer_draft", rater, dimension)
        self.open()

    def open(self) -> None:
        self._show(self.client.get(self.url).content.decode())

    def _show(self, text: str) -> None:
        form = _Form(text)
        self.values = form.values
        beside = {name: form.hidden.get(f"base-{name}", []) for name in form.values}
        self.bases = {name: list(found) for name, found in beside.items()}
        self.seen = {
            n: form.hidden[f"seen-{n}"][0] for n in form.values if f"seen-{n}" in form.hidden
        }
        self.keep: dict[str, str] = {}

    def choose(self, name: str, value: str) -> None:
        self.values[name] = value

    def touched(self) -> list[str]:
        return [
            name
            for name, value in self.values.items()
            if self.bases[name] != [value] and (value or name == "comment")
        ]

    def press(self, then: str = "skip") -> Any:
        """The button, which sends everything; without scripts there is nothing else."""
        data: dict[str, Any] = {name: value for name, value in self.values.items() if value}
        data |= {"comment": self.values["comment"], "then": then}
        data |= {f"base-{name}": bases for name, bases in self.bases.items()}
        data |= {f"seen-{name}": value for name, value in self.seen.items()}
        data |= {f"keep-{name}": value for name, value in self.keep.items()}
        response = self.client.post(self.url, data)
        if response.status_code == 302:
            self.open()
        elif response.status_code in (200, 409):
            self._show(response.content.decode())
        return response

    def save(self, *, answered: bool = True, **more: str) -> dict[str, Any]:
        """What the script does a moment after a touch; its answer may get lost."""
        marks = {name.replace("_", "-"): mark for name, mark in more.items()}
        sent = {name: self.values[name] for name in self.touched()}
        data = {**sent, **{f"base-{name}": self.bases[name] for name in sent}, **marks}
        told: dict[str, Any] = self.client.post(self.draft_url, data).json()
        if not answered:
            for name, value in sent.items():
                self.bases[name] = [*self.bases[name], value]
            return {}
        for name, base in told.get("stored", {}).items():
            self.bases[name] = [base]
        self.seen |= {name: _seen(html) for name, html in told.get("asked", {}).items()}
        return told

    def decide(self, name: str, choice: str) -> None:
        """As the script does when somebody chooses between two values."""
        seen = self.seen.pop(name)
        self.bases[name] = [seen]
        if choice == "stored":
            self.values[name] = seen


def _seen(html: str) -> str:
    (found,) = _Form(html).hidden.values()
    return found[0]
