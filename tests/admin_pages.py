"""What a browser does with the pages of the admin: read them, fill them in, press Save."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from assessment.models import (
    Framework,
)

STEPS = ["draft", "publish", "retire", "targets"]


class _Fields(HTMLParser):
    """What a browser would send back from the longest form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        each = dict(attrs)
        name, value = each.get("name") or "", each.get("value") or ""
        if tag == "input" and name and each.get("type") not in {"submit", "checkbox"}:
            self.values[name] = value
        elif tag == "input" and each.get("type") == "checkbox" and "checked" in each:
            self._tick(name, value or "on")
        elif tag == "textarea":
            self.area, self.values[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in each:
            self.values[self.select] = value

    def _tick(self, name: str, value: str) -> None:
        """Boxes of one name are sent each by itself."""
        others = self.values.get(name)
        if others is None:
            self.values[name] = value
        else:
            self.values[name] = [*([others] if isinstance(others, str) else others), value]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self.area] = self.values[self.area].removeprefix("\r\n").removeprefix("\n")
            self.area = ""


def fields(response: Any) -> dict[str, Any]:
    parser = _Fields()
    parser.feed(response.content.decode())
    return {k: v for k, v in parser.values.items() if k != "csrfmiddlewaretoken"}


def page(framework: Framework, step: str = "change") -> str:
    return reverse(f"admin:assessment_framework_{step}", args=[framework.pk])


def dimension_page(framework: Framework, key: str) -> str:
    dimension = framework.dimensions.get(key=key)
    return reverse("admin:assessment_dimension_change", args=[dimension.pk])


def said(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text).replace("&#x27;", "'")


def save(client: Client, url: str, **changes: Any) -> Any:
    """Open a page, change some fields, and press Save."""
    values = fields(client.get(url))
    unknown = changes.keys() - values.keys()
    assert not unknown, f"not on the page: {unknown}"
    return client.post(url, values | changes | {"_save": "Save"}, follow=True)
