"""The page of a dimension: its levels, its indicators and its development suggestions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.frameworks import selectors
from assessment.frameworks.admin.drafts import (
    DraftAdmin,
    DraftInline,
    UniqueRows,
    dimensions_of,
    why_not,
)
from assessment.frameworks.admin.edited_since import QUESTION_WIDGETS, QUESTIONS, EditedSinceForm
from assessment.models import Dimension, Framework, Indicator, Level, Suggestion


class LevelRows(UniqueRows):
    unique = "value"


class LevelForm(forms.ModelForm):
    class Meta:
        model = Level
        fields = ["value", "label", "frequency", "anchor"]
        labels = {"value": gettext_lazy("Level")}
        widgets = {"anchor": Textarea(attrs={"rows": 2, "cols": 60})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was offered is compared, not what would be offered by the time of saving.
        self.fields["label"].show_hidden_initial = True


class LevelInline(DraftInline):
    model = Level
    form = LevelForm
    formset = LevelRows
    ordering = ["value"]
    is_ordered = False

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(missing_levels(obj, "levels"))

    def get_max_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return int(obj.framework.scale_top) if obj else 0


class GroupBoxes(forms.CheckboxSelectMultiple):
    """Each box says what it is for: in a table of rows the group alone would not."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(name, value, label, *args, **kwargs)
        option["attrs"]["aria-label"] = _("Who is asked: {group}").format(group=label)
        return option


class IndicatorForm(forms.ModelForm):
    seen_by = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked"),
        choices=[(group.value, group.label) for group in selectors.asked_groups()],
        widget=GroupBoxes,
        error_messages={"required": gettext_lazy("Choose at least one group that can see this.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [group.value for group in selectors.asked_groups() if self.instance.asks(group)]
        self.initial["seen_by"] = asked

    def clean_seen_by(self) -> list[str]:
        return selectors.as_seen_by(self.cleaned_data["seen_by"])

    class Meta:
        model = Indicator
        fields = ["text", "self_text", "seen_by"]
        labels = {
            "text": gettext_lazy("Statement for raters"),
            "self_text": gettext_lazy("Statement in the first person"),
        }
        widgets = {name: Textarea(attrs={"rows": 2, "cols": 40}) for name in ("text", "self_text")}


class IndicatorInline(DraftInline):
    model = Indicator
    form = IndicatorForm
    ordering = ["position", "key"]
    extra = 3

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The groups as boxes while somebody may tick them, else in words."""
        fields = super().get_fields(request, obj)
        if self.has_change_permission(request, obj):
            return fields
        return ["who_is_asked" if name == "seen_by" else name for name in fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "who_is_asked"]

    @admin.display(description=gettext_lazy("Who is asked"))
    def who_is_asked(self, indicator: Indicator) -> str:
        return selectors.names_of_asked(indicator.seen_by)


class SuggestionForm(forms.ModelForm):
    class Meta:
        model = Suggestion
        fields = ["from_level", "text"]
        labels = {"from_level": gettext_lazy("At level"), "text": gettext_lazy("Suggestion")}
        widgets = {"text": Textarea(attrs={"rows": 2, "cols": 60})}


class SuggestionInline(DraftInline):
    model = Suggestion
    form = SuggestionForm
    ordering = ["from_level", "position"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return max(1, len(missing_levels(obj, "suggestions")))


FIRST_FIELD = {Level: "value", Suggestion: "from_level"}


def missing_levels(dimension: Dimension | None, relation: str) -> list[int]:
    """The points of the scale for which a dimension has no level or no suggestion yet."""
    if dimension is None:
        return []
    name = {"levels": "value", "suggestions": "from_level"}[relation]
    given = set(getattr(dimension, relation).values_list(name, flat=True))
    return [v for v in range(1, dimension.framework.scale_top + 1) if v not in given]


def labels_elsewhere(dimension: Dimension | None) -> dict[int, str]:
    """The labels that the first other dimension of the same kind gives its levels.

    Raters read one scale more easily than several.
    """
    if dimension is None:
        return {}
    others = Level.objects.filter(
        dimension__framework=dimension.framework_id, dimension__kind=dimension.kind
    ).exclude(dimension=dimension)
    labels: dict[int, str] = {}
    for value, label in others.order_by("dimension__position").values_list("value", "label"):
        labels.setdefault(value, label)
    return labels


class DimensionForm(EditedSinceForm):
    class Meta:
        model = Dimension
        fields = ["name", "kind", "description", *QUESTIONS]
        widgets = QUESTION_WIDGETS


@admin.register(Dimension)
class DimensionAdmin(DraftAdmin):
    form = DimensionForm
    inlines = [LevelInline, IndicatorInline, SuggestionInline]
    change_form_template = "admin/assessment/dimension/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dimension]:
        return dimensions_of(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Dimensions are reached through their framework, not from the start page."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def audit_detail(self, obj: Dimension) -> dict[str, str]:
        return {"dimension": obj.key}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """New rows begin with the levels that are still missing."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if field := FIRST_FIELD.get(inline.model):
            relation = inline.model._meta.get_field("dimension").remote_field.related_name
            labels = labels_elsewhere(obj) if inline.model is Level else {}
            kwargs["initial"] = [
                {field: value, **({"label": labels[value]} if value in labels else {})}
                for value in missing_levels(obj, relation)
            ]
        return kwargs

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:assessment_framework_changelist"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        dimension = kwargs.get("obj")
        if dimension is not None:
            framework: Framework = dimension.framework
            findings = (
                selectors.check(selectors.read_content(framework)) if framework.is_draft else []
            )
            context |= {
                "framework": framework,
                "advice": [f for f in findings if f.dimension == dimension.key],
                "why_not": why_not(request, framework),
                "title": _("%(dimension)s in %(framework)s")
                % {"dimension": dimension.name, "framework": framework},
                "subtitle": None,
                "siblings": framework.dimensions.order_by("position", "name"),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def response_delete(
        self, request: HttpRequest, obj_display: str, obj_id: Any
    ) -> HttpResponseRedirect:
        """To the list: the dimension does not know its framework any more."""
        messages.success(request, _("%s is deleted.") % obj_display)
        return HttpResponseRedirect(reverse("admin:assessment_framework_changelist"))

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the framework."""
        return HttpResponseRedirect(
            reverse("admin:assessment_framework_change", args=[obj.framework_id])
        )
