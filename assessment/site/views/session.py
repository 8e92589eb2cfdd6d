"""How long the session lasts, for the script that warns of its end; and the page after it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from assessment.web import sessions


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """The seconds that are left. To send the form is to use the session; to ask is not."""
    return JsonResponse({"seconds": sessions.seconds_left(request)})


@login_not_required
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Where signing out leads: what this device had kept of answers is forgotten there."""
    return render(request, "account/signed_out.html")
