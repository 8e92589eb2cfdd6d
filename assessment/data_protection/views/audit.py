"""The audit trail of a council: who did what, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessment import access
from assessment.data_protection.forms import AuditSearchForm
from assessment.data_protection.selectors import audit
from assessment.permissions import Permission
from assessment.rounds.selectors.rounds import has_own_part
from assessment.web.common import account, get_or_post, paginate
from assessment.web.downloads import csv_file
from assessment.web.searches import keep_search, kept_search

if TYPE_CHECKING:
    from assessment.models import Council

KEPT = "audit_search"
COLUMNS = [
    gettext_lazy("When"),
    gettext_lazy("Action"),
    gettext_lazy("Code of the action"),
    gettext_lazy("Done by"),
    gettext_lazy("Done to"),
    gettext_lazy("Kind"),
    gettext_lazy("Id"),
    gettext_lazy("Detail"),
]
CHUNK = 500  # events that a download holds in memory


def _council(request: HttpRequest) -> Council:
    return access.get_council(account(request), Permission.READ_AUDIT)


@get_or_post
def audit_page(request: HttpRequest) -> HttpResponse:
    council = _council(request)
    if request.method == "POST":
        keep_search(request, KEPT)
        return redirect("audit")
    form = _form(request, council)
    page = paginate(request, audit.find_events(council, _search(form), account(request)))
    context = {
        "council": council,
        "form": form,
        "page": page,
        "lines": audit.audit_lines(page.object_list),
        "query": "",
        "has_own_part": has_own_part(account(request)),
    }
    return render(request, "data_protection/audit.html", context)


@require_safe
def audit_csv(request: HttpRequest) -> Any:
    """Every event that the search finds."""
    council = _council(request)
    search = _search(_form(request, council))
    events = audit.find_events(council, search, account(request))
    return csv_file("audit-trail", [str(name) for name in COLUMNS], _rows(events))


def _rows(events: Any) -> Iterator[list[Any]]:
    for page in Paginator(events, CHUNK):
        for line in audit.audit_lines(page.object_list):
            yield [
                _when(line),
                line.action,
                line.code,
                line.by,
                line.subject,
                line.subject_type,
                line.subject_id,
                _detail(line),
            ]


def _when(line: audit.AuditLine) -> str:
    if line.day_alone:
        return localdate(line.at).isoformat()
    return line.at.isoformat(timespec="seconds")


def _detail(line: audit.AuditLine) -> str:
    return "; ".join(f"{name}: {value}" for name, value in line.detail.items())


def _form(request: HttpRequest, council: Council) -> AuditSearchForm:
    actions = audit.actions(council, account(request))
    return AuditSearchForm(kept_search(request, KEPT), actions=actions)


def _search(form: AuditSearchForm) -> audit.Search:
    """What is wrong in the form narrows nothing; the page says what is wrong."""
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    return audit.Search(**{name: value for name, value in given.items() if value})
