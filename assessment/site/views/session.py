"""How long the session lasts, for the script that warns of its end."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessment.web import sessions


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """The seconds that are left. To send the form is to use the session; to ask is not."""
    return JsonResponse({"seconds": sessions.seconds_left(request)})
