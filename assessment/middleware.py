"""What holds for every page: nobody on the way keeps a copy."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

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
