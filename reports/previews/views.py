"""Previews for framework editors. Nothing is written, and no report of a person is read."""

from __future__ import annotations

import uuid
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessment import access, languages
from reports.previews import services
from reports.services import Document


def _user(request: HttpRequest) -> access.User:
    """Whoever signed in; the middleware lets nobody else in here."""
    return cast("access.User", request.user)


@require_safe
def report(request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
    """A sample report as a page; back to the preview while the draft lacks something."""
    framework = access.get_framework(_user(request), framework_id)
    language = languages.request_language(request)
    made_up = services.sample(framework, timezone.localdate(), language)
    if made_up is None:
        return redirect("framework_preview", framework.pk)
    context = {
        "content": services.sample_content(made_up, language),
        "framework": framework,
        "terms": languages.ForeignTerms(made_up.framework.voices),
    }
    return render(request, "reports/sample.html", context)


@require_safe
def report_pdf(request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
    """The same as PDF, with its watermark."""
    framework = access.get_framework(_user(request), framework_id)
    language = languages.request_language(request)
    made_up = services.sample(framework, timezone.localdate(), language)
    if made_up is None:
        return redirect("framework_preview", framework.pk)
    return _file(services.sample_pdf(made_up, language))


@require_safe
def questionnaire(request: HttpRequest, framework_id: uuid.UUID, whose: str) -> HttpResponse:
    """The questionnaire to print and fill in by hand, for raters or for participants."""
    framework = access.get_framework(_user(request), framework_id)
    if whose not in services.WHOSE:
        raise Http404
    return _file(
        services.blank(
            framework,
            group="" if whose == "others" else whose,
            day=timezone.localdate(),
            language=languages.request_language(request),
        )
    )


def _file(document: Document) -> HttpResponse:
    response = HttpResponse(document.body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{document.name}"'
    return response
