"""The switch of the language, on every page; what somebody chose stays chosen."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from assessment import languages
from assessment.answering.views import visits
from assessment.web import language_choice as services
from assessment.web.common import account


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the language for whoever came, then back to the page."""
    language = languages.known(request.POST.get("language"))
    if not language:
        return HttpResponseBadRequest()
    response = redirect(_next(request))
    visitor = visits.visitor_of(request)
    if visitor is not None:
        visits.choose_language(request, visitor, language)
    elif request.user.is_authenticated:
        services.choose(user=account(request), language=language, at=timezone.now())
    else:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else "/"
