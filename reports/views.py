"""A report on the page and as PDF, for whoever the door lets in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessment import access
from assessment.services.reports import record_export
from reports import services, sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


@require_safe
@never_cache
def results_csv(request: HttpRequest, released_round_id: uuid.UUID) -> StreamingHttpResponse:
    """Every released figure of a round as CSV, streamed."""
    round = _released_round(request, released_round_id, "csv")
    rows = sheets.csv_rows(round.pk, round.min_group_size)
    return _stream(rows, services.sheet_name(round.name, "csv"), "text/csv; charset=utf-8")


@require_safe
@never_cache
def results_xlsx(request: HttpRequest, released_round_id: uuid.UUID) -> StreamingHttpResponse:
    """Every released figure of a round as a workbook."""
    round = _released_round(request, released_round_id, "xlsx")
    pieces = sheets.xlsx_chunks(round.pk, round.min_group_size)
    return _stream(pieces, services.sheet_name(round.name, "xlsx"), XLSX)


def _stream(body: Iterator[str] | Iterator[bytes], name: str, kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _released_round(request: HttpRequest, round_id: uuid.UUID, kind: str) -> access.Round:
    """For HR alone; there is nothing to have before the release."""
    user = _user(request)
    round = access.get_round(user, round_id, access.Permission.READ_REPORTS)
    if not round.is_released:
        raise Http404
    record_export(round=round, kind=kind, by=user, at=timezone.now())
    return round
