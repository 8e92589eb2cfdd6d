"""The participant's goals as they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assessment.components.forms import ButtonForm, Helper, IncludedTemplate, Inner, Sized
from assessment.components.widgets import CountedField, PartedDateField
from assessment.models.results import Goal
from assessment.release.selectors.results import GoalTexts


class GoalForm(forms.Form):
    """One goal; all fields empty means none."""

    text = CountedField(
        label=_("What I will do"),
        required=False,
        limit=500,
        rows=3,
    )
    sign_of_success = CountedField(
        label=_("How I will know that it works"),
        required=False,
        limit=500,
        rows=2,
    )
    review_on = PartedDateField(
        label=_("Review on"), required=False, help_text=_("For example, 27 3 2027.")
    )

    number = 1
    offered: Any = None

    @property
    def helper(self) -> Helper:
        goal = Fieldset(
            _now("Goal %(number)s") % {"number": self.number},
            IncludedTemplate("reports/_proposal.html", offered=self.offered),
            "text",
            "sign_of_success",
            Sized("review_on"),
            css_class="govuk-!-margin-bottom-8",
        )
        return Helper(goal, tag=False)

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
    return [_goal_form(data, number, kept) for number in range(1, Goal.MOST + 1)]


def _goal_form(data: Mapping[str, Any] | None, number: int, kept: Sequence[GoalTexts]) -> GoalForm:
    form = GoalForm(data, prefix=f"goal-{number}", initial=_initial(kept[number - 1 : number]))
    form.number = number
    return form


class GoalsForm(ButtonForm):
    """All goals under one button, each with what is offered for it."""

    def __init__(self, forms: Sequence[GoalForm], offered: Iterable[Any]) -> None:
        super().__init__()
        self.goals = forms
        for form, proposal in zip(forms, offered, strict=False):
            form.offered = proposal

    @property
    def helper(self) -> Helper:
        return Helper(*map(Inner, self.goals), act=_("Save"))


def _initial(kept: Sequence[GoalTexts]) -> dict[str, Any]:
    return {
        name: getattr(goal, name)
        for goal in kept
        for name in ("text", "sign_of_success", "review_on")
    }
