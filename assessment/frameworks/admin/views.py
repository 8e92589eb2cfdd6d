"""Pages of a framework beside Django's own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from assessment import access
from assessment.frameworks.admin.drafts import DraftAdmin, editor
from assessment.models import Framework

View = Callable[..., HttpResponse]


class FrameworkViews(DraftAdmin):
    def views(self) -> dict[str, View]:
        """The last part of the address, then what answers there."""
        return {}

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        own = [
            path(
                f"<uuid:framework_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"assessment_framework_{name}",
            )
            for name, view in self.views().items()
        ]
        return [*own, *super().get_urls()]

    def _page(
        self, request: HttpRequest, framework: Framework, template: str, **context: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": framework,
            **context,
        }
        return TemplateResponse(request, f"admin/assessment/framework/{template}.html", context)

    def _to(self, framework: Framework) -> HttpResponseRedirect:
        return HttpResponseRedirect(
            reverse("admin:assessment_framework_change", args=[framework.pk])
        )

    def _own(self, request: HttpRequest, framework_id: uuid.UUID) -> Framework:
        framework = access.get_framework(editor(request), framework_id)
        if not access.may_edit_framework(editor(request), framework):
            raise PermissionDenied
        return framework
