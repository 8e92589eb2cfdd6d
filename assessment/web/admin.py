"""What every page of the admin shares: the permission table, the audit trail, and 404."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, cast

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import DataError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessment import audit, history
from assessment.models import Action, Council
from assessment.permissions import Permission, has_permission


class AuditedAdmin(admin.ModelAdmin):
    """A model behind one permission; whatever is saved here becomes an audit event."""

    permission: ClassVar[Permission]
    object_history_template = "admin/history.html"

    def _may(self, request: HttpRequest) -> bool:
        return has_permission(request.user, self.permission)  # type: ignore[arg-type]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without Django's deletion of many at once: each deletion is looked at by itself."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """A number that no column holds is a wrong filter like any other: the list comes whole."""
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, DataError) as beyond:
            raise IncorrectLookupParameters from beyond

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> NoReturn:
        # A stranger learns nothing; Django would tell them the id on the start page.
        raise Http404

    # --- the audit trail instead of Django's own log ------------------------------------------

    def audit_subject(self, obj: Any) -> models.Model:
        return cast(models.Model, obj)

    def audit_council(self, obj: Any) -> Council | None:
        return None

    def audit_detail(self, obj: Any) -> dict[str, str]:
        return {}

    def _record(self, request: HttpRequest, obj: Any, verb: str, changes: Any = None) -> None:
        subject = self.audit_subject(obj)
        audit.record(
            action=Action(f"{self.opts.model_name}.{verb}"),
            subject=subject,
            council=self.audit_council(obj),
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            **self.audit_detail(obj),
            **({"changes": changes} if changes else {}),
        )

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        self._record(request, obj, "made")

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        if message:
            self._record(request, obj, "changed", message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> None:  # type: ignore[override]
        for obj in queryset:
            self._record(request, obj, "deleted")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        events = history.events_about(self.audit_subject(obj))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %s") % obj,
            "opts": self.opts,
            "object": obj,
            "events": [(event, history.changes_in_words(event)) for event in events],
        }
        return TemplateResponse(request, self.object_history_template, context)
