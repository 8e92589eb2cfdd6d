"""What the copy of one's data has as a file stands on the page “Your data”, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string

from assessment import languages
from assessment.data_protection import inventory
from assessment.data_protection.selectors import rights
from assessment.templatetags.dates import day

PLACES = sorted({place for _, _, each in inventory.personal() for place in each.copy})
DAYS = ("_on", ".on")
ONE_OF = ("withheld", "text", "value")
"""A figure is one of these."""
SAID_IN = {"rated[].group": "rated[].whom"}
"""Said by a sentence, which the copy has beside it."""


def value_of(place: str) -> str:
    """A value that no other place has."""
    number = PLACES.index(place)
    if place.endswith(".language"):
        return "cy" if place.startswith("account") else "en-gb"
    if place.endswith(DAYS):
        return f"19{number:02}-01-01"
    return f"value {number}."


def as_read(place: str) -> str:
    value = value_of(place)
    if place.endswith(".language"):
        return languages.own_name(value)
    return day(value) if place.endswith(DAYS) else value


def copy_with(places: Iterable[str]) -> dict[str, Any]:
    """A copy that has a value at each of these places."""
    data: dict[str, Any] = {"person": None, "account": None}
    for place in places:
        _put(data, SAID_IN.get(place, place).split("."), value_of(place))
    return data


def _put(data: dict[str, Any], steps: list[str], value: str) -> None:
    name, *rest = steps
    key, many = name.removesuffix("[]"), name.endswith("[]")
    if not rest:
        data[key] = [value] if many else value
        return
    if not data.get(key):
        data[key] = [{}] if many else {}
    _put(data[key][0] if many else data[key], rest, value)


def without_others(place: str) -> Iterator[str]:
    """All places, but not those that a figure cannot have at the same time."""
    stem, _dot, last = place.rpartition(".")
    others = {f"{stem}.{each}" for each in ONE_OF if each != last} if last in ONE_OF else set()
    return (each for each in PLACES if each not in others)


def page(data: dict[str, Any]) -> str:
    context = {"data": data, "lines": rights.lines(data)}
    return render_to_string("data_protection/_data.html", context)


@pytest.mark.parametrize("place", PLACES)
def test_every_field_of_the_file_is_on_the_page(place: str) -> None:
    data = copy_with(without_others(place))
    assert as_read(place) in page(data)


def test_every_field_of_person_and_account_is_called_something() -> None:
    unnamed = [
        f"{part}.{name}"
        for part in ("person", "account")
        for name, label in inventory.labels(part).items()
        if not str(label)
    ]
    assert unnamed == []
