"""The grid of roles × dimensions: every target of a framework on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from assessment.components.forms import IncludedTemplate
from assessment.frameworks.admin.edited_since import conflict_message
from assessment.frameworks.selectors import Content, mark_of
from assessment.frameworks.selectors.content import DimensionContent, RoleContent, TargetContent
from assessment.models import Framework, Kind, Target

PARTS = {Kind.SKILL: ["level", "importance"], Kind.FOCUS: ["range_low", "range_high"]}


@dataclass(frozen=True)
class TargetRow:
    """A dimension with one cell for each role; a cell is its bound fields."""

    dimension: DimensionContent
    cells: list[list[forms.BoundField]]


class TargetsForm(forms.Form):
    """Fields named by role, dimension and part. A draft may be saved with gaps."""

    layout = IncludedTemplate("admin/assessment/framework/targets_table.html")

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, framework: Framework, content: Content, editable: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.framework, self.content, self.editable = framework, content, editable
        self.now = mark_of([content.roles, content.targets, *map(_outline, content.dimensions)])
        self.fields["seen"].initial = self.now
        given = {(target.role, target.dimension): target for target in content.targets}
        for role, dimension in self._pairs():
            target = given.get((role.key, dimension.key))
            for part in PARTS[Kind(dimension.kind)]:
                field = self._field(role, dimension, part)
                field.initial = getattr(target, part, None)
                field.disabled = not editable
                self.fields[self._name(role, dimension, part)] = field

    def _pairs(self) -> Iterator[tuple[RoleContent, DimensionContent]]:
        for role in self.content.roles:
            for dimension in self.content.dimensions:
                if dimension.kind in PARTS:
                    yield role, dimension

    def _name(self, role: RoleContent, dimension: DimensionContent, part: str) -> str:
        return f"{role.key}.{dimension.key}.{part}"

    def _field(self, role: RoleContent, dimension: DimensionContent, part: str) -> forms.Field:
        words = {
            "level": _("level"),
            "importance": _("importance"),
            "range_low": _("from"),
            "range_high": _("to"),
        }
        described = {"aria-label": f"{role.name}, {dimension.name}: {words[part]}"}
        if part == "importance":
            choices = [("", "—"), *reversed(Target.Importance.choices)]
            return forms.TypedChoiceField(
                label=words[part],
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.Select(attrs=described),
            )
        between = _("Write a number from 1 to %s.") % self.content.scale_top
        return forms.DecimalField(
            error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], between),
            label=words[part],
            min_value=1,
            max_value=self.content.scale_top,
            max_digits=2,
            decimal_places=1,
            required=False,
            widget=forms.NumberInput(attrs={**described, "step": "0.5", "class": "vIntegerField"}),
        )

    def rows(self) -> list[TargetRow]:
        return [
            TargetRow(dimension, [self._cell(role, dimension) for role in self.content.roles])
            for dimension in self.content.dimensions
            if dimension.kind in PARTS
        ]

    def _cell(self, role: RoleContent, dimension: DimensionContent) -> list[forms.BoundField]:
        parts = PARTS[Kind(dimension.kind)]
        return [self[self._name(role, dimension, part)] for part in parts]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for role, dimension in self._pairs():
            self._clean_cell(role, dimension)
        if self.data.get("seen") != self.now:
            sent: Any = self.data
            self.data = sent.copy()
            self.data["seen"] = self.now  # type: ignore[index]
            self.add_error(None, conflict_message(self.framework))
        return cleaned

    def _clean_cell(self, role: RoleContent, dimension: DimensionContent) -> None:
        """A target is whole or absent, and a range rises."""
        first, second = (self._name(role, dimension, part) for part in PARTS[Kind(dimension.kind)])
        if first in self.errors or second in self.errors:
            return
        low, high = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if (low is None) != (high is None):
            self.add_error(second if high is None else first, _("Fill in both, or neither."))
        elif dimension.kind == Kind.FOCUS and low is not None and not low < high:
            self.add_error(second, _("The second number must be higher."))

    def targets(self) -> list[TargetContent]:
        """What was filled in."""
        return [
            TargetContent(role.key, dimension.key, **values)
            for role, dimension in self._pairs()
            if any((values := self._values(role, dimension)).values())
        ]

    def _values(self, role: RoleContent, dimension: DimensionContent) -> dict[str, Any]:
        parts = PARTS[Kind(dimension.kind)]
        return {part: self.cleaned_data[self._name(role, dimension, part)] for part in parts}


def _outline(dimension: DimensionContent) -> tuple[str, str]:
    return dimension.key, dimension.kind
