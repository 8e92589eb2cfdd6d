"""How good a framework's questions are: a page, and the same as a workbook."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _

from assessment import access
from assessment.frameworks.admin.drafts import editor
from assessment.frameworks.admin.views import FrameworkViews, View
from assessment.quality import selectors
from assessment.quality import services as instrument
from assessment.quality.sheet import reading_workbook
from assessment.web.common import attempt, author

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FrameworkQuality(FrameworkViews):
    def views(self) -> dict[str, View]:
        return super().views() | {"quality": self.quality_view}

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        wrap = self.admin_site.admin_view
        name = "assessment_framework_quality"
        return [
            path("quality/", wrap(self.quality_list_view), name=f"{name}_list"),
            path(
                "<uuid:framework_id>/quality.xlsx",
                wrap(self.quality_file_view),
                name=f"{name}_xlsx",
            ),
            *super().get_urls(),
        ]

    def quality_list_view(self, request: HttpRequest) -> HttpResponse:
        """Every framework that can be judged, for an operator who edits none."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Quality of the questions"),
            "frameworks": selectors.used_frameworks(access.judged_frameworks(editor(request))),
        }
        return TemplateResponse(request, "admin/assessment/framework/quality_list.html", context)

    def quality_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        user = editor(request)
        framework = access.get_judged_framework(user, framework_id)
        council = access.judged_council(user)
        if request.method == "POST":
            attempt(
                request,
                lambda: instrument.take_reading(
                    framework=framework, council=council, **author(request)
                ),
                done=_("The figures are worked out anew."),
            )
            return HttpResponseRedirect(
                reverse("admin:assessment_framework_quality", args=[framework.pk])
            )
        return self._page(
            request,
            framework,
            "quality",
            title=_("Quality of the questions of %s") % framework,
            council=council,
            reading=selectors.latest(framework, council, user),
            not_shown=selectors.why_not_shown() if selectors.known_from_within(user) else "",
            minimum=selectors.MINIMUM,
            ratings=selectors.RATINGS,
        )

    def quality_file_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        user = editor(request)
        framework = access.get_judged_framework(user, framework_id)
        reading = selectors.latest(framework, access.judged_council(user), user)
        if reading is None:
            raise Http404
        name = f"quality-{framework.key}-{framework.version}".replace(" ", "-")
        safe = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "-" for c in name)
        return HttpResponse(
            reading_workbook(reading),
            headers={
                "Content-Type": XLSX,
                "Content-Disposition": f'attachment; filename="{safe}.xlsx"',
            },
        )
