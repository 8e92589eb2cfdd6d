"""What the tests of the console share: a client's answer in the words of a reader."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


def get(client: Client, name: str, /, *args: Any, **query: str) -> HttpResponse:
    return client.get(reverse(name, args=args), query)  # type: ignore[return-value]


def post(client: Client, name: str, /, *args: Any, **data: Any) -> HttpResponse:
    return client.post(reverse(name, args=args), data)  # type: ignore[return-value]


def searched(client: Client, name: str, /, *args: Any, **given: str) -> HttpResponse:
    """The list after a search, which is posted and kept so that no address holds a name."""
    there = post(client, name, *args, **given)
    assert given["search"] not in there["Location"]
    return client.get(there["Location"])  # type: ignore[return-value]


def text(response: HttpResponse) -> str:
    """The words of the page, on one line."""
    page = re.sub(
        r"<(script|style|head)\b.*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S
    )
    return " ".join(unescape(page).split())


def said(response: HttpResponse) -> str:
    """What the next page will tell the user."""
    return " ".join(str(each) for each in get_messages(response.wsgi_request))  # type: ignore[attr-defined]


def day(prefix: str, value: Any) -> dict[str, int]:
    """A date as its three fields are sent."""
    parts = {"day": value.day, "month": value.month, "year": value.year}
    return {f"{prefix}-{name}": part for name, part in parts.items()}
