"""What the pages of a framework and of its parts share: only an editor's own draft changes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.forms import Textarea
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from assessment import access
from assessment.admin.base import AuditedAdmin
from assessment.models import Council, Dimension, Framework, User
from assessment.permissions import Permission, has_permission
from assessment.services import frameworks

TEXT_AREAS: dict[Any, Any] = {models.TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 60})}}


def framework_of(obj: Any) -> Framework:
    """The framework that a page is about: the object itself, or the one it is a part of."""
    return obj if isinstance(obj, Framework) else obj.framework


def editor(request: HttpRequest) -> User:
    """The signed-in account; the admin site lets nobody else in."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the types; admin_view has asked
    return user


def may_edit(request: HttpRequest, obj: Any) -> bool:
    """Whether this editor may change the draft that the object belongs to."""
    if obj is None:
        return has_permission(editor(request), Permission.EDIT_FRAMEWORKS)
    framework = framework_of(obj)
    return framework.is_draft and access.may_edit_framework(editor(request), framework)


def why_not(request: HttpRequest, framework: Framework) -> str:
    """The sentence for an editor who cannot change a framework; empty where they can."""
    if not framework.is_draft:
        return frameworks.sentence_of_the_frozen(framework)
    if not access.may_edit_framework(editor(request), framework):
        return _(
            "%s is shared by all councils. To change something for your council, "
            "make a new draft from it."
        ) % (framework,)
    return ""


class DraftAdmin(AuditedAdmin):
    """A framework or a part of one."""

    permission = Permission.EDIT_FRAMEWORKS
    formfield_overrides = TEXT_AREAS

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request) and may_edit(request, obj)

    has_delete_permission = has_change_permission

    def audit_subject(self, obj: Any) -> models.Model:
        return framework_of(obj)

    def audit_council(self, obj: Any) -> Council | None:
        return framework_of(obj).council

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Saving holds the draft, so that nobody publishes or changes it in between."""
        with transaction.atomic():
            if request.method == "POST" and object_id:
                obj = self.get_object(request, object_id)
                if obj is not None and (refusal := self._refusal(request, obj)):
                    messages.error(request, refusal)
                    return HttpResponseRedirect(request.get_full_path())
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _refusal(self, request: HttpRequest, obj: Any) -> str:
        try:
            frameworks.lock_draft(framework_of(obj))
        except frameworks.NotADraft as refused:
            return str(refused) + " " + _("Your changes were not saved.")
        return ""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        complete_new_rows(formset)
        formset.save()


class DraftInline(admin.TabularInline):
    """Parts of a draft on the page of the whole."""

    extra = 1
    formfield_overrides = TEXT_AREAS

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_permission(editor(request), Permission.EDIT_FRAMEWORKS)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit(request, obj)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission


class UniqueRows(BaseInlineFormSet):
    """Says which row repeats another, before the database has to."""

    unique = ""

    def clean(self) -> None:
        super().clean()
        seen: set[object] = set()
        for form in self.forms:
            value = form.cleaned_data.get(self.unique) if hasattr(form, "cleaned_data") else None
            if value is None or form in self.deleted_forms:
                continue
            marker = value.casefold() if isinstance(value, str) else value
            if marker in seen:
                form.add_error(self.unique, _("This is here twice."))
            seen.add(marker)


def complete_new_rows(formset: Any) -> None:
    """Give each new row a key of its own and a place at the end."""
    fields = {field.name for field in formset.model._meta.get_fields()}
    siblings = formset.model._default_manager.filter(**{formset.fk.name: formset.instance})
    taken = set(siblings.values_list("key", flat=True)) if "key" in fields else set()
    last = siblings.aggregate(last=models.Max("position"))["last"] if "position" in fields else None
    for form in formset.extra_forms:
        if not form.has_changed() or formset._should_delete_form(form):
            continue
        row = form.instance
        if "key" in fields:
            row.key = frameworks.free_key(getattr(row, "name", "") or str(row), taken)
            taken.add(row.key)
        if "position" in fields:
            last = (last or 0) + 1
            row.position = last


def dimensions_of(request: HttpRequest) -> models.QuerySet[Dimension]:
    """The dimensions of every framework that this editor sees."""
    seen = access.editable_frameworks(editor(request))
    return Dimension.objects.filter(framework__in=seen).select_related("framework__council")
