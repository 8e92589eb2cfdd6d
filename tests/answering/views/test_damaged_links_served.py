"""The same links at a real server, which looks at addresses and headers before the product does."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from urllib.parse import quote

import pytest

from assessment.models import Invitation, Person, Rater, Round
from tests.answering.views.test_damaged_links import DAMAGED, ODD
from tests.answers import invite, page

ORIGIN = "https://127.0.0.1"


@dataclass
class Answer:
    status: int
    headers: Message
    text: str

    @property
    def place(self) -> str:
        return str(self.headers["Location"]).removeprefix(ORIGIN)


class Browser:
    """Sends every address byte by byte as it is written, and keeps cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, address: str, body: str = "", host: str = "127.0.0.1") -> Answer:
        head = [
            f"{method} {address} HTTP/1.1",
            f"Host: {host}",
            f"Origin: {ORIGIN}",
            "X-Forwarded-Proto: https",
            "Connection: close",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        ]
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall("\r\n".join([*head, "", body]).encode())
            got = b"".join(iter(lambda: connection.recv(65536), b""))
        first, _, rest = got.partition(b"\r\n")
        headers, _, text = rest.partition(b"\r\n\r\n")
        answer = Answer(
            int(first.split()[1]), message_from_bytes(headers), text.decode(errors="replace")
        )
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def open(self, address: str, method: str = "GET", **rest: str) -> Answer:
        answer = self.ask(method, address, **rest)
        while answer.status in {301, 302}:
            answer = self.ask(method, answer.place)
        return answer

    def press(self, opened: Answer) -> Answer:
        mark = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', opened.text)[-1]
        return self.ask("POST", "/link/", f"csrfmiddlewaretoken={mark}")


def written(address: str) -> list[str]:
    """In percent as browsers send it, and as it stands where the server takes that at all."""
    encoded = quote(address.partition("#")[0], safe="/?=%&:+,;@$!*'()~._-")
    return [encoded, address] if address.isascii() and "#" not in address else [encoded]


@pytest.fixture
def token(served: int, peer: Rater, round: Round, frank: Person) -> str:
    return invite(round, frank)[1].split("/")[2]


def test_every_damaged_link_leads_to_the_promise(served: int, token: str, peer: Rater) -> None:
    before = Invitation.objects.values().get()
    met = {}
    for damaged in DAMAGED:
        for address in written(damaged):
            browser = Browser(served)
            seen = [browser.open(address.replace("T", token), m) for m in ("HEAD", "GET", "GET")]
            pressed = browser.press(seen[-1])
            met[address] = [*(each.status for each in seen), pressed.status, pressed.place]
    right = [200, 200, 200, 302, page("answer_promise", peer)]
    assert {address: got for address, got in met.items() if got != right} == {}
    assert Invitation.objects.values().get() == before


def test_whatever_else_stands_there_gets_an_answer(served: int, token: str) -> None:
    met = {odd: Browser(served).open(f"/link/{quote(odd, safe='%/')}") for odd in ODD}
    assert {
        odd: got.status for odd, got in met.items() if got.status not in {200, 400, 404, 414}
    } == {}


def test_a_scanner_that_posts_without_cookies_changes_nothing(
    served: int, token: str, peer: Rater
) -> None:
    before = Invitation.objects.values().get()
    for address in (f"/link/{token}/", f"/link/{token}%E2%80%9D", "/link/"):
        for body in ("", "next=/answer/"):
            assert Browser(served).ask("POST", address, body).status == 403

    assert Invitation.objects.values().get() == before
    browser = Browser(served)
    assert browser.press(browser.open(f"/link/{token}/")).status == 302


@pytest.mark.parametrize("host", ["LOCALHOST", "localhost", "localhost."])
def test_a_host_in_other_letters_is_the_same(served: int, token: str, host: str) -> None:
    assert "Start" in Browser(served).open(f"/link/{token}/", host=host).text
