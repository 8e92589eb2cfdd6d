"""Error pages in the look of the product: what happened, what to do, what was kept."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from assessment.access import SeparateDuty

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
SEND_AGAIN = "send-again"
"""The name of the button of a page that hands a form back to be sent after signing in."""
# PostgreSQL's deadlock, serialization failure, and a lock that was not to be had
_IN_THE_WAY = {"40P01", "40001", "55P03"}
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
    if isinstance(exception, SeparateDuty):
        return render(request, "errors/separate_duty.html", {"why": str(exception)}, status=403)
    return render(request, "errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What was posted comes back where a page of ours sent it: signing in makes every page old.

    From elsewhere nothing does, or a forged form would be one press away from being sent.
    """
    context = {"posted": posted_fields(request) if _is_from_here(request) else []}
    return render(request, "errors/csrf.html", context, status=403)


def _is_from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def is_sent_again(request: HttpRequest) -> bool:
    """Whether a page of ours handed this form back, and the browser itself says that it is ours.

    Signing in has made that page's token old since it was shown, as the page knew that it would.
    """
    if request.headers.get("Sec-Fetch-Site") != "same-origin" or not _is_from_here(request):
        return False
    return SEND_AGAIN in request.POST


def signed_out(request: HttpRequest, posted: list[tuple[str, str]]) -> HttpResponse:
    """For a form that was sent after the session had ended."""
    context = {"posted": posted, "files": bool(request.FILES)}
    return render(request, "errors/signed_out.html", context, status=403)


def posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What can be handed back in a form: nothing where a password is among it."""
    found = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    if any("password" in name for name, _value in found):
        return []
    return [(name, value) for name, value in found if name not in (_TOKEN, SEND_AGAIN)]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def gone(request: HttpRequest, **context: Any) -> HttpResponse:
    """For a round that takes no more answers; `round` in the context names it and its council."""
    return render(request, "errors/410.html", context, status=410)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: the session, the account and their database may be what failed."""
    if is_database_busy(sys.exc_info()[1]):
        return busy(request)
    page = render_to_string("errors/500.html", {"product_name": settings.PRODUCT_NAME})
    return HttpResponse(page, status=500)


def is_database_busy(error: BaseException | None) -> bool:
    """Whether somebody else's write stood in the way, so that the same request may succeed now."""
    if not isinstance(error, OperationalError):
        return False
    return "locked" in str(error) or getattr(error.__cause__, "sqlstate", "") in _IN_THE_WAY


def busy(request: HttpRequest) -> HttpResponse:
    """Answers that were posted come back in a form that can be sent once more."""
    of_answers = request.path.startswith("/answer/")
    context = {
        "product_name": settings.PRODUCT_NAME,
        "posted": posted_fields(request) if of_answers else [],
        "csrf_token": get_token(request),
    }
    page = render_to_string("errors/503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": "5"})
