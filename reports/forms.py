"""The participant's goals as they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.components.forms import ButtonForm, Helper, IncludedTemplate, Inner, Sized
from assessment.components.widgets import CountedField, PartedDateField
from assessment.models.results import Goal
from assessment.release.selectors.results import GoalTexts
from reports.content.blocks import PlannedGoal

_BESIDE_TEXT = ("sign_of_success", "review_on", "skill", "why")


class GoalForm(forms.Form):
    """One goal; all fields empty means none."""

    skill = forms.ChoiceField(label=_("The skill that it is about"), required=False)
    why = CountedField(
        label=_("Why I chose it"),
        required=False,
        limit=500,
        rows=2,
    )
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
    offered: PlannedGoal | None = None

    def __init__(self, *args: Any, skills: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choice = cast("forms.ChoiceField", self.fields["skill"])
        choice.choices = [("", _("None of them")), *skills]

    @property
    def helper(self) -> Helper:
        goal = Fieldset(
            _("Goal %(number)s") % {"number": self.number},
            IncludedTemplate("reports/_proposal.html", offered=self.offered),
            "skill",
            "why",
            "text",
            "sign_of_success",
            Sized("review_on"),
            css_class="govuk-!-margin-bottom-8",
        )
        return Helper(goal, tag=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("text") and any(typed.get(name) for name in _BESIDE_TEXT):
            self.add_error("text", _("Say what you will do, or empty all fields of this goal."))
        return typed

    @property
    def goal(self) -> GoalTexts | None:
        """What was typed; None for an empty goal."""
        typed = self.cleaned_data
        if not typed["text"]:
            return None
        return GoalTexts(**{name: typed[name] for name in ("text", *_BESIDE_TEXT)})


def goal_forms(
    data: Mapping[str, Any] | None,
    kept: Sequence[GoalTexts],
    skills: Sequence[tuple[str, str]],
    chosen: str = "",
) -> list[GoalForm]:
    """A form for each goal that may be kept, filled with what is kept already.

    `skills` are keys and names; `chosen` is the skill that the next goal is to be about.
    """
    filled = [_initial(goal) for goal in kept]
    if chosen and all(goal.skill != chosen for goal in kept):
        filled.append({"skill": chosen})
    filled += [{}] * (Goal.MOST - len(filled))
    return [
        _goal_form(data, number, initial, skills)
        for number, initial in enumerate(filled[: Goal.MOST], 1)
    ]


def _goal_form(
    data: Mapping[str, Any] | None,
    number: int,
    initial: dict[str, Any],
    skills: Sequence[tuple[str, str]],
) -> GoalForm:
    form = GoalForm(data, prefix=f"goal-{number}", initial=initial, skills=skills)
    form.number = number
    return form


class GoalsForm(ButtonForm):
    """All goals under one button, each that is not written yet with what is offered for it."""

    def __init__(self, forms: Sequence[GoalForm], offered: Iterable[PlannedGoal]) -> None:
        super().__init__()
        self.goals = forms
        named = {form.initial.get("skill") for form in forms}
        left = [goal for goal in offered if not goal.skill or goal.skill not in named]
        by_skill = {goal.skill: goal for goal in offered if goal.skill}
        for form in forms:
            if not form.initial.get("text"):
                skill = form.initial.get("skill")
                form.offered = by_skill.get(skill) if skill else next(iter(left), None)
                left = left[not skill :]

    @property
    def helper(self) -> Helper:
        return Helper(*map(Inner, self.goals), act=_("Save"))


def _initial(goal: GoalTexts) -> dict[str, Any]:
    return {name: getattr(goal, name) for name in ("text", *_BESIDE_TEXT)}


def form_about(skill: str, forms: Sequence[GoalForm]) -> GoalForm | None:
    """The form that is about a skill; None where all are taken by goals about others."""
    return next((form for form in forms if form.initial.get("skill") == skill), None)
