"""The operator makes the benchmark of a year, and reads what every council reads of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.council.benchmark import selectors, services
from assessment.permissions import Permission
from assessment.web.admin import AuditedAdmin
from assessment.web.common import attempt, author


class BenchmarkAdmin(AuditedAdmin):
    """One page: what can be made, and what was. Nothing is edited."""

    permission = Permission.OPERATE_SERVICE

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        wrap, name = self.admin_site.admin_view, "assessment_benchmarkyear"
        return [
            path("", wrap(self.years_view), name=f"{name}_changelist"),
            path("<int:year>/make/", wrap(self.make_view), name=f"{name}_make"),
        ]

    def years_view(self, request: HttpRequest) -> HttpResponse:
        """The benchmarks there are, and whether that of the year which ended can be made."""
        self._require(request)
        years = [(year, selectors.tables_of(year)) for year in selectors.years_made()]
        return self._page(request, "years", title=_("Benchmark"), years=years)

    def make_view(self, request: HttpRequest, year: int) -> HttpResponse:
        """Asks once more, with how many councils take part."""
        self._require(request)
        if request.method == "POST":
            attempt(
                request,
                lambda: services.make_benchmark(year=year, **author(request)),
                done=_("The benchmark is made. It never changes."),
            )
            return HttpResponseRedirect(reverse("admin:assessment_benchmarkyear_changelist"))
        title = _("Make the benchmark of {year}").format(year=year)
        return self._page(request, "make", title=title, year=year)

    def _require(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, name: str, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "preview": selectors.preview(selectors.year_over(timezone.now())),
            "fewest": selectors.FEWEST,
            **more,
        }
        return TemplateResponse(request, f"admin/assessment/benchmarkyear/{name}.html", context)
