"""Frameworks on the move: compare two versions, take one out as a file, bring one in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import access
from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.frameworks.admin.drafts import editor
from assessment.frameworks.admin.views import FrameworkViews, View
from assessment.models import Framework, User
from assessment.web.common import attempt, author

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS = {
    "json": (frameworks.write_json, "application/json"),
    "xlsx": (frameworks.write_xlsx, XLSX),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("JSON or XLSX file"),
        widget=forms.FileInput(attrs={"accept": ".json,.xlsx"}),
    )

    def content(self) -> selectors.Content:
        """Raises BadFile; a file that is too large is not read at all."""
        upload = self.cleaned_data["file"]
        return frameworks.read_file(upload.read(frameworks.MOST_BYTES + 1))


class ConfirmForm(forms.Form):
    """The file comes back with the confirmation and is checked once more."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    version = forms.CharField(label=gettext_lazy("Version"), max_length=20)
    held = forms.CharField(widget=forms.HiddenInput, max_length=4 * frameworks.MOST_BYTES)

    def is_multipart(self) -> bool:
        """The file that it holds would grow threefold in the other encoding."""
        return True


class CompareForm(forms.Form):
    """Which other framework to hold this one against."""

    def __init__(self, *, others: list[Framework], old: Framework | None) -> None:
        super().__init__(label_suffix="")
        named = [(str(each.pk), f"{each} ({each.get_state_display()})") for each in others]
        first = str(old.pk) if old else None
        self.fields["with"] = forms.ChoiceField(
            label=_("Compare with"), choices=named, initial=first
        )


class FrameworkImportExport(FrameworkViews):
    def views(self) -> dict[str, View]:
        return super().views() | {"compare": self.compare_view}

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        wrap = self.admin_site.admin_view
        return [
            path("import/", wrap(self.import_view), name="assessment_framework_import"),
            path(
                "<uuid:framework_id>/export.<slug:kind>",
                wrap(self.export_view),
                name="assessment_framework_export",
            ),
            *super().get_urls(),
        ]

    def compare_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        new = access.get_framework(editor(request), framework_id)
        others = self._others(editor(request), new)
        old = self._chosen(request, new, others)
        return self._page(
            request,
            new,
            "compare",
            title=_("%(new)s compared with %(old)s") % {"new": new, "old": old}
            if old
            else _("Compare %s") % new,
            old=old,
            form=CompareForm(others=others, old=old),
            parts=selectors.compare(selectors.read_content(old), selectors.read_content(new))
            if old
            else [],
        )

    def _others(self, user: User, framework: Framework) -> list[Framework]:
        """Every other framework that the editor sees, those of the same key first."""
        found = (
            access.editable_frameworks(user).exclude(pk=framework.pk).order_by("name", "version")
        )
        return sorted(found, key=lambda other: other.key != framework.key)

    def _chosen(
        self, request: HttpRequest, framework: Framework, others: list[Framework]
    ) -> Framework | None:
        if "with" in request.GET:
            wanted = request.GET["with"]
            found = next((other for other in others if str(other.pk) == wanted), None)
            if found is None:
                raise Http404
            return found
        origin = next((o for o in others if o.pk == framework.made_from_id), None)
        return origin or next((o for o in others if o.key == framework.key), None)

    def export_view(self, request: HttpRequest, framework_id: uuid.UUID, kind: str) -> HttpResponse:
        framework = access.get_framework(editor(request), framework_id)
        if kind not in WRITERS:
            raise Http404
        write, content_type = WRITERS[kind]
        name = f"{framework.key}-{framework.version}".replace(" ", "-")
        return HttpResponse(
            write(selectors.read_content(framework)),
            headers={
                "Content-Type": content_type,
                "Content-Disposition": f'attachment; filename="{_plain(name)}.{kind}"',
            },
        )

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """First the file, then what it would make, then the draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._upload_page(request, UploadForm())
        if "held" in request.POST:
            return self._confirm(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._upload_page(request, form)
        try:
            content = form.content()
        except frameworks.BadFile as refused:
            return self._upload_page(request, form, refused.problems)
        return self._preview(request, content)

    def _upload_page(
        self, request: HttpRequest, form: forms.Form, problems: list[str] | None = None
    ) -> HttpResponse:
        return self._import_page(request, form=form, problems=problems or [])

    def _import_page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import a framework"),
            **context,
        }
        return TemplateResponse(request, "admin/assessment/framework/import.html", context)

    def _preview(
        self, request: HttpRequest, content: selectors.Content, form: ConfirmForm | None = None
    ) -> HttpResponse:
        user = editor(request)
        known = access.editable_frameworks(user).filter(key=content.key)
        base = known.order_by(F("published_at").desc(nulls_last=True), "-version").first()
        if form is None:
            taken = set(known.filter(council=user.council).values_list("version", flat=True))
            form = ConfirmForm(
                initial={
                    "name": content.name,
                    "version": selectors.free_version(content.version, taken),
                    "held": frameworks.write_json(content).decode(),
                }
            )
        return self._import_page(
            request,
            form=form,
            content=content,
            findings=selectors.check(content),
            base=base,
            parts=selectors.compare(selectors.read_content(base), content) if base else [],
        )

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        form = ConfirmForm(request.POST)
        try:
            content = frameworks.read_file(request.POST["held"].encode())
        except (frameworks.BadFile, UnicodeEncodeError):
            return self._upload_page(request, UploadForm(), [_("Choose the file once more.")])
        if form.is_valid():
            user = editor(request)
            made = attempt(
                request,
                lambda: frameworks.bring_in(
                    content=content,
                    name=form.cleaned_data["name"],
                    version=form.cleaned_data["version"],
                    council=user.council,
                    **author(request),
                ),
                done=lambda draft: _("%s is here as a draft.") % draft,
                at=(form, "version"),
            )
            if made:
                return self._to(made.result)
        return self._preview(request, content, form)


def _plain(name: str) -> str:
    """A file name that needs no quoting."""
    return "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "-" for c in name)
