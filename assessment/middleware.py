"""What holds for every page: its language, and that nobody on the way keeps a copy."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from assessment import languages

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def keep_no_copies(get_response: GetResponse) -> GetResponse:
    """A page that does not say itself how it may be kept is personal.

    Without this a browser's back button, on a shared computer, shows a report after signing out.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


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
        wanted = languages.spoken(request) if languages.with_catalogue() else ""
        with translation.override(languages.interface(wanted)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", str(translation.get_language()))
        return response

    return middleware
