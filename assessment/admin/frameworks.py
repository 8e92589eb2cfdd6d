"""The page of a framework: what it holds, what it lacks, and the steps of its life."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import access
from assessment.admin.drafts import DraftAdmin, DraftInline, UniqueRows, editor, why_not
from assessment.admin.seen import SeenForm
from assessment.admin.targets import TargetsForm
from assessment.models import Council, Dimension, Framework, Role
from assessment.selectors import frameworks as selectors
from assessment.services import frameworks
from assessment.services.errors import Refused


class FrameworkForm(SeenForm):
    class Meta:
        model = Framework
        fields = [
            "name",
            "version",
            "description",
            "scale_top",
            "standard_deviation",
            "single_rater_reliability",
        ]

    council: Council | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.council = self.council

    def clean(self) -> dict[str, Any]:
        """The database asks for a version of its own; council and key are not on the form."""
        cleaned = super().clean() or {}
        framework, name = self.instance, cleaned.get("name", "")
        key = framework.key or frameworks.free_key(name, ())
        others = Framework.objects.filter(
            council=framework.council_id, key=key, version=cleaned.get("version", "")
        )
        if others.exclude(pk=framework.pk).exists():
            self.add_error("version", str(frameworks.VersionTaken(name, cleaned["version"])))
        return cleaned


def dimension_pages(framework: Framework) -> dict[str, str]:
    """The address of each dimension, by key."""
    return {
        dimension.key: reverse("admin:assessment_dimension_change", args=[dimension.pk])
        for dimension in framework.dimensions.all()
    }


def overview(framework: Framework, content: selectors.Content) -> list[dict[str, Any]]:
    """Each dimension with the address of its page."""
    pages = dimension_pages(framework)
    return [{"dimension": each, "page": pages[each.key]} for each in content.dimensions]


def linked(
    framework: Framework, findings: list[selectors.Finding], *, blocks: bool
) -> list[tuple[selectors.Finding, str]]:
    """Each finding with the address of the page where it can be mended."""
    pages = dimension_pages(framework)
    targets = reverse("admin:assessment_framework_targets", args=[framework.pk])
    return [
        (finding, targets if finding.is_target else pages.get(finding.dimension, ""))
        for finding in findings
        if finding.blocks is blocks
    ]


class NewDraftForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    version = forms.CharField(label=gettext_lazy("Version"), max_length=20)


class NamedRows(UniqueRows):
    unique = "name"


class RoleInline(DraftInline):
    model = Role
    formset = NamedRows
    fields = ["name", "purpose"]
    ordering = ["position", "name"]


class DimensionInline(DraftInline):
    model = Dimension
    formset = NamedRows
    fields = ["name", "kind", "description"]
    ordering = ["position", "name"]
    show_change_link = True


@admin.register(Framework)
class FrameworkAdmin(DraftAdmin):
    form = FrameworkForm
    change_form_template = "admin/assessment/framework/change_form.html"
    list_display = ["name", "version", "state", "owner", "published_at", "indicators", "rounds"]
    list_filter = ["state"]
    search_fields = ["name", "version", "dimensions__name", "dimensions__indicators__text"]
    ordering = ["name", "-version"]
    actions = ["make_a_draft", "check_and_publish", "retire_one"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Framework]:
        return (
            access.editable_frameworks(editor(request))
            .select_related("council")
            .annotate(
                indicator_count=Count("dimensions__indicators", distinct=True),
                round_count=Count("rounds", distinct=True),
            )
        )

    @admin.display(description=gettext_lazy("belongs to"))
    def owner(self, framework: Framework) -> str:
        return framework.council.name if framework.council else _("everybody (shared)")

    @admin.display(description=gettext_lazy("indicators"))
    def indicators(self, framework: Any) -> int:
        return int(framework.indicator_count)

    @admin.display(description=gettext_lazy("rounds"))
    def rounds(self, framework: Any) -> int:
        return int(framework.round_count)

    def get_inlines(self, request: HttpRequest, obj: Framework | None) -> list[Any]:
        return [RoleInline, DimensionInline] if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, *args, **kwargs)
        form.council = editor(request).council
        return form

    def save_model(self, request: HttpRequest, obj: Framework, form: Any, change: bool) -> None:
        if not change:
            obj.key = frameworks.free_key(obj.name, ())
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """On to roles and dimensions, which need a framework to belong to."""
        if "_addanother" not in request.POST:
            onwards = request.POST.copy()
            onwards["_continue"] = "1"
            request.POST = onwards  # type: ignore[assignment]
        return super().response_add(request, obj, post_url_continue)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        framework = kwargs.get("obj")
        if framework is not None:
            content = selectors.read(framework)
            findings = selectors.check(content)
            context |= {
                "content": content,
                "overview": overview(framework, content),
                "problems": linked(framework, findings, blocks=True),
                "advice": linked(framework, findings, blocks=False),
                "why_not": why_not(request, framework),
                "may_keep": access.may_edit_framework(editor(request), framework),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    # --- the steps ----------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        steps: dict[str, Callable[..., HttpResponse]] = {
            "draft": self.draft_view,
            "publish": self.publish_view,
            "retire": self.retire_view,
            "targets": self.targets_view,
        }
        own = [
            path(
                f"<uuid:framework_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"assessment_framework_{name}",
            )
            for name, view in steps.items()
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

    def _to(self, framework: Framework) -> HttpResponse:
        return HttpResponseRedirect(
            reverse("admin:assessment_framework_change", args=[framework.pk])
        )

    def _own(self, request: HttpRequest, framework_id: uuid.UUID) -> Framework:
        framework = access.get_framework(editor(request), framework_id)
        if not access.may_edit_framework(editor(request), framework):
            raise PermissionDenied
        return framework

    def draft_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        user = editor(request)
        framework = access.get_framework(user, framework_id)
        version = selectors.next_version(framework, user.council)
        form = NewDraftForm(
            request.POST or None, initial={"name": framework.name, "version": version}
        )
        if request.method == "POST" and form.is_valid():
            try:
                draft = frameworks.new_draft(
                    framework=framework,
                    council=user.council,
                    by=user,
                    at=timezone.now(),
                    **form.cleaned_data,
                )
            except frameworks.VersionTaken as refused:
                form.add_error("version", str(refused))
            else:
                messages.success(request, _("%s is ready for your changes.") % draft)
                return self._to(draft)
        return self._page(
            request, framework, "draft", form=form, title=_("Make a new draft from this")
        )

    def publish_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        framework = self._own(request, framework_id)
        if request.method == "POST":
            try:
                frameworks.publish(framework=framework, by=editor(request), at=timezone.now())
            except frameworks.Incomplete:
                pass  # the page lists what is missing
            except Refused as refused:
                messages.error(request, str(refused))
                return self._to(framework)
            else:
                messages.success(request, _("%s is published. Rounds can use it now.") % framework)
                return self._to(framework)
        if not framework.is_draft:
            messages.error(request, frameworks.sentence_of_the_frozen(framework))
            return self._to(framework)
        findings = selectors.check(selectors.read(framework))
        return self._page(
            request,
            framework,
            "publish",
            title=_("Check and publish"),
            problems=linked(framework, findings, blocks=True),
            advice=linked(framework, findings, blocks=False),
        )

    def retire_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        framework = self._own(request, framework_id)
        if request.method == "POST":
            try:
                frameworks.retire(framework=framework, by=editor(request), at=timezone.now())
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("%s is retired. No new round can use it.") % framework)
            return self._to(framework)
        return self._page(
            request,
            framework,
            "retire",
            title=_("Retire"),
            rounds=framework.rounds.count(),
        )

    def targets_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        framework = access.get_framework(editor(request), framework_id)
        content = selectors.read(framework)
        editable = not why_not(request, framework)
        if request.method == "POST" and not access.may_edit_framework(editor(request), framework):
            raise PermissionDenied
        form = TargetsForm(request.POST or None, content=content, editable=editable)
        if request.method == "POST" and form.is_valid():
            try:
                frameworks.set_targets(
                    framework=framework,
                    targets=form.targets(),
                    by=editor(request),
                    at=timezone.now(),
                )
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("The targets are saved."))
            return self._to(framework)
        return self._page(
            request,
            framework,
            "targets",
            form=form,
            content=content,
            why_not=why_not(request, framework),
            title=_("Targets of %s") % framework,
        )

    # --- the same steps from the list ---------------------------------------------------------

    def _one(self, request: HttpRequest, chosen: QuerySet[Framework], step: str) -> Any:
        found = list(chosen[:2])
        if len(found) == 1:
            return HttpResponseRedirect(
                reverse(f"admin:assessment_framework_{step}", args=[found[0].pk])
            )
        self.message_user(request, _("Choose one framework at a time."), messages.WARNING)
        return None

    @admin.action(description=gettext_lazy("Make a new draft from this"))
    def make_a_draft(self, request: HttpRequest, chosen: QuerySet[Framework]) -> Any:
        return self._one(request, chosen, "draft")

    @admin.action(description=gettext_lazy("Check and publish"))
    def check_and_publish(self, request: HttpRequest, chosen: QuerySet[Framework]) -> Any:
        return self._one(request, chosen, "publish")

    @admin.action(description=gettext_lazy("Retire"))
    def retire_one(self, request: HttpRequest, chosen: QuerySet[Framework]) -> Any:
        return self._one(request, chosen, "retire")
