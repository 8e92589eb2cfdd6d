"""A report on the page and as PDF, for whoever the door lets in."""

from __future__ import annotations

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessment import access
from reports import services


def _user(request: HttpRequest) -> access.User:
    """Whoever signed in; the middleware lets nobody else in here."""
    return cast("access.User", request.user)


@require_safe
@never_cache
def page(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report as a web page: the same content as the PDF."""
    report = access.get_report(_user(request), report_id)
    context = {
        "content": services.content_of(report),
        "report": report,
        "council": report.council,
    }
    return render(request, "reports/page.html", context)


@require_safe
@never_cache
def download(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report as a PDF file."""
    user = _user(request)
    report = access.get_report(user, report_id)
    document = services.download(report=report, by=user, at=timezone.now())
    response = HttpResponse(document.body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{document.name}"'
    return response
