"""Error pages: in the look of the product, and saying what happened, what to do, what was kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from assessment.models import Round, User
from assessment.web import errors
from tests.cast import signed_in


def raising(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    view.login_required = False  # type: ignore[attr-defined]
    return view


def send(request: HttpRequest) -> HttpResponse:
    return HttpResponse(len(request.POST))


send.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("", include("config.urls")),
    path("test/400/", raising(SuspiciousOperation("forged"))),
    path("test/403/", raising(PermissionDenied("no"))),
    path("test/413/", raising(RequestDataTooBig("much"))),
    path("test/500/", raising(RuntimeError("a secret detail"))),
    path("test/send/", send),
    path("test/503/", raising(OperationalError("database is locked"))),
    path("answer/test/", raising(OperationalError("database is locked"))),
]
handler400 = "assessment.web.errors.bad_request"
handler403 = "assessment.web.errors.forbidden"
handler404 = "assessment.web.errors.not_found"
handler429 = "assessment.web.errors.too_many_requests"
handler500 = "assessment.web.errors.server_error"


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def heading(response: Any) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode()).group(1)  # type: ignore[union-attr]


@pytest.mark.urls("tests.web.test_errors")
@pytest.mark.django_db
class TestErrorPage:
    @pytest.mark.parametrize(
        ("code", "says"),
        [
            (400, "We could not read that request"),
            (403, "You cannot open this page"),
            (404, "Page not found"),
            (413, "That is too large to send"),
            (500, "Sorry, something went wrong"),
            (503, "The service is busy"),
        ],
    )
    def test_says_what_happened(self, client: Client, code: int, says: str) -> None:
        response = client.get(f"/test/{code}/")
        assert response.status_code == code
        assert heading(response) == says

    @pytest.mark.parametrize("code", [400, 403, 404, 413, 500, 503])
    def test_has_the_look_of_the_product(self, client: Client, code: int) -> None:
        body = client.get(f"/test/{code}/").content.decode()
        assert "css/product.css" in body
        assert 'id="main-content"' in body

    @pytest.mark.parametrize("code", [400, 403, 404, 413, 500, 503])
    def test_tells_what_was_kept(self, client: Client, code: int) -> None:
        body = client.get(f"/test/{code}/").content.decode()
        assert re.search("kept|Nothing was changed", body)

    @pytest.mark.parametrize("code", [403, 500, 503])
    def test_gives_no_detail_away(self, client: Client, code: int) -> None:
        body = client.get(f"/test/{code}/").content.decode()
        assert "secret" not in body
        assert "Error:" not in body

    def test_keeps_the_navigation_for_whoever_signed_in(self, alice: User) -> None:
        assert "Sign out" in signed_in(alice).get("/test/404/").content.decode()


@pytest.mark.urls("tests.web.test_errors")
class TestFault:
    def test_needs_no_database(self) -> None:
        # No `db` fixture: pytest-django refuses every query.
        page = errors.server_error(RequestFactory().get("/"))
        assert page.status_code == 500
        assert "Sorry, something went wrong" in page.content.decode()


class InTheWay(Exception):
    """As PostgreSQL tells of a lock."""

    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.urls("tests.web.test_errors")
@pytest.mark.django_db
class TestALock:
    def test_gives_typed_answers_back_to_be_sent_again(self, client: Client) -> None:
        page = client.post("/answer/test/", {"q-one": "4", "comment": "Clear & kind."})
        assert page.status_code == 503
        assert page["Retry-After"] == "5"
        body = page.content.decode()
        assert 'name="q-one" value="4"' in body
        assert 'name="comment" value="Clear &amp; kind."' in body
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)
        assert token is not None
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.cookies = page.cookies
        again = strict.post("/answer/test/", {"q-one": "4", "csrfmiddlewaretoken": token[1]})
        assert again.status_code == 503

    def test_gives_every_base_of_an_answer_back(self, client: Client) -> None:
        page = client.post("/answer/test/", {"q-one": "4", "base-q-one": ["", "3"]})
        body = page.content.decode()
        assert re.findall(r'name="base-q-one"(?: value="(\w*)")?', body) == ["", "3"]

    def test_gives_nothing_else_back(self, client: Client) -> None:
        page = client.post("/test/503/", {"password": "a secret"})
        assert "secret" not in page.content.decode()

    @pytest.mark.parametrize(
        ("sqlstate", "busy"), [("40P01", True), ("40001", True), ("55P03", True), ("08006", False)]
    )
    def test_is_told_apart_from_a_database_that_is_away(self, sqlstate: str, busy: bool) -> None:
        error = OperationalError("canceling statement")
        error.__cause__ = InTheWay(sqlstate)
        assert errors.is_database_busy(error) is busy


@pytest.mark.urls("tests.web.test_errors")
@pytest.mark.django_db
class TestTooLarge:
    def test_form_is_refused_with_the_limit(self, client: Client, settings: Any) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
        response = client.post("/test/send/", {"comment": "x" * 2000})
        assert response.status_code == 413
        assert "1.0\xa0KB" in response.content.decode()

    def test_number_of_fields_is_refused(self, client: Client, settings: Any) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
        response = client.post("/test/send/", {f"field{n}": "x" for n in range(9)})
        assert response.status_code == 413


@pytest.mark.django_db
class TestOldPage:
    def test_says_how_to_save_what_was_typed(self) -> None:
        response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
        assert response.status_code == 403
        assert heading(response) == "This page is too old to be sent"
        assert "copy a long comment" in response.content.decode()


@pytest.mark.django_db
class TestClosedRound:
    def test_names_the_round_and_whom_to_ask(self, open_round: Round) -> None:
        page = errors.gone(RequestFactory().get("/answer/"), round=open_round)
        body = page.content.decode()
        assert page.status_code == 410
        assert f"“{open_round.name}”" in body
        assert open_round.council.contact_email in body

    def test_can_do_without_the_round(self) -> None:
        page = errors.gone(RequestFactory().get("/answer/"))
        assert "no longer takes answers" in page.content.decode()


@pytest.mark.django_db
class TestTooManyAttempts:
    def test_to_sign_in_are_stopped(self, settings: Any) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
        client, sent = Client(), {"login": "x@example.com", "password": "wrong"}
        codes = [client.post("/accounts/login/", sent).status_code for _ in range(3)]
        assert codes == [200, 200, 429]

    def test_say_how_long_to_wait(self) -> None:
        page = errors.too_many_requests(RequestFactory().get("/"))
        assert page.status_code == 429
        assert "Wait five minutes" in page.content.decode()
