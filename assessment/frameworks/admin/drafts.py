"""What the pages of a framework and of its parts share: only an editor's own draft changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models, transaction
from django.forms import Textarea
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import access
from assessment.frameworks import services as frameworks
from assessment.frameworks.admin.edited_since import framework_of_page
from assessment.models import Council, Dimension, Framework, User
from assessment.permissions import Permission, has_permission
from assessment.web.admin import AuditedAdmin

TEXT_AREAS: dict[Any, Any] = {models.TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 60})}}


def editor(request: HttpRequest) -> User:
    """The signed-in account; the admin site lets nobody else in."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the types; admin_view has asked
    return user


def may_edit(request: HttpRequest, obj: Any) -> bool:
    """Whether this editor may change the draft that the object belongs to."""
    if obj is None:
        return has_permission(editor(request), Permission.EDIT_FRAMEWORKS)
    framework = framework_of_page(obj)
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
    # The first button of a form is what Enter presses; that must not be one that moves a row.
    save_on_top = True

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        form: Any = self.form
        fields = list(form.Meta.fields)
        return [*fields, "seen"] if obj is not None and may_edit(request, obj) else fields

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, *args, **kwargs)
        form.rows = staticmethod(lambda page: self._rows(request, page))
        return form

    def _rows(self, request: HttpRequest, page: Any) -> Iterator[models.Model]:
        """Everything that the page of an object edits."""
        yield page
        for inline in self.get_inline_instances(request, page):
            yield from inline_rows(inline.model, page)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """A button that moves a row saves the page first, so nothing typed is lost."""
        if "_move" not in request.POST:
            return super().response_change(request, obj)
        kind, _space, rest = request.POST["_move"].partition(" ")
        for inline in self.get_inline_instances(request, obj):
            if inline.model._meta.model_name == kind:
                part_id, _space, way = rest.partition(" ")
                row = next(
                    (r for r in inline_rows(inline.model, obj) if str(r.pk) == part_id), None
                )
                if row is not None:
                    frameworks.reorder(
                        part=row, up=way == "up", by=editor(request), at=timezone.now()
                    )
        return HttpResponseRedirect(f"{request.path}#{kind}s-group")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request) and may_edit(request, obj)

    has_delete_permission = has_change_permission

    def audit_subject(self, obj: Any) -> models.Model:
        return framework_of_page(obj)

    def audit_council(self, obj: Any) -> Council | None:
        return framework_of_page(obj).council

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
            frameworks.lock_draft(framework_of_page(obj))
        except frameworks.NotADraft as refused:
            return str(refused) + " " + _("Your changes were not saved.")
        return ""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        complete_new_rows(formset)
        formset.save()


class InlineRows(BaseInlineFormSet):
    """The rows of an inline; the box that deletes one says which."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            label = _("Delete “%s”") % form.instance
            form.fields["DELETE"].widget.attrs["aria-label"] = label


class UniqueRows(InlineRows):
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


class DraftInline(admin.TabularInline):
    """Parts of a draft on the page of the whole."""

    extra = 1
    formset = InlineRows
    formfield_overrides = TEXT_AREAS
    readonly_fields: ClassVar[list[str]] = []
    is_ordered = True

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Named by its column: in Django's table of rows no field has a label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = capfirst(field.label or "")
        return field

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        form: Any = self.form
        fields = list(self.fields or form.Meta.fields)
        return [*fields, "order"] if self.is_ordered and may_edit(request, obj) else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["order"] if self.is_ordered and may_edit(request, obj) else []

    @admin.display(description=gettext_lazy("order"))
    def order(self, row: Any) -> str:
        if row._state.adding:
            return ""
        return format_html(
            '<button name="_move" value="{0} up" title="{1}" aria-label="{1}">↑</button> '
            '<button name="_move" value="{0} down" title="{2}" aria-label="{2}">↓</button>',
            f"{row._meta.model_name} {row.pk}",
            _("Save, and move “%s” up") % row,
            _("Save, and move “%s” down") % row,
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_permission(editor(request), Permission.EDIT_FRAMEWORKS)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit(request, obj)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission


def inline_rows(model: Any, whole: Any) -> models.QuerySet[Any]:
    """The rows of a model that belong to a framework or to a dimension."""
    return model._default_manager.filter(**{whole._meta.model_name: whole})


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
