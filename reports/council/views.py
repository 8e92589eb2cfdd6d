"""A council report on the page and as files, for HR who may open every report of the round."""

from __future__ import annotations

import uuid
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from assessment import access, languages
from assessment.release.services.downloads import record_council_reading
from reports.council import services

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _user(request: HttpRequest) -> access.User:
    """Whoever signed in; the middleware lets nobody else in here."""
    return cast("access.User", request.user)


@require_safe
def page(request: HttpRequest, released_round_id: uuid.UUID) -> HttpResponse:
    """The report as a web page: the same content as the files."""
    user, language = _user(request), languages.request_language(request)
    round = access.get_round_of_reports(user, released_round_id)
    about = services.released_council(round, user, language)
    if about is None:
        if not round.is_released:
            raise Http404
        return render(request, "reports/council/gone.html", {"round": round})
    record_council_reading(round=round, by=user, at=timezone.now())
    others = [code for code in services.languages_of_round(round) if code != language]
    context = {
        "content": services.content_of_council(about, language),
        "round": round,
        "council": round.council,
        "terms": languages.ForeignTerms(about.told.framework.voices),
        "plans": access.may_see_plan(user, round) and bool(about.readings),
        "pdf_languages": [(code, languages.own_name(code)) for code in others],
    }
    return render(request, "reports/council/page.html", context)


@require_safe
def file(request: HttpRequest, released_round_id: uuid.UUID, kind: str) -> HttpResponse:
    """The report as a file, in the language of whoever asks or in the one asked for."""
    user = _user(request)
    round = access.get_round_of_reports(user, released_round_id)
    language = languages.known(request.GET.get("lang")) or languages.request_language(request)
    document = services.download_council(
        round=round, kind=kind, by=user, at=timezone.now(), language=language
    )
    if document is None:
        raise Http404
    response = HttpResponse(document.body, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, document.name) or ""
    return response
