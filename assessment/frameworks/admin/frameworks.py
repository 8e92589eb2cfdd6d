"""The page of a framework: what it holds, what it lacks, and the steps of its life."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import access
from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.frameworks.admin.drafts import DraftInline, UniqueRows, editor, why_not
from assessment.frameworks.admin.edited_since import QUESTION_WIDGETS, QUESTIONS, EditedSinceForm
from assessment.frameworks.admin.findings import linked, overview, steps
from assessment.frameworks.admin.import_export import FrameworkImportExport
from assessment.frameworks.admin.languages import FrameworkLanguages, overview_of_languages
from assessment.frameworks.admin.steps import FrameworkSteps
from assessment.models import Council, Dimension, Framework, Role

MEASURING = ["standard_deviation", "single_rater_reliability"]


class FrameworkForm(EditedSinceForm):
    class Meta:
        model = Framework
        fields = [
            "name",
            "version",
            "description",
            *QUESTIONS,
            "scale_top",
            *MEASURING,
        ]
        widgets = QUESTION_WIDGETS
        help_texts = {
            "version": gettext_lazy("For example 1.0. The next draft will be offered 1.1."),
            "description": gettext_lazy("For whom it is, and what it asks about. HR reads this."),
            "standard_deviation": gettext_lazy(
                "Of dimension scores, for judging change between rounds and what counts as at the "
                "target."
            ),
            "single_rater_reliability": gettext_lazy("Of one rater, for the same."),
        }

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
        others = Framework.objects.edited().filter(
            council=framework.council_id, key=key, version=cleaned.get("version", "")
        )
        if others.exclude(pk=framework.pk).exists():
            self.add_error("version", str(frameworks.VersionTaken(name, cleaned["version"])))
        return cleaned


class NamedRows(UniqueRows):
    unique = "name"


class RoleInline(DraftInline):
    model = Role
    formset = NamedRows
    fields = ["name", "purpose"]
    ordering = ["position", "name"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return empty_rows(obj, "roles")


class DimensionInline(DraftInline):
    model = Dimension
    formset = NamedRows
    fields = ["name", "kind", "description"]
    ordering = ["position", "name"]
    show_change_link = True

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return empty_rows(obj, "dimensions")


def empty_rows(framework: Framework, relation: str) -> int:
    """Without JavaScript no row can be added by a button, so a beginning has more room."""
    return 1 if getattr(framework, relation).exists() else 3


class FrameworkAdmin(FrameworkSteps, FrameworkImportExport, FrameworkLanguages):
    form = FrameworkForm
    change_form_template = "admin/assessment/framework/change_form.html"
    list_display = ["name", "version", "state", "owner", "published", "indicators", "rounds"]
    list_filter = ["state"]
    search_fields = ["name", "version", "dimensions__name", "dimensions__indicators__text"]
    ordering = ["name", "-version"]
    actions = ["make_a_draft", "check_and_publish", "retire_one"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Framework]:
        return (
            access.editable_frameworks(editor(request))
            .select_related("council", "published_by", "retired_by")
            .annotate(
                indicator_count=Count("dimensions__indicators", distinct=True),
                round_count=Count("rounds", distinct=True),
            )
        )

    @admin.display(description=gettext_lazy("belongs to"))
    def owner(self, framework: Framework) -> str:
        return framework.council.name if framework.council else _("everybody (shared)")

    @admin.display(description=gettext_lazy("published"), ordering="published_at", empty_value="–")
    def published(self, framework: Framework) -> str | None:
        if framework.published_at is None:
            return None
        day = date_format(timezone.localtime(framework.published_at), "j F Y")
        who = framework.published_by
        return f"{day}, {who.name}" if who else day

    @admin.display(description=gettext_lazy("indicators"))
    def indicators(self, framework: Any) -> int:
        return int(framework.indicator_count)

    @admin.display(description=gettext_lazy("rounds"))
    def rounds(self, framework: Any) -> int:
        return int(framework.round_count)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What hardly anybody changes stays folded."""
        fields = self.get_fields(request, obj)
        shown = [name for name in fields if name not in MEASURING]
        measuring = {
            "fields": MEASURING,
            "classes": ["collapse"],
            "description": _("Leave these as they are unless a study of your own gave others."),
        }
        return [(None, {"fields": shown}), (_("For judging change between rounds"), measuring)]

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

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the page, which says what to mend next."""
        return self._to(obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """On to roles and dimensions, which need a framework to belong to."""
        messages.success(request, _("%s is here as a draft. Add its roles and dimensions.") % obj)
        return self._to(obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        framework = kwargs.get("obj")
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        context["title"] = _("Make a new framework")
        if framework is not None:
            content = selectors.read_content(framework)
            findings = selectors.check(content)
            context |= {
                "title": str(framework),
                "subtitle": None,
                "content": content,
                "steps": steps(framework, content, findings),
                "overview": overview(framework, content),
                "problems": linked(framework, findings, blocks=True),
                "advice": linked(framework, findings, blocks=False),
                "languages": overview_of_languages(framework, content),
                "why_not": why_not(request, framework),
                "may_keep": access.may_edit_framework(editor(request), framework),
            }
        return super().render_change_form(request, context, *args, **kwargs)

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
