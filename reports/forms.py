"""The participant's goals as they are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.look.widgets import PartedDateField
from assessment.models.results import Goal
from assessment.release.selectors.results import GoalTexts

_LONGEST = {"max_length": _("Use %(limit_value)d characters or fewer.")}


class GoalForm(forms.Form):
    """One goal; all fields empty means none."""

    text = forms.CharField(
        label=_("What I will do"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_LONGEST,
    )
    sign_of_success = forms.CharField(
        label=_("How I will know that it works"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=_LONGEST,
    )
    review_on = PartedDateField(
        label=_("Review on"), required=False, help_text=_("For example, 27 3 2027.")
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("text") and (typed.get("sign_of_success") or typed.get("review_on")):
            self.add_error("text", _("Say what you will do, or empty all fields of this goal."))
        return typed

    @property
    def goal(self) -> GoalTexts | None:
        """What was typed; None for an empty goal."""
        typed = self.cleaned_data
        if not typed["text"]:
            return None
        return GoalTexts(typed["text"], typed["sign_of_success"], typed["review_on"])


def goal_forms(data: Mapping[str, Any] | None, kept: Sequence[GoalTexts]) -> list[GoalForm]:
    """A form for each goal that may be kept, filled with what is kept already."""
    return [
        GoalForm(data, prefix=f"goal-{number + 1}", initial=_initial(kept[number : number + 1]))
        for number in range(Goal.MOST)
    ]


def _initial(kept: Sequence[GoalTexts]) -> dict[str, Any]:
    return {
        name: getattr(goal, name)
        for goal in kept
        for name in ("text", "sign_of_success", "review_on")
    }
