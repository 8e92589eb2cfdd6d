"""A report on the page and as PDF, for whoever the door lets in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import cast

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessment import access, languages
from assessment.release.selectors.results import earlier_goals, goals_of
from assessment.release.services.downloads import keep_goals, record_reading
from reports import bundles, exports, services
from reports.content import Edition
from reports.forms import GoalsForm, form_about, goal_forms
from reports.models import Sheet
from reports.progress import bundle_progress, hand_out_bundle

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _user(request: HttpRequest) -> access.User:
    """Whoever signed in; the middleware lets nobody else in here."""
    return cast("access.User", request.user)


@require_safe
def page(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report as a web page: the same content as the PDF."""
    user = _user(request)
    report = access.get_report(user, report_id)
    record_reading(report=report, by=user, at=timezone.now())
    own = access.is_about(report, user)
    language = languages.request_language(request)
    texts = services.texts_of(report, language)
    context = {
        "content": services.content_of(report, texts, language, goals=own),
        "own": own,
        "terms": languages.ForeignTerms(texts.voices),
        "pdf_languages": _pdf_languages(report, language),
        "report": report,
        "council": report.council,
    }
    return render(request, "reports/page.html", context)


def _pdf_languages(report: access.Report, language: str) -> list[tuple[str, str]]:
    """The other languages that there is a PDF in: code, and name in the language itself."""
    others = [code for code in services.languages_of(report) if code != language]
    return [(code, languages.own_name(code)) for code in others]


@require_safe
def download(
    request: HttpRequest, report_id: uuid.UUID, edition: Edition = Edition.READING
) -> HttpResponse:
    """The report as a PDF file, in the language of whoever asks or in the one asked for."""
    user = _user(request)
    report = access.get_report(user, report_id)
    language = languages.known(request.GET.get("lang")) or languages.request_language(request)
    document = services.download(
        report=report, by=user, at=timezone.now(), language=language, edition=edition
    )
    response = HttpResponse(document.body, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, document.name) or ""
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The participant's goals: up to three, theirs to change.

    `?skill=` names the skill of the report that the next one is to be about.
    """
    user = _user(request)
    report = access.get_own_report(user, report_id)
    language = languages.request_language(request)
    texts = services.texts_of(report, language)
    skills = services.skills_of(texts)
    chosen = request.GET.get("skill", "")
    chosen = chosen if chosen in dict(skills) else ""
    data = request.POST if request.method == "POST" else None
    forms = goal_forms(data, goals_of(report), skills, chosen)
    if request.method == "POST" and all(form.is_valid() for form in forms):
        kept = [form.goal for form in forms if form.goal]
        keep_goals(report=report, goals=kept, by=user, at=timezone.now())
        messages.success(request, _("Your goals are saved."))
        return redirect("report_page", report.pk)
    offered = services.offered_goals(report, texts, language)
    context = {
        "report": report,
        "council": report.council,
        "forms": forms,
        "most_goals": apnumber(len(forms)),
        "form": GoalsForm(forms, offered),
        "chosen": dict(skills).get(chosen, ""),
        "begun": form_about(chosen, forms) if chosen else None,
        "earlier": earlier_goals(report, language),
        "terms": languages.ForeignTerms(texts.voices),
    }
    return render(request, "reports/goals.html", context)


@require_safe
def results(request: HttpRequest, released_round_id: uuid.UUID, kind: str) -> HttpResponseBase:
    """All figures or comments of a round as a file; whoever comes too early sees how far it is."""
    round = _released_round(request, released_round_id)
    file = exports.hand_out_sheet(
        round=round,
        kind=kind,
        language=languages.request_language(request),
        by=_user(request),
        at=timezone.now(),
    )
    if file is None:
        return redirect(f"round_{kind}", round.pk)
    made = Sheet.Kind(kind)
    what = "comments-confidential" if made.has_comments else "results"
    name = services.file_name(what, round.name, made.ending)
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[made.ending])


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, released_round_id: uuid.UUID, kind: str) -> HttpResponse:
    """How far the spreadsheet of a large round is; a post has it made in the reader's language."""
    round = _released_round(request, released_round_id)
    language, now = languages.request_language(request), timezone.now()
    if request.method == "POST":
        exports.request_sheet(round=round, kind=kind, language=language, at=now)
        return redirect(f"round_{kind}", round.pk)
    context = {
        "round": round,
        "kind": Sheet.Kind(kind).label,
        "has_comments": Sheet.Kind(kind).has_comments,
        "file_url": reverse(f"round_results_{kind}", args=[round.pk]),
        "progress": exports.sheet_progress(round.pk, kind, language, now),
    }
    return render(request, "reports/sheet.html", context)


def _stream(body: Iterator[bytes], name: str, kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, released_round_id: uuid.UUID) -> HttpResponse:
    """How far the ZIP of all reports is; a post has it made."""
    round = _released_round(request, released_round_id)
    if request.method == "POST":
        bundles.request_bundle(round=round, by=_user(request), at=timezone.now())
        return redirect("round_bundle", round.pk)
    context = {
        "round": round,
        "count": services.report_count(round.pk),
        "progress": bundle_progress(round.pk, timezone.now()),
    }
    return render(request, "reports/bundle.html", context)


@require_safe
def bundle_zip(
    request: HttpRequest, released_round_id: uuid.UUID
) -> HttpResponse | StreamingHttpResponse:
    """The ZIP, streamed; whoever comes before it is ready sees how far it is."""
    round = _released_round(request, released_round_id)
    pieces = hand_out_bundle(round=round, by=_user(request), at=timezone.now())
    if pieces is None:
        return redirect("round_bundle", round.pk)
    return _stream(pieces, services.file_name("reports", round.name, "zip"), "application/zip")


def _released_round(request: HttpRequest, round_id: uuid.UUID) -> access.Round:
    """For HR alone; there is nothing to have before the release."""
    round = access.get_round_of_reports(_user(request), round_id)
    if not round.is_released:
        raise Http404
    return round
