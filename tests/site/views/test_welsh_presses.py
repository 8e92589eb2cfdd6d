"""What a page says in Welsh once a button is pressed: errors of forms, messages, what comes next.

Each form of each page is sent empty, with nonsense, as it stands and filled in. What that changed
is taken back, so that the next one finds the same world.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessment.models import Person, User
from tests.journeys.visits import Visit, World, rooms
from tests.presses import Form, forms_on
from tests.site.views.test_welsh import reader_of_welsh, written_by_people
from tests.spreadsheets.builders import HEADER, MANAGER, PEER, as_csv
from tests.welsh import english_on

pytestmark = pytest.mark.one_database

WAYS: dict[str, Callable[[Form], dict[str, list[str]]]] = {
    "empty": Form.nothing,
    "nonsense": Form.nonsense,
    "as it is": Form.as_it_is,
    "filled in": Form.filled,
}
FILES = {
    "nonsense": b"%PDF-1.7\x00",
    "as it is": as_csv([HEADER, MANAGER, [*PEER[:4], "frank@", "friend"], MANAGER]),
    "filled in": as_csv([[*HEADER, "Rater language"], [*PEER, "cy"]]),
}

WITHOUT_ERRORS = {"bundles", "preview", "told"}
"""The rooms whose forms ask for nothing."""


@dataclass(frozen=True)
class Press:
    """A form of a page sent in one way by one of its buttons."""

    address: str
    way: str
    button: tuple[str, str]
    form: Form

    def __str__(self) -> str:
        return f"{self.address} ({self.way}, {'='.join(self.button) or 'the button'})"

    @property
    def key(self) -> tuple[object, ...]:
        """The same form on another page says the same."""
        plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", self.address)
        button = (self.button[0], "" if len(self.button[1]) > 20 else self.button[1])
        return plain, self.way, button, tuple(each.name for each in self.form.own)

    def send(self, client: Client) -> tuple[int, str]:
        """The status of the page that comes of it, and the page."""
        data: dict[str, object] = dict(WAYS[self.way](self.form))
        if self.button[0]:
            data[self.button[0]] = self.button[1]
        for each in self.form.fields:
            if each.kind == "file" and self.way in FILES:
                data[each.name] = SimpleUploadedFile("people.csv", FILES[self.way])
        response = client.post(self.address, data, follow=True)
        html = "html" in response.headers.get("Content-Type", "")
        return response.status_code, response.content.decode() if html else ""


def presses(visit: Visit, world: World, client: Client) -> Iterator[Press]:
    address = visit.address(world)
    response = client.get(address, follow=True)
    if "html" not in response.headers["Content-Type"]:
        return
    shown = response.redirect_chain[-1][0] if response.redirect_chain else address
    for form in forms_on(response.content.decode()):
        to = urljoin(shown, form.action)
        if to == reverse("language"):  # which would choose English
            continue
        for button in dict.fromkeys(form.buttons) or [("", "")]:
            for way in ways_of(form):
                yield Press(to, way, button, form)


def ways_of(form: Form) -> list[str]:
    """Each way that sends something else than those before it."""
    sent = {way: (fill(form), form.takes_file and way) for way, fill in WAYS.items()}
    said = list(sent.values())
    return [way for at, way in enumerate(sent) if sent[way] not in said[:at]]


def outcome(press: Press, client: Client, key: str) -> tuple[str, list[str]]:
    """The page that comes of a press, and what is wrong with it."""
    with transaction.atomic():
        texts = written_by_people()
        status, page = press.send(client)
        transaction.set_rollback(True)
    client.cookies.clear()
    if key:
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    found = [f"{press}: {each}" for each in english_on(page, texts)]
    if page and '<html lang="cy"' not in page:
        found.append(f"{press}: its lang is not Welsh")
    if status >= 500:
        found.append(f"{press}: {status}")
    return page, found


@pytest.mark.parametrize("room", sorted(rooms()))
def test_no_press_leads_to_english(room: str, db: None) -> None:
    module = rooms()[room]
    world = module.world()
    User.objects.update(language="cy")
    Person.objects.update(language="cy")
    done: set[tuple[object, ...]] = set()
    pages, found = [], []
    for visit in module.VISITS:
        if "gallery" in visit.name:
            continue
        client, key = reader_of_welsh(visit, world)
        with transaction.atomic():
            here = list(presses(visit, world, client))
            transaction.set_rollback(True)
        for press in here:
            if press.key not in done:
                done.add(press.key)
                page, wrong = outcome(press, client, key)
                pages.append(page)
                found += wrong
    assert found == []
    assert any("notification-banner" in page for page in pages)
    assert room in WITHOUT_ERRORS or any("error-summary" in page for page in pages)


def test_the_forms_of_a_page_are_filled_in() -> None:
    html = """<form method="get"><input name="q"></form>
      <form method="post" action="/a"><input type="hidden" name="token" value="t">
      <input name="email"><textarea name="why">\nAs it was</textarea>
      <select name="s"><option value="1">A</option><option value="2" selected>B</option></select>
      <input type="radio" name="r" value="x"><input type="radio" name="r" value="y">
      <button>Save</button><button name="drop" value="1">Drop</button></form>"""
    (form,) = forms_on(html)
    assert (form.action, form.buttons) == ("/a", [("", ""), ("drop", "1")])
    assert form.nothing() == {"token": ["t"], "email": [""], "why": [""], "s": [""]}
    assert form.filled() == {
        "token": ["t"],
        "email": ["nia@example.gov.uk"],
        "why": ["As it was"],
        "s": ["2"],
        "r": ["x"],
    }
    assert form.nonsense()["r"] == ["@x", "@x"]
