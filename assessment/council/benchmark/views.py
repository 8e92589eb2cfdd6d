"""What a council gives and gets by taking part in the benchmark, and HR's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment import access
from assessment.council.benchmark import selectors, services
from assessment.permissions import Permission
from assessment.web.common import account, attempt, author

if TYPE_CHECKING:
    from assessment.models import Council


def _council(request: HttpRequest) -> Council:
    return access.get_council(account(request), Permission.PROTECT_DATA)


@require_safe
def benchmark_page(request: HttpRequest) -> HttpResponse:
    """The terms, whether the council takes part, and the benchmarks in which it did."""
    council = _council(request)
    context = {
        "council": council,
        "limits": selectors.limits(),
        "next_year": timezone.localdate().year,
        "years": [(each, selectors.tables_of(each.year)) for each in selectors.years_of(council)],
    }
    return render(request, "council/benchmark.html", context)


@require_POST
def benchmark_join(request: HttpRequest) -> HttpResponse:
    council = _council(request)
    attempt(
        request,
        lambda: services.join_benchmark(council=council, **author(request)),
        done=_("Your council takes part in the benchmark."),
    )
    return redirect("benchmark")


@require_POST
def benchmark_leave(request: HttpRequest) -> HttpResponse:
    council = _council(request)
    attempt(
        request,
        lambda: services.leave_benchmark(council=council, **author(request)),
        done=_("Your council takes part in the benchmark no longer."),
    )
    return redirect("benchmark")
