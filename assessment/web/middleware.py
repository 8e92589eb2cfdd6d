"""What holds for every page: its language, that nobody keeps a copy, and what may be sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from assessment import languages
from assessment.web import errors, sessions

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def keep_no_copies(get_response: GetResponse) -> GetResponse:
    """A page that does not say itself how it may be kept is personal.

    Without this a browser's back button, on a shared computer, shows a report after signing out.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        return response

    return middleware


def prolong_sessions(get_response: GetResponse) -> GetResponse:
    """A session that is used lasts as long again; see web/sessions.py."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.session.in_use = sessions.is_use(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


class TakeWhatIsSentAgain:
    """Lets the check against forged forms, which comes next, pass a form that was handed back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if request.method == "POST" and errors.is_sent_again(request):
            request.csrf_processing_done = True  # type: ignore[attr-defined]


class RequireSignIn(LoginRequiredMiddleware):
    """Django's own, but whoever was here before and sends a form gets it back."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        posted = errors.posted_fields(request) if request.COOKIES else []
        if posted:
            return errors.signed_out(request, posted)
        return super().handle_no_permission(request, view_func)


def refuse_nul(get_response: GetResponse) -> GetResponse:
    """No address of ours has a NUL in it, and PostgreSQL takes none: a bad request.

    What is sent in a form is looked at by its fields.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware


def speak(get_response: GetResponse) -> GetResponse:
    """Show the interface in the language of whoever came, as far as there is a catalogue.

    Where there is none for any language, nobody needs to be asked who they are.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        wanted = languages.request_language(request) if languages.with_catalogue() else ""
        with translation.override(languages.interface(wanted)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", str(translation.get_language()))
        return response

    return middleware


UPLOADS = {"people_import", "admin:assessment_framework_import"}
"""The addresses that take a file, from whoever signed in."""
# Of a body that is refused, so much is read and thrown away: a browser that is still sending
# when the connection closes shows its own error instead of the page.
_THROWN_AWAY = 4


def bound_bodies(get_response: GetResponse) -> GetResponse:
    """Refuse a body that is too long for who sends it and where, before anything reads it.

    The first to read one would be the check against forged forms, long before anybody asks who
    came. A body without a length is read by nobody: to Django it is empty.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = _stated_length(request)
        if length <= settings.BODY_MAX_BYTES_OF_STRANGERS:
            return get_response(request)
        limit = _limit(request)
        if length <= limit:
            return get_response(request)
        if length <= limit * _THROWN_AWAY:
            while request.read(64 * 1024):
                pass
        return errors.longer_than(request, limit)

    return middleware


def _stated_length(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isdecimal() else 0


def _limit(request: HttpRequest) -> int:
    """In bytes: a stranger sends a page of answers, an account forms, and files where they go."""
    if not request.user.is_authenticated:
        return int(settings.BODY_MAX_BYTES_OF_STRANGERS)
    try:
        takes_files = resolve(request.path_info).view_name in UPLOADS
    except Resolver404:
        takes_files = False
    if takes_files:
        return int(settings.BODY_MAX_BYTES_OF_UPLOADS)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
