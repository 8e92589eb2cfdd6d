"""The council's colour, as a file: a strict Content-Security-Policy allows no style on the page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessment.components.brand import stylesheet


@login_not_required
@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def brand(request: HttpRequest, colour: str) -> HttpResponse:
    """The address is the content: the same colour is the same stylesheet for ever."""
    return HttpResponse(stylesheet(f"#{colour}"), content_type="text/css; charset=utf-8")
