"""What somebody sends is bounded by who sends it and where, before anything reads it."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from assessment.answering.changes import COMMENT_MAX
from assessment.frameworks.services.files import MOST_BYTES
from assessment.models import Council, Framework, User
from assessment.spreadsheets import MAX_FILE_BYTES
from assessment.web import middleware
from config.asgi import limit_body
from tests.cast import make_round, signed_in

MEGABYTE = 1024 * 1024
STRANGERS, UPLOADS = settings.BODY_MAX_BYTES_OF_STRANGERS, settings.BODY_MAX_BYTES_OF_UPLOADS


def file_of(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", b"x" * size)


@pytest.mark.django_db
class TestAStranger:
    @pytest.mark.parametrize("url", ["/", "/accounts/login/", "/link/", "/nowhere/", "/admin/"])
    def test_sends_no_file_to_any_address(self, url: str) -> None:
        response = Client(enforce_csrf_checks=True).post(url, {"file": file_of(STRANGERS)})
        assert response.status_code == 413
        assert "256.0\xa0KB" in response.content.decode()

    def test_sends_no_file_where_hr_does(self, alice_round: Any) -> None:
        url = reverse("people_import", args=[alice_round.pk])
        assert Client().post(url, {"file": file_of(STRANGERS)}).status_code == 413

    def test_sends_a_page_of_answers_with_the_longest_comment(self) -> None:
        sent = {f"q-{n}": "not-observed" for n in range(60)}
        sent["comment"] = "\U0001f600" * COMMENT_MAX
        response = Client().post("/accounts/login/", sent)
        assert response.status_code == 200

    @pytest.mark.parametrize("stated", ["", "no number", "-5"])
    def test_who_states_no_length_is_taken_to_send_nothing(self, stated: str) -> None:
        request = RequestFactory().post("/accounts/login/", {"login": "x"})
        request.META["CONTENT_LENGTH"] = stated
        assert middleware._stated_length(request) == 0


@pytest.fixture
def alice_round(ashford: Council, framework: Framework, alice: User) -> Any:
    return make_round(ashford, framework, by=alice)


@pytest.mark.django_db
class TestAnAccount:
    def test_sends_a_spreadsheet_where_it_goes(self, alice: User, alice_round: Any) -> None:
        url = reverse("people_import", args=[alice_round.pk])
        response = signed_in(alice).post(url, {"file": file_of(5 * MEGABYTE)})
        assert response.status_code == 200
        assert "quotation mark" in response.content.decode()

    def test_is_told_of_one_that_is_too_large(self, alice: User, alice_round: Any) -> None:
        url = reverse("people_import", args=[alice_round.pk])
        response = signed_in(alice).post(url, {"file": file_of(UPLOADS)})
        assert response.status_code == 413
        assert "spreadsheet" in response.content.decode()

    def test_sends_no_file_elsewhere(self, alice: User) -> None:
        response = signed_in(alice).post(reverse("round_list"), {"file": file_of(3 * MEGABYTE)})
        assert response.status_code == 413

    def test_may_send_more_than_a_stranger(self, alice: User) -> None:
        response = signed_in(alice).post(reverse("round_list"), {"file": file_of(MEGABYTE)})
        assert response.status_code != 413


class TestTheAddressesOfFiles:
    def test_are_addresses(self) -> None:
        names = {str(name) for name in get_resolver().reverse_dict} | {
            f"admin:{name}" for name in get_resolver().namespace_dict["admin"][1].reverse_dict
        }
        assert names >= middleware.UPLOADS

    def test_take_the_largest_file_that_the_readers_take(self) -> None:
        assert UPLOADS > MAX_FILE_BYTES > MOST_BYTES > STRANGERS


class TestTheDoorForAsgi:
    def test_hangs_up_on_an_endless_body(self) -> None:
        taken: list[dict[str, Any]] = []

        async def endless() -> dict[str, Any]:
            return {"type": "http.request", "body": b"x" * MEGABYTE, "more_body": True}

        async def read_all(scope: Any, receive: Any, send: Any) -> None:
            while (message := await receive())["type"] == "http.request":
                taken.append(message)

        door = limit_body(read_all, UPLOADS)({}, endless, None)
        with ThreadPoolExecutor(1) as elsewhere:  # in this thread the browser's own loop may run
            elsewhere.submit(asyncio.run, door).result()
        assert len(taken) == UPLOADS // MEGABYTE


def post(port: int, megabytes: int, folder: Path) -> tuple[bytes, int, int]:
    """Send a file as a stranger: the answer's first line, bytes sent, most bytes in the folder."""
    head = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="f.xlsx"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n"
    )
    length = len(head) + megabytes * MEGABYTE + len(b"\r\n--edge--\r\n")
    sent = spooled = 0
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(
            b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
            # Else Django refuses the request without looking for the form's mark in its body.
            b"Referer: https://127.0.0.1/\r\nCookie: csrftoken=%b\r\n"
            b"Content-Type: multipart/form-data; boundary=edge\r\n"
            b"Content-Length: %d\r\n\r\n" % (b"x" * 32, length) + head
        )
        try:
            for _each in range(megabytes * 16):
                connection.sendall(b"x" * (MEGABYTE // 16))
                sent += MEGABYTE // 16
                spooled = max(spooled, sum(f.stat().st_size for f in folder.glob("*.upload*")))
            connection.sendall(b"\r\n--edge--\r\n")
        except OSError:
            pass  # hung up on
        try:
            answer = connection.recv(4096).partition(b"\r\n")[0]
        except OSError:
            answer = b"hung up"
    return answer, sent, spooled


class TestAServer:
    def test_keeps_nothing_of_what_a_stranger_sends(self, served: int, tmp_path: Path) -> None:
        answer, sent, spooled = post(served, 64, tmp_path)
        assert answer.startswith(b"HTTP/1.1 413 ") or answer == b"hung up"
        assert (sent < 32 * MEGABYTE, spooled) == (True, 0)

    def test_answers_a_stranger_who_sends_a_little_too_much(
        self, served: int, tmp_path: Path
    ) -> None:
        answer, _sent, spooled = post(served, 1, tmp_path)
        assert (answer.split()[1], spooled) == (b"413", 0)
