"""Error pages in the look of the product: what happened, what to do, what was kept."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, _TOO_LARGE):
        return too_large(request)
    return render(request, "errors/400.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    return longer_than(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def longer_than(request: HttpRequest, limit: int) -> HttpResponse:
    context = {"limit": limit}
    return render(request, "errors/413.html", context, status=413)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def gone(request: HttpRequest, **context: Any) -> HttpResponse:
    """For a round that takes no more answers; `round` in the context names it and its council."""
    return render(request, "errors/410.html", context, status=410)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: the session, the account and their database may be what failed."""
    page = render_to_string("errors/500.html", {"product_name": settings.PRODUCT_NAME})
    return HttpResponse(page, status=500)
