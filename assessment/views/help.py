"""Help, and the statements that the law asks for: open to everybody."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(request, "index")


@login_not_required
@require_safe
def participants(request: HttpRequest) -> HttpResponse:
    return _page(request, "participants")


@login_not_required
@require_safe
def raters(request: HttpRequest) -> HttpResponse:
    return _page(request, "raters")


@login_not_required
@require_safe
def hr(request: HttpRequest) -> HttpResponse:
    return _page(request, "hr")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "privacy")


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    return _page(request, "cookies")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(request, "accessibility")


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"help/{name}.html", context)
