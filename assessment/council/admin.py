"""The rules by which a council's picture is read, for whoever edits what they look at."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _

from assessment import access
from assessment.council.selectors.rules import rules_without_keys
from assessment.council.words import rules_in_words
from assessment.frameworks.admin.drafts import editor
from assessment.frameworks.admin.views import FrameworkViews, View


class FrameworkReadings(FrameworkViews):
    def views(self) -> dict[str, View]:
        return super().views() | {"readings": self.readings_view}

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        return [
            path(
                "readings/",
                self.admin_site.admin_view(self.readings_list_view),
                name="assessment_framework_readings_list",
            ),
            *super().get_urls(),
        ]

    def readings_list_view(self, request: HttpRequest) -> HttpResponse:
        """Every rule, whatever the framework."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Readings of a council’s picture"),
            "rules": rules_in_words(),
        }
        return TemplateResponse(request, "admin/assessment/framework/readings.html", context)

    def readings_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        """The same beside a framework: which of them it gives nothing to read."""
        framework = access.get_judged_framework(editor(request), framework_id)
        return self._page(
            request,
            framework,
            "readings",
            title=_("Readings of a council’s picture with %s") % framework,
            rules=rules_in_words(rules_without_keys(framework)),
        )
